#!/usr/bin/env python3
"""Holds invalid-argument to what nginx says of the arguments of a directive.

For every directive with a slot (model/arguments.def, or NWL_DF_FLAG in model/directives.def) that this nginx has, it makes
arguments that are right, nearly right and wrong, and compares the verdicts. nginx never gets as far as to open files or
ports: a directive that does not exist ends each configuration.

nginx stops at the first error, so a value that is expected to be wrong has a run of its own; those that are expected to be
right share one, and are tried one by one when it fails.
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

from directives import BATCH, CONTEXTS, HTTP, LAST, NEEDS, SERVER, Nginx, read_table
from generating import options_of

SLOTS = pathlib.Path(__file__).resolve().parents[2] / "model" / "arguments.def"
FAMILIES = {
    "MAIN": {"MAIN", "EVENTS"},
    "HTTP": {"HTTP", "HTTP_SERVER", "HTTP_LOCATION", "HTTP_SERVER_IF", "HTTP_LOCATION_IF", "HTTP_LIMIT_EXCEPT"},
    "HTTP_UPSTREAM": {"HTTP_UPSTREAM"},
    "STREAM": {"STREAM", "STREAM_SERVER"},
    "STREAM_UPSTREAM": {"STREAM_UPSTREAM"},
    "MAIL": {"MAIL", "MAIL_SERVER"},
}
# Blocks of which a configuration may have any number, so that the same directive may come again.
REPEATABLE = {"HTTP_SERVER", "HTTP_LOCATION", "HTTP_SERVER_IF", "HTTP_LOCATION_IF", "HTTP_LIMIT_EXCEPT"}
SHARING = 40

NUMBERS = ["0", "1", "2", "7", "9", "10", "11", "15", "16", "32", "33", "64", "100", "112", "120", "128", "255", "256",
           "400", "399", "599", "600", "1024", "2147483647", "2147483648", "4294967296", "9223372036854775807",
           "9223372036854775808", "18446744073709551616", "99999999999999999999", "007", "-1", "+1", "1.5", "1,5",
           "60,000", "1e3", "0x10", "1 ", " 1", "1 000", "off", "on", "auto", "max", "none", "unlimited", "$uri", "a",
           "-", "#1", "1;"]
TIMES = ["0", "1", "60", "60s", "1m", "1h", "1d", "1w", "1M", "1y", "1ms", "500ms", "1m30s", "1m30", "1h30m", "30m1h",
         "1h1h", "1s1ms", "1ms1s", "1hm", "h1", "hm", "m", "s", "ms", "1sms", "1w1d1h1m1s1ms", "1y1M1w1d1h1m1s", "1S",
         "1H", "1Y", "1D", "3600sec", "5min", "1hour", "2days", "1mo", "60 s", "1h 30m", "1h  30m", "60 ", " 60",
         "30 10", "30 10 5", " ", "1.5h", "-1", "-1s", "+1h", "1x", "s60", "60s;", "15250284452w", "15250284453w",
         "9223372036854775", "9223372036854776", "9223372036854775807ms", "9223372036854775808ms",
         "9223372036854775807s", "292471208677y", "292471208678y", "off", "on", "max", "epoch", "$uri", "${uri}s",
         "@1h", "modified", "1m,30s"]
SIZES = ["0", "1", "8", "111", "112", "128", "120", "256", "511", "512", "513", "1k", "1K", "3k", "4k", "8k", "32k",
         "33k", "64k", "128k", "129k", "256k", "1m", "1M", "2147483647", "2147483648", "2g", "1g", "1G", "1t", "1b",
         "1kb", "1KB", "10mb", "10MB", "1gb", "10 M", "10m ", " 10m", "1.5m", "k", "m", "g", "kk", "1kk", "1mk", "-1",
         "-1k", "+1k", "0k", "0g", "off", "on", "unlimited", "$uri", "a$uri", "9223372036854775807",
         "9223372036854775808", "9007199254740991k", "9007199254740992k", "8796093022207m", "8796093022208m",
         "8589934591g", "8589934592g", "1,024", "1_000", "0x10", "1e3"]
FLAGS = ["on", "off", "On", "OFF", "oN", "yes", "no", "true", "false", "1", "0", "enable", "auto", "always", "$uri",
         "of", "on ", " off", "onn", "o", "offf", "none"]
WORDS = ["TRACE", "CONNECT", "GET,POST", "off", "on", "any", "all", "none", "always", "$uri", "x", "1", "HTTP/1.1",
         "1,1", "TLSv1.3,", "TLS1.2", "http_50x", "auto"]
ACCESSES = ["user:rw", "group:rw", "all:r", "user:r", "user:w", "user:", "user", "rw", "User:rw", "user:RW", "user:rwx",
            "all:rw", "other:r", "user :r", ":r", "$uri", "600"]
LEVELS = ["1", "2", "3", "0", "4", "10", "11", "01", "a", "-1", "1.5", "9", "5", "9223372036854775807",
          "9223372036854775808"]
MOMENTS = TIMES + ["epoch", "max", "off", "Off", "EPOCH", "+1h", "-1h", "@15h30m", "@24h", "@24h1s", "@25h", "@", "+",
                   "-", "@-1", "+-1", "-@1", "-1", "+1M", "-1ms", "@1hour", "modified"]
CACHES = ["off", "max=1000", "max=0", "max=", "max=-1", "max=1k", "max=1,000", "max=100 ", "inactive=20s",
          "inactive=1ms", "inactive=", "inactive=20sec", "inactive=0", "valid=1m", "valid=1x", "valid=", "min_uses=2",
          "min_uses=0", "min_uses=x", "min_uses=-1", "Max=1", "MAX=1", "Off", "on", "", "max", "maximum=1",
          "max=99999999999999999999", "$uri"]
MASKS = ["auto", "0101", "1", "01 10", "", "2", "0b1", "Auto", "auto ", " ", "1;0", "0x1", "all", "1111111111", "a"]
# Whether "on" and "sendfile" are right depends on the machine.
AIO = ["off", "threads", "threads=default", "threads=$uri", "Off", "thread", "threadsx", "threads:a", "", "1", "ON",
       "direct"]
MARKS = ["off", "a", "Z", "0", "=", "-", "ab", "Off", "", "+", "$", " ", "==", "\u00e9"]
PRIORITIES = NUMBERS + ["-20", "+5", "--1", "+-1", "-5k", "+"]


def quoted(text):
    """As an argument in a configuration."""
    return text if re.fullmatch(r"[\w$.,+@=:/-]+", text) else f'"{text}"'


# ---- the table ------------------------------------------------------------------------------


def read_slots():
    """The word lists, and the slot of each family and directive; that of a form is its function, in any family."""
    text = SLOTS.read_text(encoding="utf-8")
    words = {name: re.findall(r'(?:WORD|SINCE)\("([^"]*)"', items)
             for name, items in re.findall(r"^NWL_WORDS\((\w+), ((?:.|\n)*?)\)$", text, re.MULTILINE)}
    slots = {(family, name): slot
             for family, name, slot in re.findall(r"^NWL_ARGUMENTS\((\w+), (\w+), (.*)\)$", text, re.MULTILINE)}
    forms = dict(re.findall(r"^NWL_FORM\((\w+), (\w+)\)$", text, re.MULTILINE))
    return words, slots, forms


class Maker:
    """Arguments for a slot, the same for each seed."""

    # Forms whose arguments are made here; the others have a test of their own.
    FORMS = {"expires": MOMENTS, "worker_priority": PRIORITIES, "aio": AIO, "userid_mark": MARKS, "worker_cpu_affinity": MASKS,
             "open_file_cache": CACHES, "open_log_file_cache": CACHES}

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.words, self.slots, self.forms = read_slots()

    def slot_of(self, definition, context):
        if definition.name in self.forms:
            function = self.forms[definition.name]
            return function if function in self.FORMS else None
        family = next(name for name, members in FAMILIES.items() if context in members)
        slot = self.slots.get((family, definition.name))
        return slot or ("FLAG" if definition.is_flag else None)

    def cased(self, word):
        return self.random.choice([word, word, word.upper(), word.lower(), word.title()])

    def misspelled(self, word):
        at = self.random.randrange(len(word))
        return self.random.choice([word[:at] + word[at + 1:], word + "s", word[:at] + word[at] + word[at:], word + ","])

    def of_list(self, slot):
        name = re.search(r"\((\w+)\)", slot)[1]
        own = self.words[name]
        return own + [self.cased(word) for word in own] + [self.misspelled(word) for word in own] + WORDS + [""]

    def near(self, values):
        """Values with a byte more or less."""
        value = self.random.choice(values)
        at = self.random.randrange(len(value) + 1)
        more = self.random.choice("0159kmghdwyMs. -")
        return self.random.choice([value[:at] + more + value[at:], value[:at] + value[at + 1:]])

    def lists_of(self, slot):
        """Argument lists: each a list of words."""
        single = {"TIME": TIMES, "SIZE": SIZES, "OFFS": SIZES, "NUMB": NUMBERS, "FLAG": FLAGS}.get(slot[:4])
        single = self.FORMS.get(slot, single)
        if slot == "TIMES":
            return [[t] for t in TIMES] + [[self.random.choice(TIMES), t] for t in TIMES]
        if slot == "expires":
            return [[t] for t in MOMENTS] + [["modified", t] for t in MOMENTS] + [["Modified", "1h"], ["access", "1h"]]
        if slot in ("worker_cpu_affinity", "open_file_cache", "open_log_file_cache"):
            return ([[v] for v in single] + [["max=9", v] for v in single] +
                    [self.random.choices(single, k=2 + i % 3) for i in range(100)])
        if slot in self.FORMS:
            return [[v] for v in single]
        if single:
            extra = self.words[slot.split("(")[1][:-1]] if "_OR(" in slot else []
            more = [self.near(single) for _ in range(12)]
            return [[value] for value in [*single, *extra, *[w.upper() for w in extra], *more, ""]]
        if slot.startswith(("ONE_OF", "EXACTLY")):
            return [[value] for value in self.of_list(slot)]
        if slot.startswith("SOME_OF"):
            values = self.of_list(slot)
            return [[v] for v in values] + [self.random.choices(values, k=2) for _ in values]
        if slot == "BUFFERS":
            return ([["4", v] for v in SIZES] + [[v, "4k"] for v in NUMBERS] + [["4k", "4"], ["", "4k"], ["4", ""]])
        if slot == "PATH":
            return [["/x", *self.random.choices(LEVELS, k=1 + i % 3)] for i in range(40)] + [["/x", v] for v in LEVELS]
        if slot == "ACCESS":
            return [[v] for v in ACCESSES] + [self.random.choices(ACCESSES, k=2 + i % 2) for i in range(20)]
        return []


class Case:
    """One statement in one block."""

    def __init__(self, definition, context, arguments):
        self.context = context
        self.count = len(arguments)
        self.text = " ".join([definition.name, *map(quoted, arguments)]) + (" {}" if definition.is_block else ";")
        self.outer = CONTEXTS[context]
        self.name = ""

    def whole(self):
        head = (["events {}"] if self.context == "MAIN" else []) + self.outer
        return "\n".join([*head, self.text, LAST + ";", *["}"] * len(self.outer)]) + "\n"

    def in_server(self):
        """The block in which it stands, as a part of http."""
        inner = self.outer[self.outer.index(SERVER):]
        return "\n".join([*inner, self.text, *["}"] * len(inner)])


def takes(definition, count):
    return definition.least <= count <= definition.most


def make_cases(options, nginx):
    maker = Maker(options.seed)
    cases, directives = [], set()
    for definition in read_table():
        if not nginx.has(definition) or not definition.holds_in(nginx.version):
            continue
        fitting = [c for c in CONTEXTS if c in definition.contexts and
                   NEEDS.get(c.split("_")[0], "ngx_core_module") in nginx.words]
        if not fitting:
            continue
        context = maker.random.choice([c for c in fitting if c in REPEATABLE] or fitting)
        slot = maker.slot_of(definition, context)
        lists = [a for a in maker.lists_of(slot or "") if takes(definition, len(a))]
        cases += [Case(definition, context, a) for a in lists]
        if lists:
            directives.add(definition.name)
    maker.random.shuffle(cases)
    return cases if options.long else cases[:options.cases], directives


# ---- verdicts -------------------------------------------------------------------------------


def linter_refuses(options, nginx, cases, *further):
    """The names of the cases of which it says something."""
    paths = [f"{case.name}.conf" for case in cases]
    done = subprocess.run([os.path.abspath(options.program), "-q", "-f", "concise", "--fail-on", "never", "--select",
                           "syntax-error,invalid-argument", *further, *paths], cwd=nginx.prefix, capture_output=True,
                          text=True, errors="replace", timeout=600, check=False)
    if done.returncode != 0:
        sys.exit(f"{options.program} ends with {done.returncode}: {done.stderr}")
    said = [re.match(r"(\d{5})\.conf:\d+:\d+: .*\[invalid-argument\]$", line) for line in done.stdout.splitlines()]
    if None in said:
        sys.exit(f"not understood: {done.stdout}")
    return {match[1] for match in said}


def nginx_error(nginx, case):
    """What it says of the argument; empty when it takes it."""
    error = nginx.first_error(nginx.prefix / f"{case.name}.conf")
    return "" if f'unknown directive "{LAST}"' in error else error


def nginx_errors(nginx, cases, number):
    """The same for several cases that are expected to have none."""
    path = nginx.prefix / f"shared-{number}.conf"
    path.write_text("\n".join(["events {}", HTTP, *[case.in_server() for case in cases], LAST + ";", "}"]) + "\n",
                    encoding="utf-8")
    if LAST in nginx.first_error(path):
        return {}
    return {case.name: error for case in cases if (error := nginx_error(nginx, case))}


def groups_of(cases, refused):
    """Cases that share a run of nginx, and those that have one of their own."""
    shared = [c for c in cases if c.context in REPEATABLE and c.name not in refused]
    alone = [c for c in cases if c.context not in REPEATABLE or c.name in refused]
    return [shared[i:i + SHARING] for i in range(0, len(shared), SHARING)], alone


def compare(options, nginx, cases):
    version = ".".join(map(str, nginx.version))
    refused, refused_in_all, errors = set(), set(), {}
    with ThreadPoolExecutor(options.jobs) as pool:
        batches = [cases[i:i + BATCH] for i in range(0, len(cases), BATCH)]
        for names in pool.map(lambda b: linter_refuses(options, nginx, b, "--nginx-version", version), batches):
            refused |= names
        for names in pool.map(lambda b: linter_refuses(options, nginx, b), batches):
            refused_in_all |= names
        shared, alone = groups_of(cases, refused)
        for found in pool.map(lambda group: nginx_errors(nginx, group[1], group[0]), enumerate(shared)):
            errors.update(found)
        for case, error in zip(alone, pool.map(lambda case: nginx_error(nginx, case), alone)):
            errors.update({case.name: error} if error else {})
    counts = Counter()
    for case in cases:
        is_refused = case.name in errors
        counts["refused" if is_refused else "taken"] += 1
        if is_refused and case.name not in refused:
            reason = "missed"
        elif not is_refused and (case.name in refused or case.name in refused_in_all):
            reason = "false alarm" if case.name in refused else "false alarm without a version"
        else:
            continue
        counts[reason] += 1
        print(f"DISAGREEMENT: {reason}: {case.context}: {case.text}\n  nginx: {errors.get(case.name, 'takes it')}")
    return counts


def main():
    options = options_of(__doc__, 6000, "all values of all directives")
    with tempfile.TemporaryDirectory(prefix="differential-") as place:
        nginx = Nginx(options.nginx, options.modules, pathlib.Path(os.path.realpath(place)))
        cases, directives = make_cases(options, nginx)
        for number, case in enumerate(cases):
            case.name = f"{number:05}"
            (nginx.prefix / f"{case.name}.conf").write_text(case.whole(), encoding="utf-8")
        counts = compare(options, nginx, cases)
    faults = counts.total() - counts["taken"] - counts["refused"]
    print(f"nginx {'.'.join(map(str, nginx.version))}, arguments of {len(directives)} directives, seed {options.seed}: "
          f"nginx takes {counts['taken']} and refuses {counts['refused']}; {faults} disagreements")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
