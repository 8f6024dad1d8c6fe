#!/usr/bin/env python3
"""Holds what "trace" says of a request to what a running nginx does with it.

Makes configurations of random locations, rewrites, maps, headers and error pages, sends each of them handshakes and plain
requests, and compares the head that arrives at the backend byte for byte with the one that is foretold, who answers, and
with which status. tests/tracing, which is built beside the program, answers for it.

Left out is what nginx itself gets wrong: a map whose regex matches while a value with "$1" is put together takes the
groups of the match before away (the lengths are of the old ones, the bytes of the new).
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "e2e"))

from generating import Dice
import backend
import run as e2e

REQUESTS, CONFIGURATIONS = 24, 170
MOST_UNKNOWN, MOST_REFUSED = 0.02, 0.1  # of the requests, of the configurations
REDIRECTS = {301, 302, 303, 307, 308}
KEY = "dGhlIHNhbXBsZSBub25jZQ=="

PATHS = ["/", "/a", "/a/", "/ab", "/a/b", "/a/b/", "/ws", "/ws/", "/x", "/y/", "/api/v1", "/e", "/a//c", "/z"]
REGEXES = ["~ ^/a/(.*)$", "~* \\.WS$", "~ ^/(?<n0>[a-z]+)/(?<n1>.*)$", "~ /b", "~ ^/x(/|$)", "~* ^/API/(v[0-9])",
           "~ ^/(ws|y)/(.+)$", "~ \"^/z{1,2}$\""]
INNER_REGEXES = ["~ ^/a/(b|c)", "~* b", "~ (?<n1>[^/]+)$", "~ ^/ws/(.)(.)?"]
SERVER_NAMES = ["a.example", "B.example www.example", ".w.example", "~^(?<n0>[a-z]+)\\.re\\.example$", "www.*", "*.a.example",
                "~^(.+)\\.num\\.example$"]
HOSTS = ["a.example", "b.example", "A.EXAMPLE", "x.w.example", "w.example", "q.re.example", "unknown.example", "www.b.c",
         "a.example.", "a.example:81", "y.a.example", "three.num.example", "127.0.0.1", "[::1]:80", "a_b.example"]
BAD_HOSTS = ["a..b", "a/b", "a.example:8x", ".", "[::1"]
TARGETS = ["/", "/a", "/a/", "/a/b", "/a/b/", "/a/b/c", "/ab", "/ab/c.ws", "/ws", "/ws/", "/ws/chat", "/x", "/x/y", "/y",
           "/y/z", "/api/v1", "/api/v1/", "/api/v1/users", "/e", "/z", "/zz", "/none", "/a//b", "//ws//x", "/a/../ws/", "/a/./b",
           "/%61/b", "/a%20b/c", "/a/%2e%2e/x", "/a/b%2fc", "/ws/+plus", "/ws/a+b%2B", "/a/%3Fq", "/a/b;p=1", "/ws/^|{}",
           "/a/%25", "/a/b%23c", "/caf%C3%A9/x", "/ws/%e4", "/WS/x.ws", "/a/b'\"<>", "/x/..", "/a/c/.."]
BAD_TARGETS = ["/..", "/%", "/a%00b", "/%zz", "/a/../../x"]
QUERIES = ["", "", "", "?", "?x=1", "?x=2&y=b", "?X=3", "?y=1&x=&x=4", "?x=a%20b", "?x", "?x=1?y", "?a=b+c", "?token=a/b&x=/ws",
           "?x=yes&"]
METHODS = ["GET"] * 8 + ["POST", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "FOO", "PROPFIND", "TRACE", "CONNECT"]
HEADERS = ["X-Y: 1", "X-Y: yes", "X-Y: ab", "x-y: no", "X-Y: websocket", "X-Z: z", "Cookie: y=1", "Cookie: x=2; y=yes; z=3",
           "cookie: Y=4", "X-Forwarded-For: 10.1.1.1", "X-Forwarded-For: 10.2.2.2, 10.3.3.3", "User-Agent: test/1.0 (a; b)",
           "Origin: http://a.example", "Referer: http://r.example/?q", "TE: trailers", "Keep-Alive: timeout=5", "X_Under: 1",
           "X-Forwarded-Proto: https", "Upgrade-Insecure-Requests: 1", "Accept: */*", "Authorization: Basic YTpi", "Via: 1.1 p",
           "Cookie: a=1;y= 5 ; y=6", "X-Y: a.example", "X-Y: www.b.c", "X-Dot.ted: 1", "X Y: 1", "If-None-Match: \"a\"",
           "Range: bytes=0-1", "Proxy-Connection: keep-alive", "Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Extensions: x"]
PLAIN = [["Connection: keep-alive"], ["Connection: close"], [], ["Connection: keep-alive", "Upgrade: h2c"]]

VARIABLES = ["$host", "$http_host", "$proxy_host", "$proxy_port", "$server_name", "$server_port", "$proxy_add_x_forwarded_for",
             "$scheme", "$request_uri", "$uri", "$args", "$is_args", "$arg_x", "$arg_y", "$cookie_y", "$https", "$request",
             "$http_x_y", "$http_x_z", "$http_upgrade", "$http_connection", "$remote_addr", "$request_method", "$document_uri",
             "$query_string", "$server_protocol", "$http_cookie", "$http_x_forwarded_for", "$http_user_agent", "$HTTP_X_Y",
             "${host}", "$http_origin", "$server_addr", "$content_length", "$http_x_under", "$http_te",
             "$http_referer", "$nginx_version", "$http_via", "$content_type",
             "$http_expect"]
USER = ["$v0", "$v1", "$v2", "$m0", "$m1", "$m2", "$n0", "$n1"]
NUMBERS = ["$1", "$2", "$3"]
SOURCES = ["$http_upgrade", "$http_x_y", "$arg_x", "$cookie_y", "$uri", "$request_uri", "$host", "$scheme", "$request_method",
           "$remote_addr", "$http_connection", "$v0", "$n0", "$http_host", "$args", "$arg_x$http_x_y", "\"$scheme:$host\""]
KEYS = ["1", "yes", "YES", "no", "websocket", "a.example", ".w.example", "*.a.example", "www.*", "''", "GET", "http", "/a", "/ws/",
        "127.0.0.1", "Upgrade", "\\default", "ab", "2", "http:a.example"]
KEY_REGEXES = ["~^/a/(.*)", "~*web(socket)?", "~^(?<n1>[a-z]+)\\.", "~^.$", "~*^y", "~.", "~^$", "~(\\d)", "~a"]
VALUES = ["1", "yes", "''", "upgrade", "close", "$arg_x", "$http_x_z", "$host", "a-$host", "$uri", "0"]
NAMES = ["Host", "Connection", "Upgrade", "X-A", "X-B", "X-Y", "x-b", "X-Forwarded-For", "X-Forwarded-Proto", "Cookie", "Origin",
         "Sec-WebSocket-Key", "X-Empty", "TE", "User-Agent", "Content-Length", "Keep-Alive", "Expect", "Content-Type", "X_C"]
CONDITIONS = ["$http_x_y", "$arg_x = 1", "$arg_x != \"\"", "$request_method = POST", "$request_method !~ ^(GET|HEAD)$",
              "$http_upgrade ~* websocket", "$uri ~ ^/a/(.*)$", "$host = a.example", "$v0", "$m0", "$m0 = yes", "$cookie_y",
              "$args ~ \"x=(?<n0>[0-9]+)\"", "$scheme = http", "$http_x_y ~ \"^(.)(.)\"", "$v0 = $arg_x", "$m1 !~* \"^y(.*)\"",
              "$request_uri ~* \"^/WS\"", "$http_x_y = \"\"", "$v1 != $m1", "$is_args", "$remote_addr = 127.0.0.1",
              "$https = on", "$uri !~ b", "$http_host ~ (\\w+)"]
MATCHES = ["^", "^/a/(.*)$", "^/(.*)$", "^/ab?(/.*)?$", "/b", "^/(?<n0>[^/]*)/(.*)$", "^/x", "(?i)^/WS(/.*)?$", "^/([a-z])/?(.)?",
           "^/y", "^.+b$"]
REPLACEMENTS = ["/x", "/b/$1", "/$1", "/ws/$1?", "/y?k=$1", "/y/?x=$1&z=$arg_x?", "/z$uri", "/z?$args", "/z/$v0", "/e/$n0", "/a",
                "/ws/", "/ws/$2?x=$2", "/x?", "$request_uri", "$v0", "/ws/$n0?n=$n1", "/a b", "/q?a=$http_x_y", "http://o.example/$1",
                "https://o.example/", "$scheme://o.example$request_uri"]
RETURNS = ["404", "418", "418", "403", "200 ok", "301 /x", "302 http://o.example/$uri", "http://o.example/", "444", "503 busy", "204",
           "200", "404 \"\"", "500", "308 /y", "418 \"$arg_x\"", "401", "426", "400", "302 \"\"", "300", "304", "408", "499"]
ERROR_PAGES = ["418 = @n0", "418 =200 @n0", "418 @n1", "418 =101 @n0", "404 /x", "418 404 = /ws/e?$args", "403 @n1", "404 =404 /e",
               "418 = /ws/$arg_x", "418 http://o.example/", "403 404 =301 http://o.example/$uri", "418 = /y$is_args$args",
               "301 302 = @n0", "405 = /ws/post", "418 =204 /e", "500 426 = @n0", "404 = /a/b/c?$uri"]
TRY_FILES = ["$uri @n0", "$uri /ws/f", "$uri $uri/ /x?$args", "/nothing =404", "$uri /y$is_args$args", "/n =418", "$uri @n1",
             "/n /z$uri", "$uri /a/$arg_x?q=$uri", "/n/ /ws/$v0"]
ACCESS = ["deny all;", "allow all; deny all;", "deny 127.0.0.1;", "allow 127.0.0.0/8; deny all;", "deny 10.0.0.0/8;",
          "allow 10.0.0.1; deny all;", "deny 127.0.0.0/24;", "allow ::1; deny all;", "deny ::/0; allow 127.0.0.1;"]
LIMIT_EXCEPTS = ["GET POST { deny all; }", "GET { proxy_pass http://other; }", "GET { allow 127.0.0.1; deny all; }",
                 "POST { deny 10.0.0.0/8; }", "POST PUT { deny 127.0.0.1; }", "HEAD { deny all; }"]
SETTINGS = ["proxy_http_version 1.1;", "proxy_http_version 1.1;", "proxy_http_version 1.0;", "proxy_pass_request_headers off;",
            "proxy_method POST;", "proxy_method $arg_x;", "proxy_method $m0;", "recursive_error_pages on;",
            "proxy_pass_request_body off;", "proxy_set_body \"x$arg_x\";"]
HTTP_SETTINGS = ["merge_slashes off;", "underscores_in_headers on;", "ignore_invalid_headers off;", "recursive_error_pages on;"]


class Request:
    """A request as it is sent, and how tests/tracing is asked about it."""

    def __init__(self, method, target, kind, headers):
        self.method, self.target, self.kind, self.headers = method, target, kind, headers

    def raw(self):
        length = next((int(h.split(":")[1]) for h in self.headers if h.startswith("Content-Length:")), 0)
        lines = [f"{self.method} {self.target} HTTP/1.1"] + [h for h in self.headers if h != "Host:"] + ["", "b" * length]
        return "\r\n".join(lines).encode()

    def question(self, port):
        return "\t".join([self.method, f"ws://127.0.0.1:{port}{self.target}", self.kind] + self.headers) + "\n"


class Generator(Dice):
    """A random configuration and requests for it, the same for each seed."""

    def __init__(self, seed, number):
        super().__init__(seed * 1000003 + number)
        self.map_regexes = self.chance(50)

    def some(self, percent, make, most=4):
        """Up to so many of what make gives, each with a chance."""
        return [make() for _ in range(most) if self.chance(percent)]

    def shuffled(self, lines):
        self.random.shuffle(lines)
        return lines

    # ---- values ---------------------------------------------------------------------------------

    def value(self):
        """Of a header: one variable, or several and text between them."""
        pool = VARIABLES * 2 + USER * 4 + ([] if self.map_regexes else NUMBERS * 6)
        if self.chance(12):
            return self.one_of(["''", "upgrade", "\"a b\"", "close", "on", "websocket"])
        if self.chance(70):
            return self.one_of(pool)
        return '"' + self.one_of(["", "a ", "-"]) + self.one_of(pool) + self.one_of(["", "; ", "/"]) + self.one_of(pool) + '"'

    def header(self):
        if self.chance(20):
            return self.one_of(["proxy_set_header Upgrade $http_upgrade;", "proxy_set_header Connection upgrade;",
                                "proxy_set_header Connection $m0;", "proxy_set_header Host $host;"])
        return f"proxy_set_header {self.one_of(NAMES)} {self.value()};"

    def websocket(self):
        return ["proxy_http_version 1.1;", "proxy_set_header Upgrade $http_upgrade;",
                "proxy_set_header Connection " + self.one_of(["upgrade;", "$http_connection;", "$m0;"])]

    def map(self, index):
        sources = SOURCES + [f"$m{index - 1}"] * 4 if index > 0 else SOURCES
        lines = [f"map {self.one_of(sources)} $m{index} {{"]
        if self.chance(30):
            lines.append("hostnames;")
        if self.chance(10):
            lines.append("volatile;")
        arms = [f"{key} {self.one_of(VALUES)};" for key in self.random.sample(KEYS, self.random.randrange(5))]
        if self.map_regexes:
            for key in self.random.sample(KEY_REGEXES, self.random.randrange(4)):
                arms.append(f"{key} {self.one_of(VALUES + ['$1', '<$1>', '$n1'] * 3)};")
        if self.chance(60):
            arms.append(f"default {self.one_of(VALUES)};")
        return "\n".join(lines + self.shuffled(arms) + ["}"])

    # ---- the rewrite phase ----------------------------------------------------------------------

    def rewrite(self):
        flag = self.one_of(["", " last", " break", " break", " last"])
        if self.chance(4):
            flag = self.one_of([" redirect", " permanent"])
        return f'rewrite "{self.one_of(MATCHES)}" "{self.one_of(REPLACEMENTS[:-3] * 4 + REPLACEMENTS[-3:])}"{flag};'

    def set(self):
        value = self.one_of(["1", "yes", "''", "$arg_x", "$1", "$n0", "$uri", "\"$v0-$arg_x\"", "$m0", "$m1", "$http_x_y", "\"$1/$2\"",
                             "$v1", "app", "$host", "$args", "/s"])
        name = self.one_of(["$v0", "$v0", "$v1", "$v1", "$v2", "$m0", "$n0"])
        if self.chance(8):
            name, value = "$args", self.one_of(["x=9", "$args&y=s", "''", "\"x=$http_x_y\""])
        return f"set {name} {value};"

    def run_line(self):
        kind = self.random.randrange(100)
        if kind < 40:
            return self.rewrite()
        if kind < 85:
            return self.set()
        return "break;" if kind < 95 else f"return {self.one_of(RETURNS)};"

    def condition(self, in_location):
        body = self.some(45, self.run_line, 3)
        if in_location and self.chance(35):
            body.append(f"proxy_pass {self.pass_without_uri()};")
        return f"if ({self.one_of(CONDITIONS)}) {{ {' '.join(self.shuffled(body))} }}"

    def program(self, in_location):
        lines = self.some(14, self.run_line, 3)
        return lines + self.some(22, lambda: self.condition(in_location), 2)

    # ---- locations ------------------------------------------------------------------------------

    def pass_without_uri(self):
        plain = ["http://app", "http://app", "http://@BACKEND@", "http://other"]
        variable = ["http://app$request_uri", "http://app$uri$is_args$args", "http://$up", "http://$up/v/$v0", "http://other/$n0?$args",
                    "http://app/$m2", "$scheme://app", "http://@BACKEND@$uri"]
        return self.one_of(plain * 3 + variable + ([] if self.map_regexes else ["http://app/$1$is_args$args", "http://app/$2?$1"]))

    def pass_with_uri(self):
        return self.one_of(["http://app/", "http://app/base/", "http://app/base", "http://@BACKEND@/x", "http://other/a%20b/",
                            "http://app/q?k=1", "http://APP/up/", "http://app?k=1&", "http://@BACKEND@/"])

    def contents(self, may_have_uri):
        """The lines of a location but for the locations in it."""
        lines = self.program(True)
        if self.chance(85):
            with_uri = may_have_uri and self.chance(45)
            lines.append(f"proxy_pass {self.pass_with_uri() if with_uri else self.pass_without_uri()};")
        if self.chance(35):
            lines += self.websocket()
        lines += self.some(25, self.header, 6)
        lines += self.some(6, lambda: self.one_of(SETTINGS), 2)
        lines += self.some(8, lambda: f"error_page {self.one_of(ERROR_PAGES)};", 2)
        if self.chance(8):
            lines.append(f"return {self.one_of(RETURNS)};")
        if self.chance(8):
            lines.append(f"try_files {self.one_of(TRY_FILES)};")
        if self.chance(4):
            lines.append("internal;")
        if self.chance(7):
            lines.append(self.one_of(ACCESS))
        if self.chance(8):
            lines.append(f"limit_except {self.one_of(LIMIT_EXCEPTS)}")
        return self.shuffled(self.of_each_once(lines))

    @staticmethod
    def of_each_once(lines):
        """Without the second line of a directive that may stand there once."""
        many = ("proxy_set_header", "set", "rewrite", "if", "return", "break", "error_page", "deny", "allow")
        seen, kept = set(), []
        for line in lines:
            name = line.split()[0].rstrip(";")
            if name in many or name not in seen:
                kept.append(line)
            seen.add(name)
        return kept

    def location(self, name, depth=0):
        modifier, path = name.split(" ") if " " in name else ("", name)
        is_path = modifier in ("", "=", "^~") and not name.startswith("@")
        lines = self.contents(is_path)
        if depth < 2 and modifier != "=" and not name.startswith("@"):
            inner = [path + suffix for suffix in ("b/", "/b", "c")] if is_path else []
            taken = {self.one_of(inner * 2 + INNER_REGEXES) for _ in range(2) if self.chance(15)}
            lines += [self.location(child, depth + 1) for child in sorted(taken)]
        return f"location {name} {{\n" + "\n".join(self.shuffled(lines)) + "\n}"

    def locations(self):
        taken = {}
        for _ in range(self.random.randrange(2, 8)):
            kind = self.random.randrange(10)
            path = self.one_of(PATHS)
            if kind < 3:
                name = self.one_of(REGEXES)
                taken[name] = name
            elif kind < 5:
                taken["=" + path] = "= " + path
            else:
                taken[path] = "^~ " + path if kind == 5 else path
        if self.chance(70):
            taken.setdefault("/", "/")
        return [self.location(name) for name in self.shuffled(sorted(taken.values()))]

    def server(self, name):
        lines = [f"listen 127.0.0.1:@PORT@{self.one_of([''] * 4 + [' default_server'])};"]
        if name:
            lines.append(f"server_name {name};")
        if self.chance(35):
            lines += self.program(False)
        if self.chance(8):
            lines.append(self.one_of(ACCESS))
        lines += self.some(15, lambda: self.one_of(HTTP_SETTINGS), 1) + self.some(25, self.header, 3)
        lines += self.some(20, lambda: f"error_page {self.one_of(ERROR_PAGES)};", 2)
        lines += self.locations() + [self.location("@n0"), self.location("@n1")]
        return "server {\n" + "\n".join(self.shuffled(lines)) + "\n}"

    def configuration(self):
        names = self.random.sample(SERVER_NAMES + ["", "''"], self.one_of([1, 1, 1, 2, 3]))
        servers = [self.server(name) for name in names]
        if self.chance(50):  # only one may be the default
            servers[1:] = [server.replace(" default_server", "") for server in servers[1:]]
        else:
            servers = [server.replace(" default_server", "") for server in servers]
        maps = [self.map(index) for index in range(3)]
        lines = [e2e.HTTP, "root /nowhere;", "server_names_hash_bucket_size 128;"]
        lines += ["upstream app { server @BACKEND@; }", "upstream other { server @BACKEND@; }", "map $arg_up $up { default app; }"]
        lines += self.shuffled(maps) + self.some(20, self.header, 3) + self.some(8, lambda: self.one_of(HTTP_SETTINGS), 1)
        # Variables that only some of the lines above give a value exist for all of them.
        lines += ["server { listen 127.0.0.1:@PORT@; server_name variables.example;",
                  "set $v0 ''; set $v1 ''; set $v2 ''; location ~ (?<n0>.)(?<n1>.) { return 404; } }"]
        last = lines[-2:]
        return "events { }\nhttp {\n" + "\n".join(lines[:-2] + servers + last) + "\n}\n"

    # ---- requests -------------------------------------------------------------------------------

    def request(self):
        method, target = self.one_of(METHODS), self.one_of(TARGETS) + self.one_of(QUERIES)
        headers = ["Host: " + self.one_of(HOSTS[:2] * 4 + HOSTS)]
        if self.chance(1):
            headers = [self.one_of(["Host:", "Host: " + self.one_of(BAD_HOSTS)])]
        if self.chance(1):
            headers.append("Host: b.example")
        if self.chance(2):
            target = self.one_of(BAD_TARGETS)
        kind = "handshake" if method == "GET" and self.chance(60) else "plain"
        if kind == "handshake":
            headers += [f"Connection: {self.one_of(['Upgrade', 'keep-alive, Upgrade'])}",
                        f"Upgrade: {self.one_of(['websocket', 'websocket', 'WebSocket'])}",
                        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + KEY]
        else:
            headers += self.one_of(PLAIN)
        if method in ("POST", "PUT", "PATCH") or self.chance(2):
            headers.append(self.one_of(["Content-Length: 0", "Content-Length: 3", "Content-Length: 07", "X-No: body"]))
        headers += self.some(25, lambda: self.one_of(HEADERS), 8)
        if self.chance(10):
            self.random.shuffle(headers)
        return Request(method, target, kind, headers)


# ---- what nginx does, and what is said ------------------------------------------------------------


class Answer:
    """What came of a request: the status for the client, None for a closed connection; what the backend got."""

    def __init__(self, status, seen):
        self.status, self.heads = status, [head.raw for head, _ in seen]
        # "error_page =101" only says so, and a browser takes the answer to its own key alone.
        self.is_tunnel = (status == 101 and seen and seen[-1][1] == 101
                          and seen[-1][0].get("Sec-WebSocket-Key") == KEY)


def ask(port, request):
    with e2e.connect(port) as s, s.makefile("rb", buffering=0) as stream:
        s.sendall(request.raw())
        try:
            head = backend.read_head(stream)
        except ConnectionError:
            return None
    return int(head.first.split(" ")[1]) if head else None


def answers_of(options, folder, port, behind, requests):
    answers = []
    with e2e.Nginx(options.nginx, folder, port):
        for request in requests:
            before = len(behind.requests)
            status = ask(port, request)
            answers.append(Answer(status, behind.requests[before:]))
    return answers


def traces_of(options, folder, port, requests):
    """Verdict, status, and the head: None when nothing is sent, "?" and a name when that part is not known."""
    asked = subprocess.run([options.tracing, str(folder / "nginx.conf"), options.version], capture_output=True, check=True,
                           input="".join(request.question(port) for request in requests).encode())
    traces = []
    for line in asked.stdout.decode().splitlines():
        verdict, status, head = line.split(" ")
        sent = None if head == "-" else head if head[0] == "?" else bytes.fromhex(head[1:])
        traces.append((verdict, int(status), sent))
    return traces


def shown(head):
    return head.decode("latin-1") if isinstance(head, bytes) else str(head)


def disagreement(request, trace, answer):
    """What does not fit, in words; "unknown" for what was not claimed; None for agreement."""
    verdict, status, head = trace
    if isinstance(head, str) or verdict == "unknown":
        return "unknown"
    arrived = answer.heads[0] if answer.heads else None
    if head != arrived:
        return f"foretold {verdict} {status}\n{shown(head)}\nnot, answered with {answer.status},\n{shown(arrived)}"
    if head is not None and request.kind == "handshake" and (verdict == "works") != bool(answer.is_tunnel):
        return f"foretold {verdict}, but the client was told {answer.status}"
    told = 0 if answer.status is None else answer.status
    if verdict in ("refused", "redirected") and status not in (0, told) and not (told == 0 and status in (408, 444, 499)):
        return f"foretold {verdict} with {status}, not {answer.status}"
    if verdict in ("redirected", "not-proxied") and (verdict == "redirected") != (told in REDIRECTS):
        return f"foretold {verdict}, but the client was told {answer.status}"
    return None


class Outcome:
    """Of one configuration: how many requests came to what, and the disagreements."""

    def __init__(self):
        self.counts, self.faults = Counter(), []


def run_configuration(options, number):
    outcome = Outcome()
    generator = Generator(options.seed, number)
    text = generator.configuration()
    requests = [generator.request() for _ in range(options.requests)]
    with tempfile.TemporaryDirectory(prefix="nwl-traces-") as place, backend.Backend() as behind:
        folder, port = pathlib.Path(place), e2e.free_port()
        text = text.replace("@PORT@", str(port)).replace("@BACKEND@", f"127.0.0.1:{behind.port}")
        (folder / "nginx.conf").write_text(text)
        try:
            answers = answers_of(options, folder, port, behind, requests)
        except e2e.Wrong as refusal:
            outcome.counts["configurations refused"] += 1
            if options.verbose:
                print(f"configuration {number}: {refusal}")
            return outcome
        traces = traces_of(options, folder, port, requests)
    for request, trace, answer in zip(requests, traces, answers, strict=True):
        fault = disagreement(request, trace, answer)
        outcome.counts["unknown" if fault == "unknown" else trace[0]] += 1
        if fault == "unknown" and options.verbose:
            print(f"configuration {number}, {request.method} {request.target}: {trace}")
        elif fault and fault != "unknown":
            outcome.faults.append(f"DISAGREEMENT in configuration {number}\n{request.raw().decode()}\n{fault}\n")
    if outcome.faults and options.keep:
        (pathlib.Path(options.keep) / f"{number}.conf").write_text(text)
    return outcome


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the nginx-wslint to test; tests/tracing lies beside it")
    parser.add_argument("--nginx", default="/usr/sbin/nginx")
    parser.add_argument("--configurations", type=int, default=CONFIGURATIONS)
    parser.add_argument("--first", type=int, default=0, help="number of the first configuration")
    parser.add_argument("--requests", type=int, default=REQUESTS, help="for each configuration")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() * 2)
    parser.add_argument("--keep", help="a folder for the configurations in which something disagrees")
    parser.add_argument("--verbose", action="store_true", help="tell what was refused and what is not known")
    options = parser.parse_args()
    options.version = e2e.nginx_version(options.nginx)
    options.tracing = str(pathlib.Path(options.program).resolve().parent / "tests" / "tracing")
    numbers = range(options.first, options.first + options.configurations)
    with ThreadPoolExecutor(options.jobs) as pool:
        outcomes = list(pool.map(lambda number: run_configuration(options, number), numbers))
    counts, faults = Counter(), [fault for outcome in outcomes for fault in outcome.faults]
    for outcome in outcomes:
        counts.update(outcome.counts)
    for fault in faults[:20]:
        print(fault)
    refused, asked = counts.pop("configurations refused", 0), 0
    asked = (options.configurations - refused) * options.requests
    print(f"nginx {options.version}, seed {options.seed}: " + ", ".join(f"{n} {what}" for what, n in counts.most_common()))
    print(f"{options.configurations} configurations, {refused} refused by nginx, {asked} requests, "
          f"{counts['unknown'] / max(asked, 1):.1%} unknown, {len(faults)} disagreements")
    too_little = counts["unknown"] > MOST_UNKNOWN * asked or refused > MOST_REFUSED * options.configurations
    if too_little:
        print("TOO LITTLE WAS COMPARED")
    return 1 if faults or too_little or not asked else 0


if __name__ == "__main__":
    sys.exit(main())
