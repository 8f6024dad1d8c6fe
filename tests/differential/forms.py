#!/usr/bin/env python3
"""Holds invalid-argument to what nginx says of directives whose arguments have a grammar of their own.

Each case is one statement in the smallest block it may stand in: a combination of pieces, or a valid line with a
mistake or two. nginx-wslint judges all of them. Those it takes are given to nginx many at a time, those it refuses one by
one. What the machine decides (names to resolve, files) is not compared, nor what depends on other lines. Each
configuration ends with a directive that does not exist, so nginx never opens a file or a port.
"""

import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from directives import LAST, Nginx
from generating import options_of

IN_FILE = 60

# What is around a statement; "%" is the number of the case. The first word is the block around it.
SERVER = "server {{ {} }}"
LOCATION = "server {{ location /l {{ {} }} }}"
STREAM_SERVER = "server {{ listen unix:/tmp/%.sock; {} }}"
WRAPPERS = {
    "http": ("http", "{}"),
    "server": ("http", SERVER),
    "location": ("http", LOCATION),
    "regex": ("http", "server {{ location ~ /l {{ {} }} }}"),
    "glued": ("http", "server {{ location ~*/l {{ {} }} }}"),
    "named": ("http", "server {{ location @l {{ {} }} }}"),
    "exact": ("http", "server {{ location = /l {{ {} }} }}"),
    "prefix": ("http", "server {{ location ^~ /l {{ {} }} }}"),
    "if": ("http", "server {{ location /l {{ if ($uri) {{ {} }} }} }}"),
    "limit_except": ("http", "server {{ location /l {{ limit_except GET {{ {} }} }} }}"),
    "upstream": ("http", "upstream u% {{ {} server 127.0.0.1:1; }}"),
    "stream": ("stream", "{}"),
    "stream server": ("stream", STREAM_SERVER),
    "stream listen": ("stream", SERVER),
    "stream upstream": ("stream", "upstream u% {{ {} server 127.0.0.1:1; }}"),
    "mail listen": ("mail", SERVER),
}

ADDRESSES = ["127.0.0.1", "127.0.0.1:8%", "[::1]:8080", "[::1]", "unix:/tmp/a.sock", "1.2.3.4:0", "1.2.3.4:65536", ":80",
             "127.0.0.1:", "[::1", "[]:80", "[x]:80", "[::1]80", "[1:2:3:4:5:6:7:8]:1", "[::ffff:1.2.3.4]:1", "unix:", "",
             "UNIX:/tmp/b", "127.0.0.1:80a", "127.0.0.1:-1", "unix:" + "/long" * 21, "unix:" + "/long" * 22, "/", "?",
             "127.0.0.1/a", "127.0.0.1:80/a", "[::1]/a", "[1:2]:3", "[::1:]:3", "[:1:2:3:4:5:6:7:8]:3", "[1::2::3]:3"]
LISTENS = ["*", "*:%", "%", "80-81", "81-80", "80-", "*:80-82", "*:82-80", "*:80-x", "*:-80", "[::]:80-81", "[::]:81-80",
           "0", "65536", "99999-1", "0-5", "5-0", "65535"]
NETWORKS = ["10.0.0.0/8", "10.0.0.0", "::1", "fe80::/10", "10.0.0.0/33", "::/129", "::/128", "10.0.0/8", "all", "unix:",
            "10.0.0.0/", "10.0.0.0/8/8", "256.1.1.1", "0.0.0.0/0", "255.255.255.255", "255.255.255.255/32", "/8", "1:2",
            "1:2:3:4:5:6:7::", "::1:2:3:4:5:6:7", "1::2:3:4:5:6:7:8", "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "12345::",
            ":1", ":", "::", ":::", "1.2.3.4::", "::1.2.3", "::255.255.255.255", "1.2.3.", "...", "1.2.3.4.5", "ALL",
            "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:1.2.3.4", "::g", "0x10.1.1.1"]
OPTIONS = ["bind", "ssl", "backlog=10", "rcvbuf=8k", "sndbuf=8K", "ipv6only=on", "ipv6only=off", "so_keepalive=on",
           "so_keepalive=off", "so_keepalive=30m::10", "so_keepalive=:1s", "so_keepalive=::", "so_keepalive=0:0:0",
           "so_keepalive=1:2:3:4", "so_keepalive=", "proxy_protocol", "reuseport", "fastopen=3", "fastopen=", "backlog=0",
           "backlog=-1", "rcvbuf=8x", "rcvbuf=", "ipv6only=no", "ipv6only=", "deferred", "default_server", "default",
           "http2", "udp", "quic", "spdy", "multipath", "server_name", "a.example", "listen", "bindx", "SSL", "backlog"]
TEXTS = ["a", "$uri", "${uri}", "a$uri.b", "$", "a$", "${uri", "${}", "$ a", "$1", "$10", "${1}", "$-", "$uri$", "", "$$",
         "${uri-}", "a}b", "$0"]
PATTERNS = ["a", "(", ")", "[", "a)", "(a", "[z-a]", "a{2,1}", "*a", "a**", "a+*", "(?<n>a)", "(?<n>a", "\\", "a\\", "[a",
            "^/x(.*)$", "(?i)a", "(?:a|b)", "[[:alpha:]]", "[[:foo:]]", "\\d+", "\\1", "(a)\\1", "(a)\\2", "a{1,", "x{70000}",
            "(?&z)", "+", "?", "|", "", "(?<!a)b", "(?#c", "a]", "{2}", "(?<n%>a)(?<n%>b)", "(?2)", ".", "\\."]
TIMES = ["10s", "1m30s", "5", "", "1x", "10ms", "1h 5m", "-1", "1M", "1y", "s", "9999999999999999999"]
SIZES = ["10m", "32k", "31k", "32768", "32767", "1g", "8k", "", "k", "1kk", "-1", "10M", "8192", "8191", "99999999999999999999"]
NUMBERS = ["1", "0", "-1", "", "x", "1x", "00", "65535", "65536", "9999999999999999999", "+1"]
CODES = ["200", "404", "499", "299", "300", "599", "600", "999", "1000", "-1", "", "40x", "any", "99", "100", "=", "=200", "=x",
         "0404"]
URLS = ["http://127.0.0.1", "http://127.0.0.1:8080", "http://127.0.0.1/a", "http://127.0.0.1/", "http://127.0.0.1?a",
        "https://127.0.0.1", "HTTP://127.0.0.1", "ws://127.0.0.1", "wss://127.0.0.1:1", "http:/a", "http://", "http:///a",
        "http://:80", "http://127.0.0.1:", "http://127.0.0.1:x/a", "http://unix:/tmp/a.sock", "http://unix:/tmp/a:/u",
        "http://unix:", "http://unix::/a", "http://$uri", "$uri", "http://${uri", "http://a$", "127.0.0.1:80", "",
        "http://[::1]:80/a", "http://[::1", "http://[::1]a", "http://[x]", "http://127.0.0.1:70000", "tcp://a", "http://a:b:1",
        "https://127.0.0.1:0", "http://127.0.0.1:80?x/y", "http://127.0.0.1/a:b", "http://127.0.0.1:80:90"]
PASSES = ADDRESSES + TEXTS + ["uwsgi://127.0.0.1:1", "suwsgi://127.0.0.1:1", "grpc://127.0.0.1:1", "grpcs://127.0.0.1:1",
                              "grpc://", "uwsgi:///", "UWSGI://127.0.0.1:1", "http://127.0.0.1:1", "grpc://127.0.0.1:1/a"]
SERVERS = ["weight=1", "weight=0", "weight=", "weight=x", "max_conns=0", "max_conns=x", "max_fails=0", "max_fails=",
           "fail_timeout=10s", "fail_timeout=0", "fail_timeout=1x", "fail_timeout=", "backup", "down", "backups", "downx",
           "Weight=1", "server", "keepalive", "weight"]
CONDITIONS = ["($uri)", "(", ")", "()", "($uri", "$uri", "$uri)", "=", "!=", "~", "~*", "!~", "!~*", "==", "a", "a)", "\"",
              "(-f", "(!-f", "(-g", "-d", "!-e", "-x", "($uri)x", "(a", "(a)", "($", "($)", "(-f)", "/a)", "$", "$)", "", "[", "[)",
              "($uri=a)", "(!$uri)", "&&", "a$)", "${uri})"]

# name -> contexts, then the words for each argument; the last ones may repeat or be left out
GRAMMARS = {
    "listen": (["server", "stream listen", "mail listen"], ADDRESSES + LISTENS, OPTIONS, OPTIONS, OPTIONS),
    "allow": (["location", "stream server"], NETWORKS),
    "deny": (["server", "limit_except", "stream server"], NETWORKS),
    "set_real_ip_from": (["server", "stream server"], NETWORKS),
    "resolver": (["location", "stream server"], ADDRESSES, ["valid=" + t for t in TIMES] + ["ipv6=on", "ipv6=off", "ipv6="],
                 ["127.0.0.1:53", "ipv6=no", "ipv6=ON", "valid=1s"]),
    "proxy_pass": (["location", "regex", "glued", "named", "exact", "prefix", "if", "limit_except"], URLS),
    "proxy_pass ": (["stream server"], ADDRESSES + TEXTS + URLS),
    "fastcgi_pass": (["location", "if"], PASSES),
    "scgi_pass": (["location", "if"], PASSES),
    "uwsgi_pass": (["location", "if"], PASSES),
    "grpc_pass": (["location", "if"], PASSES),
    "memcached_pass": (["location", "if"], PASSES),
    "server": (["upstream", "stream upstream"], ADDRESSES, SERVERS, SERVERS, SERVERS),
    "keepalive": (["upstream"], NUMBERS),
    "hash": (["upstream", "stream upstream"], TEXTS, ["consistent", "x", ""]),
    "random": (["upstream", "stream upstream"], ["two", "one", ""], ["least_conn", "x"]),
    "zone": (["upstream", "stream upstream"], ["z%"], SIZES),
    "location {}": (["server", "location", "regex", "named", "exact", "prefix"],
                    ["=", "~", "~*", "^~", "a", "", "~~", "/", "/a", "/l", "/l/a", "@n", "~/l", "~*(", "=/l", "^~/l/b", "^/a", "=@n"],
                    ["/", "/l", "/lm", "/m", "@n", ""] + PATTERNS),
    "server_name": (["server"], ["a.example", "*.a", ".a", "*", "**", "*a", "*.", ".", "", "_", "~", "~^a$", "a.*", "~["] +
                    ["~" + p for p in PATTERNS], ["b", "~(", "*", "."]),
    "valid_referers": (["location"], ["none", "blocked", "server_names", "*.a.example", "a.example/x", "~", "~["] +
                       ["~" + p for p in PATTERNS]),
    "proxy_redirect": (["location"], ["off", "http://a/", "/", "~", "~*", "on", "~*["] + TEXTS + ["~" + p for p in PATTERNS] +
                       ["~*" + p for p in PATTERNS], TEXTS),
    "proxy_cookie_path": (["location"], ["off", "/", "~*/a", "on"] + TEXTS + ["~" + p for p in PATTERNS], TEXTS),
    "proxy_cookie_domain": (["location"], ["off", "a", "~*/a", "on"] + TEXTS + ["~" + p for p in PATTERNS], TEXTS),
    "fastcgi_split_path_info": (["location"], PATTERNS + ["^(a)(/b)$"]),
    "map {}": (["http"], TEXTS, ["$m%", "m", "$", ""]),
    "split_clients {}": (["http"], TEXTS, ["$m%", "m", "$", ""]),
    "geo {}": (["http"], ["$g%", "g", "$", ""], ["$h%", "h", "$", ""]),
    "if {}": (["server", "location"], CONDITIONS, CONDITIONS, CONDITIONS, CONDITIONS),
    "if {} ": (["location"], ["($uri", "(-f", "("], ["=", "!=", "~", "~*", "!~", "$uri"], PATTERNS + TEXTS, [")"]),
    "return": (["server", "location"], CODES + URLS + ["$scheme://a", "$schemes"], TEXTS),
    "return ": (["stream server"], TEXTS),
    "rewrite": (["server", "location", "if"], PATTERNS, TEXTS + ["/x?", "$?", "?", "http://a"],
                ["last", "break", "redirect", "permanent", "LAST", "", "301"]),
    "set": (["server", "location"], ["$s%", "s", "$", "", "$a-b"], TEXTS),
    "error_page": (["server", "location"], CODES, CODES, CODES + ["="], ["/e", "@e", "$uri", "=", "=200"] + TEXTS),
    "try_files": (["server", "location"], ["$uri", "a", "=404"] + TEXTS, ["/a", "=404", "=1000", "=", "=x", "@a", "=-1"] + TEXTS),
    "add_header": (["location"], ["A", ""], TEXTS, ["always", "Always", "x", ""]),
    "add_trailer": (["location"], ["A", ""], TEXTS, ["always", "never"]),
    "limit_req_zone": (["http"], TEXTS, ["zone=z%:" + s for s in SIZES] + ["zone=z%", "zone=:1m", "zone=", "z", "zone"],
                       ["rate=" + r for r in ("1r/s", "30r/m", "5", "0r/s", "r/s", "", "xr/s", "1r/h", "-1r/s")] + ["zone=y%:1m", "x"]),
    "limit_conn_zone": (["http"], TEXTS, ["zone=z%:" + s for s in SIZES] + ["zone=z%", "zone=:1m", "z", "$uri"]),
    "limit_req": (["location"], ["zone=z", "x", "zone"], ["burst=" + n for n in NUMBERS] + ["nodelay", "delay=2", "delay=0", "delay="],
                  ["nodelay", "nodelays", "delay=3", "burst=1"]),
    "limit_conn": (["location"], ["z"], NUMBERS),
    "ssl_session_cache": (["server"], ["off", "none", "builtin", "builtin:1", "builtin:", "builtin:x", "shared", "shared:", "OFF"] +
                          ["shared:z%:" + s for s in SIZES] + ["shared::1m", "shared:z%"], ["builtin", "off", "x", "shared:y%:1m"]),
    "proxy_cache_path": (["http"], ["/tmp/p%"], ["keys_zone=k%:" + s for s in SIZES] + ["keys_zone=k%", "keys_zone=:1m", "x"],
                         ["levels=" + v for v in ("1", "1:2", "1:2:2", "3", "0", "1:", ":1", "", "1:2:1:2", "11", "1:3", "12")] +
                         ["inactive=" + t for t in TIMES] + ["max_size=" + s for s in SIZES],
                         ["use_temp_path=on", "use_temp_path=yes", "min_free=1g", "min_free=x", "loader_files=1", "loader_files=x",
                          "loader_sleep=1ms", "loader_sleep=1y", "loader_threshold=5", "manager_files=", "manager_sleep=1s",
                          "manager_threshold=x", "manager_threshold=1", "use_temp_path"]),
    "proxy_cache_valid": (["location"], CODES + TIMES, CODES + TIMES, TIMES),
    "log_format": (["http"], ["f%"], TEXTS + ["escape=json", "escape=none", "escape=default", "escape=", "escape=x"], TEXTS),
    "log_format ": (["stream"], ["f%"], TEXTS + ["escape=json", "escape=x"], TEXTS),
    "access_log": (["location"], ["/tmp/a.log", "off", "/tmp/$uri", "/tmp/$"], ["combined"],
                   ["buffer=" + s for s in SIZES] + ["gzip", "x", "if=$uri", "if=", "gzipped"],
                   ["buffer=4k", "flush=5s", "flush=0", "flush=x", "gzip=1", "gzip=0", "gzip=10", "gzip=", "if=1"]),
    "error_log": (["location"], ["stderr"], ["error", "debug", "warn", "info", "notice", "crit", "alert", "emerg", "ERROR", "x", ""]),
}

# Not what is asked: the dispatcher, names that are resolved, what other lines say, what this nginx is built without.
NOT_COMPARED = re.compile(
    r"location \"\$|invalid number of arguments|is not allowed here|host not found|is duplicate|duplicate|already defined|already bound|is already|"
    r"unknown log format|no buffer is defined|buffered logs|zero size|must be used with|requires|may not have port|"
    r"unknown \S* ?\"?\w*\"? ?variable|cannot be used with|captures|fails to resolve|may not be|resolve|shadow|"
    r"should be placed after|no \"listen\"|conflicts|not supported|cannot be set|in the same|is not supported")
OF_REGEX_VERSION = re.compile(r"pcre2?_compile\(\) failed: (unrecognized character follows|lookbehind|invalid range|"
                              r"subpattern name expected|missing terminator|missing \)|\\k is not|\(\*|syntax error|malformed|unknown property|"
                              r"digit expected|.*too (long|large)|POSIX named classes are supported only)")


def quoted(word):
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Case:
    """One statement in one context."""

    def __init__(self, number, directive, context, words):
        self.number, self.side = number, WRAPPERS[context][0]
        name, block = directive.split()[0], "{}" in directive
        statement = " ".join([name, *map(quoted, words)]) + (" {}" if block else ";")
        self.line = WRAPPERS[context][1].format(statement).replace("%", str(number))
        self.alone = name == "listen"


class Generator:
    """Random cases, the same for each seed."""

    def __init__(self, sides, seed):
        self.random = random.Random(seed)
        self.grammars = [(name, [c for c in g[0] if WRAPPERS[c][0] in sides], g[1:]) for name, g in GRAMMARS.items()]
        self.grammars = [g for g in self.grammars if g[1]]

    def mutated(self, word):
        at = self.random.randrange(len(word) + 1)
        letter = self.random.choice("0159aks:/.=-$[]()~* ")
        return self.random.choice([word[:at] + word[at + 1:], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1:],
                                   word + word[-1:], word[1:], word[:at]])

    def case(self, number):
        # Each directive in turn; the long grammars, which stand first, come more often.
        directive, contexts, grammar = self.grammars[number % len(self.grammars) if self.random.random() < 0.7
                                                     else self.random.randrange(min(20, len(self.grammars)))]
        least = 1 if len(grammar) < 3 else 2
        count = self.random.randint(min(least, len(grammar)), len(grammar))
        if directive == "listen" and self.random.random() < 0.5:
            count = self.random.randint(1, 2)
        words = [self.random.choice(choices) for choices in grammar[:count]]
        if directive == "listen":  # what is given twice counts as one
            words = list({word.partition("=")[0]: word for word in words}.values())
        if self.random.random() < 0.35:
            at = self.random.randrange(len(words))
            words[at] = self.mutated(words[at])
        return Case(number, directive, self.random.choice(contexts), words)


def text_of(cases):
    """A configuration with each case on a line of its own, from the third line on."""
    return "\n".join(["events {}", cases[0].side + " {", *[case.line for case in cases], LAST + ";", "}", ""])


def nginx_refuses(nginx, cases, name):
    """Index of the first of cases that nginx stops at, None when it takes all; and its message."""
    path = nginx.prefix / name
    path.write_text(text_of(cases), encoding="utf-8")
    error = nginx.first_error(path)
    place = re.search(r":(\d+)$", error)
    if LAST in error:
        return None, error
    return (int(place[1]) - 3 if place else 0), error


def judge_many(nginx, cases, name):
    """The message of nginx for each of cases it refuses, by number."""
    refused, left = {}, list(cases)
    while left:
        index, error = nginx_refuses(nginx, left, name)
        if index is None:
            break
        refused[left[index].number] = error
        del left[index]
    return refused


def linter_refuses(options, groups, folder, *further):
    """The numbers of the cases that have a finding, and what it says."""
    for index, group in enumerate(groups):
        (folder / f"l{index:04}.conf").write_text(text_of(group), encoding="utf-8")
    done = subprocess.run([os.path.abspath(options.program), "-q", "-f", "concise", "--fail-on", "never", "--select",
                           "invalid-argument,websocket-scheme-in-proxy-pass", *further,
                           *[f"l{i:04}.conf" for i in range(len(groups))]],
                          cwd=folder, capture_output=True, text=True, errors="replace", timeout=600, check=False)
    if done.returncode != 0:
        sys.exit(f"{options.program} ends with {done.returncode}: {done.stderr}")
    said = {}
    for line in done.stdout.splitlines():
        match = re.match(r"l(\d{4})\.conf:(\d+):\d+: (.*)$", line)
        if not match or int(match[2]) < 3:
            sys.exit(f"not understood: {line}")
        case = groups[int(match[1])][int(match[2]) - 3]
        # What nginx sees only when a request comes is none of its refusals.
        if "[websocket-scheme-in-proxy-pass]" not in match[3] or "$" not in case.line.split("proxy_pass")[-1]:
            said[case.number] = match[3]
    return said


def grouped(cases):
    for side in ("http", "stream", "mail"):
        here = [case for case in cases if case.side == side]
        yield from (here[i:i + IN_FILE] for i in range(0, len(here), IN_FILE))


def compare(options, nginx, cases):
    groups = list(grouped(cases))
    said = linter_refuses(options, groups, nginx.prefix, "--nginx-version", ".".join(map(str, nginx.version)))
    without = linter_refuses(options, groups, nginx.prefix)
    single = [[case] for case in cases if case.number in said or case.alone]
    many = list(grouped([case for case in cases if case.number not in said and not case.alone]))
    with ThreadPoolExecutor(options.jobs) as pool:
        parts = pool.map(lambda n: judge_many(nginx, n[1], f"n{n[0]:05}.conf"), enumerate(many + single))
        refused = {number: error for part in parts for number, error in part.items()}
    counts, faults = Counter(), 0
    for case in cases:
        error = refused.get(case.number)
        if error and (NOT_COMPARED.search(error) or OF_REGEX_VERSION.search(error)) and case.number not in said:
            counts["not compared"] += 1
            continue
        counts["refused" if error else "taken"] += 1
        reason = None
        if bool(error) != (case.number in said):
            reason = "nginx refuses this" if error else f"nginx takes this: {said[case.number]}"
        elif case.number in without and not error:
            reason = f"nginx takes this, without a version: {without[case.number]}"
        if reason:
            faults += 1
            print(f"DISAGREEMENT: {reason}\n  {case.line}\n  {error or ''}")
    return counts, faults


def main():
    options = options_of(__doc__, 4500, "twenty times as many cases")
    with tempfile.TemporaryDirectory(prefix="differential-") as place:
        nginx = Nginx(options.nginx, options.modules, pathlib.Path(os.path.realpath(place)))
        sides = {side for side in ("http", "stream", "mail") if f"ngx_{side}_module" in nginx.words}
        generator = Generator(sides, options.seed)
        cases = [generator.case(number) for number in range(options.cases * (20 if options.long else 1))]
        counts, faults = compare(options, nginx, cases)
    print(f"nginx {'.'.join(map(str, nginx.version))}, {', '.join(sorted(sides))}, seed {options.seed}: " +
          ", ".join(f"{count} {kind}" for kind, count in counts.most_common()))
    print(f"{len(cases)} lines, {faults} disagreements")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
