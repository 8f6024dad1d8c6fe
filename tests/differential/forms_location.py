#!/usr/bin/env python3
"""Holds what is said of locations, rewriting, regular expressions and variables to what nginx says.

Makes small configurations of one statement each, or of locations inside each other, out of words that are right, nearly
right and wrong, and compares verdict and line. nginx never gets as far as to open files or ports: a directive that does not
exist ends each configuration.

nginx stops at the first error, so a case that is expected to have one has a run of its own; those that are expected to be
right share one, and are tried one by one when it fails.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from directives import BATCH, HTTP, LAST, SERVER, Nginx
from generating import Dice, options_of

SHARING = 40
FINDING = re.compile(r"(\d{6})\.conf:(\d+):\d+: .*\[(invalid-argument|syntax-error)\]$")
# What is no matter of the arguments: other rules speak of it, or nobody can.
OF_OTHERS = re.compile(r'unknown "[^"]*" variable|conflicting parameter|the duplicate "')

REGEXES = ["^/a", r"\.php$", "^/(a|b)/(.*)$", r"^(.+\.php)(/.+)$", "(?<n>a)(?<m>b)", "a{2}", "[a-z]+", r"\d+", "", ".", "^",
           "(a", "a)", "[a", "[z-a]", "*a", "+", "?", "a{2,1}", r"\1", "(?<n>a)(?<n>b)", "(?<=a+)b", "(?<1a>b)", "(?P<n>a",
           "[[:foo:]]", r"\Q", "(?i)a", "(?#", "(?:a", "(?!a)b", r"\x{110000}", r"\p{Foo}", "a**", "a++", "(?R)", "(?1)",
           "(*FOO)", "\\"]
TEXTS = ["/a", "/$uri", "${uri}x", "$1", "$1x", "/a?$args", "$uri$is_args$args", "", "a b", "$uri/", "@a", "http://a/$1",
         "$", "a$", "$ a", "${", "${uri", "$-", "${}", "$$uri", "${1", "$}", "${uri $x", "/$?", "$?", "a/$/", "${uri}}"]
NAMES = ["/", "/a", "/a/", "/a/b", "/A", "/b", "@a", "@b", "", " /a", "^/a", "~", "/aa", "a"]
MODIFIERS = ["", "=", "^~", "~", "~*", "~=", "=~", "^", "*", "!~", "~ ", "==", "@", "/a", "~**", "!=", "~^", ""]
HOSTS = ["a.b", "*.a.b", "a.*", ".a.b", "*", ".", "*a", "*.", "*.a", "a.*.b", "**.a", "..a", "a..b", "", "_", "a*", "*a.*",
         ".*", "*.*", "$hostname", "~a", "~", "~^(?<n>.+)$", "~(", "~*a", "~[A-Z]", "~[", "none", "blocked", "server_names",
         "a.b/c", "/c", "*.a/b", "*a/b", "A.B", "a/.."]
CODES = ["200", "301", "404", "499", "299", "300", "599", "600", "999", "1000", "0", "00200", "-1", "+1", "4xx", "40 4", "",
         "301;", "99999999999999999999", "9223372036854775808", "=404", "$uri", "http://a", "https://a$uri", "$scheme://a",
         "Http://a", "http:/a", "//a", "$schemes", "${scheme}://a", "http://$", "$scheme$"]
ANSWERS = ["=", "=200", "=0", "=abc", "=-1", "= 200", "==", "=1000", "=99999999999999999999", "=$uri", "=20$", "=404 "]
FLAGS = ["last", "break", "redirect", "permanent", "Last", "LAST", "", "las", "lastt", "301", "l", "[R]", "[L]", "permanent,"]
OPERATORS = ["=", "!=", "~", "~*", "!~", "!~*", "==", "eq", "!", "*~", "~=", "<", ">=", "!==", "in", "", "-f", "~~"]
TESTS = ["-f", "-d", "-e", "-x", "!-f", "!-d", "!-e", "!-x", "-s", "!-s", "-", "!-", "--", "-F", "!f", "-ff", "!-ff", "!"]
WORDS = ["off", "default", "on", "Off", "false", "none", "msie6", "degradation", "MSIE [4-6]"]
SUBJECTS = ["$x", "$http_upgrade", "x", "$", "", "${x", "(", ")", "$a$b", "1", "\"x\"", "-f", "!$x"]
PAIRED = ["proxy_redirect", "proxy_cookie_domain", "proxy_cookie_path", "proxy_cookie_flags"]
# The argument that is read for variables stands behind these words.
SCRIPTS = {"add_header": ["X"], "add_trailer": ["X"], "auth_basic": [], "auth_basic_user_file": [], "fastcgi_cache_key": [],
           "proxy_cache_bypass": ["a"], "proxy_cache_key": [], "proxy_method": [], "proxy_no_cache": [], "proxy_ssl_name": [],
           "secure_link": [], "secure_link_md5": [], "sub_filter": ["a"], "uwsgi_cache_key": [], "grpc_ssl_name": [],
           "root": [], "proxy_set_header": ["X"], "fastcgi_param": ["X"], "scgi_param": ["X"],
           "uwsgi_param": ["X"], "grpc_set_header": ["X"], "proxy_set_body": [], "sub_filter_types": ["a"], "mirror": [],
           "default_type": [], "proxy_hide_header": []}
# nginx reads these when all of http is there, and then names another line.
READ_LATE = {"proxy_set_header", "fastcgi_param", "scgi_param", "uwsgi_param", "grpc_set_header", "proxy_set_body"}
BYTES = "$(){}[]*?+^~=!|\\/.@-ax1 <>:,'\""


class Case:
    """A configuration: lines in a server; whether nginx names the line that it refuses."""

    def __init__(self, lines, late=False):
        self.lines, self.late, self.name = lines, late, ""
        self.first = len(self.head()) + 1

    @staticmethod
    def head():
        return ["events {}", HTTP, SERVER]

    def whole(self):
        end = ["}", "}", LAST + ";"] if self.late else [LAST + ";", "}", "}"]
        return "\n".join([*self.head(), *self.lines, *end]) + "\n"


def written(word, quote):
    """A word as it is written in a configuration, without quotes where they are not needed and not asked for."""
    if not quote and re.fullmatch(r"(?!\$\{)[\w/.,:@=~^*!(|)?+$-]+", word) and "${" not in word:
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Generator(Dice):
    """Random statements, the same for each seed."""

    def near(self, word):
        """The word, or one with a byte more, less or changed."""
        if not self.chance(35):
            return word
        at = self.random.randrange(len(word) + 1)
        byte = self.one_of(BYTES)
        return self.one_of([word[:at] + byte + word[at:], word[:at] + word[at + 1:], word[:at] + byte + word[at + 1:]])

    def word(self, *lists):
        return self.near(self.one_of(self.one_of(lists)))

    def line(self, name, words, end=";"):
        return " ".join([name, *[written(word, self.chance(30)) for word in words]]) + end

    def location_words(self):
        modifier, name = self.one_of(MODIFIERS), self.word(NAMES, REGEXES) if self.chance(40) else self.one_of(NAMES)
        # What looks like a variable may be one in another version, or in a template: nothing is said of it.
        name = name.replace("${", "{").lstrip("$")
        if not modifier:
            return [name]
        return [modifier + name] if self.chance(30) else [modifier, name]

    def locations(self):
        """Up to three of them, inside each other."""
        depth = self.one_of([1, 2, 2, 2, 3])
        opened = [self.line("location", self.location_words(), " {") for _ in range(depth)]
        return Case(opened + ["}"] * depth)

    def in_location(self):
        """What depends on the location around it."""
        outer = self.line("location", [self.one_of(["/", "@a", "=/a", "~ a", "= @a"]).replace("= ", "=")], " {")
        inner = self.one_of([
            self.line("alias", [self.word(TEXTS, ["/$document_root", "${document_root}", "$realpath_root/a", "$document"])]),
            self.line("root", [self.word(TEXTS, ["$document_root/a", "a${realpath_root}", "$realpath"])]),
            "proxy_redirect default;", "proxy_pass http://127.0.0.1; proxy_redirect default;",
            "proxy_pass http://$host; proxy_redirect default;", "proxy_redirect default; proxy_pass http://127.0.0.1;",
        ])
        return Case([outer, inner, "}"])

    def condition(self):
        if self.chance(70):
            words = [self.word(SUBJECTS[:2] * 4 + SUBJECTS)]
            if self.chance(80):
                words += [self.one_of(OPERATORS), self.word(REGEXES, TEXTS)]
        else:
            words = [self.one_of(TESTS), self.word(TEXTS)]
        if self.chance(10):
            words.insert(self.random.randrange(len(words) + 1), self.word(SUBJECTS))
        if self.chance(5):
            words.pop(self.random.randrange(len(words)))
        opening, closing = self.one_of(["("] * 14 + ["", "(("]), self.one_of([")"] * 14 + ["", "))"])
        words = [opening, *words] if self.chance(20) or not words else [opening + words[0], *words[1:]]
        words = [*words, closing] if self.chance(20) else [*words[:-1], words[-1] + closing]
        return [word for word in words if word or self.chance(50)] or ["()"]

    def statement(self):
        make = self.one_of([
            lambda: self.line("rewrite", [self.word(REGEXES), self.word(TEXTS), *self.one_of([[], [self.word(FLAGS)]])]),
            lambda: self.line("return", [self.word(CODES), *self.one_of([[], [self.word(TEXTS)]])]),
            lambda: self.line("set", [self.word(["$a", "$b", "a", "$", "", "${a}", "$a b", "$$", " $a"]), self.word(TEXTS)]),
            lambda: self.line("if", self.condition(), " { }"),
            lambda: self.line("error_page", [self.word(CODES) for _ in range(self.one_of([0, 1, 1, 2, 3]))] +
                              self.one_of([["404"], ["500"], [self.word(ANSWERS)]]) + [self.word(TEXTS)]),
            lambda: self.line("try_files", [self.word(TEXTS) for _ in range(self.one_of([1, 1, 2]))] +
                              [self.word(TEXTS, ANSWERS)]),
            lambda: self.line("index", [self.word(TEXTS) for _ in range(self.one_of([1, 1, 2]))]),
            lambda: self.line("server_name", [self.word(HOSTS) for _ in range(self.one_of([1, 1, 2]))]),
            lambda: self.line("valid_referers", [self.word(HOSTS) for _ in range(self.one_of([1, 1, 2]))]),
            lambda: self.line("gzip_disable", [self.word(REGEXES, WORDS) for _ in range(self.one_of([1, 1, 2]))]),
            lambda: self.line("fastcgi_split_path_info", [self.word(REGEXES)]),
            lambda: self.line("auth_request_set", [self.word(["$a", "a", "$", ""]), self.word(TEXTS)]),
            lambda: self.line(self.one_of(PAIRED), [self.word(WORDS)]),
            lambda: self.line(self.one_of(PAIRED), [self.one_of(["", "~", "~*"]) + self.word(REGEXES), self.word(TEXTS)]),
        ])
        return make()

    def case(self):
        kind = self.random.randrange(10)
        if kind < 2:
            return self.locations()
        if kind < 3:
            return self.in_location()
        if kind < 5:
            name = self.one_of(sorted(SCRIPTS))
            return Case([self.line(name, SCRIPTS[name] + [self.word(TEXTS)])], name in READ_LATE)
        return Case([self.statement()])


# ---- verdicts -------------------------------------------------------------------------------


def linter_lines(options, folder, cases, *further):
    """The lines of which something is said, by name of the case. A line that is said twice is there twice."""
    done = subprocess.run([os.path.abspath(options.program), "-q", "-f", "concise", "--fail-on", "never", "--select",
                           "syntax-error,invalid-argument", *further, *[f"{case.name}.conf" for case in cases]], cwd=folder,
                          capture_output=True, text=True, errors="replace", timeout=600, check=False)
    if done.returncode != 0:
        sys.exit(f"{options.program} ends with {done.returncode}: {done.stderr}")
    said = {case.name: [] for case in cases}
    for line in done.stdout.splitlines():
        match = FINDING.match(line)
        if not match or match[3] == "syntax-error":
            sys.exit(f"not understood: {line}")
        said[match[1]].append(int(match[2]))
    return said


def nginx_error(nginx, case):
    """What it says; empty when it takes all of the case, None when what it says is no matter of the arguments."""
    error = nginx.first_error(nginx.prefix / f"{case.name}.conf")
    if OF_OTHERS.search(error):
        return "" if error.endswith("variable") else None
    return "" if LAST in error else error


def nginx_errors(nginx, number, cases):
    """The same for several cases that are expected to have none."""
    path = nginx.prefix / f"shared-{number}.conf"
    servers = [line for case in cases for line in (SERVER, *case.lines, "}")]
    path.write_text("\n".join([*Case.head()[:2], *servers, LAST + ";", "}"]) + "\n", encoding="utf-8")
    if LAST in nginx.first_error(path):
        return dict.fromkeys((case.name for case in cases), "")
    return {case.name: nginx_error(nginx, case) for case in cases}


def ask_nginx(options, nginx, cases, said):
    shared = [case for case in cases if not case.late and not said[case.name]]
    alone = [case for case in cases if case.late or said[case.name]]
    errors = {}
    with ThreadPoolExecutor(options.jobs) as pool:
        groups = [shared[i:i + SHARING] for i in range(0, len(shared), SHARING)]
        for found in pool.map(lambda group: nginx_errors(nginx, *group), enumerate(groups)):
            errors.update(found)
        errors.update(zip((case.name for case in alone), pool.map(lambda case: nginx_error(nginx, case), alone)))
    return errors


def fault(case, error, lines):
    """What is wrong with what is said of a case, None when nothing."""
    if not error:
        return "false alarm" if lines else None
    if not lines:
        return "missed"
    if len(set(lines)) < len(lines):
        return "a line has more than one finding"
    line = int(error.rsplit(":", 1)[1])
    return None if case.late or min(lines) == line else "another line"


def compare(options, nginx, cases):
    version = ".".join(map(str, nginx.version))
    said, said_of_all = {}, {}
    batches = [cases[i:i + BATCH] for i in range(0, len(cases), BATCH)]
    with ThreadPoolExecutor(options.jobs) as pool:
        for found in pool.map(lambda b: linter_lines(options, nginx.prefix, b, "--nginx-version", version), batches):
            said.update(found)
        for found in pool.map(lambda b: linter_lines(options, nginx.prefix, b), batches):
            said_of_all.update(found)
    errors, counts = ask_nginx(options, nginx, cases, said), Counter()
    for case in cases:
        error = errors[case.name]
        if error is None:
            counts["not compared"] += 1
            continue
        counts["lines"] += len([line for line in case.lines if line != "}"])
        counts["refused" if error else "taken"] += 1
        reason = fault(case, error, said[case.name])
        if reason is None and not error and said_of_all[case.name]:
            reason = "false alarm without a version"
        if reason is not None:
            counts["disagreements"] += 1
            text = "\n  ".join(case.lines)
            print(f"DISAGREEMENT: {reason}\n  {text}\n  nginx: {error or 'takes it'}; nginx-wslint: {said[case.name]}")
    return counts


def main():
    options = options_of(__doc__, 3000, "ten times as many cases")
    generator = Generator(options.seed)
    cases = [generator.case() for _ in range(options.cases * (10 if options.long else 1))]
    with tempfile.TemporaryDirectory(prefix="differential-") as place:
        nginx = Nginx(options.nginx, pathlib.Path("/nonexistent"), pathlib.Path(os.path.realpath(place)))
        for number, case in enumerate(cases):
            case.name = f"{number:06}"
            (nginx.prefix / f"{case.name}.conf").write_text(case.whole(), encoding="utf-8")
        counts = compare(options, nginx, cases)
    print(f"nginx {'.'.join(map(str, nginx.version))}, seed {options.seed}: {counts['lines']} lines in {len(cases)} "
          f"configurations, nginx takes {counts['taken']} and refuses {counts['refused']}, {counts['not compared']} are not "
          f"compared; {counts['disagreements']} disagreements")
    return 1 if counts["disagreements"] else 0


if __name__ == "__main__":
    sys.exit(main())
