#!/usr/bin/env python3
"""The mutation test: working configurations, each broken in one way; nginx decides, and the program has to know.

Every configuration below fixtures/ with a file "sockets" works: a WebSocket opens through it at each URL of that file (and
outlives the silence that stands there, and brings its Host), and the program has neither an error nor a warning for it. Each
operator of operators.py then makes mutants of it. What becomes of a mutant is decided by a real nginx:

    it still works               the program may give no error; nothing at all, when it means the same
    no WebSocket opens, or it    an error or a warning has to stand in a line that the operator touched or at the proxied
    dies, or arrives elsewhere   location, with one of the rules that the operator names
    nginx refuses it             an error has to stand in the line that nginx names, or in the one that the operator changed

The others are survivors and false alarms. Those in the file "known" are explained there; the run fails for any other, and for
an entry of that file that is no longer needed.
"""
import argparse
import collections
import concurrent.futures
import difflib
import fnmatch
import json
import os
import pathlib
import sys
import tempfile
import threading

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import golden
import sites
import wire
from operators import OPERATORS
from tree import Line, Tree

FIXTURES = HERE.parent.parent / "fixtures"
CASES = HERE.parent / "e2e" / "cases"
WORKERS = 24  # they mostly wait
ONE_IN = 3  # mutants, unless all are wanted
MOST_LATE = 30  # more are no accident
LOUD = ("error", "warning")
local = threading.local()


class Mutant:
    """A site with one change."""

    def __init__(self, site, operator, tree):
        self.site, self.operator, self.tree = site, operator, tree
        self.rules, _, self.harmless = OPERATORS[operator]

    def changed_places(self):
        """Path and line of the lines that are new."""
        return {place for line, place in self.tree.places.items() if line not in self.site.tree.places}

    def right_places(self):
        """Path and line of where a finding may stand: the change, the blocks around it and in it, and the proxied location."""
        before, after, site = self.site.tree.openers, self.tree.openers, self.site
        new = {line for line in after if line not in before}
        lines = [after[line] for line in new] + [before[line] for line in before if line not in after]
        lines += [line for line, opener in after.items() if opener in new]
        lines += [line for line in site.tree.block(site.location) if line.name == "proxy_pass"]
        lines += [site.location, *site.effective("proxy_set_header")]
        return self.changed_places() | {self.tree.places[line] for line in lines if line in after}

    def difference(self):
        """The change as a unified diff."""
        parts = []
        for path, lines in self.tree.files.items():
            old = [line.text for line in self.site.tree.files.get(path, [])]
            parts += difflib.unified_diff(old, [line.text for line in lines], path, path, n=1, lineterm="")
        return "\n".join(parts)


class Fate:
    """What became of a mutant: on the wire "works", "fails" or "refused"; whether the program was right; and why not."""

    def __init__(self, mutant, on_wire, complaint):
        self.mutant, self.on_wire, self.complaint = mutant, on_wire, complaint


# ---- the program and the wire ------------------------------------------------------------------------


def findings_of(options, tree):
    """The findings of a tree: severity, rule, place and message."""
    with tempfile.TemporaryDirectory(prefix="nwl-mutant-") as place:
        folder = os.path.realpath(place)
        tree.write(folder)
        done = options.program.run(["-f", "json", "--fail-on", "never", "--nginx-version", options.version, "."], folder)
    if done.returncode != 0:
        raise golden.Failure(f"status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return [(f["severity"], f["rule"], (f["path"], f["range"]["start"]["line"]), f["message"])
            for f in json.loads(done.stdout)["findings"]]


def bench(options):
    """The bench of this thread."""
    if not hasattr(local, "bench"):
        local.bench = wire.Bench(options.nginx)
    return local.bench


def failure_on_wire(outcome, socket, wanted):
    """Why a WebSocket is not what the base gave, in words; None when it is. wanted is how it arrived there."""
    arrival = outcome.arrival
    if not outcome.life:
        return "no WebSocket opens"
    if socket.quiet_s and outcome.life < wire.QUIET_S:
        return f"the tunnel does not outlive {socket.quiet_s:.0f} s of silence"
    if wanted and (arrival.port, arrival.line) != (wanted.port, wanted.line):
        return f"\"{arrival.line}\" arrives at the backend of port {arrival.port}, not \"{wanted.line}\" at {wanted.port}"
    if socket.compares_origin and arrival.host != socket.host:
        return f"the application compares Origin with Host, and Host is \"{arrival.host}\""
    return None


def shown(findings):
    return "; ".join(f"{path}:{line} {severity} {rule}" for severity, rule, (path, line), _ in findings) or "nothing"


def judge(options, mutant):
    """The Fate of a mutant."""
    try:
        findings = findings_of(options, mutant.tree)
    except golden.Failure as failure:
        return Fate(mutant, "fails", str(failure))
    loud = [finding for finding in findings if finding[0] in LOUD]
    errors = [finding for finding in findings if finding[0] == "error"]
    try:
        outcome = bench(options).run(mutant.tree, mutant.site.socket)
    except wire.Refused as refusal:
        places = mutant.changed_places() | {(refusal.path, refusal.line)}
        told = [place for *_, place, _ in errors if refusal.path is None or place in places]
        said = f"nginx refuses {refusal.path}:{refusal.line} ({refusal.message}); found: {shown(findings)}"
        return Fate(mutant, "refused", None if told else said)
    why = failure_on_wire(outcome, mutant.site.socket, mutant.site.arrival)
    if why is None:
        alarms = loud if mutant.harmless else errors
        return Fate(mutant, "works", f"works, found: {shown(alarms)}" if alarms else None)
    places = mutant.right_places()
    told = [rule for _, rule, place, _ in loud if rule in mutant.rules and place in places]
    return Fate(mutant, "fails", None if told else f"{why}; found: {shown(findings)}")


def again(options, known, fates):
    """The fates, of which a few that nothing explains are found out once more, alone: under load nginx may come too late."""
    odd = [fate for fate in fates if fate.complaint and known.entry_of(fate.mutant) is None]
    if len(odd) > MOST_LATE:
        return fates
    second = {fate: judge(options, fate.mutant) for fate in odd}
    return [second.get(fate, fate) for fate in fates]


# ---- the configurations ------------------------------------------------------------------------------


def fixtures():
    for file in sorted(FIXTURES.rglob("sockets")):
        sockets = [sites.Socket(line) for line in file.read_text(encoding="utf-8").splitlines()]
        yield sites.Base(file.parent.name, Tree.read(file.parent, golden.OF_THE_RUNNER), sockets)


def cases():
    """The cases of tests/e2e that are one file, simply written, and ask for nothing special."""
    for file in sorted(CASES.glob("*/nginx.conf")):
        case = sites.of_e2e(file.read_text(encoding="utf-8"))
        if case and len(list(file.parent.iterdir())) == 1:
            text, socket = case
            tree = Tree({"nginx.conf": [Line(line) for line in text.splitlines()]}, {})
            if all(line.is_simple() for line in tree.lines()):
                yield sites.Base(f"e2e/{file.parent.name}", tree, [socket])


def base_sites(options, base):
    """The sites of a base, each location once; raises Failure when a socket does not work or the program is not quiet."""
    findings = findings_of(options, base.tree)
    if any(severity in LOUD for severity, *_ in findings):
        raise golden.Failure(f"it works, found: {shown(findings)}")
    with tempfile.TemporaryDirectory(prefix="nwl-mutant-") as place:
        base.tree.write(place)
        found = {}
        for socket in base.sockets:
            path, line = sites.named_location(options.program, place, socket)
            site = sites.Site(base, socket, base.tree.at(path, line))
            outcome = bench(options).run(base.tree, socket)
            why = failure_on_wire(outcome, socket, None)
            if why:
                raise golden.Failure(f"{socket.url}: {why}")
            site.arrival = outcome.arrival
            found.setdefault(site.location, site)
    return list(found.values())


def try_base(options, base):
    """The sites of a base, and what is wrong with it."""
    try:
        return base, base_sites(options, base), None
    except (golden.Failure, wire.Refused, wire.e2e.Wrong, ValueError) as problem:
        return base, [], str(problem)


def mutants_of(site):
    for operator, (_, make, _) in OPERATORS.items():
        seen = set()
        for change in make(site):
            changes, more_files = change if isinstance(change, tuple) else (change, None)
            tree = site.tree.changed(changes, more_files)
            text = "\n".join(line.text for line in tree.lines())
            if text not in seen:
                seen.add(text)
                yield Mutant(site, operator, tree)


def wanted_mutants(options, known, found):
    """The mutants of the sites that were found: all, or one in so many of each operator, and then all that is known."""
    mutants = [mutant for site in found for mutant in mutants_of(site) if fnmatch.fnmatch(mutant.operator, options.operator)]
    if options.long or not options.is_whole:
        return mutants
    made, wanted = collections.Counter(), []
    for mutant in mutants:
        if made[mutant.operator] % ONE_IN == 0 or known.entry_of(mutant) is not None:
            wanted.append(mutant)
        made[mutant.operator] += 1
    return wanted


# ---- the report --------------------------------------------------------------------------------------


class Known:
    """The file of survivors and false alarms that are explained: an operator, patterns for bases, and the reason."""

    def __init__(self, path):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
        self.entries = [line.split(maxsplit=2) for line in lines]
        self.used = collections.Counter()

    def entry_of(self, mutant):
        """The number of the entry for a mutant, None without one."""
        for number, (operator, bases, _) in enumerate(self.entries):
            if operator == mutant.operator and any(fnmatch.fnmatch(mutant.site.base.name, base) for base in bases.split(",")):
                return number
        return None

    def explains(self, fate):
        number = self.entry_of(fate.mutant)
        self.used[number] += 1
        return number is not None

    def unused(self, with_cases):
        """The entries that explained nothing, of those that could."""
        return [f"{operator} {bases}" for number, (operator, bases, _) in enumerate(self.entries)
                if not self.used[number] and (with_cases or not bases.startswith("e2e/"))]


def print_counts(fates):
    """A line for each operator that made mutants, and one for all."""
    columns = ("made", "fail", "refused", "killed", "survive", "work", "false alarms")
    print(f"{'operator':32}" + "".join(f"{column:>{len(column) + 2}}" for column in columns))
    for name in [*OPERATORS, "all"]:
        of_name = [fate for fate in fates if name in ("all", fate.mutant.operator)]
        if not of_name:
            continue
        wire_counts = collections.Counter(fate.on_wire for fate in of_name)
        wrong = collections.Counter(fate.on_wire == "works" for fate in of_name if fate.complaint)
        broken = wire_counts["fails"] + wire_counts["refused"]
        numbers = (len(of_name), wire_counts["fails"], wire_counts["refused"], broken - wrong[False], wrong[False],
                   wire_counts["works"], wrong[True])
        print(f"{name:32}" + "".join(f"{number or '.':>{len(column) + 2}}" for number, column in zip(numbers, columns)))


def print_fault(fate):
    kind = "FALSE ALARM" if fate.on_wire == "works" else "SURVIVOR"
    print(f"{kind} {fate.mutant.operator} {fate.mutant.site.base.name}: {fate.mutant.site.socket.url}: {fate.complaint}\n"
          f"{fate.mutant.difference()}\n")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--nginx", required=True)
    parser.add_argument("--long", action="store_true", help="the cases of tests/e2e, too")
    parser.add_argument("--operator", default="*", help="a pattern for the operators")
    parser.add_argument("--verbose", action="store_true", help="print what is known, too")
    parser.add_argument("base", nargs="*", help="a part of the names of the configurations")
    options = parser.parse_args()
    options.program = golden.Program(options.program, {})
    options.version = wire.e2e.nginx_version(options.nginx)
    options.is_whole = not options.base and options.operator == "*"
    return options


def chosen(options, bases):
    return [base for base in bases if not options.base or any(part in base.name for part in options.base)]


def try_all(options, known):
    """The fates of the mutants, how many configurations they are of, and what is wrong with those."""
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        tried = list(pool.map(lambda base: try_base(options, base), chosen(options, fixtures())))
        problems = [f"{base.name} is no working configuration: {problem}" for base, _, problem in tried if problem]
        if options.long:
            tried += pool.map(lambda base: try_base(options, base), chosen(options, cases()))
        mutants = wanted_mutants(options, known, [site for _, found, _ in tried for site in found])
        fates = list(pool.map(lambda mutant: judge(options, mutant), mutants))
    return again(options, known, fates), sum(bool(found) for _, found, _ in tried), problems


def main():
    options = arguments()
    known = Known(HERE / "known")
    fates, configurations, problems = try_all(options, known)
    faults = [fate for fate in fates if fate.complaint]
    unexplained = [fate for fate in faults if not known.explains(fate)]
    for fate in faults if options.verbose else unexplained:
        print_fault(fate)
    if options.is_whole:
        problems += [f"\"{entry}\" in tests/mutants/known is no longer needed" for entry in known.unused(options.long)]
    print_counts(fates)
    print("".join(f"FAIL: {problem}\n" for problem in problems), end="")
    print(f"nginx {options.version}: {configurations} configurations, {len(fates)} mutants, "
          f"{len(faults)} survivors and false alarms, {len(unexplained)} of them not known")
    return 1 if problems or unexplained or not fates else 0


if __name__ == "__main__":
    sys.exit(main())
