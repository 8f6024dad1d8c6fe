"""What the tests of this folder know of the project and of the program."""

import os
import pathlib
import shutil
import subprocess
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("PROGRAM", str(ROOT / "build/debug/nginx-wslint"))
EXAMPLE = ROOT / "examples/etc-nginx"

ACTION = ROOT / "action.yml"
ACTION_SCRIPT = ROOT / "packaging/action/run.sh"
MATCHER = ROOT / "packaging/action/problem-matcher.json"
GITLAB = ROOT / "packaging/gitlab/nginx-wslint.yml"
DOCKERFILE = ROOT / "Dockerfile"
RECIPES = ROOT / "docs/ci.md"

# A configuration in which nothing is wrong.
CLEAN = "events {}\nhttp { server { listen 80; return 204; } }\n"


def load(path):
    return yaml.safe_load(path.read_text())


def help_of_check():
    return subprocess.run([PROGRAM, "help", "check"], capture_output=True, text=True, check=True).stdout


def formats():
    """The names of the formats that the program has."""
    section = help_of_check().split("\nFormats:\n", 1)[1].split("\n\n", 1)[0]
    return {line.split()[0] for line in section.splitlines() if line[2] != " "}


# The formats for CI systems are there together or not at all.
HAS_CI_FORMATS = "github" in formats()
SHELLCHECK = shutil.which("shellcheck")
NO_CI_FORMATS = "the program has no format github: NO REAL REPORT WAS LOOKED AT"
NO_SHELLCHECK = "there is no shellcheck: NO SCRIPT WAS CHECKED"

for is_there, skipped in [(HAS_CI_FORMATS, NO_CI_FORMATS), (SHELLCHECK, NO_SHELLCHECK)]:
    if not is_there:
        print(f"ci: SKIPPED, {skipped}", file=sys.stderr)
