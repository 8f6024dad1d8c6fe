#!/usr/bin/env python3
"""Measures nginx-wslint beside `nginx -t` and beside bare reading. README.md says how to read it.

Usage: bench/run.py [--program FILE] [--json FILE] [--rounds N] [--clock wall|cpu] [SITES...]
"""

import argparse
import importlib.util
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from cases import CASES

HERE = pathlib.Path(__file__).resolve().parent
SIZES = [10, 100, 1000, 10000]
SECONDS_FOR_A_SIZE = 10
FEWEST_ROUNDS, MOST_ROUNDS = 3, 30
BUSY = 1.25  # more wall time than that for a second of processor time: something else was running


def load_make_tree():
    spec = importlib.util.spec_from_file_location("make_tree", HERE / "make-tree.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_tree


# ---- measuring --------------------------------------------------------------------------


class Bench:
    def __init__(self, work, program, nginx, rounds):
        self.work, self.program, self.nginx, self.rounds = work, program, nginx, rounds
        self.measure = self.compile("measure")
        self.reader = self.compile("read-files")

    def compile(self, name):
        program = self.work / name
        compiler = os.environ.get("CC", "cc").split()
        subprocess.run([*compiler, "-O2", "-o", program, HERE / f"{name}.c"], check=True)
        return program

    def once(self, command, statuses):
        result = subprocess.run([self.measure, *command], check=True, text=True,
                                stdout=subprocess.PIPE)
        wall, cpu, peak, status = result.stdout.split()
        if int(status) not in statuses:
            text = " ".join(map(str, command))
            sys.exit(f"bench: status {status} from: {text}")
        return {"wall": float(wall), "cpu": float(cpu), "kib": int(peak)}

    def interleaved(self, commands):
        """The best of several rounds for each command; one round before them warms the caches."""
        first = sum(self.once(*command)["wall"] for command in commands.values())
        fitting = math.ceil(SECONDS_FOR_A_SIZE / first)
        rounds = self.rounds or max(FEWEST_ROUNDS, min(MOST_ROUNDS, fitting))
        best = {}
        for _ in range(rounds):
            for name, command in commands.items():
                now = self.once(*command)
                old = best.get(name, now)
                best[name] = {key: min(now[key], old[key]) for key in now}
        return best

    def check(self, output_format, tree):
        return [self.program, "check", "-f", output_format, "-o", "/dev/null", tree], (0, 1)

    def tree(self, make_tree, sites, broken):
        with tempfile.TemporaryDirectory(dir=self.work) as name:
            tree = pathlib.Path(name)
            make_tree(tree, sites, broken)
            files = [tree / "nginx.conf", *(tree / "snippets").iterdir(),
                     *(tree / "sites-enabled").iterdir()]
            listed = tree / "files"
            listed.write_text("".join(f"{file}\n" for file in sorted(files)))
            commands = {"read": ([self.reader, listed], (0,)),
                        "json": self.check("json", tree),
                        "text": self.check("text", tree)}
            if self.nginx is not None:
                commands["nginx"] = ([self.nginx, "-t", "-p", tree, "-c", "nginx.conf"], (0,))
            size = sum(file.stat().st_size for file in files)
            return {"sites": sites, "broken": broken, "files": len(files), "bytes": size,
                    **self.interleaved(commands)}

    def case(self, make, size):
        with tempfile.TemporaryDirectory(dir=self.work) as name:
            tree = pathlib.Path(name)
            size_bytes = make(tree, size)
            best = self.interleaved({"json": self.check("json", tree / "nginx.conf")})
            return {"size": size, "bytes": size_bytes, **best}


# ---- printing ---------------------------------------------------------------------------


def print_row(cells, widths):
    print("  ".join(f"{cell:>{width}}" for cell, width in zip(cells, widths)), flush=True)


def seconds(value):
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"


def times(a, b):
    ratio = a / b if b else math.nan
    return f"{ratio:.3f}" if ratio < 1 else f"{ratio:.1f}"


def mib(row, name):
    return f"{row[name]['kib'] / 1024:.1f}"


HEADINGS = ["sites", "MB", "read s", "nginx s", "json s", "text s", "json/nginx", "text/nginx",
            "json/read", "nginx MiB", "json MiB", "text MiB", "json/nginx", "growth s",
            "growth MiB"]
WIDTHS = [max(7, len(heading)) for heading in HEADINGS]


def growth(row, previous, key):
    if previous is None:
        return "-"
    return times(row["json"][key] / row["sites"], previous["json"][key] / previous["sites"])


def print_tree_row(row, previous, clock):
    time = {name: row[name][clock] for name in ("read", "nginx", "json", "text") if name in row}
    has_nginx = "nginx" in row
    print_row([
        row["sites"], f"{row['bytes'] / 1e6:.2f}", seconds(time["read"]),
        seconds(time["nginx"]) if has_nginx else "absent",
        seconds(time["json"]), seconds(time["text"]),
        times(time["json"], time["nginx"]) if has_nginx else "-",
        times(time["text"], time["nginx"]) if has_nginx else "-",
        times(time["json"], time["read"]),
        mib(row, "nginx") if has_nginx else "-", mib(row, "json"), mib(row, "text"),
        times(row["json"]["kib"], row["nginx"]["kib"]) if has_nginx else "-",
        growth(row, previous, clock), growth(row, previous, "kib"),
    ], WIDTHS)


def print_trees(bench, make_tree, sizes, broken, clock):
    print("every location broken" if broken else "every location in order")
    print_row(HEADINGS, WIDTHS)
    rows = []
    for sites in sizes:
        rows.append(bench.tree(make_tree, sites, broken))
        print_tree_row(rows[-1], rows[-2] if len(rows) > 1 else None, clock)
    print()
    return rows


def print_cases(bench, clock):
    headings = [f"{'one configuration':24}", "MB", "json s", "MB/s", "json MiB", "growth s"]
    widths = [len(headings[0]), 8, 8, 8, 8, 8]
    print_row(headings, widths)
    rows = []
    for name, size, make in CASES:
        quarter, full = bench.case(make, size // 4), bench.case(make, size)
        time, megabytes = full["json"][clock], full["bytes"] / 1e6
        per_byte = quarter["json"][clock] / quarter["bytes"]
        print_row([f"{name:24}", f"{megabytes:.1f}", seconds(time), f"{megabytes / time:.1f}",
                   mib(full, "json"), times(time / full["bytes"], per_byte)], widths)
        rows.append({"name": name, "quarter": quarter, "full": full})
    return rows


def was_busy(row):
    programs = [row[name] for name in ("nginx", "json", "text") if name in row]
    return any(program["wall"] > BUSY * program["cpu"] + 0.005 for program in programs)


def warn_if_busy(rows):
    busy = sum(map(was_busy, rows))
    if busy > 0:
        print(f"bench: other work slowed {busy} of {len(rows)} rows of the trees; repeat, or "
              "compare with --clock cpu", file=sys.stderr)


# ---- command line -----------------------------------------------------------------------


def find_nginx():
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if nginx is None:
        print("bench: THERE IS NO NGINX to compare with; ./dev setup installs one",
              file=sys.stderr)
    return nginx


def version_of(nginx):
    if nginx is None:
        return None
    result = subprocess.run([nginx, "-v"], check=True, text=True, stderr=subprocess.PIPE)
    return result.stderr.strip().removeprefix("nginx version: ")


def read_arguments():
    parser = argparse.ArgumentParser(description="Measures nginx-wslint beside nginx -t.")
    parser.add_argument("--program", default=HERE.parent / "build/release/nginx-wslint",
                        type=pathlib.Path, help="the nginx-wslint to measure")
    parser.add_argument("--json", metavar="FILE", help="write the numbers to FILE")
    parser.add_argument("--rounds", type=int, default=0, metavar="N",
                        help="measure N times; without it, as often as ten seconds allow")
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall",
                        help="the time to print: what passed, or what the processor spent")
    parser.add_argument("sites", type=int, nargs="*", metavar="SITES",
                        help="sizes of the trees; 10 100 1000 10000 without any")
    arguments = parser.parse_args()
    if not os.access(arguments.program, os.X_OK):
        parser.error(f"there is no program \"{arguments.program}\"; ./dev bench builds it")
    if any(sites < 1 for sites in arguments.sites):
        parser.error("a tree has at least one site")
    return arguments


def main():
    arguments = read_arguments()
    nginx = find_nginx()
    sizes, clock = arguments.sites or SIZES, arguments.clock
    with tempfile.TemporaryDirectory(prefix="nwl-bench-") as work:
        bench = Bench(pathlib.Path(work), arguments.program.resolve(), nginx, arguments.rounds)
        numbers = {"nginx": version_of(nginx)}
        print(f"beside {numbers['nginx'] or 'no nginx'}; best of several rounds, warm caches, "
              f"{arguments.clock} time\n")
        make_tree = load_make_tree()
        numbers["in_order"] = print_trees(bench, make_tree, sizes, False, clock)
        numbers["broken"] = print_trees(bench, make_tree, sizes, True, clock)
        numbers["cases"] = print_cases(bench, clock)
        warn_if_busy(numbers["in_order"] + numbers["broken"])
    if arguments.json:
        pathlib.Path(arguments.json).write_text(json.dumps(numbers, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
