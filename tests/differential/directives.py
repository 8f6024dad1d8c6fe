#!/usr/bin/env python3
"""Holds unknown-directive, directive-not-allowed-here and wrong-argument-count to what nginx says.

Makes small configurations of random directives, mistakes included, and compares the kind and the line of the first
error with that of "nginx -t". Each ends with a directive that does not exist, so nginx never gets as far as to open
files or ports. What a directive's handler says of its arguments is no error here, but the three rules have to be silent
about everything up to there.

Only modules that this nginx has are used: those it is built with, and those that can be loaded from a folder.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor

from generating import Dice
from nginx import LAST

TABLE = pathlib.Path(__file__).resolve().parents[2] / "model" / "directives.def"
MANY = 1 << 31
BATCH = 100

# A context: the lines around a statement. Nothing closes the blocks, since nginx stops before.
HTTP, SERVER = "http {", "server {"
CONTEXTS = {
    "MAIN": [],
    "EVENTS": ["events {"],
    "HTTP": [HTTP],
    "HTTP_SERVER": [HTTP, SERVER],
    "HTTP_LOCATION": [HTTP, SERVER, "location /a {"],
    "HTTP_LOCATION nested": [HTTP, SERVER, "location /a {", "location /a/b {"],
    "HTTP_SERVER_IF": [HTTP, SERVER, "if ($uri) {"],
    "HTTP_LOCATION_IF": [HTTP, SERVER, "location /a {", "if ($uri) {"],
    "HTTP_LIMIT_EXCEPT": [HTTP, SERVER, "location /a {", "limit_except GET {"],
    "HTTP_UPSTREAM": [HTTP, "upstream u {"],
    "MAIL": ["mail {"],
    "MAIL_SERVER": ["mail {", SERVER],
    "STREAM": ["stream {"],
    "STREAM_SERVER": ["stream {", SERVER],
    "STREAM_UPSTREAM": ["stream {", "upstream u {"],
}
NEEDS = {"MAIL": "ngx_mail_module", "STREAM": "ngx_stream_module"}

# What nginx says, and what nginx-wslint says, as the same five words.
OF_NGINX = [
    ("unknown", re.compile(r'unknown directive "')),
    ("context", re.compile(r'directive is not allowed here in ')),
    ("arguments", re.compile(r'invalid number of arguments in "')),
    ("no block", re.compile(r'has no opening "\{"')),
    ("block", re.compile(r'is not terminated by ";"')),
]
OF_LINTER = [
    ("unknown", re.compile(r"\[unknown-directive\]$")),
    ("no block", re.compile(r'" without a block is not allowed .*\[directive-not-allowed-here\]$')),
    ("block", re.compile(r'" with a block is not allowed .*\[directive-not-allowed-here\]$')),
    ("context", re.compile(r"\[directive-not-allowed-here\]$")),
    ("arguments", re.compile(r"\[wrong-argument-count\]$")),
    ("no block", re.compile(r'has no opening "\{" \[syntax-error\]$')),
    ("block", re.compile(r'is not terminated by ";" \[syntax-error\]$')),
    ("syntax", re.compile(r"\[syntax-error\]$")),
]


def kind_of(message, kinds, otherwise):
    return next((kind for kind, pattern in kinds if pattern.search(message)), otherwise)


# ---- the table ------------------------------------------------------------------------------


class Definition:
    """One line NWL_DEFINITION of the table."""

    LINE = re.compile(r'NWL_DEFINITION\((\w+), "([^"]*)", ([^,]*), (\d+), (\w+), ([^,]*), \w+, (\w+), (.*)\)$')

    def __init__(self, match):
        self.name, self.module = match[1], match[2]
        self.contexts = {word.strip().removeprefix("NWL_CX_") for word in match[3].split("|")}
        self.least, self.most = int(match[4]), MANY if match[5] == "NWL_ARGS_MANY" else int(match[5])
        self.is_block, self.is_flag = "NWL_DF_BLOCK" in match[6], "NWL_DF_FLAG" in match[6]
        versions = re.findall(r"NWL_VERSION_OF\((\d+), (\d+), (\d+)\)|\b0\b", match[8])
        self.origin = match[7].removeprefix("NWL_ORIGIN_")
        self.since, self.removed = [tuple(int(part or 0) for part in version) for version in versions]

    def holds_in(self, version):
        return self.since <= version and (self.removed == (0, 0, 0) or version < self.removed)


def read_table():
    with open(TABLE, encoding="utf-8") as lines:
        matches = [Definition.LINE.match(line.rstrip("\n")) for line in lines]
    return [Definition(match) for match in matches if match]


# ---- nginx ----------------------------------------------------------------------------------


def words_in(path):
    """The identifiers among a program's strings, which the names of its modules and directives are."""
    return {word.decode() for word in re.findall(rb"\0([A-Za-z_][A-Za-z0-9_]*)(?=\0)", path.read_bytes())}


def load_order(path):
    """Modules that others need come first."""
    first = ["ndk_http_module.so", "ngx_stream_module.so", "ngx_mail_module.so"]
    return (first.index(path.name) if path.name in first else len(first), path.name)


class Nginx:
    """The nginx that judges, with the modules it can load."""

    def __init__(self, program, folder, prefix):
        self.program, self.prefix, self.loads = program, prefix, ""
        said = subprocess.run([program, "-v"], capture_output=True, text=True, check=True).stderr
        self.version = tuple(int(part) for part in re.search(r"nginx/(\d+)\.(\d+)\.(\d+)", said).groups())
        self.words = words_in(pathlib.Path(program))
        (prefix / "empty.conf").write_text(LAST + ";\n", encoding="utf-8")
        for path in sorted(folder.glob("*.so"), key=load_order):
            before, self.loads = self.loads, f"{self.loads}load_module {path};"
            if LAST in self.first_error(prefix / "empty.conf"):
                self.words |= words_in(path) | {path.stem}
            else:
                self.loads = before

    def has(self, definition):
        """Whether it can be held to the definition. What others add to nginx depends on versions that are not known."""
        return definition.module in self.words and (definition.origin in ("CORE", "BUNDLED") or
                                                    (definition.origin == "THIRD_PARTY" and definition.name in self.words))

    def first_error(self, path):
        arguments = ["-t", "-e", "stderr", "-p", str(self.prefix), "-c", str(path)]
        if self.loads:
            arguments += ["-g", self.loads]
        done = subprocess.run([self.program, *arguments], capture_output=True, text=True, errors="replace",
                              timeout=60, check=False)
        return next((line for line in done.stderr.splitlines() if re.search(r"\[(emerg|crit)\]", line)), "")


# ---- configurations -------------------------------------------------------------------------


class Case:
    """A configuration: its files, and where in them each statement under test begins and ends."""

    def __init__(self, number):
        self.name, self.files, self.places = f"{number:05}", {}, []

    def index_at(self, file, line):
        """The statement there; before the first one -1, None for a place that is not in one."""
        for index, (name, first, last) in enumerate(self.places):
            if name == file and first <= line <= last:
                return index
        return None


class Generator(Dice):
    """Random statements in random blocks, the same for each seed."""

    def __init__(self, table, nginx, seed):
        super().__init__(seed)
        known = [d for d in table if nginx.has(d)]
        self.definitions = defaultdict(list)
        for definition in known:
            if definition.holds_in(nginx.version):
                self.definitions[definition.name].append(definition)
        self.names = sorted(self.definitions)
        # What the table allows on account of modules that this nginx does not have.
        self.elsewhere = defaultdict(set)
        for definition in table:
            if not nginx.has(definition):
                self.elsewhere[definition.name] |= definition.contexts
        # Names of other versions, which this one does not know. A distribution may have brought some of them.
        self.strangers = sorted({d.name for d in known} - set(self.names) - set(self.elsewhere) - nginx.words)
        self.all_names = {d.name for d in table}
        self.contexts = [c for c in CONTEXTS if NEEDS.get(c.split("_")[0], "ngx_core_module") in nginx.words]
        self.queue = []

    def next_name(self):
        """Every name once before any comes again."""
        if not self.queue:
            self.queue = list(self.names)
            self.random.shuffle(self.queue)
        return self.queue.pop()

    def misspelled(self, name):
        at = self.random.randrange(len(name))
        wrong = self.one_of([name.upper(), name.title(), name[:at] + name[at + 1:], name[:at] + "_" + name[at:],
                             name + "s", name[:at] + name[at].upper() + name[at + 1:], name + "}", "\\" + name])
        return wrong if wrong and wrong not in self.all_names else "x" + name

    def argument_count(self, definition):
        if self.chance(40):
            return self.one_of([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9])
        return definition.least + self.random.randrange(min(definition.most - definition.least, 3) + 1)

    def arguments(self, definition):
        count = self.argument_count(definition)
        words = ["on", "off"] if definition.is_flag else ["1", "10m", "127.0.0.1", "/a", "$uri", '"b c"', "''", "2s"]
        return [self.one_of(words) for _ in range(count)]

    def written_name(self, name):
        quote = self.one_of(['"', "'"])
        return quote + name + quote if self.chance(6) else name

    def statement(self, definition, name):
        """The text of a statement of one or several lines."""
        ends_with_block = definition.is_block != self.chance(12)
        text = self.written_name(name)
        for argument in self.arguments(definition):
            text += self.one_of([" "] * 30 + ["\t", "\n  ", "  # ;\n", "\n\n"]) + argument
        text += self.one_of([""] * 8 + [" ", "\n"])
        if not ends_with_block:
            return text + ";"
        return text + self.one_of(["{}", " { }"])

    def next_statement(self, context):
        definition, name = self.definition_and_name()
        while context.split()[0] in self.elsewhere[name]:
            definition, name = self.definition_and_name()
        return self.statement(definition, name)

    def definition_and_name(self):
        if self.strangers and self.chance(3):
            name = self.one_of(self.strangers)
            return self.one_of(self.definitions[self.one_of(self.names)]), name
        name = self.next_name()
        definition = self.one_of(self.definitions[name])
        return definition, self.misspelled(name) if self.chance(6) else name

    def context(self, definition):
        fitting = [c for c in self.contexts if c.split()[0] in definition.contexts]
        return self.one_of(fitting if fitting and self.chance(60) else self.contexts)

    def case(self, number):
        case = Case(number)
        definition, name = self.definition_and_name()
        context = self.context(definition)
        while context.split()[0] in self.elsewhere[name]:
            context = self.context(definition)
        outer = CONTEXTS[context]
        head = (["events {}"] if context == "MAIN" else []) + outer
        texts = [self.statement(definition, name)]
        for _ in range(self.one_of([0, 0, 0, 1, 2])):
            texts.insert(self.random.randrange(len(texts) + 1), self.next_statement(context))
        texts.append(LAST + ";")
        ending = "\r\n" if self.chance(10) else "\n"
        included = self.chance(15)
        file = f"{case.name}.inc" if included else f"{case.name}.conf"
        line = 1 if included else len(head) + 1
        for text in texts:
            case.places.append((file, line, line + text.count("\n")))
            line += text.count("\n") + 1
        if included:
            case.files[file] = "\n".join(texts) + "\n"
            texts = [f"include {file};"]
        # The blocks are closed for nginx-wslint, which reads on.
        case.files[f"{case.name}.conf"] = "\n".join(head + texts + ["}" * len(outer)]) + "\n"
        case.files = {name: text.replace("\n", ending) for name, text in case.files.items()}
        return case


# ---- comparison -----------------------------------------------------------------------------


def nginx_says(nginx, case):
    """Kind and statement of nginx's first error; no statement when the message has no place."""
    error = nginx.first_error(nginx.prefix / f"{case.name}.conf")
    place = re.search(r" in \S*?([^/\s]+):(\d+)$", error)
    index = case.index_at(place[1], int(place[2])) if place else None
    return kind_of(error, OF_NGINX, "handler"), index, error


def linter_says(options, cases, folder, *further):
    """For each case the kinds of what is said of its statements, by statement."""
    paths = [f"{case.name}.conf" for case in cases]
    done = subprocess.run([os.path.abspath(options.program), "-q", "-f", "concise", "--fail-on", "never", "--select",
                           "syntax-error,unknown-directive,directive-not-allowed-here,wrong-argument-count", *further,
                           *paths], cwd=folder, capture_output=True, text=True, errors="replace", timeout=600,
                          check=False)
    if done.returncode != 0:
        sys.exit(f"{options.program} ends with {done.returncode}: {done.stderr}")
    by_name = {case.name: case for case in cases}
    said = {case.name: {} for case in cases}
    for line in done.stdout.splitlines():
        match = re.match(r"(\d{5})(\.\w+):(\d+):\d+: (.*)$", line)
        case = by_name[match[1]] if match else sys.exit(f"not understood: {line}")
        index = case.index_at(match[1] + match[2], int(match[3]))
        kind = kind_of(match[4], OF_LINTER, "other")
        if index is None:
            kind = "misplaced"
        said[case.name].setdefault(index, []).append(kind)
    return said


def fault(kind, index, said):
    """What is wrong with what is said when nginx stops at statement index with an error of a kind; None when nothing."""
    if None in said:
        return "something is said outside of the statements"
    if any(len(kinds) > 1 for kinds in said.values()):
        return "a statement has more than one finding"
    first = min(said, default=None)
    if kind == "handler":
        return f"statement {first} is fine for nginx" if first is not None and first <= index else None
    if first != index:
        return f"the first finding is for statement {first} instead of {index}"
    # A block directive that needs no context to be wrong: the parser has told it, nginx asks for the context first.
    if said[first][0] == kind or (said[first][0] in ("block", "no block") and kind in ("context", "unknown")):
        return None
    return f"{said[first][0]} instead of {kind}"


def fault_without_version(kind, index, said):
    """Not knowing the version is no reason to blame what nginx takes."""
    first = min((i for i in said if i is not None), default=None)
    if first is not None and (first < index or (first == index and kind == "handler")):
        return f"without a version: statement {first} is fine for nginx"
    return None


def show(case, error, reason):
    print(f"DISAGREEMENT: {reason}\n  nginx: {error}")
    for name, text in case.files.items():
        print(f"  {name}:\n" + "".join(f"    {line}\n" for line in text.splitlines()), end="")


def compare(options, nginx, cases):
    counts, faults = Counter(), 0
    version = ".".join(map(str, nginx.version))
    with ThreadPoolExecutor(options.jobs) as pool:
        verdicts = list(pool.map(lambda case: nginx_says(nginx, case), cases))
        batches = [cases[i:i + BATCH] for i in range(0, len(cases), BATCH)]
        with_version, without = {}, {}
        for batch in pool.map(lambda b: linter_says(options, b, nginx.prefix, "--nginx-version", version), batches):
            with_version.update(batch)
        for batch in pool.map(lambda b: linter_says(options, b, nginx.prefix), batches):
            without.update(batch)
    for case, (kind, index, error) in zip(cases, verdicts):
        if index is None:
            counts["not compared, since nginx names no line"] += 1
            continue
        counts["nothing" if kind == "unknown" and LAST in error else kind] += 1
        reason = (fault(kind, index, with_version[case.name]) or
                  fault_without_version(kind, index, without[case.name]))
        if reason:
            faults += 1
            show(case, error, reason)
    return counts, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the nginx-wslint to test")
    parser.add_argument("--nginx", default="/usr/sbin/nginx")
    parser.add_argument("--modules", type=pathlib.Path, default=pathlib.Path("/usr/lib/nginx/modules"),
                        help="where dynamic modules are")
    parser.add_argument("--cases", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="differential-") as place:
        prefix = pathlib.Path(os.path.realpath(place))
        nginx = Nginx(options.nginx, options.modules, prefix)
        generator = Generator(read_table(), nginx, options.seed)
        cases = [generator.case(number) for number in range(options.cases)]
        for case in cases:
            for name, text in case.files.items():
                (prefix / name).write_text(text, encoding="utf-8", newline="")
        counts, faults = compare(options, nginx, cases)
    print(f"nginx {'.'.join(map(str, nginx.version))}, {len(generator.names)} directives in "
          f"{len(generator.contexts)} contexts, seed {options.seed}; first error by nginx: " +
          ", ".join(f"{count} {kind}" for kind, count in counts.most_common()))
    print(f"{len(cases)} configurations, {faults} disagreements")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
