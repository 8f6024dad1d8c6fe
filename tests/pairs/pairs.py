#!/usr/bin/env python3
"""Lists the pairs of rules that speak of one line in the cases below fixtures/, and holds them to tests/pairs/known.

Two findings are a pair when they stand at the same bytes of a file, or at one line and about one location. Each of them
has to be a mistake of its own, with a remedy of its own: tests/pairs/known says of each pair of rules why it is. A pair
that is not in it fails, and so does one in it that no case has any more.
"""

import argparse
import collections
import concurrent.futures
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TESTS))
import golden  # noqa: E402  (the cases are prepared as it does)


def findings_of(program, case):
    """What the program finds in a copy of a case."""
    with tempfile.TemporaryDirectory(prefix="pairs-") as place:
        folder = pathlib.Path(os.path.realpath(place)) / "case"
        try:
            golden.prepare(case, folder)
            said = program.run(["check", "--format=json", "."], folder).stdout
        except golden.Skip:
            return []
        finally:
            subprocess.run(["chmod", "-R", "u+rwX", place], stderr=subprocess.DEVNULL, check=False)
    return json.loads(said)["findings"] if said.startswith(b"{") else []


def is_pair(a, b):
    """Whether two findings of one file speak of one line."""
    same_bytes = a["range"] == b["range"]
    same_line = a["range"]["start"]["line"] == b["range"]["start"]["line"]
    return same_bytes or (same_line and a["location"] is not None and
                          (a["server"], a["location"]) == (b["server"], b["location"]))


def pairs_of(findings):
    """The pairs of a case, as the names of the two rules and the line."""
    for a, b in itertools.combinations(findings, 2):
        if a["path"] == b["path"] and is_pair(a, b):
            yield " + ".join(sorted((a["rule"], b["rule"]))), f"{a['path']}:{a['range']['start']['line']}"


def read_known(path):
    """The pairs that are judged, with what is said of them."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the nginx-wslint to test")
    options = parser.parse_args()
    program = golden.Program(options.program, {})
    known = read_known(TESTS / "pairs" / "known")
    cases = sorted(path.parent for path in (TESTS.parent / "fixtures").rglob("expected"))
    found = collections.defaultdict(list)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, findings in zip(cases, pool.map(lambda case: findings_of(program, case), cases)):
            for pair, line in pairs_of(findings):
                found[pair].append(f"{case.relative_to(TESTS.parent)}: {line}")
    new, unneeded = sorted(found.keys() - known.keys()), sorted(known.keys() - found.keys())
    for pair in new:
        print(f"FAIL: {pair} speak of one line", *found[pair], sep="\n  ")
    for pair in unneeded:
        print(f"FAIL: \"{pair}\" in tests/pairs/known stands in no case")
    print(f"{len(cases)} cases, {len(found)} pairs of rules, {len(new)} of them not known")
    return 1 if new or unneeded else 0


if __name__ == "__main__":
    sys.exit(main())
