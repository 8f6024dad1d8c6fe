#!/usr/bin/env python3
"""Runs nginx-wslint on every case below fixtures/ and compares what it says, byte for byte.

A case is a folder with a file "expected"; nothing is listed by hand. Beside the configuration it may hold

  cmd     command lines, one a line, that run one after another ("#" begins a comment, "< FILE" gives standard
          input); without it the command is "--color=never ."
  setup   a shell script that makes what git cannot hold; exit 77 skips the case, its output says why
  nginx   what nginx makes of the case; tests/differential/fixtures.py compares it
  sockets what a WebSocket client asks for and gets there; tests/mutants holds nginx to it

Each case runs in a copy of its folder, which is called /case in what the program says. "expected" holds of every
command: its line if there is a cmd, standard output, standard error if any, each new file, the exit status.

Each rule is held to its fixtures (fixtures/rules/RULE/bad* and good*) and to its page (docs/rules/RULE.md), which shows
its cases bad-example and good-example. What is in fixtures/applications works, so that it gets neither an error nor a
warning.
NWL_BLESS=1 writes what the program says to "expected" and to the pages. Read it before you commit it.
"""

import argparse
import difflib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

try:
    import jsonschema
except ImportError:
    jsonschema = None

TIME_LIMIT_S = 60
SETUP_SKIPS = 77
BLESS = os.environ.get("NWL_BLESS") == "1"
OF_THE_RUNNER = {"expected", "cmd", "setup", "nginx", "sockets"}
SANITIZER_WORDS = (b"AddressSanitizer", b"LeakSanitizer", b"UndefinedBehaviorSanitizer", b": runtime error: ")


class Failure(Exception):
    """A check failed; its text says how."""


class Skip(Exception):
    """A check cannot be made here; its text says why."""


# ---- the program --------------------------------------------------------------------------


class Program:
    """The program under test, and the schemas of the JSON it writes."""

    def __init__(self, path, schemas):
        self.path = os.path.abspath(path)
        self.schemas = schemas
        kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        self.environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", **kept}

    def run(self, arguments, folder=".", stdin=os.devnull):
        """Runs the program in a folder. A crash, a hang or a sanitizer's report is a failure, whatever is expected."""
        try:
            with open(os.path.join(folder, stdin), "rb") as source:
                done = subprocess.run([self.path, *arguments], cwd=folder, env=self.environment, stdin=source,
                                      capture_output=True, timeout=TIME_LIMIT_S, check=False)
        except subprocess.TimeoutExpired:
            raise Failure(f"{shlex.join(arguments)}: no end after {TIME_LIMIT_S} s") from None
        if done.returncode < 0 or any(word in done.stderr for word in SANITIZER_WORDS):
            report = done.stderr.decode(errors="replace")
            raise Failure(f"{shlex.join(arguments)}: status {done.returncode}\n{report}")
        return done

    def text(self, *arguments):
        """What the program prints for arguments that it is to accept."""
        done = self.run(arguments)
        if done.returncode != 0:
            raise Failure(f"{shlex.join(arguments)}: status {done.returncode}\n{done.stderr.decode()}")
        return done.stdout.decode()

    def check_json(self, arguments, document, name=None):
        """Fails when a document, of a file if it has a name, is no JSON, or not as the schema of its command has it."""
        command = arguments[0] if arguments[0] in self.schemas else "check"
        if ("--write-baseline", name) in zip(arguments, arguments[1:]):
            command = "baseline"
        try:
            parsed = json.loads(document)
            if jsonschema and command in self.schemas:
                jsonschema.validate(parsed, self.schemas[command])
        except ValueError as error:
            raise Failure(f"{shlex.join(arguments)}: not JSON: {error}") from None
        except jsonschema.ValidationError as error:
            raise Failure(f"{shlex.join(arguments)}: {error.json_path}: {error.message}") from None


# ---- one case -----------------------------------------------------------------------------


def whole_lines(output):
    """The output with its last line ended, so that what follows it begins a line of its own."""
    return output if output == b"" or output.endswith(b"\n") else output + b"\n\\ no newline at end of output\n"


def files_below(folder):
    return {path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


def command_lines(case):
    """The commands of a case: whether their lines are shown, the arguments, and the file given as standard input."""
    if not (case / "cmd").exists():
        return [(None, ["--color=never", "."], os.devnull)]
    commands = []
    for line in (case / "cmd").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            words = shlex.split(line)
            has_input = "<" in words[-2:-1]
            commands.append((line, words[:-2] if has_input else words, words[-1] if has_input else os.devnull))
    return commands


def prepare(case, folder):
    """Copies a case into a folder and runs its setup there."""
    shutil.copytree(case, folder, symlinks=True, dirs_exist_ok=True,
                    ignore=lambda where, names: OF_THE_RUNNER if where == str(case) else set())
    if (case / "setup").exists():
        done = subprocess.run(["sh", "-eu", case / "setup"], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode == SETUP_SKIPS:
            raise Skip(done.stdout.strip())
        if done.returncode != 0:
            raise Failure(f"setup: status {done.returncode}\n{done.stderr}")


def run_command(program, folder, line, arguments, stdin):
    """What one command says and does, as "expected" holds it."""
    before = files_below(folder)
    done = program.run(arguments, folder, stdin)
    parts = [f"$ nginx-wslint {line}\n".encode()] if line is not None else []
    parts.append(whole_lines(done.stdout))
    if done.stderr:
        parts += [b"--- stderr ---\n", whole_lines(done.stderr)]
    written = {path: path.read_bytes() for path in sorted(files_below(folder) - before)}
    for path, content in written.items():
        parts += [f"--- wrote {path.relative_to(folder)} ---\n".encode(), whole_lines(content)]
    parts.append(f"--- exit {done.returncode} ---\n".encode())
    if "dump" in arguments or any(re.search(r"\bjson\b", argument) for argument in arguments):
        for path, document in [(None, done.stdout), *written.items()]:
            if document.startswith(b"{"):
                program.check_json(arguments, document, path and str(path.relative_to(folder)))
    return b"".join(parts).replace(bytes(folder), b"/case")


def actual_output(program, case):
    with tempfile.TemporaryDirectory(prefix="golden-") as place:
        folder = pathlib.Path(os.path.realpath(place)) / "case"
        try:
            prepare(case, folder)
            return b"".join(run_command(program, folder, *command) for command in command_lines(case))
        finally:
            subprocess.run(["chmod", "-R", "u+rwX", place], stderr=subprocess.DEVNULL, check=False)


def same(path, expected, actual):
    """Fails with a diff when two texts differ; with NWL_BLESS=1 writes the actual one instead."""
    if expected == actual:
        return
    if BLESS:
        path.write_bytes(actual)
        return
    lines = [text.decode(errors="backslashreplace").splitlines(keepends=True) for text in (expected, actual)]
    diff = "".join(difflib.unified_diff(*lines, str(path), "what the program says"))
    raise Failure(diff or "the texts differ in bytes that are not UTF-8")


def check_case(program, case):
    """Compares the output of a case; a good or bad case of a rule has to be silent or loud about that rule, too."""
    actual = actual_output(program, case)
    rule = case.parent.name if case.parent.parent.name == "rules" else None
    is_said = rule is not None and f"[{rule}]".encode() in actual
    if rule and case.name.startswith("bad") and not is_said:
        raise Failure(f"[{rule}] is not reported:\n{actual.decode(errors='backslashreplace')}")
    if rule and case.name.startswith("good") and is_said:
        raise Failure(f"[{rule}] is reported:\n{actual.decode(errors='backslashreplace')}")
    if case.parent.name == "applications" and b": 0 errors, 0 warnings" not in actual:
        raise Failure(f"it works:\n{actual.decode(errors='backslashreplace')}")
    others = set(re.findall(rb"^(?:error|warning|note)\[([a-z0-9-]+)\]", actual, re.M)) - {(rule or "").encode()}
    if rule and case.name in ("bad-example", "good-example") and others:
        raise Failure(f"the page of a rule shows nothing else: {others}")
    same(case / "expected", (case / "expected").read_bytes(), actual)


# ---- the rules ----------------------------------------------------------------------------


def check_rule(fixtures, rule):
    """A rule has a case that shows it and two that come near and are fine."""
    names = [path.parent.name for path in (fixtures / "rules" / rule).glob("*/expected")]
    for kind, wanted in (("bad", 1), ("good", 2)):
        found = sum(name.startswith(kind) for name in names)
        if found < wanted:
            raise Failure(f"fixtures/rules/{rule} has {found} cases {kind}*, and needs {wanted}")


def check_no_stranger(folder, known):
    """Every entry of a folder belongs to a rule."""
    strangers = sorted(path.name for path in folder.glob("*") if path.name not in known)
    if strangers and BLESS and folder.name == "rules" and folder.parent.name == "docs":
        for name in strangers:
            (folder / name).unlink()
    elif strangers:
        raise Failure(f"of no rule: {', '.join(strangers)}")


def check_page(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    same(path, path.read_bytes() if path.exists() else b"", text.encode())


def index_page(program, rules):
    """docs/rules/README.md: the rules with their severities and titles."""
    rows = []
    for rule, line in zip(rules, program.text("rules", "--color=never").splitlines()):
        severity, title = line.removeprefix(rule).split(maxsplit=1)
        rows.append(f"| [{rule}]({rule}.md) | {severity} | {title} |\n")
    return "# Rules\n\n| rule | severity | finds |\n|---|---|---|\n" + "".join(rows)


# ---- all ----------------------------------------------------------------------------------


def checks_of(root, program):
    """Every check, as a name and a function."""
    fixtures, pages = root / "fixtures", root / "docs" / "rules"
    rules = program.text("rules", "-q").split()
    checks = [(str(path.parent.relative_to(root)), lambda case=path.parent: check_case(program, case))
              for path in sorted(fixtures.rglob("expected"))]
    for rule in rules:
        checks.append((f"fixtures/rules/{rule}", lambda rule=rule: check_rule(fixtures, rule)))
        checks.append((f"docs/rules/{rule}.md",
                       lambda rule=rule: check_page(pages / f"{rule}.md",
                                                    program.text("explain", rule, "--format", "markdown"))))
    checks.append(("docs/rules/README.md", lambda: check_page(pages / "README.md", index_page(program, rules))))
    checks.append(("fixtures/rules", lambda: check_no_stranger(fixtures / "rules", set(rules))))
    checks.append(("docs/rules", lambda: check_no_stranger(pages, {"README.md", *(f"{r}.md" for r in rules)})))
    return checks


def outcome(check):
    """Makes one check: "passed", "failed" or "skipped", and the text that goes with it."""
    try:
        check()
    except Failure as failure:
        return "failed", str(failure)
    except Skip as skip:
        return "skipped", str(skip)
    return "passed", ""


def load_schemas(folder):
    if jsonschema is None:
        print("golden.py: JSON IS NOT CHECKED AGAINST ITS SCHEMA, for want of python3-jsonschema")
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the nginx-wslint to test")
    parser.add_argument("--filter", default="", metavar="TEXT", help="only what has TEXT in its path")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="cases at a time")
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent,
                        help="where fixtures/ and docs/ are")
    options = parser.parse_args()
    program = Program(options.program, load_schemas(options.root / "docs" / "schema"))
    checks = [(name, check) for name, check in checks_of(options.root, program) if options.filter in name]
    counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
    with ThreadPoolExecutor(options.jobs) as pool:
        for (name, _), (status, text) in zip(checks, pool.map(outcome, (check for _, check in checks))):
            counts[status] += 1
            if status != "passed":
                print(f"{status.upper()} {name}: {text}")
    print(f"{counts['passed']} passed, {counts['failed']} failed" +
          (f", {counts['skipped']} skipped" if counts["skipped"] else ""))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
