"""What nginx does with a configuration: whether a WebSocket opens through it, and how long it lives.

The configuration is run as it is but for what a test cannot have: ports and addresses are those of the test, TLS is left
out, and so are users and logs. Each line stays in its place, so that nginx names the same ones.

Time runs faster: it is scaled so that the silence which a tunnel has to outlive takes QUIET_S. The program under test
sees the seconds as they are written.
"""
import base64
import os
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "e2e"), str(HERE.parent / "differential")]
import backend
import nginx as messages
import run as e2e

QUIET_S = 0.65
DEFAULT_READ_TIMEOUT_S = 60
UNITS_MS = {"ms": 1, "s": 1000, "": 1000, "m": 60000, "h": 3600000, "d": 86400000, "w": 604800000}
LEFT_OUT = re.compile(r"user|pid|error_log|access_log|load_module|ssl_\w+")
HAS_ADDRESS = re.compile(r"\w+_pass|server|set")
TRIES = 3


class Refused(Exception):
    """nginx -t would refuse it: with what it says, and the path and the line, if it names one."""

    def __init__(self, message, path, line):
        super().__init__(message)
        self.message, self.path, self.line = message, path, line


class Arrival:
    """What the backend saw of a handshake that it accepted: itself, the request line, and Host."""

    def __init__(self, port, head):
        self.port, self.line, self.host = port, head.first, head.get("Host")


class Outcome:
    """Of one handshake: whether the tunnel opened, how long it lived at least, and what arrived."""

    def __init__(self, life, arrival):
        self.life, self.arrival = life, arrival


def time_ms(text):
    """Of an nginx time; None when it is none."""
    parts = re.findall(r"(\d+)(ms|[smhdw]?)\s*", text)
    if not re.fullmatch(r"(\d+(ms|[smhdw])?\s*)+", text):
        return None
    return sum(int(number) * UNITS_MS[unit] for number, unit in parts)


class Translation:
    """The texts that nginx gets for the lines of one tree."""

    def __init__(self, tree, bench, speed):
        self.tree, self.bench, self.speed = tree, bench, speed
        levels = [tree.level(http) for http in tree.lines("http")]
        self.has_timeout = any(line.name == "proxy_read_timeout" for level in levels for line in level)

    def scaled(self, milliseconds):
        return f"{max(1, round(milliseconds / self.speed)) if milliseconds else 0}ms"

    def at_http(self):
        """What nginx is told besides."""
        timeout = "" if self.has_timeout else f" proxy_read_timeout {self.scaled(DEFAULT_READ_TIMEOUT_S * 1000)};"
        return " " + e2e.HTTP.replace("\n", " ") + "fastcgi_read_timeout 300ms;" + timeout

    def listen(self, line):
        if "[::" in line.text:
            return ""
        port = re.search(r"(?:^|:)(\d+)$", line.words[1])
        further = " default_server" if "default_server" in line.words else ""
        return line.saying(f"listen 127.0.0.1:{self.bench.listening(int(port[1]))}{further};") if port else line.text

    def address(self, line):
        text = re.sub(r"(_pass\s+)https:", r"\1http:", line.text)
        text = re.sub(r"(?<=[ /])[\w.-]+(?=:\d{2,5}\b)|\b\d+(\.\d+){3}\b", "127.0.0.1", text)
        return re.sub(r":(\d{2,5})\b", lambda match: f":{self.bench.backend(int(match[1])).port}", text)

    def timeout(self, line):
        value = time_ms(" ".join(line.words[1:]).strip("\"'"))
        return line.text if value is None else line.saying(f"{line.name} {self.scaled(value)};")

    def text_of(self, line):
        if line.name == "http" and line.opens:
            return line.text + self.at_http()
        if LEFT_OUT.fullmatch(line.name) or "/etc/letsencrypt" in line.code:
            return ""
        if line.name == "listen":
            return self.listen(line)
        if line.name == "proxy_read_timeout" and line.code.endswith(";"):
            return self.timeout(line)
        if HAS_ADDRESS.fullmatch(line.name) and not line.opens:
            return self.address(line)
        return re.sub(r"/etc/nginx/|/var/cache/nginx/", f"{self.bench.folder}/", line.text)


class Bench:
    """A place for one nginx at a time, with its ports and the backends behind it, which live as long as the process."""

    def __init__(self, program):
        self.program, self.ports, self.backends = program, {}, {}
        self.folder = None

    def listening(self, port):
        """The port that stands for one of the configuration."""
        return self.ports.setdefault(port, e2e.free_port())

    def backend(self, port):
        """The backend that stands for the addresses with this port."""
        if port not in self.backends:
            self.backends[port] = backend.Backend()
        return self.backends[port]

    def arrival(self, key):
        """Where a handshake with this key was accepted, and what it looked like there."""
        for port, behind in self.backends.items():
            for head, status in behind.requests:
                if status == 101 and head.get("Sec-WebSocket-Key") == key:
                    return Arrival(port, head)
        return None

    def refusal(self):
        """Raises what nginx said when it did not start; returns when only a port was taken."""
        message, path, line = messages.first_error((self.folder / "log").read_bytes())
        if path is None and re.match(rb"bind\(\)|still could not bind", message):
            self.ports.clear()
            return
        raise Refused(message.decode(errors="replace"), path and os.path.relpath(os.path.realpath(path), self.folder), line)

    def run(self, tree, socket):
        """The Outcome of a handshake through the configuration of a tree; raises Refused."""
        for _ in range(TRIES):
            with tempfile.TemporaryDirectory(prefix="nwl-mutant-") as place:
                self.folder = pathlib.Path(os.path.realpath(place))
                tree.write(self.folder, Translation(tree, self, socket.speed()).text_of)
                try:
                    with e2e.Nginx(self.program, self.folder, self.listening(socket.port)):
                        return self.handshake(socket)
                except ConnectionRefusedError:
                    return Outcome(False, None)
                except e2e.Wrong:
                    self.refusal()
        raise e2e.Wrong(f"no free port after {TRIES} tries")

    def handshake(self, socket):
        """The Outcome, while nginx runs."""
        for behind in self.backends.values():
            behind.requests.clear()
        key = base64.b64encode(os.urandom(16)).decode()
        headers = [f"Host: {socket.host}", f"Origin: {socket.origin}"] + e2e.HANDSHAKE + ["Sec-WebSocket-Key: " + key]
        life = e2e.opens_tunnel(self.listening(socket.port), socket.target, headers, key, QUIET_S if socket.quiet_s else 0)
        return Outcome(life, self.arrival(key))
