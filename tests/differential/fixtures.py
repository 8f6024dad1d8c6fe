#!/usr/bin/env python3
"""Holds the fixtures to nginx: what each one says of itself, what nginx says of it, and what nginx-wslint says.

A case whose file "nginx" stands beside its nginx.conf tells what "nginx -t" makes of it, in a first line that is one of

    valid
    refused PATH:LINE MESSAGE     where nginx stops, and the beginning of what it says
    refused - MESSAGE             for a message without a place

and, where the finding is not in nginx's line, in a second one: "told at PATH:LINE, REASON" or "not told, REASON".

or "not compared, REASON". A valid case must get no finding about what nginx refuses, a refused one a finding in that line; if it is in
fixtures/refused, exactly one. Cases in fixtures/refused-later have no "expected" yet: only nginx is asked about them.
Cases that depend on the machine (names to resolve, certificates, permissions, absolute paths, modules) have no such file.

--record writes the file for the cases that may have one and do not; read it before you commit it.
"""

import argparse
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from nginx import LAST, ask, first_error

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from golden import OF_THE_RUNNER, Failure, Skip, prepare  # noqa: E402

TABLE = HERE.parent.parent / "model" / "directives.def"
FIXTURES = HERE.parent.parent / "fixtures"
RECORDED_WITH = "1.22."
ROOT = ".judged.conf"  # hidden, so that no pattern finds it
RULES = HERE.parent.parent / "rules"
REFUSED = {rule.stem for rule in RULES.glob("*.c") if "    .stops_nginx = true," in rule.read_text(encoding="utf-8")}
DEPENDS_ON_MACHINE = re.compile(r"host not found|no resolver|cannot load certificate|BIO_new_file|Permission denied|"
                                r"getpwnam|dlopen|signal|no end|Too many open files")
OPEN_FILES = 256  # so that nginx soon comes to an end with files that include each other
FINDING = re.compile(r"(?P<path>.*?):(?P<line>\d+):\d+: error: (?P<message>.*) \[(?P<rule>[\w-]+)\]\Z")


class Verdict:
    """What becomes of a case: None for a place when it is valid, "-" when nginx names none."""

    def __init__(self, place, message="", told=None):
        self.place, self.message, self.told = place, message, told

    def __str__(self):
        return f"refused {self.place} {self.message}" if self.place else "valid"

    def agrees(self, other):
        return self.place == other.place and other.message.startswith(self.message)


def recorded(case):
    """The verdict in the file "nginx"."""
    lines = (case / "nginx").read_text(encoding="utf-8").splitlines()
    told = None
    if re.match(r"not compared, \S", lines[0]):
        raise Skip(lines[0])
    if len(lines) > 1:
        match = re.fullmatch(r"(?:told at (\S+:\d+)|not (told)), \S.*", lines[1])
        if not match:
            raise Failure(f"not understood: {lines[1]}")
        told = match[1] or "nowhere"
    if lines[0] == "valid":
        return Verdict(None)
    match = re.fullmatch(r"refused (\S+:\d+|-) (\S.*)", lines[0])
    if not match:
        raise Failure(f"not understood: {lines[0]}")
    return Verdict(match[1], match[2], told)


class Judge:
    """The program under test and the nginx that judges."""

    def __init__(self, program, nginx):
        self.program, self.nginx = os.path.abspath(program), nginx
        said = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr
        self.version = re.search(r"nginx/(\d+\.\d+\.\d+)", said)[1]
        known = subprocess.run([self.program, "rules", "-q"], capture_output=True, text=True, check=True).stdout
        self.rules = ",".join(sorted(REFUSED & set(known.split())))

    def of_nginx(self, folder, to_the_end=False):
        """What nginx makes of the case that is in a folder. It stops before it opens files and ports, unless it is to go on."""
        last = "" if to_the_end else f"{LAST};\n"
        (folder / ROOT).write_text(f"include {folder}/nginx.conf;\n{last}", encoding="utf-8")
        error = first_error(ask(self.nginx, folder, folder / ROOT))
        (folder / ROOT).unlink()
        if error is None:
            raise Failure("nginx says nothing")
        message, file, line = error
        message = re.sub(r"\s+", " ", message.decode(errors="backslashreplace")).replace(f"{folder}/", "")
        if LAST in message:
            return Verdict(None)
        return Verdict(f"{os.path.relpath(file, folder)}:{line}" if file else "-", message)

    def of_linter(self, folder):
        """The findings about what nginx refuses, as pairs of place and message."""
        done = subprocess.run([self.program, "-q", "-f", "concise", "--nginx-version", self.version, "--select", self.rules,
                               "--fail-on", "never", "."], cwd=folder, capture_output=True, text=True,
                              errors="backslashreplace", check=False)
        if done.returncode != 0:
            raise Failure(f"nginx-wslint ends with {done.returncode}: {done.stderr}")
        found = [FINDING.match(line) for line in done.stdout.splitlines()]
        return [(f"{match['path']}:{match['line']}", match["message"]) for match in found if match]


def real_place(folder, place):
    """A place with its symlinks resolved, since nginx names the link and the finding its target."""
    path, line = place.rsplit(":", 1)
    return f"{os.path.relpath(os.path.realpath(folder / path), folder)}:{line}"


def compare(case, verdict, findings, folder):
    """Fails when the findings are not what the verdict asks for."""
    places = [real_place(folder, place) for place, _ in findings]
    listed = "".join(f"\n  {place}: {message}" for place, message in findings) or " nothing"
    if verdict.place is None and findings:
        raise Failure(f"nginx takes it, nginx-wslint says{listed}")
    if verdict.place is None:
        return
    wanted = verdict.place if verdict.told in (None, "nowhere") else verdict.told
    is_told = bool(places) if wanted == "-" else real_place(folder, wanted) in places
    if verdict.told == "nowhere" and is_told:
        raise Failure(f"the file \"nginx\" says that it is not told; nginx-wslint says{listed}")
    if verdict.told != "nowhere" and not is_told:
        raise Failure(f"nginx says {verdict}; nginx-wslint says{listed}")
    if case.parent.name == "refused" and len(findings) != 1:
        raise Failure(f"one mistake, nginx-wslint says{listed}")


def check(judge, case):
    """Compares the three that speak of a case."""
    with tempfile.TemporaryDirectory(prefix="fixture-") as place:
        folder = pathlib.Path(os.path.realpath(place))
        verdict = recorded(case)
        prepare(case, folder)
        said = judge.of_nginx(folder)
        if verdict.place == "-" and said.place is None:
            said = judge.of_nginx(folder, to_the_end=True)
        if judge.version.startswith(RECORDED_WITH) and not verdict.agrees(said):
            raise Failure(f"the file \"nginx\" says\n  {verdict}\nand nginx\n  {said}")
        if not judge.version.startswith(RECORDED_WITH):
            said.told = verdict.told
            verdict = said
        if (case / "expected").exists():
            compare(case, verdict, judge.of_linter(folder), folder)


def depends_on_machine(case, verdict):
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in case.rglob("*")
             if path.is_file() and path.name not in OF_THE_RUNNER]
    unknown = re.fullmatch(r'unknown directive "(\w+)"', verdict.message)
    if unknown and f"NWL_DEFINITION({unknown[1]}," in TABLE.read_text(encoding="utf-8"):
        return True
    absolute = any(re.search(r"^\s*(include|load_module)\s+[\"']?/", text, re.MULTILINE) for text in texts)
    return absolute or DEPENDS_ON_MACHINE.search(verdict.message) is not None


def record(judge, case):
    """Writes the file "nginx" of a case that may have one."""
    with tempfile.TemporaryDirectory(prefix="fixture-") as place:
        folder = pathlib.Path(os.path.realpath(place))
        prepare(case, folder)
        if not (folder / "nginx.conf").is_file():
            return
        verdict = judge.of_nginx(folder)
        if not depends_on_machine(case, verdict):
            (case / "nginx").write_text(f"{verdict}\n", encoding="utf-8")


def outcome(work, judge, case):
    """Does the work for a case: "passed", "failed" or "skipped", and the text that goes with it."""
    try:
        work(judge, case)
    except Failure as failure:
        return "failed", str(failure)
    except Skip as skip:
        return "skipped", str(skip)
    return "passed", ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the nginx-wslint to test")
    parser.add_argument("--nginx", default="/usr/sbin/nginx")
    parser.add_argument("--filter", default="", metavar="TEXT", help="only cases with TEXT in their path")
    parser.add_argument("--record", action="store_true", help="write the files \"nginx\" that are not there")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    judge = Judge(options.program, options.nginx)
    with_file = {path.parent for path in FIXTURES.rglob("nginx") if path.is_file()}
    if options.record:
        cases = {path.parent for name in ("expected", "nginx.conf") for path in FIXTURES.rglob(name)} - with_file
        cases = {case for case in cases if (case / "expected").exists() or case.parent.name == "refused-later"}
    else:
        cases = with_file
    cases = sorted(case for case in cases if options.filter in str(case))
    counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
    with ThreadPoolExecutor(options.jobs) as pool:
        work = record if options.record else check
        for case, (status, text) in zip(cases, pool.map(lambda case: outcome(work, judge, case), cases)):
            counts[status] += 1
            if status != "passed":
                print(f"{status.upper()} {case.relative_to(FIXTURES.parent)}: {text}")
    print(f"nginx {judge.version}: {counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
