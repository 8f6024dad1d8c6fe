#!/usr/bin/env python3
"""Holds the forms of zones, caches, logs, addresses and headers (model/form_*.c) to what nginx says of them.

Each case is one line: arguments that are right, nearly right and wrong, and such lists with a byte or an argument changed.
The verdicts and the line that nginx names are compared. Names of hosts are left out, as they would be resolved, and so are
the parameters of NGINX Plus.
"""

import os
import pathlib
import random
import re
import sys
import tempfile
from collections import Counter

from arguments import Case, LAST, NEEDS, compare, takes
from directives import CONTEXTS, Nginx, read_table
from generating import options_of

SIZES = ["10m", "1m", "32k", "33K", "31k", "32768", "32767", "8k", "8192", "8191", "1", "0", "", "10MB", "1g", "-1", "1M1",
         "10 m", "x", "$size", "9007199254740992k"]
COUNTS = ["1", "5", "20", "0", "-1", "+1", "", "1.5", "x", "65535", "65536", "1k", "10r/s", "007", "99999999999999999999"]
RATES = ["10r/s", "1r/m", "10", "0r/s", "r/s", "r/m", "", "10r/h", "10R/s", "10/s", "0.5r/s", "10r/sec", "r/sr/s", "1r/s ",
         "-1r/s", "9223372036854775807r/s", "9223372036854775808"]
TIMES = ["10m", "1h30m", "1y", "0", "", "10ms", "1M", "10x", "60sec", "1h 30m", "-1", "s", "60 ", "$t"]
SWITCHES = ["on", "off", "On", "OFF", "", "yes", "1", "on "]
LEVELS = ["1", "2", "1:2", "1:2:2", "2:2:2", "1:1:1:1", "3", "0", "1:", ":1", "1:3", "12", "1:22", "1::2", "1:2:2:", "",
          "a", "1,2"]
V4 = ["127.0.0.1", "10.0.0.0", "0.0.0.0", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.", "255.255.255.254", "010.1.1.1"]
V6 = ["::1", "::", "2001:db8::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", ":::", "12345::", "g::", "1::2::3"]
BITS = ["", "/0", "/8", "/24", "/32", "/33", "/64", "/128", "/129", "/", "/a", "/-1", "/255.0.0.0"]
PORTS = ["", ":53", ":1", ":65535", ":0", ":65536", ":", ":a", ":-1", ":53x", ":53/", "/x", "?x"]
STATUSES = ["any", "200", "404", "100", "99", "599", "600", "Any", "", "2xx", "-1", "0200"]
LEVEL_WORDS = ["debug", "info", "notice", "warn", "error", "crit", "alert", "emerg", "debug_core", "debug_http",
               "debug_event", "warning", "Error", "err", "", "off", "debug_", "debug_imap"]
FACILITIES = ["local7", "kern", "user", "authpriv", "local8", "Local7", "", "security"]
SEVERITIES = ["info", "error", "err", "warning", "", "debug", "emerg"]
TAGS = ["nginx", "a_b", "A9", "", "a-b", "a.b", "a b", "x" * 32, "x" * 33, "$tag"]
NOISE = ["", "x", "zone", "off", "on", "zone=", "=", "$uri", "always", "burst=5x", "Nodelay", "inactive"]
BYTES = "0159kmgrs/:=,.- on"


class Maker:
    """Argument lists of a form, the same for each seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.number = 0

    def one_of(self, items):
        return self.random.choice(items)

    def fresh(self, name):
        """A name that no other case has."""
        self.number += 1
        return f"{name}{self.number}"

    def some(self, makers, most):
        return [self.one_of(makers)() for _ in range(self.random.randrange(most + 1))]

    def zone(self, prefix):
        return prefix + self.one_of([self.fresh("z") + ":"] * 9 + ["", ":", "one"]) + self.one_of(SIZES[:4] + SIZES)

    def limit_req_zone(self):
        return ["$uri", *self.shuffled([self.zone("zone="), "rate=" + self.one_of(RATES)])]

    def shuffled(self, items):
        self.random.shuffle(items)
        return items

    def limit_req(self):
        return self.shuffled(self.some([lambda: "burst=" + self.one_of(COUNTS), lambda: "delay=" + self.one_of(COUNTS),
                                        lambda: "nodelay", lambda: self.one_of(NOISE)], 2) +
                             self.one_of([["zone=" + self.fresh("r")]] * 6 + [[]]))

    def limit_conn_zone(self):
        return ["$uri", self.zone("zone=")]

    def limit_conn(self):
        return [self.fresh("c"), self.one_of(COUNTS)]

    def ssl_session_cache(self):
        return [self.one_of(["off", "none", "builtin", "builtin:" + self.one_of(COUNTS), self.zone("shared:"),
                             self.one_of(["Off", "shared", "shared:", "built", "builtin:", "memory", "on"])])
                for _ in range(self.one_of([1, 1, 2]))]

    def cache_path(self):
        number = [f"{who}_files=" for who in ("loader", "manager")]
        time = [f"{who}_{what}=" for who in ("loader", "manager") for what in ("sleep", "threshold")]
        further = self.some([lambda: "levels=" + self.one_of(LEVELS), lambda: "use_temp_path=" + self.one_of(SWITCHES),
                             lambda: "inactive=" + self.one_of(TIMES), lambda: "max_size=" + self.one_of(SIZES),
                             lambda: "min_free=" + self.one_of(SIZES), lambda: self.one_of(number) + self.one_of(COUNTS),
                             lambda: self.one_of(time) + self.one_of(TIMES), lambda: self.one_of(NOISE)], 2)
        levels = [word for word in further if word.startswith("levels=")]
        further = [word for word in further if word not in levels[1:]]
        zone = [self.zone("keys_zone=")] if self.random.randrange(9) else []
        return [self.fresh("/tmp/cache"), *self.shuffled([*further, *zone])]

    def cache_valid(self):
        return [self.one_of(STATUSES) for _ in range(self.random.randrange(3))] + [self.one_of(TIMES)]

    def network(self):
        return self.one_of(V4 + V6) + self.one_of([""] * 3 + BITS)

    def access(self):
        return [self.one_of([self.network(), self.network(), self.network(), "all", "unix:", "All", "unix", "unix:/a", ""])]

    def real_ip_from(self):
        address = self.network()
        return [address if "/" in address else self.one_of([*V4[:3], *V6[:5], "unix:"])]

    def peer(self):
        return self.one_of([lambda: self.one_of(V4[:3]) + self.one_of(PORTS),
                            lambda: "[" + self.one_of(V6) + self.one_of(["]"] * 5 + ["", "]x"]) + self.one_of(PORTS),
                            lambda: self.one_of(V6), lambda: "unix:" + self.one_of(["", "/a", "/a:53", "a" * 107, "a" * 108]),
                            lambda: "UNIX:/a"])()

    def resolver(self):
        return self.shuffled(self.some([lambda: "valid=" + self.one_of(TIMES), lambda: "ipv6=" + self.one_of(SWITCHES)], 1) +
                             [self.peer() for _ in range(self.one_of([0, 1, 1, 1, 2]))]) or ["127.0.0.1"]

    def bind(self):
        return [self.one_of([self.peer(), self.one_of(V4 + V6), "off", "$remote_addr", "$remote_addr:1", "Off", "localhost", ""]),
                *self.one_of([[], [], ["transparent"], ["Transparent"], ["off"], [""]])]

    def header(self):
        return ["X-A", self.one_of(["a", "", "$uri"]), *self.one_of([[], ["always"], ["Always"], [""], ["b"], ["always "]])]

    def param(self):
        return ["A", self.one_of(["a", "", "$uri"]),
                *self.one_of([[], ["if_not_empty"], ["If_Not_Empty"], [""], ["always"], ["if_not_empty "]])]

    def syslog(self):
        return "syslog:" + ",".join(self.shuffled(self.some([
            lambda: "facility=" + self.one_of(FACILITIES), lambda: "severity=" + self.one_of(SEVERITIES),
            lambda: "tag=" + self.one_of(TAGS), lambda: self.one_of(["nohostname", "nohostnames", "", "x", "Tag=a"])], 2) +
            self.one_of([[f"server={self.peer()}"]] * 4 + [["server=127.0.0.1"]] * 6 + [[]])))

    def access_log(self):
        log = self.one_of([self.fresh("/tmp/log"), self.fresh("/tmp/log"), self.syslog(), self.fresh("/tmp/$uri"), "off"])
        further = self.some([lambda: "buffer=" + self.one_of(SIZES), lambda: "flush=" + self.one_of(TIMES),
                             lambda: self.one_of(["gzip", "gzip=" + self.one_of(COUNTS), "gzipped", "gzip=9", "gzip=10"]),
                             lambda: "if=" + self.one_of(["$uri", "", "1"]), lambda: self.one_of(NOISE)], 2)
        return [log, *self.one_of([[]] + [[self.one_of(["combined"] * 9 + ["Combined", "main", "", "buffer=32k"]), *further]] * 4)]

    def log_format(self):
        return [self.fresh("format"), *self.one_of([[], ["escape=json"], ["escape=none"], ["escape=default"], ["escape="],
                                                    ["escape=JSON"], ["escape=xml"], ["Escape=json"]]), "'$bytes_sent'"]

    def error_log(self):
        log = self.one_of(["/tmp/e", "stderr", self.syslog(), self.syslog(), "memory:" + self.one_of(SIZES), "off"])
        return [log, *[self.one_of(LEVEL_WORDS) for _ in range(self.one_of([0, 1, 1, 2, 2, 3]))]]

    def thread_pool(self):
        return self.shuffled([self.one_of(["threads=", "threads=", "max_queue=", "thread="]) + self.one_of(COUNTS)
                              for _ in range(self.one_of([1, 2]))])

    def load_module(self):
        return ["a.so"]

    def use(self):
        return [self.one_of(["epoll", "Epoll", "iouring", "", "epoll ", "e", "epoll2"])]

    def mutated(self, arguments):
        """With a byte or an argument more or less."""
        arguments = list(arguments)
        at = self.random.randrange(len(arguments))
        text, byte = arguments[at], self.one_of(BYTES)
        where = self.random.randrange(len(text) + 1)
        change = self.random.randrange(4)
        if change == 0:
            arguments[at] = text[:where] + byte + text[where:]
        elif change == 1:
            arguments[at] = text[:where] + text[where + 1:]
        elif change == 2:
            arguments.insert(at + 1, self.one_of([self.one_of(NOISE), text]))
        else:
            del arguments[at]
        return arguments


# The names of these are free, so that their first argument is left as it is.
NAMED = {"cache_path", "limit_conn", "limit_conn_zone", "limit_req_zone", "header", "param", "log_format", "access_log",
         "thread_pool"}
# Changed by a byte, these would be names of hosts, or of files to open.
NOT_MUTATED = {"resolver", "bind", "real_ip_from", "load_module"}


def lists_of(maker, form, count):
    make = getattr(maker, form)
    for _ in range(count):
        arguments = make() if form != "thread_pool" else [maker.fresh("pool"), *make()]
        if not arguments or form in NOT_MUTATED or maker.random.randrange(3):
            yield arguments
        elif form in NAMED:
            yield [arguments[0], *maker.mutated(arguments[1:])] if len(arguments) > 1 else arguments
        else:
            yield maker.mutated(arguments)


def is_certain(arguments):
    """Whether no variable is misspelled and no host is to be resolved; others compare what is said of variables."""
    text = " ".join(arguments)
    servers = re.findall(r"server=([^,\s]*)", text)
    return (not re.search(r"\$(?!uri\b|bytes_sent\b|remote_addr\b|size\b|t\b|tag\b)", text) and
            all(re.match(r"\[|unix:|.*[/?]|[\d.]*:|(\d+\.){3}\d+$", server, re.I) for server in servers) and
            all(re.match(r".*[/?]|[\d.]*:|(\d+\.){3}\d+$", s) for s in servers if not re.match(r"\[|unix:", s, re.I)))


FORMS = {"access_log": "access_log", "add_header": "header", "add_trailer": "header", "allow": "access", "deny": "access",
         "error_log": "error_log", "fastcgi_bind": "bind", "fastcgi_cache_path": "cache_path",
         "fastcgi_cache_valid": "cache_valid", "fastcgi_param": "param", "grpc_bind": "bind", "limit_conn": "limit_conn",
         "limit_conn_zone": "limit_conn_zone", "limit_req": "limit_req", "limit_req_zone": "limit_req_zone",
         "log_format": "log_format", "load_module": "load_module", "memcached_bind": "bind", "proxy_bind": "bind",
         "proxy_cache_path": "cache_path", "proxy_cache_valid": "cache_valid", "resolver": "resolver", "scgi_bind": "bind",
         "scgi_cache_path": "cache_path", "scgi_cache_valid": "cache_valid", "scgi_param": "param",
         "set_real_ip_from": "real_ip_from", "ssl_session_cache": "ssl_session_cache", "thread_pool": "thread_pool", "use": "use",
         "uwsgi_bind": "bind", "uwsgi_cache_path": "cache_path", "uwsgi_cache_valid": "cache_valid", "uwsgi_param": "param"}


def make_cases(options, nginx):
    maker = Maker(options.seed)
    places = [(definition, context) for definition in read_table()
              if definition.name in FORMS and nginx.has(definition) and definition.holds_in(nginx.version)
              for context in CONTEXTS if context in definition.contexts and
              NEEDS.get(context.split("_")[0], "ngx_core_module") in nginx.words]
    of_form = Counter(FORMS[definition.name] for definition, _ in places)
    cases = []
    for definition, context in places:
        form = FORMS[definition.name]
        for arguments in lists_of(maker, form, options.cases // len(of_form) // of_form[form] + 1):
            if takes(definition, len(arguments)) and is_certain(arguments):
                cases.append(Case(definition, context, arguments))
    return cases, {definition.name for definition, _ in places}


class Judge(Nginx):
    """An nginx that has to name the line of the statement."""

    lines, misplaced = {}, 0

    def first_error(self, path):
        error = super().first_error(path)
        line = self.lines.get(pathlib.Path(path).stem)
        place = re.search(r" in \S+:(\d+)$", error)
        if line and LAST not in error and place and int(place[1]) != line:
            self.misplaced += 1
            print(f"DISAGREEMENT: nginx names line {place[1]} instead of {line}: {error}")
        return error


def main():
    options = options_of(__doc__, 2500, "ten times as many cases")
    options.cases *= 10 if options.long else 1
    with tempfile.TemporaryDirectory(prefix="differential-") as place:
        nginx = Judge(options.nginx, options.modules, pathlib.Path(os.path.realpath(place)))
        cases, directives = make_cases(options, nginx)
        for number, case in enumerate(cases):
            case.name = f"{number:05}"
            text = case.whole()
            (nginx.prefix / f"{case.name}.conf").write_text(text, encoding="utf-8")
            nginx.lines[case.name] = text.split(case.text)[0].count("\n") + 1
        counts = compare(options, nginx, cases)
    faults = counts.total() - counts["taken"] - counts["refused"] + nginx.misplaced
    print(f"nginx {'.'.join(map(str, nginx.version))}, forms of {len(directives)} directives, seed {options.seed}: "
          f"nginx takes {counts['taken']} and refuses {counts['refused']} lines; {faults} disagreements")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
