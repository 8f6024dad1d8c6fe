#!/usr/bin/env python3
"""Holds what is said of map, geo, types, split_clients, charset_map, upstream, listen and zones to what nginx says.

Makes small configurations of random lines, mistakes included, some of them in included files. nginx stops at the first
mistake; so that all of them are compared, the statement it stops at is taken out and nginx asked again, until it has
nothing to say but that the last directive does not exist. nginx-wslint has to name the same statements at once, each
under the rule that fits the message, and no others.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from generating import Dice, options_of
from nginx import LAST

BATCH, MOST_ROUNDS = 100, 60
RULES = "syntax-error,wrong-argument-count,invalid-argument,duplicate-directive,empty-upstream,undefined-zone"

# What nginx says, and the rule whose mistake it is.
OF_NGINX = [
    ("wrong-argument-count", re.compile(r"invalid number of the (map|geo) parameters|invalid parameters number|"
                                        r"invalid number of arguments in")),
    ("duplicate-directive", re.compile(r"duplicate default map parameter|conflicting parameter|duplicate upstream|"
                                       r"a duplicate listen|duplicate listen options|a duplicate default server")),
    ("empty-upstream", re.compile(r"no servers are inside upstream")),
    ("undefined-zone", re.compile(r'zero size shared memory zone "|" zone "\w+" is unknown')),
    ("syntax-error", re.compile(r'unexpected "\{"|is not terminated by')),
    ("total", re.compile(r"percent total is greater")),
    ("invalid-argument", re.compile(r"invalid (range|network|percent value|value|hostname or wildcard|variable name)|"
                                    r"pcre2?_compile|overlaps|must be the first directive|closing bracket in|"
                                    r"may not have port")),
]

VALUES = ["a", "b", "1", "''", "$uri", "${uri}", "a$uri", "$1", "$1x", "$uri-$1", "'a b'"]
BAD_VALUES = ["$", "a$", "'$ a'", "${", "${uri", "$-", "${}", "$$uri", "${1"]
KEYS = ["a", "A", "b", "''", r"\a", r"\default", "/", "x.y", "X.Y", ".x.y", "*.x.y", "x.*", "x.y.*", "a.x.y", ".",
        r"\.x.y", "*", "*a", "a*", "*.*", "a..b", "..", ".*", "*.", "x.y.", "*.x.y.", "**", r"\~a", "Default", "hostname",
        "include_"]
REGEXES = ["~a", "~*a", "~", "~*", "'~^a(b)?$'", "~(?<n>a)", "'~a{2}'", r"~\d+", "~[a", "~(a", "~a)", "~*(?<n>a",
           "'~a{2,1}'", "~*?", "~+", r"~\1", "~(?P<n>a)(?P<n>b)", "~(?<=a+)b", r"~\Q", "~[[:foo:]]", "~(?<1a>b)", "~*[z-a]"]
OCTETS = ["0", "1", "9", "10", "127", "255", "256", "007", ""]
V6 = ["::", "::1", "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", ":1:2:3:4:5:6:7:8", ":1::", "::ffff:1.2.3.4", "1.2.3.4::",
      ":", ":::", "12345::", "g::", "1:2", "1:", "fe80::1:", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "::.1",
      "::255.255.255.255", "A:b::C", "::1%lo", "1::2::3", "[::1]", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8:"]
PERCENTS = ["1%", "10%", "33.3%", "0.01%", "99.99%", "100%", "50%", "25.5%", ".5%", "5.%", "0%", "0.00%", ".%", "%", "1.234%",
            "1.230%", "10", "a%", "-1%", "1e1%", "1..%", "101%", "1.2.%", "+1%", "' 1%'", "99999999999999999999%",
            "42949672.96%", "42949673%", "include", "default"]
HEX = ["80", "8", "080", "ff", "FF", "100", "0", "00000000a0", "g0", "0x80", "''", "-1", "7f", "include"]
UTF8 = ["C280", "E282AC", "e282ac", "D083", "41", "C2", "C2C0", "C241", "E280", "E08080", "E0A080", "F0908D88", "F09080", "FF",
        "C28080", "C2800", "zz", "808080", "8080", "C1BF", "EFBFBF"]


OPTIONS = re.compile(r"(bind|deferred|reuseport|\w+=\S+)$")


class Statement:
    """Text of one or more lines; its words when it is a line of a body; what it was before it was mended."""

    def __init__(self, text, words=None, instead=None):
        self.text, self.words, self.instead, self.origin, self.is_utf8 = text, words, instead, self, False

    def mended(self, error):
        """What stands in its place when nginx has refused it."""
        text, words = "", None
        if self.instead is not None:
            text = self.instead
        elif "no servers are inside" in error:
            text = re.sub(r"\{.*\}", "{ server 127.0.0.1; }", self.text, flags=re.S)
        elif "duplicate upstream" in error:
            text = re.sub(r"upstream \S+", f"upstream other{id(self.origin)}", self.text)
        elif self.words and ("invalid variable name" in error or "closing bracket" in error):
            words = [self.words[0], "a"]
        elif self.words and "invalid value" in error and self.words[0] != "include":
            wrong = 0 if self.words[0].strip("'") == re.search(r'invalid value "(.*?)"', error)[1] else 1
            words = list(self.words)
            words[wrong] = "7e" if wrong == 0 or not self.origin.is_utf8 else "C280"
        elif "duplicate listen options" in error:
            words = [word for word in self.words if not OPTIONS.match(word)]
        elif "duplicate default server" in error:
            words = [word for word in self.words if not word.startswith("default")]
        if words:
            text = " ".join(words) + ";"
        text += "\n" * (self.text.count("\n") - text.count("\n"))
        mended = Statement(text, words)
        mended.origin = self.origin
        return mended


class Case:
    """A configuration: a list of statements for each file, with the places where they came to stand."""

    def __init__(self, number):
        self.name, self.files, self.first_only = f"{number:06}", {}, False

    def write(self, folder):
        for name, statements in self.files.items():
            (folder / name).write_text("".join(s.text + "\n" for s in statements), encoding="utf-8")

    def statement_at(self, file, line):
        end = 0
        for statement in self.files.get(file, []):
            begin, end = end + 1, end + 1 + statement.text.count("\n")
            if begin <= line <= end:
                return statement
        return None

    def mend(self, statement, error):
        for statements in self.files.values():
            if statement in statements:
                statements[statements.index(statement)] = statement.mended(error)

    def wrong_in_include(self, include, error, said, found):
        """nginx names the line of the include, not the one in the file; it quotes what is wrong with a regex."""
        quoted = re.search(r' in "(.*?)"(?: at ".*")? in \S+$', error)
        for statement in self.files.get(f"{self.name}.inc", []):
            lines = [line for line in said.get(statement.origin, []) if line.endswith("[invalid-argument]")]
            about = [line for line in lines if ("regular expression" in line) == bool(quoted)]
            before = [text for _, text in found.get(statement.origin, []) if ("pcre" in text) == bool(quoted)]
            if about and not before and (not quoted or quoted[1] in statement.text):
                return statement
        return include


class Generator(Dice):
    """Random configurations, the same for each seed."""

    def line(self, words):
        text = words[0]
        for word in words[1:]:
            text += self.one_of([" "] * 30 + ["\t", "\n  ", "  # ;\n", "\n\n"]) + word
        ending = self.one_of([";"] * 30 + ["\n;", " ;"])
        return Statement(text + (" { }" if len(words) > 1 and self.chance(1) else ending), words)

    def padded(self, words):
        """With a word too many or too few now and then."""
        if self.chance(4):
            return words[:1]
        return words + [self.one_of(VALUES)] if self.chance(4) else words

    # ---- the lines of each block ----------------------------------------------------------------

    def map_line(self):
        if self.chance(6):
            return [self.one_of(["hostnames", "volatile", "'hostnames'", "default", "include", "ranges"])]
        if self.chance(1):
            return ["include", "a", "b"]
        key = self.one_of([self.one_of(KEYS)] * 6 + [self.one_of(REGEXES)] * 3 + ["default", '"default"'] +
                          ["k%d" % self.random.randrange(1000)] * 8)
        return self.padded([key, self.one_of(BAD_VALUES) if self.chance(4) else self.one_of(VALUES)])

    def address(self):
        if self.chance(75):
            return "10.%s.%s.%s" % (self.one_of("012"), self.one_of(["0", "1", "255"]), self.random.randrange(256))
        return ".".join(self.one_of(OCTETS) for _ in range(self.one_of([3, 4, 4, 4, 4, 4, 5])))

    def network(self):
        address = self.one_of(V6) if self.chance(20) else self.address()
        if self.chance(2):
            return self.one_of(["255.255.255.255", "255.255.255.255/32", "''", "all", "/", "1.2.3.4/", "localhost", "include_"])
        if self.chance(50):
            return address
        return address + "/" + self.one_of(["0", "8", "24", "32", "33", "128", "129", "-1", "", "a", "024", "8/8"])

    def range(self):
        if self.chance(6):
            return self.one_of([self.address(), self.address() + "-", "-" + self.address(), "a-b", "''", "::1-::2",
                                "1.2.3.4-255.255.255.255", "1.2.3.4-1.2.3.4-1.2.3.5", "255.255.255.254-255.255.255.254"])
        begin = self.random.randrange(3 << 16)
        end = begin + self.one_of([0, 1, 5, 16, 255, 1 << 16, -1])
        if self.chance(20):
            begin, end = begin & ~0xffff, end | 0xffff
        elif self.chance(60):
            begin, end = begin & ~0xf0ff, end & ~0xf0f0
        return "-".join("10.%d.%d.%d" % (n >> 16, n >> 8 & 255, n & 255) for n in (begin, max(end, 0)))

    def geo_line(self, ranges):
        if self.chance(5):
            return [self.one_of(["proxy_recursive", "volatile", "ranges" if ranges else "proxy_recursive", "default", "include",
                                 "proxy", "delete", "hostnames"])]
        net = self.range() if ranges else self.network()
        words = self.one_of([[net, "a"]] * 16 + [["delete", net]] * 2 + [["default", "a"], ["proxy", self.network()]])
        return self.padded(words)

    def geo_body(self, case):
        ranges = self.chance(45)
        lines = [self.geo_line(ranges) for _ in range(self.random.randrange(12))]
        if ranges:
            late = self.chance(10)
            case.first_only = late
            lines.insert(self.random.randrange(len(lines) + 1) if late else 0, ["ranges"])
        # A line of the other sort is told once, so there is one at most.
        kinds = [self.sort(words) != ranges for words in lines if self.sort(words) is not None]
        case.first_only = case.first_only or sum(kinds) > 1
        return lines

    @staticmethod
    def sort(words):
        """Whether a line is about a range; None when about neither."""
        if words[0] in ("proxy", "default", "ranges") or len(words) < 2:
            return None
        word = words[1] if words[0] == "delete" else words[0]
        return "-" in word

    def types_line(self):
        if self.chance(6):
            return self.one_of([["include"], ["include", "a", "b"], ["default", "a"]])
        return [self.one_of(["text/html", "text/x", "''", "image/png"])] + [self.one_of(["html", "a", "b", "''"])
                                                                           for _ in range(self.random.randrange(4))]

    def split_line(self):
        good = ["%d%%" % self.random.randrange(1, 30), "%d.%d%%" % (self.random.randrange(9), self.random.randrange(1, 99))]
        word = self.one_of(PERCENTS) if self.chance(25) else "*" if self.chance(12) else self.one_of(good)
        return self.padded([word, self.one_of(["a", "$", "''"])])

    def charset_line(self, utf8):
        to = self.one_of(UTF8) if utf8 and self.chance(80) else self.one_of([h for h in HEX if not (utf8 and h == "''")])
        byte = self.one_of(HEX if self.chance(30) else ["80", "81", "c0"])
        return self.padded(["81" if byte == to else byte, to])  # the same twice would be told once

    # ---- configurations -------------------------------------------------------------------------

    def opener(self, name, source, variable):
        """A block's first line; now and then it is wrong, and what is right beside it."""
        right = [name] + ([source] if source else []) + [variable]
        if not self.chance(4):
            return Statement(" ".join(right) + " {")
        wrong = list(right)
        wrong[-1] = self.one_of(["x", "$", "''"])
        if source and name != "geo" and self.chance(50):
            wrong = [name, self.one_of(BAD_VALUES), variable]
        return Statement(" ".join(wrong) + " {", instead=" ".join(right) + " {")

    def body(self, case, kind):
        if kind == "geo":
            return self.geo_body(case)
        utf8 = kind == "charset_map utf-8"
        line = {"map": self.map_line, "types": self.types_line, "split_clients": self.split_line}.get(
            kind, lambda: self.charset_line(utf8))
        lines = [line() for _ in range(self.random.randrange(14))]
        if kind == "map" and self.chance(40):
            lines.insert(self.random.randrange(min(3, len(lines) + 1)), ["hostnames"])
        return lines

    def block(self, case, kind):
        lines = [self.line(words) for words in self.body(case, kind)]
        for line in lines:
            line.is_utf8 = kind == "charset_map utf-8"
        if kind == "map":
            opener = self.opener("map", self.one_of(["$uri", "a", "$uri$1"]), "$x")
        elif kind == "geo":
            opener = self.opener("geo", self.one_of(["", "$arg_a"]), "$x")
        elif kind == "split_clients":
            opener = self.opener(kind, "$uri", "$x")
        else:
            opener = Statement({"types": "types {", "charset_map": "charset_map a b {",
                                "charset_map utf-8": "charset_map a UTF-8 {"}[kind])
        if kind in ("map", "geo", "types") and self.chance(35):
            lines = self.move_to_file(case, lines, kind)
        return [opener] + lines + [Statement("}")]

    def move_to_file(self, case, lines, kind):
        begin = self.random.randrange(len(lines) + 1)
        end = begin + self.random.randrange(len(lines) - begin + 1)
        name = f"{case.name}.inc"
        case.files[name] = lines[begin:end]
        pattern = f"{case.name}.in[c]" if kind != "geo" and self.chance(40) else name
        return lines[:begin] + [Statement(f"include {pattern};")] + lines[end:]

    def upstreams(self):
        statements = []
        for _ in range(self.random.randrange(1, 5)):
            servers = self.one_of(["server 127.0.0.1;", "server unix:/a down;", "server 127.0.0.1; least_conn;", "",
                                   "least_conn;", "server 127.0.0.1:8080 backup; server 127.0.0.2;",
                                   "\n# server 127.0.0.1;\n"])
            name = self.one_of(["u", "U", "v", "w.x", "W.X", "y", "z", "t", "s"])
            statements.append(Statement(f"upstream {name} {{ {servers} }}"))
        for number in range(self.random.randrange(4)):
            name = self.one_of(["u", "U", "v", "w.x", "y", "u:80", "V:8080", "w.x:1", "127.0.0.1:80", "127.0.0.1"])
            scheme, what = self.one_of([("http://", "proxy_pass"), ("https://", "proxy_pass"), ("", "fastcgi_pass"),
                                        ("grpc://", "grpc_pass"), ("", "uwsgi_pass"), ("HTTP://", "proxy_pass")])
            path = self.one_of(["", "/", "/a:b", "?a=/b"]) if what == "proxy_pass" else ""
            if what == "fastcgi_pass" and ":" not in name:
                name = self.one_of(["u:9000", "v:1", "127.0.0.1:9000"])
            statement = Statement(f"server {{ location /{number} {{ {what} {scheme}{name}{path}; }} }}")
            statements.insert(self.random.randrange(len(statements) + 1), statement)
        # A name without an upstream is looked up, so each has one; it comes first, so that it is not the one refused.
        for name in ["u", "v", "w.x", "y"]:
            used = [s for s in statements if re.search(rf"[/ ]{re.escape(name)}[:/?;]", s.text, re.I)]
            defined = [s for s in statements if re.match(rf"upstream {re.escape(name)} ", s.text, re.I)]
            if used and not [s for s in defined if "server " in s.text and "#" not in s.text]:
                statements = [s for s in statements if s not in defined]
                statements.insert(0, Statement(f"upstream {name} {{ server 127.0.0.1; }}"))
        return statements

    def listens(self):
        statements = []
        addresses = ["80", "*:80", "0.0.0.0:80", "0.0.0.0", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:080", "[::]", "[::]:80",
                     "[0:0::0]:80", "[::1]:81", "unix:/tmp/a", "unix:/tmp/b", "81", "*:81", "8080", "127.1..1:80"]
        for _ in range(self.random.randrange(1, 5)):
            statements.append(Statement("server {"))
            for _ in range(self.random.randrange(4)):
                known = ["default_server", "default", "bind", "backlog=5", "deferred", "reuseport", "ssl", "http2",
                         "so_keepalive=on", "rcvbuf=8k", "proxy_protocol"]
                parameters = [self.one_of(known) for _ in range(self.one_of([0, 0, 1, 1, 2]))]
                statements.append(self.line(["listen", self.one_of(addresses)] + parameters))
            statements.append(Statement("}"))
        return statements

    def zones(self):
        zone = lambda: self.one_of(["a", "b", "c"])
        define = lambda: self.one_of([
            f"limit_req_zone $uri zone={zone()}:1m rate=1r/s;", f"limit_conn_zone $uri zone={zone()}r:1m;",
            f"proxy_cache_path {zone()}1 keys_zone={zone()}p:1m;",
            f"fastcgi_cache_path {zone()}2 levels=1 keys_zone={zone()}f:1m;"])
        use = lambda: self.one_of([
            f"limit_req zone={zone()};", f"limit_conn {zone()}r 1;", f"proxy_cache {zone()}p;",
            f"fastcgi_cache {zone()}f;", "proxy_cache off;", f"limit_req burst=5 zone={zone()} nodelay;"])
        chosen = {define() for _ in range(self.random.randrange(8))}
        texts = {re.sub(r".*?zone=(\w+).*", r"\1", text): text for text in sorted(chosen)}  # of one name one definition
        texts = {text.split()[0] + text.split()[1]: text for text in texts.values()}
        lines = list(texts.values()) + [use() for _ in range(self.random.randrange(4))]
        self.random.shuffle(lines)
        return lines

    def case(self, number):
        case = Case(number)
        kind = self.one_of(["map"] * 6 + ["geo"] * 6 + ["types", "split_clients", "split_clients", "charset_map",
                                                        "charset_map utf-8", "upstream", "upstream", "listen", "listen"])
        if kind == "upstream":
            statements = self.upstreams()
        elif kind == "listen":
            statements = self.listens()
        else:
            statements = self.block(case, kind)
        case.kind = kind
        case.files[f"{case.name}.conf"] = ([Statement("events {}"), Statement("http {")] + statements +
                                           [Statement(LAST + ";"), Statement("}")])
        return case


# ---- nginx and nginx-wslint -----------------------------------------------------------------


def first_error(options, folder, case):
    done = subprocess.run([options.nginx, "-t", "-e", "stderr", "-p", str(folder), "-c", str(folder / f"{case.name}.conf")],
                          capture_output=True, text=True, errors="replace", timeout=60, check=False)
    return next((line for line in done.stderr.splitlines() if re.search(r"\[(emerg|crit)\]", line)), "")


def all_errors(options, folder, case, said):
    """Statement -> rules and messages, for all that nginx stops at. None -> why, when it cannot be told."""
    found = {}
    for _ in range(MOST_ROUNDS):
        error = first_error(options, folder, case)
        if LAST in error:
            return found
        rule = next((rule for rule, pattern in OF_NGINX if pattern.search(error)), None)
        place = re.search(r" in \S*?([^/\s]+):(\d+)$", error)
        statement = case.statement_at(place[1], int(place[2])) if place else None
        if statement and not statement.words and statement.text.startswith("include "):
            statement = case.wrong_in_include(statement, error, said, found)
        if rule == "total":  # nginx has read the block and is at its end
            return found | {next((s for s, lines in said.items() if any("100%" in line for line in lines)), statement.origin):
                            [("invalid-argument", error)]}
        if rule is None or statement is None:
            return {None: [(rule, error)]}
        found.setdefault(statement.origin, []).append((rule, error))
        if case.first_only:
            return found
        case.mend(statement, error)
        case.write(folder)
    return {None: [("", "nginx does not come to an end")]}


def ask_linter(options, folder, names, version):
    done = subprocess.run([os.path.abspath(options.program), "-q", "-f", "concise", "--fail-on", "never", "--select", RULES,
                           *version, *names], cwd=folder, capture_output=True, text=True, errors="replace", timeout=600,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"{options.program} ends with {done.returncode}: {done.stderr}")
    return done.stdout.splitlines()


def linter_says(options, folder, cases, version):
    """For each case: statement -> the lines said of it."""
    by_name = {case.name: case for case in cases}
    said = {case.name: {} for case in cases}
    for line in ask_linter(options, folder, [f"{case.name}.conf" for case in cases], version):
        match = re.match(r"(\d{6})(\.\w+):(\d+):\d+: (.*)$", line)
        case = by_name[match[1]] if match else sys.exit(f"not understood: {line}")
        statement = case.statement_at(match[1] + match[2], int(match[3]))
        said[case.name].setdefault(statement, []).append(match[4])
    return said


def fault(found, said, first_only):
    """What is wrong with what is said; None when nothing."""
    if None in found:
        return f"not compared: {found[None]}"
    if None in said:
        return "something is said outside of the statements"
    for statement in {**found, **said}:
        if first_only and found and statement not in found:
            continue
        ours = sorted(re.search(r"\[(\S+)\]$", line)[1] for line in said.get(statement, []))
        theirs = sorted(rule for rule, _ in found.get(statement, []))
        if ours != theirs and not (first_only and theirs and set(theirs) <= set(ours)):
            return f"{statement.text!r}: {said.get(statement)} where nginx says {found.get(statement)}"
    return None


def compare_cases(options, folder, cases, version):
    counts, faults = Counter(), 0
    texts = {case.name: {name: "".join(s.text + "\n" for s in list_) for name, list_ in case.files.items()} for case in cases}
    batches = [cases[i:i + BATCH] for i in range(0, len(cases), BATCH)]
    said = {}
    with ThreadPoolExecutor(options.jobs) as pool:
        for batch in pool.map(lambda b: linter_says(options, folder, b, version), batches):
            said.update(batch)
        verdicts = list(pool.map(lambda case: all_errors(options, folder, case, said[case.name]), cases))
    for case, found in zip(cases, verdicts):
        counts["configurations without mistake" if not found else "configurations with mistakes"] += 1
        counts["mistakes"] += sum(map(len, found.values()))
        reason = fault(found, said[case.name], case.first_only)
        if reason:
            faults += 1
            print(f"DISAGREEMENT: {reason}")
            for name, text in texts[case.name].items():
                print(f"  {name}:\n" + "".join(f"    {line}\n" for line in text.splitlines()), end="")
    return counts, faults


def compare_zones(options, folder, generator, count, version):
    """nginx names no line here, so only whether there is a mistake is compared, and nginx has to read to the end."""
    faults, counts = 0, Counter()
    cases = []
    for number in range(count):
        case = Case(number)
        case.files[f"{case.name}.conf"] = [Statement("error_log stderr;"), Statement("pid nginx.pid;"), Statement("events {}"),
                                           Statement("http {"), *map(Statement, generator.zones()), Statement("}")]
        case.write(folder)
        cases.append(case)
    said = linter_says(options, folder, cases, version)
    with ThreadPoolExecutor(options.jobs) as pool:
        errors = list(pool.map(lambda case: first_error(options, folder, case), cases))
    for case, error in zip(cases, errors):
        is_zone = any(rule == "undefined-zone" and pattern.search(error) for rule, pattern in OF_NGINX)
        counts["zones undefined" if is_zone else "zones defined" if not error else "zones not compared"] += 1
        lines = [line for lines in said[case.name].values() for line in lines if line.endswith("[undefined-zone]")]
        if (not error or is_zone) and bool(lines) != is_zone:
            faults += 1
            text = "".join(s.text + "\n" for s in case.files[f"{case.name}.conf"])
            print(f"DISAGREEMENT: {lines} where nginx says {error!r}\n{text}")
    return counts, faults


def main():
    options = options_of(__doc__, 2400, "twenty times as many cases")
    said = subprocess.run([options.nginx, "-v"], capture_output=True, text=True, check=True).stderr
    number = re.search(r"nginx/([\d.]+)", said)[1]
    version = ["--nginx-version", number]
    count = options.cases * (20 if options.long else 1)
    generator = Generator(options.seed)
    with tempfile.TemporaryDirectory(prefix="bodies-") as place:
        folder = pathlib.Path(os.path.realpath(place))
        cases = [generator.case(number) for number in range(count)]
        for case in cases:
            case.write(folder)
        counts, faults = compare_cases(options, folder, cases, version)
    with tempfile.TemporaryDirectory(prefix="zones-") as place:
        more, further = compare_zones(options, pathlib.Path(os.path.realpath(place)), generator, count // 12, version)
    counts.update(more)
    print(f"nginx {number}, seed {options.seed}: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    print(f"{count + count // 12} configurations, {faults + further} disagreements")
    return 1 if faults + further else 0


if __name__ == "__main__":
    sys.exit(main())
