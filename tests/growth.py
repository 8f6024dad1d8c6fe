#!/usr/bin/env python3
"""Four times the input must take about four times the time and the memory: nothing may be quadratic.

Each kind of input is made in two sizes, n and 4n, and each size is read three times. What counts is the best processor
time and the peak of the memory of the process, less what an empty input takes. n grows until the time can be measured.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
from multiprocessing import Pool

ROUNDS = 3
MOST_RATIO = 8  # between 4, which is linear, and 16, which is quadratic
LEAST_TIME_S = 0.03  # below it is the start of the program that is measured
LEAST_MEMORY = 6 << 20  # bytes; below it are the first blocks of the arena and what a sanitizer keeps
MOST_FILES = 3000
MOST_BYTES = 30 << 20  # of the larger input; the program reads no file over 32 MiB
FIRST_N = 500

HTTP = b"events {}\nhttp {\n"
SERVER = HTTP + b"server {\nlisten 80;\n"


def numbered(line, n):
    """The line n times, with a number in place of its %d."""
    return b"".join(line % number for number in range(n))


def cycle(n):
    """Files each of which includes the next one, the last one the first."""
    return {"nginx.conf": HTTP + b"include 0.inc;\n}\n",
            **{f"{i}.inc": b"include %d.inc;\n" % ((i + 1) % n) for i in range(n)}}


def pattern(n):
    """Files in a folder that one include takes in."""
    return {"nginx.conf": HTTP + b"include *.inc;\n}\n", **{f"{i}.inc": b"server { server_name a%d; }\n" % i for i in range(n)}}


SOCKET = (b"proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; "
          b"proxy_read_timeout 1h;")


INPUTS = {
    "nested locations": lambda n: SERVER + b"location /a {\n" * n + b"}\n" * n + b"}\n}\n",
    "nested unknown blocks": lambda n: b"a {\n" * n + b"}\n" * n,
    "opening braces": lambda n: b"{" * n,
    "closing braces": lambda n: b"}" * n,
    "double quotes": lambda n: b'"' * n,
    "single quotes and spaces": lambda n: b"' " * n,
    "lines with a lost quote": lambda n: b'root "a;\n' * n,
    "backslashes": lambda n: b"\\" * n,
    "escapes": lambda n: b"root \"" + b"\\\\" * n + b'";\n',
    "dollars and braces": lambda n: b"root " + b"${" * n + b";\n",
    "semicolons": lambda n: b";" * n,
    "words": lambda n: b"a " * n,
    "spaces": lambda n: b" " * n,
    "one comment": lambda n: b"#" + b"c" * n,
    "comments": lambda n: b"# c\n" * n,
    "suppressed findings": lambda n: SERVER +
        numbered(b"add_header X $u%d; # nginx-wslint: ignore undefined-variable c\n", n) + b"}\n}\n",
    "suppressions above one line": lambda n: SERVER + b"# nginx-wslint: ignore undefined-variable c\n" * n +
        numbered(b"add_header X $u%d; ", n) + b"}\n}\n",
    "suppressions in suppressions": lambda n: SERVER + b"# nginx-wslint: ignore undefined-variable c\nlocation /a {\n" * n +
        b"}\n" * n + numbered(b"add_header X $u%d;\n", n) + b"}\n}\n",
    "suppressions inside a statement": lambda n: SERVER + b"add_header\n" +
        b"# nginx-wslint: ignore undefined-variable c\n a\n" * n + b"; }\n}\n",
    "unknown rules": lambda n: HTTP + numbered(b"# nginx-wslint: ignore undefined-variabl%d,a,b c\n", n) + b"}\n",
    "Latin-1": lambda n: b"root " + b"\xe9" * n + b";\n",
    "servers in one line": lambda n: b"events {} http {" + b" server { listen 80; location / { return 204; } }" * n + b"}\n",
    "named servers": lambda n: HTTP + numbered(b"server { server_name a%d; }\n", n) + b"}\n",
    "locations": lambda n: SERVER + numbered(b"location /a%d { proxy_pass http://127.0.0.1:1; }\n", n) + b"}\n}\n",
    "locations that ask one": lambda n: SERVER + b"auth_request /a;\nmirror /a;\n" +
        numbered(b"location /b%d { proxy_pass http://127.0.0.1:1; }\n", n) + b"}\n}\n",
    "locations that lead to one": lambda n: SERVER +
        numbered(b"location /b%d { try_files $uri /a; proxy_pass http://127.0.0.1:1; }\n", n) + b"}\n}\n",
    "settings in dead places": lambda n: SERVER +
        numbered(b"location /b%d { proxy_read_timeout 1h; try_files $uri @a; }\n", n) +
        b"location @a { proxy_pass http://127.0.0.1:1; }\n}\n}\n",
    "regex locations": lambda n: SERVER + numbered(b"location ~ ^/a%d { proxy_pass http://127.0.0.1:1; }\n", n) + b"}\n}\n",
    "sockets": lambda n: SERVER + SOCKET + numbered(b"location /ws/%d { proxy_pass http://127.0.0.1:1/a; }\n", n) + b"}\n}\n",
    "sockets beside regexes": lambda n: SERVER + SOCKET +
        numbered(b"location /ws/%d/ { proxy_pass http://127.0.0.1:1; }\n", n) +
        numbered(b"location ~ ^/ws/%d/a { return 404; }\n", n) + b"}\n}\n",
    "broken sockets": lambda n: SERVER + numbered(b"location /ws/%d { proxy_pass http://127.0.0.1:1; }\n", n) + b"}\n}\n",
    "sockets of one upstream": lambda n: HTTP + b"upstream u { server 127.0.0.1:1; server 127.0.0.1:2; keepalive 8; }\n" +
        numbered(b"server { listen 80; server_name a%d; auth_basic a; limit_conn z 1; location /socket.io/ { " + SOCKET +
                 b"proxy_pass http://u; } }\n", n) + b"}\n",
    "upstreams": lambda n: HTTP + numbered(b"upstream u%d { server 127.0.0.1:1; }\n", n) + b"}\n",
    "headers": lambda n: SERVER + numbered(b"proxy_set_header X-%d a;\n", n) + b"location / { proxy_pass http://127.0.0.1:1; }\n}\n}\n",
    "lines of a map": lambda n: HTTP + b"map $http_upgrade $c {\n" + numbered(b"/a%d b;\n", n) + b"}\n" + SERVER[len(HTTP):] +
                                b"location / { proxy_set_header Connection $c; proxy_pass http://127.0.0.1:1; }\n}\n}\n",
    "maps": lambda n: HTTP + numbered(b"map $uri $m%d { default a; }\n", n) + b"}\n",
    "maps of each other": lambda n: HTTP + b"".join(b"map $m%d $m%d { default a; }\n" % (i + 1, i) for i in range(n)) + b"}\n",
    "variables in a value": lambda n: HTTP + b"log_format a '" + b"$uri " * n + b"';\n}\n",
    "unknown directives": lambda n: HTTP + b"nonsense a;\n" * n + b"}\n",
    "misspelled directives": lambda n: HTTP + numbered(b"prox_pass%d a;\n", n) + b"}\n",
    "duplicates": lambda n: HTTP + b"gzip on;\n" * n + b"}\n",
    "duplicate locations": lambda n: SERVER + b"location /a {}\n" * n + b"}\n}\n",
    "undefined variables": lambda n: SERVER + numbered(b"add_header X $u%d;\n", n) + b"}\n}\n",
    "missing includes": lambda n: HTTP + numbered(b"include a%d;\n", n) + b"}\n",
    "lost semicolons": lambda n: SERVER + b"root a\n" * n + b"}\n}\n",
    "Lua that never ends": lambda n: SERVER + b"location / { content_by_lua_block { {\n}\n" * n,
    "a cycle of includes": cycle,
    "files of a pattern": pattern,
}


class Cost:
    """What a run took: processor time in seconds, peak of memory in bytes."""

    def __init__(self, time_s, memory):
        self.time_s, self.memory = time_s, memory


def build_measure(folder):
    """The program of bench/ that runs another one: a process inherits the peak of the one that forks it, and Python's is high."""
    program = pathlib.Path(folder) / "measure"
    source = pathlib.Path(__file__).resolve().parent.parent / "bench" / "measure.c"
    subprocess.run([*os.environ.get("CC", "cc").split(), "-O1", "-o", program, source], check=True)
    return str(program)


def run(program, path):
    """Runs the program, behind the one that measures, on a path. It has to end by itself, whatever it says."""
    done = subprocess.run([*program, path, "--fail-on", "never"], stdout=subprocess.PIPE, text=True, check=True)
    _, time_s, peak_kib, status = done.stdout.split()
    if int(status) not in (0, 2):
        sys.exit(f"{path}: the program ends with {status}")
    return Cost(float(time_s), int(peak_kib) << 10)


def write(folder, files):
    """Writes an input into a folder of its own."""
    if isinstance(files, bytes):
        files = {"nginx.conf": files}
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text)


def write_input(folder, make, n):
    """Makes an input. Returns how many bytes it has."""
    write(folder, make(n))
    return sum(path.stat().st_size for path in folder.iterdir())


def best(program, folder):
    costs = [run(program, str(folder / "nginx.conf")) for _ in range(ROUNDS)]
    return Cost(min(cost.time_s for cost in costs), min(cost.memory for cost in costs))


class Measurement:
    """One kind of input in two sizes."""

    def __init__(self, program, name, empty):
        self.program, self.name, self.empty = program, name, empty

    def find_size(self, folder):
        """The least n, for which 4n takes long enough or is as large as a file may be. The larger input is in the folder."""
        n = FIRST_N
        while True:
            size = write_input(folder, INPUTS[self.name], 4 * n)
            is_large = 2 * size > MOST_BYTES or len(os.listdir(folder)) > MOST_FILES
            if is_large or run(self.program, str(folder / "nginx.conf")).time_s - self.empty.time_s > 4 * LEAST_TIME_S:
                return n
            n *= 2

    def growth(self, folder):
        """What ratios() says. On a busy machine small times are off: what looks bad is measured again in twice the size."""
        n = self.find_size(folder / "large")
        line, ratio = self.ratios(folder, n)
        if ratio > MOST_RATIO:
            write_input(folder / "large", INPUTS[self.name], 8 * n)
            line, ratio = min((line, ratio), self.ratios(folder, 2 * n), key=lambda found: found[1])
        return line, ratio

    def ratios(self, folder, n):
        """A line about the measurement, and by how much more time or memory 4n takes; 0 for what is too little."""
        write_input(folder / "small", INPUTS[self.name], n)
        once, more = best(self.program, folder / "small"), best(self.program, folder / "large")
        time_s, memory = more.time_s - self.empty.time_s, more.memory - self.empty.memory
        time = space = 0
        if time_s > LEAST_TIME_S:
            time = time_s / max(once.time_s - self.empty.time_s, LEAST_TIME_S / 4)
        if memory > LEAST_MEMORY:
            space = memory / max(once.memory - self.empty.memory, LEAST_MEMORY / 4)
        return (f"{self.name}: from {n} to {4 * n} the time grows {time:.1f} times to {time_s:.2f} s, "
                f"the memory {space:.1f} times to {memory >> 20} MiB"), max(time, space)


def measure(job):
    with tempfile.TemporaryDirectory(prefix="growth-") as place:
        return Measurement(*job).growth(pathlib.Path(place))


def measure_empty(program):
    with tempfile.TemporaryDirectory(prefix="growth-") as place:
        write(pathlib.Path(place) / "empty", b"")
        return best(program, pathlib.Path(place) / "empty")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the nginx-wslint to test")
    parser.add_argument("--filter", default="", metavar="TEXT", help="only inputs with TEXT in their name")
    parser.add_argument("--verbose", action="store_true", help="print what was measured")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    faults, names = 0, [name for name in INPUTS if options.filter in name]
    with tempfile.TemporaryDirectory(prefix="growth-") as place, Pool(options.jobs) as pool:
        program = [build_measure(place), os.path.abspath(options.program)]
        empty = measure_empty(program)
        for text, ratio in pool.imap(measure, [(program, name, empty) for name in names]):
            faults += ratio > MOST_RATIO
            if ratio > MOST_RATIO or options.verbose:
                print(("FAILED: " if ratio > MOST_RATIO else "") + text)
    print(f"{len(names)} inputs, {faults} grow more than {MOST_RATIO} times when the input grows 4 times")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
