"""A working configuration that is mutated, and where in it the lines of a WebSocket stand."""
import json
import re
import shlex
import urllib.parse

import wire

SPEED_WITHOUT_SILENCE = 1
PORTS = {"ws": 80, "wss": 443}


class Socket:
    """A WebSocket that a client opens: a URL, the silence its tunnel has to outlive, and whether Host is compared with Origin.

    It is written as in "wss://chat.example.com/ws?x=1 quiet=60s origin"; the words behind the URL are optional.
    """

    def __init__(self, text):
        self.url, *further = text.split()
        words = dict(word.partition("=")[::2] for word in further)
        parts = urllib.parse.urlsplit(self.url)
        self.host, self.port = parts.hostname, parts.port or PORTS[parts.scheme]
        self.origin = f"{'https' if parts.scheme == 'wss' else 'http'}://{parts.netloc}"
        self.path, self.target = parts.path, parts.path + (f"?{parts.query}" if parts.query else "")
        self.quiet_s = wire.time_ms(words["quiet"]) / 1000 if "quiet" in words else None
        self.compares_origin = "origin" in words

    def speed(self):
        """How much faster than written time runs on the wire."""
        return self.quiet_s / wire.QUIET_S if self.quiet_s else SPEED_WITHOUT_SILENCE


class Base:
    """A configuration that works: its name, its tree, and its sockets."""

    def __init__(self, name, tree, sockets):
        self.name, self.tree, self.sockets = name, tree, sockets


class Site:
    """One socket of a base, and the lines that carry it: those are found by nginx's rules of inheritance."""

    ROLES = {"upgrade": "proxy_set_header", "connection": "proxy_set_header", "host": "proxy_set_header",
             "version": "proxy_http_version", "timeout": "proxy_read_timeout"}

    def __init__(self, base, socket, location):
        self.base, self.tree, self.socket = base, base.tree, socket
        self.location = self.final(location)
        self.server = self.tree.above(self.location)
        self.arrival = None  # of the base

    def final(self, location):
        """The location itself, or the named one to which its try_files hands every request."""
        tries = [line for line in self.tree.level(location) if line.name == "try_files"]
        named = [line for line in self.tree.lines("location") if tries and line.words[-1] == tries[0].words[-1]]
        return named[0] if named else location

    def effective(self, name):
        """The lines of a directive at the nearest level that has one."""
        for level in self.tree.levels(self.location):
            found = [line for line in level if line.name == name]
            if found:
                return found
        return []

    def role(self, role):
        """The lines that play a part in the setup; a timeout does when it is known how long it has to be."""
        if role == "location":
            return [self.location]
        if role == "pass":
            return [line for line in self.tree.level(self.location) if line.name == "proxy_pass"]
        if role == "map":
            return [line for line in self.tree.lines("map") if line.words[2] in "".join(l.text for l in self.headers())]
        if role == "include":
            return self.snippets()
        if role == "timeout" and self.socket.quiet_s is None:
            return []
        lines = self.effective(self.ROLES[role])
        if self.ROLES[role] == "proxy_set_header":
            lines = [line for line in lines if line.words[1].lower() == role]
        return lines

    def snippets(self):
        """The lines that include a file with a part of the setup outside of any block."""
        files = {self.tree.places[line][0] for part in self.ROLES for line in self.role(part) if self.tree.openers[line] is None}
        return [line for line in self.tree.lines("include") if files.intersection(self.tree.included(line))]

    def headers(self):
        return self.role("upgrade") + self.role("connection")

    def arms(self):
        """The lines in the maps of the setup, each with its map."""
        return [(opener, line) for opener in self.role("map") for line in self.tree.level(opener)]

    def blocks(self, name):
        return [line for line in self.tree.lines(name) if line.opens]


def named_location(program, folder, socket):
    """Path and line of the location that serves a socket, as the program under test says; the wire confirms it.

    Raises ValueError when the program knows none.
    """
    said = json.loads(program.run(["trace", "-f", "json", socket.url, "."], folder).stdout)
    location = said["location"]
    if location is None:
        raise ValueError(f"{socket.url}: {said['verdict']}, at no location")
    return location["path"], location["range"]["start"]["line"]


def of_e2e(text):
    """The text of a case of tests/e2e with the places filled in, and its socket; None when it asks for more than a URL."""
    note = re.search(r"^# e2e:(.*)$", text, re.M)
    words = shlex.split(note[1]) if note else []
    wanted = dict(word.split("=", 1) for word in words if "=" in word)
    if set(wanted) - {"path", "location", "upstream"}:
        return None
    filled = text.replace("127.0.0.1:@PORT@", "80").replace("@PORT@", "80").replace("@BACKEND@", "127.0.0.1:3000")
    return filled.replace("include e2e.conf;", ""), Socket(f"ws://127.0.0.1{wanted.get('path', '/')}")
