#!/usr/bin/env python3
"""Holds the pages to the program: what stands between two comments in them is made anew and compared.

    <!-- begin: output of COMMAND -->    a block: the command, and what it prints
    <!-- begin: rules [RULE...] -->      a table of these rules, in the order of the list of rules; of all without any
    <!-- begin: formats -->              a table of the formats
    <!-- end -->

COMMAND is run by the shell in the folder of the project; nginx-wslint and "./dev run" in it are the program to be tested.

usage: readme.py --program PROGRAM; NWL_BLESS=1 rewrites the pages.
"""

import argparse
import difflib
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from pages import ROOT, pages

BLESS = os.environ.get("NWL_BLESS") == "1"
RULE_PAGES = ROOT / "docs" / "rules"
PART = re.compile(r"^<!-- begin: (?P<what>.*?) -->\n(?P<text>.*?)^<!-- end -->\n", re.M | re.S)
COMMENT_OF_A_PART = re.compile(r"^<!-- (begin\b|end\b)", re.M)
TIME_LIMIT_S = 60


class Failure(Exception):
    """A page does not show what is true."""


class Shell:
    """Runs the commands of the pages, with the program in the place of an installed one."""

    def __init__(self, program, folder):
        (folder / "nginx-wslint").symlink_to(program)
        names = ("NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS")
        self.environment = {name: value for name, value in os.environ.items() if name not in names}
        self.environment |= {"PATH": f"{folder}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "HOME": str(ROOT)}

    def run(self, command):
        """What a command prints, errors among it."""
        meant = re.sub(r"^\./dev run(?= *$| *\|)", "nginx-wslint examples/etc-nginx", command)
        meant = re.sub(r"^\./dev run\b", "nginx-wslint", meant)
        done = subprocess.run(["sh", "-c", meant], cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=TIME_LIMIT_S,
                              check=False)
        if done.returncode not in (0, 1, 2):
            raise Failure(f"{command}: status {done.returncode}\n{done.stdout}")
        return done.stdout


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def rules(shell, wanted, page):
    known = json.loads(shell.run("nginx-wslint rules -f json"))
    unknown = set(wanted) - {rule["id"] for rule in known}
    if unknown:
        raise Failure(f"no such rule: {', '.join(sorted(unknown))}")
    folder = os.path.relpath(RULE_PAGES, page.parent)
    return table(["rule", "severity", "finds"],
                 [[f"[{rule['id']}]({folder}/{rule['id']}.md)",
                   "off" if rule.get("off_by_default") else rule["severity"], rule["title"]]
                  for rule in known if not wanted or rule["id"] in wanted])


def formats(shell):
    listed = re.search(r"^Formats:\n((?:  .*\n)+)", shell.run("nginx-wslint help check"), re.M)[1]
    joined = re.sub(r"\n {6,}", " ", listed)
    return table(["format", "what it is"],
                 [[f"`{name}`", title] for name, title in (line.split(maxsplit=1) for line in joined.splitlines())])


def made_anew(shell, what, page):
    """The text of the part that says what it is."""
    kind, *words = what.split()
    if what.startswith("output of "):
        command = what.removeprefix("output of ")
        return f"```console\n$ {command}\n{shell.run(command)}```\n"
    if kind == "rules":
        return rules(shell, words, page)
    if what == "formats":
        return formats(shell)
    raise Failure(f"not understood: {what}")


def check(shell, page):
    """Compares a page with what is true of it, and returns how many parts were made anew; rewrites it when it is blessed."""
    shown = page.read_text(encoding="utf-8")
    actual, count = PART.subn(lambda part: f"<!-- begin: {part['what']} -->\n"
                              f"{made_anew(shell, part['what'], page)}<!-- end -->\n", shown)
    if len(COMMENT_OF_A_PART.findall(shown)) != 2 * count:
        raise Failure("a comment that begins or ends a part stands alone")
    if BLESS:
        page.write_text(actual, encoding="utf-8")
    elif actual != shown:
        raise Failure("".join(difflib.unified_diff(shown.splitlines(True), actual.splitlines(True),
                                                   str(page.relative_to(ROOT)), "what the program says")))
    return count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=lambda path: pathlib.Path(path).resolve(), required=True)
    program = parser.parse_args().program
    parts = failed = 0
    with tempfile.TemporaryDirectory(prefix="pages-") as folder:
        shell = Shell(program, pathlib.Path(folder))
        for page in pages():
            try:
                parts += check(shell, page)
            except Failure as failure:
                failed += 1
                print(f"FAILED: {page.relative_to(ROOT)}: {failure}")
    if parts == 0 and failed == 0:
        sys.exit("no page shows anything")
    print(f"{parts} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
