#!/usr/bin/env python3
"""Holds the lexer and the parser to what nginx reads: words, their boundaries and values, and the first error.

Lines: random statements, mutated in most cases. They are included in the block "types", which takes any words and
repeats them: it warns of an extension that it has seen before, and names it and the type before it. From the statements
that tests/reading prints, the whole output of "nginx -t" is foretold and compared byte by byte. What nginx stops at
comes last, behind several files it has to read to the end.

Files: the fixtures and examples that nginx accepts, mutated. Compared are kind and line of the error at which nginx
stops, unless that is one of a directive. Up to there nothing may be said; behind it nginx reads nothing.

Where a mistake has different names for the two, "same_error" says so. "server" comes with a block and, in an upstream,
without one; which it has to be is told by a rule and not by the parser, so that the finding is looked for.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from collections import Counter
from multiprocessing import Pool

from generating import Dice
from nginx import LAST, ask, entries, first_error

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUNDLE = 8  # files that nginx reads before the one that it stops at
ERROR_BYTES = 1024  # NGX_MAX_CONF_ERRSTR: what is longer is cut off
BUFFER = 4096
EOF = b'unexpected end of file, expecting ";" or "}"'


class Reading:
    """How nginx-wslint reads a file: its statements, and where and why nginx stops."""

    def __init__(self):
        self.statements, self.stop = [], None


def read_all(program, folder, names, *mode):
    """The readings of files, by name."""
    done = subprocess.run([program, *mode], cwd=folder, input="".join(f"{name}\n" for name in names),
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{program} ends with {done.returncode}: {done.stderr}")
    readings = {}
    for line in done.stdout.splitlines():
        what, *rest = line.split(" ")
        if what == "file":
            reading = readings[rest[0]] = Reading()
            continue
        offset, number, *words = rest
        words = [bytes.fromhex(word[1:]) for word in words]
        if what == "statement":
            reading.statements.append((int(offset), int(number), words))
        else:
            reading.stop = (int(offset), int(number), words[0])
    return readings


# ---- inputs ---------------------------------------------------------------------------------


def seed_files():
    """The configurations of the project."""
    found = sorted(path for folder in ("fixtures", "examples") for path in (ROOT / folder).rglob("*")
                   if path.is_file() and path.suffix in (".conf", ".inc", "") and 0 < path.stat().st_size < 6000 and
                   path.name not in ("expected", "cmd", "setup", "nginx"))
    return [path.read_bytes() for path in found]


class Generator(Dice):
    """Random inputs, the same for each seed."""

    PUNCTUATION = [b'"', b"'", b"\\", b"$", b"{", b"}", b";", b"#", b"${", b"{2}", b")", b"(", b'""', b"''", b"\\\"",
                   b"\\\\", b"\\n", b"\\;", b"\\ ", b"\r", b"\n", b"\r\n", b"\t", b" ", b"\0", b"\xef\xbb\xbf",
                   b"\xa0", b"\x0b", b"\x1a", b"\xff", b"#\n", b"# c\r", b";;", b'"a"b', b"a\"b", b"};"]
    SPACES = [b" "] * 12 + [b"  ", b"\t", b"\n", b"\r\n", b"\r", b" # c;{\"\n", b"\n\n", b"#\n", b" \\ "]

    def __init__(self, seeds, seed):
        super().__init__(seed)
        words = {word for text in seeds for word in re.findall(rb"[^\s;{}#\"']{1,24}", text)}
        self.words = sorted(words - {b"include"})
        self.files = seeds

    def long_text(self):
        """About as many bytes as nginx's buffer has, more often than not without an end."""
        length = self.one_of([BUFFER - 3, BUFFER - 2, BUFFER - 1, BUFFER, BUFFER + 1, 2 * BUFFER, self.random.randrange(BUFFER)])
        return self.one_of([b"w", b"\\n", b"\\", b"a$", b"$"]) * length

    def long_word(self):
        text = self.long_text()[:self.random.randrange(BUFFER - 4, BUFFER + 4)]
        quote = self.one_of([b"", b'"', b"'"])
        return self.one_of([quote + text + quote, quote + text, b"#" + text + b"\n", b"#" + text])

    def word(self):
        kind = self.random.randrange(100)
        if kind < 40:
            return self.one_of([b"a", b"b", b"1", b"x", b"text/html"])
        if kind < 70:
            return self.one_of(self.words)
        inner = b"".join(self.one_of([self.one_of(self.words), self.one_of(self.PUNCTUATION), b"a", b" "])
                         for _ in range(self.random.randrange(4)))
        if kind < 88:
            quote = self.one_of([b'"', b"'"])
            return quote + inner.replace(quote, b"\\" + quote) + quote
        return b"w" + re.sub(rb"[\s;{]", b"", inner)

    def statement(self):
        text = self.word()
        for _ in range(self.random.randrange(4)):
            text += self.one_of(self.SPACES) + self.word()
        return text + self.one_of([b"", b"", b"", b" ", b"\n", b" #\n"]) + b";"

    def lines(self):
        text = b"".join(self.statement() + self.one_of([b"\n", b"\n", b"\n", b"", b" ", b"\r\n", b"# c\n"])
                        for _ in range(self.random.randrange(1, 6)))
        if self.chance(4):
            at = self.random.randrange(len(text) + 1)
            text = text[:at] + self.one_of([b"", b" ", b" " * self.random.randrange(BUFFER)]) + self.long_word() + text[at:]
        if self.chance(70):
            text = self.mutated(text)
        return text.replace(b"include", b"includes")

    def file(self):
        return self.mutated(self.one_of(self.files))

    def mutated(self, text):
        for _ in range(self.one_of([1, 1, 1, 1, 2, 3])):
            text = self.mutation(text)
        return text

    def mutation(self, text):
        at = self.random.randrange(len(text) + 1)
        kind = self.random.randrange(100)
        if kind < 10:
            return text[:at] + bytes([self.random.randrange(256)]) + text[at + 1:]
        if kind < 45:
            return text[:at] + self.one_of(self.PUNCTUATION) + text[at:]
        if kind < 60:
            return text[:at] + text[at + self.random.randrange(1, 4):]
        if kind < 65:
            return text[:at]
        if kind < 68:
            return self.one_of([b"\xef\xbb\xbf", b"\n", b"#", b'"', b"\0"]) + text
        if kind < 70:
            return text[:at] + self.long_word() + text[at:]
        return self.mutated_token(text)

    def mutated_token(self, text):
        tokens = re.split(rb"([\s;{}]|[^\s;{}]+)", text)
        at = self.random.randrange(len(tokens))
        kind = self.random.randrange(4)
        if kind == 0:
            del tokens[at]
        elif kind == 1:
            tokens.insert(at, tokens[at])
        elif kind == 2:
            tokens.insert(at, self.one_of(self.PUNCTUATION))
        else:
            other = self.random.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        return b"".join(tokens)


# ---- what nginx is to print -----------------------------------------------------------------


def as_nginx_says(message):
    """The reader's own wording of an error where nginx has another one. Inside "types" there are no directives."""
    if message == b"the string is never closed":
        return EOF
    if re.match(rb'directive ".*" is not terminated by ";"\Z', message, re.DOTALL):
        return b'unexpected "}"'
    unexpected = re.match(rb'(unexpected ")(.).*"\Z', message, re.DOTALL)
    if unexpected and not message.startswith(b"unexpected end"):
        return unexpected[1] + unexpected[2] + b'"'
    return message


class Types:
    """The block "types", as far as its messages go. It compares extensions as C strings, in lower case."""

    def __init__(self):
        self.types = {}

    def take(self, words):
        """The warnings for the words of a statement."""
        for extension in words[1:]:
            extension = extension.lower()
            key = extension.split(b"\0")[0]
            if key in self.types:
                yield (b'duplicate extension "%s", content type: "%s", previous content type: "%s"' %
                       (extension, words[0], self.types[key]))[:ERROR_BYTES]
            self.types[key] = words[0]


def foretold(folder, names, readings):
    """The entries that nginx is to print for files that are included one after another."""
    types = Types()
    for name in names:
        stop = readings[name].stop
        for offset, line, words in readings[name].statements:
            if stop is None or offset < stop[0]:
                yield from (("warn", b"%s in %s:%d" % (text, os.fsencode(folder / name), line))
                            for text in types.take(words))
        if stop is not None:
            yield "emerg", b"%s in %s:%d" % (as_nginx_says(stop[2])[:ERROR_BYTES], os.fsencode(folder / name), stop[1])
            return


class Judge:
    """Asks nginx about one bundle of lines, or about one file; made anew in each process."""

    def __init__(self, nginx, folder):
        self.nginx, self.folder = nginx, folder

    def of_lines(self, job):
        """The first difference between what is foretold and what is said of a bundle, None without one."""
        number, names, wanted = job
        root = self.folder / f"{number}.bundle"
        root.write_bytes(b"events {} http { types {\n" + b"".join(b"include %s;\n" % name.encode() for name in names) +
                         b"}\n%s;\n}\n" % LAST.encode())
        printed = ask(self.nginx, self.folder, root)
        said = [(level, re.sub(rb"\n(nginx: [^\n]*\n)*\Z", b"", text)) for level, text in entries(printed)]
        if said and LAST.encode() in said[-1][1]:
            said.pop()
        for ours, theirs in zip([*wanted, None], [*said, None]):
            if ours != theirs:
                return ours, theirs
        return None

    def of_file(self, name):
        return first_error(ask(self.nginx, self.folder, self.folder / name))


JUDGE = None


def start(nginx, folder):
    global JUDGE  # one for each process of the pool
    JUDGE = Judge(nginx, folder)


def judge_lines(job):
    return JUDGE.of_lines(job)


def judge_file(name):
    return JUDGE.of_file(name)


# ---- comparison -----------------------------------------------------------------------------

# What nginx's reader says, whatever the directives.
OF_READER = re.compile(rb'(unexpected (".|end of file, .*)"|too long parameter.*|'
                       rb'directive ".*" (is not terminated by ";"|has no opening "\{"))\Z', re.DOTALL)


def bundles(names, readings):
    """Lists of names to be included one after another: only the last may stop nginx. What it reads comes twice."""
    whole, number = [], 0
    for name in names:
        if readings[name].stop is None:
            whole += [name, name]
        if readings[name].stop is not None or len(whole) == 4 * BUNDLE:
            first = whole[:2 * BUNDLE]
            del whole[:2 * BUNDLE]
            if readings[name].stop is not None:
                first.append(name)
            yield number, first
            number += 1
    yield number, whole


def same_error(ours, theirs):
    """Whether what stops the reader and what stops nginx is the same mistake.

    Where a ';' or a '{' is missing before another directive, or a '}' ends a word, nginx takes what follows for
    arguments. What it says then depends on what that is, so that only the line is foretold.
    """
    _, line, message = ours
    text, _, their_line = theirs
    if line != their_line:
        return False
    if re.match(rb'(directive ".*" (is not terminated by|has no opening)|"\{" ends )', message, re.DOTALL):
        return True
    return as_nginx_says(message) == text


def fault(name, reading, error):
    """What is wrong with the reading of a file when nginx stops at error; None when nothing."""
    if error is None:
        return None if reading.stop is None else "nginx takes it"
    text, file, line = error
    if file is None or os.path.basename(file) != name:
        return None  # nginx does not say how far it has read here
    if OF_READER.match(text):
        if reading.stop is None:
            return "nginx stops"
        return None if same_error(reading.stop, error) else "another error"
    if reading.stop is not None and reading.stop[1] < line:
        return "nginx reads further"
    return None


OF_SERVER = re.compile(rb'directive "server" (has no opening|is not terminated by)')


def is_told_by_rule(program, folder, name, line):
    """Whether "server" with or without a block is said to be misplaced, not behind a line."""
    done = subprocess.run([program, "-q", "-f", "concise", "--select", "directive-not-allowed-here", name], cwd=folder,
                          capture_output=True, text=True, errors="replace", check=False)
    found = re.findall(r'^[^:]*:(\d+):\d+: error: "server" with(?:out)? a block is not allowed', done.stdout, re.MULTILINE)
    return any(int(number) <= line for number in found)


class Run:
    """One run of the test: inputs in a folder, readings, verdicts."""

    def __init__(self, options, folder, pool):
        self.options, self.folder, self.pool = options, folder, pool
        self.faults, self.counts = 0, Counter()

    def show(self, name, reason, ours, theirs):
        self.faults += 1
        text = (self.folder / name).read_bytes()
        print(f"DISAGREEMENT in {name}: {reason}\n  nginx-wslint: {ours}\n  nginx:        {theirs}\n"
              f"  input ({len(text)} bytes): {text[:1500]!r}\n"
              f"  again: tests/differential/tokens.py --program PROGRAM --seed {self.options.seed} "
              f"--lines {self.options.lines} --files {self.options.files}")

    def write(self, kind, texts):
        names = [f"{kind}{number:06}" for number in range(len(texts))]
        for name, text in zip(names, texts):
            (self.folder / name).write_bytes(text)
        return names

    def lines(self, generator):
        names = self.write("l", [generator.lines() for _ in range(self.options.lines)])
        readings = read_all(self.options.reading, self.folder, names, "lines")
        broken = sum(reading.stop is not None for reading in readings.values())
        self.counts.update({"lines": len(names) - broken, "broken lines": broken})
        jobs = [(number, bundle, list(foretold(self.folder, bundle, readings))) for number, bundle in bundles(names, readings)]
        for (_, bundle, _), difference in zip(jobs, self.pool.imap(judge_lines, jobs, 32)):
            if difference is None:
                continue
            shown = next((name for name in bundle if f"/{name}:".encode() in b"".join(e[1] for e in difference if e)), bundle[-1])
            self.show(shown, f"in the bundle {' '.join(bundle)}", *difference)

    def accepted(self, texts):
        """The texts in which nginx finds nothing wrong before LAST."""
        last = f"\n{LAST};\n".encode()
        names = self.write("s", [text + last for text in texts])
        errors = self.pool.imap(judge_file, names, 16)
        return [text for text, error in zip(texts, errors) if error and LAST.encode() in error[0]]

    def files(self, generator):
        generator.files = self.accepted([text for text in generator.files if b"{" in text])
        texts = [generator.file() for _ in range(self.options.files)]
        names = self.write("f", texts)
        readings = read_all(self.options.reading, self.folder, names)
        longer = [(name, text) for name, text in zip(names, texts) if readings[name].stop is None]
        for name, text in longer:
            (self.folder / name).write_bytes(text + f"\n{LAST};\n".encode())
        # A line end more may make a comment too long.
        readings.update(read_all(self.options.reading, self.folder, [name for name, _ in longer]))
        for name, error in zip(names, self.pool.imap(judge_file, names, 32)):
            if error and LAST.encode() in error[0]:
                self.counts["files that nginx takes"] += 1
                continue
            self.counts["stopped by " + ("the reader" if error and OF_READER.match(error[0]) else "a directive")] += 1
            reason = fault(name, readings[name], error)
            if reason and OF_SERVER.match(error[0]) and is_told_by_rule(self.options.program, self.folder, name, error[2]):
                self.counts["told by a rule"] += 1
            elif reason:
                self.show(name, reason, readings[name].stop, error)
        self.counts["files they come from"] = len(generator.files)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="the nginx-wslint to test; tests/reading is beside it")
    parser.add_argument("--nginx", default="/usr/sbin/nginx")
    parser.add_argument("--lines", type=int, default=14000, help="so many inputs of lines")
    parser.add_argument("--files", type=int, default=6000, help="so many mutated files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    options.reading = pathlib.Path(options.program).parent / "tests" / "reading"
    if not options.reading.exists():
        print(f"SKIPPED: THERE IS NO {options.reading}, WHICH THE DEBUG BUILD MAKES")
        return 0
    with tempfile.TemporaryDirectory(prefix="tokens-") as place:
        folder = pathlib.Path(os.path.realpath(place))
        with Pool(options.jobs, start, (options.nginx, folder)) as pool:
            run = Run(options, folder, pool)
            generator = Generator(seed_files(), options.seed)
            run.lines(generator)
            run.files(generator)
    print(f"seed {options.seed}: " + ", ".join(f"{count} {what}" for what, count in run.counts.items()))
    print(f"{options.lines + options.files} inputs, {run.faults} disagreements")
    return 1 if run.faults else 0


if __name__ == "__main__":
    sys.exit(main())
