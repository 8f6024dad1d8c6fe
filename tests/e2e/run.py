"""Runs every case under a real nginx and compares what happens with what the program says.

A case is a folder cases/<name>/ with an nginx.conf in which @PORT@ is where nginx listens and @BACKEND@
is the address of a backend of its own. It gets a WebSocket handshake and a plain GET. A comment

    # e2e: decided handshake-only path=/ws location=/ws upstream=http://ws

says, all optional: the verdict may not be "unknown"; what a plain GET does is not compared; the path to ask
for ("/"); and which of the locations is judged, by its text and its proxy_pass (else there is only one, or
the one at "/"). Other files of the folder lie beside nginx.conf. Words are quoted as in a shell, and there may be

    host=NAME "header=NAME: VALUE"   what the client says as Host, and one header more
    subrequest=PATH                  what the backend is asked besides the request
    trace-only                       this client does not get to the location, whose verdict is not compared
"""
import argparse
import base64
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

import backend

HERE = pathlib.Path(__file__).resolve().parent
PATIENCE = 10  # seconds for anything to happen
LONGEST_WAIT = 3  # seconds for nginx to close a quiet tunnel
HTTP = "".join(f"{module}_temp_path temp;\n" for module in
               ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) + "access_log off;\n"
HANDSHAKE = ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"]
PLAIN = ["Connection: keep-alive"]


class Wrong(Exception):
    """The program and nginx do not agree."""


def free_port():
    """A port that nobody listens on, outside the range from which the system gives ports to clients."""
    while True:
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", random.randrange(15000, 32000)))
                return s.getsockname()[1]
            except OSError:
                continue


def connect(port):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), PATIENCE)
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


class Nginx:
    """One nginx process in the foreground, for a with block."""

    def __init__(self, program, folder, port):
        self.program, self.folder, self.port = program, folder, port

    def __enter__(self):
        main = f"daemon off; master_process off; pid {self.folder}/pid; error_log {self.folder}/log info;"
        command = [self.program, "-p", f"{self.folder}/", "-c", f"{self.folder}/nginx.conf",
                   "-e", f"{self.folder}/log", "-g", main]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while True:
            if self.process.poll() is not None:
                raise Wrong("nginx refuses it: " + self.process.stderr.read().decode().strip())
            if (self.folder / "pid").exists():
                return self.when_it_listens()
            time.sleep(0.005)

    def when_it_listens(self):
        try:
            connect(self.port).close()
        except OSError:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stderr.close()


def ask(port, path, headers, after_head):
    """Sends a GET and returns after_head(head of the answer, socket); head is None without an answer."""
    with connect(port) as s, s.makefile("rb", buffering=0) as stream:
        lines = [f"GET {path} HTTP/1.1"] + headers + ["", ""]
        s.sendall("\r\n".join(lines).encode())
        try:
            return after_head(backend.read_head(stream), s)
        except (ConnectionError, TimeoutError):
            return after_head(None, s)


def life_of(s, longest_wait):
    """How long a tunnel lives without traffic, in seconds; longer than longest_wait is not waited for."""
    began = time.monotonic()
    s.settimeout(longest_wait)
    try:
        return time.monotonic() - began if s.recv(64) == b"" else longest_wait
    except TimeoutError:
        return longest_wait


def opens_tunnel(port, path, headers, key, longest_wait):
    """False, or what the tunnel is worth: True when nobody waits, or how long it lived, of longest_wait seconds at most."""

    def is_open(head, s):
        valid = (head is not None and " 101 " in head.first + " "
                 and head.get("Upgrade").lower() == "websocket"
                 and "upgrade" in head.tokens("Connection")
                 and head.get("Sec-WebSocket-Accept") == backend.accept_key(key))
        if not valid:
            return False
        frame = b"\x81\x82abcd" + bytes(c ^ m for c, m in zip(b"hi", b"ab"))
        s.sendall(frame)
        return s.recv(64) == frame and (longest_wait == 0 or life_of(s, longest_wait))

    return ask(port, path, headers, is_open)


def report_of(program, folder, *options):
    """What the program says of the case."""
    return ask_program(program, "check", "-f", "json", "--fail-on", "never", *options, str(folder / "nginx.conf"))


def ask_program(program, *arguments):
    done = subprocess.run([program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE * 6)
    if done.returncode != 0:
        raise Wrong(f"{program} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout)


def head_of(program, folder, url, version, headers):
    """The head that the program says nginx sends upstream; None when a part of it is not known, or nothing is sent."""
    options = [word for header in headers for word in ("-H", header)]
    said = ask_program(program, "trace", "-f", "json", "--from", "127.0.0.1", "--nginx-version", version,
                       *options, url, str(folder / "nginx.conf"))
    request = said["request"]
    if request is None or request["line"] is None or any(h["value"] is None for h in request["headers"]):
        return None, said
    lines = [request["line"]] + [f"{h['name']}: {h['value']}" for h in request["headers"]]
    return ("\r\n".join(lines) + "\r\n\r\n").encode(), said


def choose_location(report, wanted):
    found = report["locations"]
    for field in ("location", "upstream"):
        if field in wanted:
            found = [l for l in found if l[field] == wanted[field]]
    if len(found) > 1:
        found = [l for l in found if l["location"] == "/"]
    if len(found) != 1:
        raise Wrong(f"{len(found)} locations of the report are meant")
    return found[0]


def compare_handshake(said, tunnel, seen, key):
    verdict, statuses = said["websocket"], [status for _, status in seen]
    arrived = "; ".join(f"{h.first}, Upgrade: {h.get('Upgrade') or '-'}, "
                        f"Connection: {h.get('Connection') or '-'} -> {status}" for h, status in seen)
    if verdict != "unknown" and (verdict == "works") != bool(tunnel):
        raise Wrong(f"verdict {verdict} {said['reasons']}, but the tunnel "
                    f"{'came up' if tunnel else 'did not come up'} ({arrived or 'nothing arrived'})")
    other_key = any(h.get("Sec-WebSocket-Key") not in ("", key) for h, _ in seen)
    if verdict == "handshake-fails" and 101 in statuses and not other_key and \
            said["reasons"] not in (["response-headers-stripped"], ["refused-by-nginx"]):
        raise Wrong(f"verdict {verdict} {said['reasons']}, but the backend accepted it ({arrived})")


def compare_idle_limit(said, traced, life):
    limit = said["idle_limit_ms"] / 1000
    if traced["idle_limit_ms"] != said["idle_limit_ms"]:
        raise Wrong(f"trace says that the idle limit is {traced['idle_limit_ms']} ms, not {limit} s")
    if life >= LONGEST_WAIT:
        raise Wrong(f"a quiet tunnel lived longer than {life} s, not {limit} s")
    if not limit - 0.1 <= life <= limit + 1:
        raise Wrong(f"a quiet tunnel lived {life:.2f} s, not {limit} s")


def compare_trace(traced, tunnel, heads):
    """Returns whether the head was known."""
    head, said = traced
    verdict = said["verdict"]
    if verdict != "unknown" and (verdict == "works") != bool(tunnel):
        raise Wrong(f"trace says {verdict} {said['reasons']}, but the tunnel "
                    f"{'came up' if tunnel else 'did not come up'}")
    arrived = heads[0].raw if heads else None
    if said["request"] is None and arrived and verdict != "unknown":
        raise Wrong(f"trace says that nothing is sent, but this arrived:\n{arrived.decode('latin-1')}")
    may_come_too_late = said["idle_limit_ms"] == 0
    if head is not None and arrived != head and (arrived or verdict != "unknown") and not may_come_too_late:
        raise Wrong(f"trace says\n{head.decode('latin-1')}but this arrived:\n{(arrived or b'nothing').decode('latin-1')}")
    return head is not None or said["request"] is None


def compare_plain(said, seen):
    """Returns whether there was something to compare."""
    if said["plain_connection"] is None or not seen:
        return False
    sent = seen[-1][0].get("Connection")
    if said["plain_connection"] != sent:
        raise Wrong(f"plain_connection is \"{said['plain_connection']}\", but \"{sent}\" arrived")
    return True


def copy_case(case, folder, port, backend_port):
    """Fills the placeholders; returns the words of the case's comment."""
    shutil.copytree(case, folder, symlinks=True, dirs_exist_ok=True)
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            text = file.read_bytes().replace(b"@PORT@", b"%d" % port)
            file.write_bytes(text.replace(b"@BACKEND@", b"127.0.0.1:%d" % backend_port))
    (folder / "e2e.conf").write_text(HTTP)
    note = re.search(r"^# e2e:(.*)$", (folder / "nginx.conf").read_text(), re.M)
    return set(shlex.split(note.group(1))) if note else set()


def client_headers(wanted, port):
    """What the client of a case sends with whatever it asks for."""
    more = [wanted["header"]] if "header" in wanted else []
    return ["Host: " + wanted.get("host", f"127.0.0.1:{port}")] + more


def run_case(options, case, folder):
    """Returns (unknown verdict, plain Connection not compared, head not known, idle limit compared)."""
    port = free_port()
    with backend.Backend() as behind:
        words = copy_case(case, folder, port, behind.port)
        wanted = dict(word.split("=", 1) for word in words if "=" in word)
        path = wanted.get("path", "/")
        said = choose_location(
            report_of(options.program, folder, "--nginx-version", options.version), wanted)
        any_version = choose_location(report_of(options.program, folder), wanted)
        key = base64.b64encode(os.urandom(16)).decode()
        client = client_headers(wanted, port)
        handshake = client + HANDSHAKE + ["Sec-WebSocket-Key: " + key]
        traced = head_of(options.program, folder, f"ws://127.0.0.1:{port}{path}", options.version, handshake)
        limit = said["idle_limit_ms"]
        waits = said["websocket"] == "works" and limit is not None and limit < LONGEST_WAIT * 1000
        with Nginx(options.nginx, folder, port):
            tunnel = opens_tunnel(port, path, handshake, key, LONGEST_WAIT if waits else 0)
            if traced[0] is not None:
                behind.wait_for_request()
            handshake_seen = list(behind.requests)
            ask(port, path, client + PLAIN, lambda head, s: None)
            plain_seen = behind.requests[len(handshake_seen):]
    if "trace-only" not in words:
        compare_handshake(said, tunnel, handshake_seen, key)
    known_head = compare_trace(traced, tunnel, [head for head, _ in handshake_seen
                                                if head.first.split()[1] != wanted.get("subrequest")])
    if waits:
        compare_idle_limit(said, traced[1], tunnel)
    if any_version["websocket"] not in ("unknown", said["websocket"]):
        raise Wrong(f"verdict {any_version['websocket']} without --nginx-version, "
                    f"{said['websocket']} with it")
    unknown = said["websocket"] == "unknown"
    if unknown and "decided" in words:
        raise Wrong(f"the verdict is unknown, and the tunnel {'came up' if tunnel else 'did not'}")
    is_plain_compared = words.isdisjoint({"handshake-only", "trace-only"}) and compare_plain(said, plain_seen)
    return unknown, not is_plain_compared, not known_head, waits


def attempt(options, case):
    with tempfile.TemporaryDirectory(prefix="nwl-e2e-") as folder:
        try:
            return case.name, None, run_case(options, case, pathlib.Path(folder))
        except (Wrong, OSError, ValueError, subprocess.SubprocessError) as problem:
            return case.name, str(problem) or repr(problem), (False, False, False, False)


def nginx_version(program):
    said = subprocess.run([program, "-v"], capture_output=True, text=True).stderr
    return re.search(r"/(\d+\.\d+\.\d+)", said).group(1)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--nginx", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("case", nargs="*", help="a part of the names of the cases to run")
    options = parser.parse_args()
    options.version = nginx_version(options.nginx)
    options.program = str(pathlib.Path(options.program).resolve())
    return options


def main():
    options = arguments()
    cases = sorted(p.parent for p in HERE.glob("cases/*/nginx.conf")
                   if not options.case or any(part in p.parent.name for part in options.case))
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda case: attempt(options, case), cases))
    failures = [(name, problem) for name, problem, _ in results if problem]
    for name, problem in failures:
        print(f"FAIL {name}: {problem}")
    unknown = [name for name, _, (verdict, *_) in results if verdict]
    skipped = [name for name, _, (_, plain, *_) in results if plain]
    print(f"nginx {options.version}: {len(unknown)} verdicts unknown: {' '.join(unknown) or '-'}")
    print(f"{len(skipped)} plain Connections not compared: {' '.join(skipped) or '-'}")
    headless = [name for name, _, (_, _, head, _) in results if head]
    print(f"{len(headless)} heads not known: {' '.join(headless) or '-'}")
    print(f"{sum(waited for *_, (_, _, _, waited) in results)} idle limits waited for")
    print(f"{len(results) - len(failures)} passed, {len(failures)} failed")
    return 1 if failures or not results else 0


if __name__ == "__main__":
    sys.exit(main())
