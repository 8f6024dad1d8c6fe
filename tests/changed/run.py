"""What a change breaks is reported when the changed file is given, wherever it breaks.

Working configurations are spread over files and changed in one place, by the operators of tests/mutants and by taking away lines
and blocks. What the whole configuration then has of errors and warnings, and did not have before, the run that is given
the changed files has to have as well, and nothing that the whole has not.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "mutants"), str(HERE.parent)]
import golden
import run as mutation
import sites
from spread import spread

SEED = 1
MUTANTS = 400
WORKERS = 4


class Mutant:
    """A tree with one change, made in this way."""

    def __init__(self, base, operator, tree):
        self.base, self.operator, self.tree = base, operator, tree
        self.changed = [path for path, lines in tree.files.items() if lines != base.tree.files.get(path)]


# ---- mutants -----------------------------------------------------------------------------------------


def shortened(tree):
    """The tree without a file's lines, without a line, without a block; each time, what is left out and the rest."""
    for lines in tree.files.values():
        yield "file-emptied", tree.changed({line: [] for line in lines})
        for line in lines:
            if line.opens:
                yield "block-removed", tree.changed({inside: [] for inside in tree.block(line)})
            elif line.code and not line.closes:
                yield "line-removed", tree.changed({line: []})


def sites_of(program, base):
    with tempfile.TemporaryDirectory(prefix="nwl-changed-") as folder:
        base.tree.write(folder)
        for socket in base.sockets:
            path, line = sites.named_location(program, folder, socket)
            yield sites.Site(base, socket, base.tree.at(path, line))


def mutants_of(program, base):
    """The mutants in which a file that no nginx.conf is was changed."""
    made = [(mutant.operator, mutant.tree) for site in sites_of(program, base) for mutant in mutation.mutants_of(site)]
    for operator, tree in [*made, *shortened(base.tree)]:
        mutant = Mutant(base, operator, tree)
        if mutant.changed and "nginx.conf" not in mutant.changed:
            yield mutant


def chosen(mutants, number):
    """So many of the mutants, each operator as often as the others as far as there are some; the same ones in every run."""
    shuffled = random.Random(SEED).sample(mutants, len(mutants))
    seen = collections.Counter()
    rank = {}
    for mutant in shuffled:
        rank[mutant] = seen[mutant.operator]
        seen[mutant.operator] += 1
    return sorted(shuffled, key=rank.get)[:number]


# ---- judgement ---------------------------------------------------------------------------------------


def findings(program, folder, paths):
    """The errors and warnings of a run."""
    done = program.run(["-f", "json", "--fail-on", "never", *paths], folder)
    if done.returncode != 0:
        raise golden.Failure(f"status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return [finding for finding in json.loads(done.stdout)["findings"] if finding["severity"] in mutation.LOUD]


def said(found):
    """What is said, apart from the line, which a change moves."""
    return collections.Counter((finding["rule"], finding["path"], finding["message"]) for finding in found)


def judge(program, mutant):
    """How many findings are new, and what is wrong with the run of the changed files; None when all is well."""
    with tempfile.TemporaryDirectory(prefix="nwl-changed-") as place:
        folder = os.path.realpath(place)
        mutant.tree.write(folder)
        whole = said(findings(program, folder, ["."]))
        part = said(findings(program, folder, mutant.changed))
    new = whole - mutant.base.said
    silent, invented = new - part, part - whole
    if silent or invented:
        return sum(new.values()), f"not reported: {list(silent)}; only there: {list(invented)}"
    return sum(new.values()), None


def bases(program):
    for file in sorted(mutation.FIXTURES.rglob("sockets")):
        tree = spread(mutation.Tree.read(file.parent, golden.OF_THE_RUNNER))
        sockets = [sites.Socket(line) for line in file.read_text(encoding="utf-8").splitlines()]
        base = sites.Base(file.parent.name, tree, sockets)
        with tempfile.TemporaryDirectory(prefix="nwl-changed-") as folder:
            tree.write(folder)
            base.said = said(findings(program, folder, ["."]))
        yield base


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True)
    parser.add_argument("--mutants", type=int, default=MUTANTS, help="how many are tried; 0 for all")
    options = parser.parse_args()
    program = golden.Program(options.program, {})
    made = [mutant for base in bases(program) for mutant in mutants_of(program, base)]
    mutants = chosen(made, options.mutants or len(made))
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        judged = list(pool.map(lambda mutant: judge(program, mutant), mutants))
    wrong = [(mutant, why) for mutant, (_, why) in zip(mutants, judged) if why]
    for mutant, why in wrong:
        print(f"FAILED: {mutant.operator} {mutant.base.name}, given {' '.join(mutant.changed)}: {why}")
    new = sum(count for count, _ in judged)
    print(f"changed: {len(mutants)} of {len(made)} changes, {new} new findings, {len(wrong)} changes wrong")
    return 1 if wrong or new == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
