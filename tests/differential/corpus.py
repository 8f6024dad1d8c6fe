#!/usr/bin/env python3
"""Holds what is said of configurations that nobody here wrote to what nginx says of them.

Each tree of a corpus is read by nginx as far as it can, with its version given to nginx-wslint. Of what nginx takes
nothing may be said that nginx would refuse; of what it refuses nothing in front of the line where it stops.

nginx may stop for want of a module, a file, a newer version; then nothing behind is compared, and the last line says how
many trees that are. Directives that it does not know are taken out one by one, so that it gets as far as it can.
"""

import argparse
import os
import pathlib
import re
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from directives import Nginx
from fixtures import Judge, real_place
from nginx import LAST, ask, first_error

ROOT = ".judged.conf"
ROUNDS = 20  # of taking a directive out
UNKNOWN = re.compile(rb'unknown directive "(\w+)"\Z')
KNOWN_FROM = re.compile(r'^"(\w+)" is known from nginx')
MISSING = re.compile(r'^"(.*)" does not exist$')
NO_EVENTS = "there is no events block"


class Tree:
    """A copy of a tree of the corpus, with "@PREFIX@" being its place."""

    def __init__(self, original, folder):
        self.folder, self.root = folder, folder / "nginx.conf"
        shutil.copytree(original, folder, symlinks=True, dirs_exist_ok=True)
        for path in folder.rglob("*"):
            if path.is_file() and not path.is_symlink():
                path.chmod(0o644)
                path.write_bytes(path.read_bytes().replace(b"@PREFIX@", os.fsencode(folder)))

    def take_out(self, file, line, name):
        """Makes a comment of a simple directive that ends in a line; whether it is one that stands there alone."""
        path = pathlib.Path(file)
        if self.folder not in path.parents:
            return False
        lines = path.read_bytes().split(b"\n")
        if not re.fullmatch(rb"\s*" + re.escape(name) + rb"\b[^;{}\"'#]*;\s*", lines[line - 1]):
            return False
        lines[line - 1] = b"#" + lines[line - 1]
        path.write_bytes(b"\n".join(lines))
        return True

    def ends_before(self, path, begin, end):
        """Whether a statement that begins in a line ends before another line."""
        lines = (self.folder / path).read_bytes().split(b"\n")
        return any(re.search(rb"[;{}]", line) for line in lines[begin - 1:end - 1])


class Comparison:
    """One for all trees."""

    def __init__(self, options, prefix):
        self.linter = Judge(options.program, options.nginx)
        self.nginx = Nginx(options.nginx, options.modules, prefix)

    def of_nginx(self, tree):
        """Where nginx stops, None when it takes the tree."""
        (tree.folder / ROOT).write_text(f"include {tree.root};\n{LAST};\n", encoding="utf-8")
        load = ["-g", self.nginx.loads] if self.nginx.loads else []
        for _ in range(ROUNDS):
            message, file, line = first_error(ask(self.nginx.program, tree.folder, tree.folder / ROOT, *load))
            unknown = UNKNOWN.match(message)
            if LAST.encode() in message:
                return None
            if not (unknown and tree.take_out(file, line, unknown[1])):
                break
        return message.decode(errors="backslashreplace"), file, line

    def lacks_events(self, tree):
        """Whether nginx, which takes a tree up to its end, misses the events block there: a second one would be refused."""
        (tree.folder / ROOT).write_text(f"include {tree.root};\nevents {{ }}\n{LAST};\n", encoding="utf-8")
        load = ["-g", self.nginx.loads] if self.nginx.loads else []
        return LAST.encode() in first_error(ask(self.nginx.program, tree.folder, tree.folder / ROOT, *load))[0]

    def findings(self, tree):
        """What is said of a tree, but for what a distribution has given to an older nginx, and for files that are not there."""
        return [(place, message) for place, message in self.linter.of_linter(tree.folder)
                if not any(word in self.nginx.words for word in KNOWN_FROM.findall(message)) and
                not (MISSING.search(message) and not os.path.lexists(tree.folder / MISSING.search(message)[1]))]

    def outcome(self, original, place):
        """What came of a tree, in a few words, and the disagreement if there is one."""
        tree = Tree(original, place)
        error = self.of_nginx(tree)
        asks_for_events = error is not None or self.lacks_events(tree)  # it asks at the end
        (tree.folder / ROOT).unlink()
        findings = [finding for finding in self.findings(tree) if not (asks_for_events and finding[1].endswith(NO_EVENTS))]
        if error is None:
            return "taken", f"nginx takes it; {findings}" if findings else None
        message, file, line = error
        if file is None:
            return "refused without a place", None
        if message.startswith("no servers are inside upstream"):  # told where the block begins
            findings = [finding for finding in findings if not finding[1].endswith("has no server")]
        path, line = real_place(tree.folder, f"{os.path.relpath(file, tree.folder)}:{line}").rsplit(":", 1)
        lines = [int(place.rsplit(":", 1)[1]) for place, _ in findings if place.startswith(f"{path}:")]
        if any(tree.ends_before(path, found, int(line)) for found in lines):
            return "refused", f"nginx stops at {path}:{line}: {message}; {findings}"
        return "refused and told" if min(lines, default=int(line) + 1) <= int(line) else "refused and not told", None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the nginx-wslint to test")
    parser.add_argument("--nginx", default="/usr/sbin/nginx")
    parser.add_argument("--modules", type=pathlib.Path, default=pathlib.Path("/usr/lib/nginx/modules"))
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("corpora", nargs="+", type=pathlib.Path, help="folders of trees")
    options = parser.parse_args()
    trees = [path for corpus in options.corpora for path in sorted(corpus.iterdir()) if (path / "nginx.conf").is_file()]
    counts, faults = Counter(), 0
    with tempfile.TemporaryDirectory(prefix="corpus-") as place, ThreadPoolExecutor(options.jobs) as pool:
        prefix = pathlib.Path(os.path.realpath(place))
        comparison = Comparison(options, prefix)
        places = [prefix / str(number) for number in range(len(trees))]
        for tree, (what, fault) in zip(trees, pool.map(comparison.outcome, trees, places)):
            counts[what] += 1
            if fault:
                faults += 1
                print(f"DISAGREEMENT in {tree}: {fault}")
    print(f"nginx {comparison.linter.version}, {len(trees)} trees: " +
          ", ".join(f"{count} {what}" for what, count in counts.most_common()) + f", {faults} disagreements")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
