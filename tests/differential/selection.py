#!/usr/bin/env python3
"""Holds the model's choice of server and location, and the target it sends upstream, to what a running nginx does.

Makes configurations of random servers and trees of locations, starts nginx with each, sends it random requests as raw
bytes, and asks selecting, which is built beside the unit tests, about the same requests. Every location answers
with its number and the captures, or proxies to a backend here that answers with the target it was asked for.
"""

import argparse
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from generating import Dice

ADDRESSES = ["127.0.0.1", "127.0.0.2"]
SEGMENTS = ["a", "b", "ab", "A", "ws", "x y", "%41", "é", "+", "a.js", ".b", '"', "{"]
NAMES = ["a.test", "b.a.test", "*.a.test", ".a.test", "*.test", "a.*", "www.a.*", "b.a.*", "_", '""', "c", "A.org",
         r'"~^(?<sub>\w+)\.a\.test$"', r'"~^b\."', '"~B"', r'"~^(.+)\.test$"', '"~^www"']
HOSTS = [b"a.test", b"A.Test.", b"b.a.test", b"x.b.a.test:80", b"a.com", b"www.a.org", b"b.a.org", b"c", b"_", b"a.org",
         b"z.test", b"test", b".a.test", b"[::1]:80", b"", b"b..c", b"a/b", b"a.test:x", b":80", b"zz", None, None] + \
    [b"a.test", b"b.a.test", b"www.a.org", b"z.test", b"zz"] * 4
REGEXES = ["^/a", "^/(a|b)/(.*)$", "/b", r"\.js$", "^/(?<name>[^/]+)/", "(?i)WS", "A", "^/x y", "^/$", "b$", "(a)(z)?",
           "é", "^/a/b", "/"]
TEXT = '"{number}|$1|$2|{named}|$uri"'


# ---- the backend ----------------------------------------------------------------------------


def answer(connection):
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return
        data += more
    target = data.partition(b" ")[2].partition(b" HTTP/1.0\r\n")[0]
    connection.sendall(b"HTTP/1.0 200 OK\r\nX-Backend: 1\r\nContent-Length: %d\r\n\r\n" % len(target) + target)


def serve(listener):
    while True:
        connection = listener.accept()[0]
        with connection:
            answer(connection)


def start_backend():
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    threading.Thread(target=serve, args=(listener,), daemon=True).start()
    return listener.getsockname()[1]


# ---- configurations -------------------------------------------------------------------------


def quoted(text):
    return '"' + text.replace('"', '\\"') + '"'


def free_ports(count):
    holders = [socket.create_server(("0.0.0.0", 0)) for _ in range(count)]
    ports = [holder.getsockname()[1] for holder in holders]
    for holder in holders:
        holder.close()
    return ports


class Generator(Dice):
    """One random configuration, and random requests for it."""

    def __init__(self, seed, backend):
        super().__init__(seed)
        self.backend, self.ports, self.number = backend, free_ports(2), 0
        self.paths, self.marked = ["/"], set()
        self.named = []

    def new_number(self):
        self.number += 1
        return self.number

    # ---- locations

    def proxy_pass(self, takes_uri):
        host = f"127.0.0.1:{self.backend}"
        uris = ["", "", "/v$uri", "/v/$1$is_args$args", "$request_uri", "?$args"]
        if takes_uri:
            uris += ["/", "/x/", "/x", "/%20y/", "?q=1", "/", "/x/"]
        if self.chance(10):
            host = f"$backend:{self.backend}"
            uris = ["", "/w"]
        lines = [f'proxy_pass "http://{host}{self.one_of(uris)}";']
        if self.chance(25):
            lines.insert(0, self.one_of(['rewrite "^/a(.*)$" "/r r$1" break;', 'rewrite "^/([^/]*)/" "/$1" break;',
                                         'rewrite "^" "/é%" break;']))
        return lines

    def handler(self, takes_uri):
        if self.chance(35):
            return self.proxy_pass(takes_uri)
        return [f"return 200 {TEXT};".replace("{number}", str(self.new_number()))]

    def path_below(self, start):
        path = start
        if not path.endswith("/") or self.chance(50):
            path += self.one_of(["/", self.one_of(SEGMENTS)])
        for _ in range(self.one_of([0, 0, 1, 1, 2])):
            path += self.one_of(SEGMENTS) + self.one_of(["/", "/", ""])
        return path

    def location(self, parent, is_regex, depth, taken):
        """The lines of a location in a parent of this name; none when there is such a one."""
        if self.chance(35):
            modifier, name = self.one_of(["~", "~*"]), self.one_of(REGEXES)
        else:
            modifier = self.one_of(["", "", "", "=", "=", "^~"])
            name = "/" if self.chance(15) and not parent else self.path_below(parent or "/")
            key = (modifier == "=", name)
            if key in taken:
                return []
            taken.add(key)
            self.paths.append(name)
        glued = modifier and self.chance(30)
        opener = quoted(modifier + name) if glued else f"{modifier} {quoted(name)}"
        regex = modifier.startswith("~")
        body = self.handler(not regex)
        if modifier != "=" and depth < 3 and self.chance(35):
            body += self.locations(name, regex, depth + 1)
        return [f"location {opener} {{"] + ["  " + line for line in body] + ["}"]

    def locations(self, parent="", is_regex=False, depth=0):
        taken, lines = set(), []
        for _ in range(self.random.randrange(1, 9 if depth == 0 else 4)):
            lines += self.location(parent, is_regex, depth, taken)
        return lines

    # ---- servers

    def listens(self):
        """Lines of "listen", no address twice."""
        lines, seen = [], set()
        for _ in range(self.one_of([1, 1, 2, 3])):
            port = self.one_of(self.ports)
            text, address = self.one_of([("127.0.0.1:", 1), ("127.0.0.1:", 1), ("127.0.0.2:", 2), ("", 0), ("*:", 0),
                                         ("0.0.0.0:", 0)])
            if (port, address) in seen:
                continue
            seen.add((port, address))
            mark = ""
            if (port, address) not in self.marked and self.chance(25):
                self.marked.add((port, address))
                mark = " default_server"
            lines.append(f"listen {text}{port}{mark};")
        return lines

    def server(self):
        lines = ["server {"] + ["  " + line for line in self.listens()]
        lines.append(f"  add_header X-Server {self.new_number()} always;")
        for _ in range(self.one_of([0, 1, 1, 2])):
            lines.append("  server_name " + " ".join(self.random.sample(NAMES, self.one_of([1, 2, 3]))) + ";")
        if self.chance(25):
            lines.append("  merge_slashes off;")
        return lines + ["  " + line for line in self.locations()] + ["}"]

    def files(self):
        """The configuration by file name; the root is nginx.conf."""
        servers = [self.server() for _ in range(self.one_of([1, 2, 3, 4, 5]))]
        files, http = {}, []
        for lines in servers:
            if self.chance(30):
                files[f"conf.d/{self.one_of('BaZ01')}{self.random.randrange(30)}.conf"] = lines
            else:
                http += lines
        http.insert(0, "include conf.d/*.conf;") if self.chance(50) else http.append("include conf.d/*.conf;")
        temporary = [f"{name}_temp_path {name};" for name in ["proxy", "client_body", "fastcgi", "uwsgi", "scgi"]]
        files["nginx.conf"] = ["daemon off; master_process off; pid nginx.pid; error_log stderr crit;",
                               "events { worker_connections 64; }", "http {", "access_log off; root none;",
                               "absolute_redirect off; default_type text/plain;",
                               "map $host $backend { default 127.0.0.1; }"] + temporary + http + ["}"]
        text = "\n".join("\n".join(lines) for lines in files.values())
        named = "|".join("$" + name for name in ["sub", "name"] if f"?<{name}>" in text)
        return {name: ("\n".join(lines) + "\n").replace("{named}", named) for name, lines in files.items()}

    # ---- requests

    def written(self, byte):
        """A byte of a path as a client may write it."""
        must = byte in b" %?#" or byte < 0x20 or byte == 0x7f
        if must and self.chance(99) or self.chance(6):
            return b"%%%02x" % byte if self.chance(50) else b"%%%02X" % byte
        return bytes([byte])

    def target(self):
        path = self.one_of(self.paths).encode()
        if self.chance(40):
            path = path[:-1] or b"/"
        if self.chance(50):
            path += self.one_of(SEGMENTS).encode() + self.one_of([b"", b"/"])
        target = b"".join(self.written(byte) for byte in path[1:])
        target = b"/" + target
        if self.chance(30):
            at = self.random.randrange(len(target) + 1)
            target = target[:at] + self.one_of([b"/", b"/./", b"/../", b"/..", b"/.", b"//", b"%2f", b"/%2e%2E/", b"%2e",
                                                b"%", b"%00", b"%4", b"/../../", b"+", b"%2B", b"%0a", b"%7f", b"<\\>",
                                                b"%3C%5c", b"/a.%2e/"]) + target[at:]
        if self.chance(25):
            target += self.one_of([b"?", b"?x=1", b"?a%20b", b"?a#b", b"#f", b"#?x", b"?a/../b", b"?\xc3\xa9"])
        if self.chance(6):
            host = self.one_of([b"a.test", b"B.a.test:8", b"c", b"x_y", b"[::1]", b"", b"a."])
            target = self.one_of([b"http://", b"ws+x://"]) + host + self.one_of([target, b"", b"?q"])
        target = target.rstrip(b" ")  # spaces there are no part of the target
        return target if self.chance(99) else self.one_of([b"*", b"x", target + b"\x01", target + b" z"])

    def request(self):
        return self.one_of(ADDRESSES), self.one_of(self.ports), self.one_of(HOSTS), self.target()


# ---- nginx ----------------------------------------------------------------------------------


def send(address, port, host, target):
    """Status, headers and body of the answer; None when nobody listens."""
    version, header = (b"1.0", b"") if host is None else (b"1.1", b"Host: " + host + b"\r\n")
    request = b"GET " + target + b" HTTP/" + version + b"\r\n" + header + b"Connection: close\r\n\r\n"
    try:
        with socket.create_connection((address, port), timeout=20) as connection:
            connection.sendall(request)
            data = b""
            while more := connection.recv(65536):
                data += more
    except ConnectionRefusedError:
        return None
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    headers = dict(line.split(b": ", 1) for line in lines[1:] if b": " in line)
    return int(lines[0].split()[1]) if lines[0] else 0, headers, body


def nginx_says(query):
    """The answer in the words of selecting."""
    got = send(*query)
    if got is None:
        return "refused", b"", b""
    status, headers, body = got
    server = headers.get(b"X-Server", b"")
    if status == 400:
        return "400", b"", b""
    if status == 301:
        return "301", server, headers.get(b"Location", b"")
    if status in (403, 404):
        return "404", server, b""
    if status == 200:
        return "proxy" if b"X-Backend" in headers else "200", server, body
    return str(status), server, b""


class Nginx:
    """A running nginx; stopped at the end of a with statement."""

    def __init__(self, program, folder):
        self.arguments = [program, "-e", "stderr", "-p", str(folder), "-c", str(folder / "nginx.conf")]
        self.pid_file = folder / "nginx.pid"
        self.process = None

    def __enter__(self):
        with tempfile.TemporaryFile() as errors:
            self.process = subprocess.Popen(self.arguments, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)
            deadline = time.monotonic() + 20
            while not self.pid_file.exists() and self.process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.004)
            if self.process.poll() is not None:
                errors.seek(0)
                raise RuntimeError(errors.read().decode(errors="replace"))
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        self.process.wait()


# ---- comparison -----------------------------------------------------------------------------


def model_says(program, path, queries):
    lines = []
    for address, port, host, target in queries:
        lines.append(f"{address} {port} {'-' if host is None else '=' + host.hex()} {target.hex()}\n")
    done = subprocess.run([program, str(path)], input="".join(lines), capture_output=True, text=True, timeout=300,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"{program} ends with {done.returncode}: {done.stderr}")
    answers = []
    for line in done.stdout.splitlines():
        kind, server, value = line.split(" ")
        answers.append((kind, *(b"" if part == "-" else bytes.fromhex(part) for part in (server, value))))
    return answers


def run_case(options, backend, place, number):
    """Counts of the kinds of answers, and texts of disagreements."""
    seed = options.seed * 1000003 + number
    generator = Generator(seed, backend)
    folder = place / str(number)
    (folder / "conf.d").mkdir(parents=True)
    files = generator.files()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    queries = [generator.request() for _ in range(options.requests)]
    try:
        with Nginx(options.nginx, folder):
            expected = [nginx_says(query) for query in queries]
    except RuntimeError as error:
        return Counter({"nginx does not start": 1}), [f"configuration {number}: {error}"]
    said = model_says(options.driver, folder / "nginx.conf", queries)
    faults = [f"configuration {number}: {query}\n  nginx: {e}\n  model: {s}\n"
              for query, e, s in zip(queries, expected, said, strict=True) if e != s]
    if faults:
        faults.append("".join(f"--- {name}\n{text}" for name, text in files.items()))
    return Counter(kind for kind, _, _ in expected), faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", help="the nginx-wslint it is built beside")
    parser.add_argument("--driver", required=True, help="the selecting to test")
    parser.add_argument("--nginx", default="/usr/sbin/nginx")
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--long", action="store_true", help="twenty times the cases")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    cases = options.cases * (20 if options.long else 1)
    backend = start_backend()
    counts, faults = Counter(), []
    with tempfile.TemporaryDirectory(prefix="selection-") as place, ThreadPoolExecutor(options.jobs) as pool:
        root = pathlib.Path(os.path.realpath(place))
        for counted, found in pool.map(lambda number: run_case(options, backend, root, number), range(cases)):
            counts += counted
            faults += found
    print("\n".join(faults[:20]), end="")
    print(f"answers of nginx, seed {options.seed}: " + ", ".join(f"{n} {kind}" for kind, n in counts.most_common()))
    print(f"{cases} configurations, {counts.total()} requests, {sum('nginx:' in f for f in faults)} disagreements")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
