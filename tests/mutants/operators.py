"""The mutations: each changes one thing that people get wrong, and says which rules have to tell of it.

An operator gives the changes that it makes of a site, as dictionaries for Tree.changed(); with a second value, files that
are added. What a mutant does is for nginx to say: one that still works must not be called an error.
"""
import re

OPERATORS = {}  # name: (the rules that may tell of it, what makes the changes, whether it is harmless)

LOST = {"inherited-headers-lost"}
NO_UPGRADE = {"missing-upgrade-header", "wrong-upgrade-value", "websocket-not-forwarded"} | LOST
NO_CONNECTION = {"connection-not-upgrade", "websocket-not-forwarded"} | LOST
BAD_MAP = {"upgrade-map-wrong"} | NO_CONNECTION
OLD_VERSION = {"upstream-http-1-0"}
SHORT = {"read-timeout-too-short", "timeout-unit-suspicious", "timeout-has-no-effect"}
NO_HOST = {"host-not-forwarded"} | LOST
DEAD = {"settings-in-dead-place"}
BAD_SCHEME = {"websocket-scheme-in-proxy-pass", "invalid-argument"}  # nginx sees it only when it runs if there are variables
MISSING = {"upgrade": NO_UPGRADE, "connection": NO_CONNECTION, "version": OLD_VERSION, "timeout": SHORT, "host": NO_HOST}
SETUP = NO_UPGRADE | NO_CONNECTION | OLD_VERSION | SHORT
SETUP_DIRECTIVES = {"proxy_set_header", "proxy_http_version", "proxy_read_timeout"}

# ---- one line replaced -------------------------------------------------------------------------------

END = r";\s*(#.*)?$"
VALUE = r"(?<= )\S+;"

# Of the lines that play a part: what is replaced by what, or the whole line removed.
REPLACED = [
    ("upgrade-removed", "upgrade", None, None, NO_UPGRADE),
    ("upgrade-commented-out", "upgrade", r"^\s*", "# ", NO_UPGRADE),
    ("upgrade-name-misspelled", "upgrade", r"(?i)Upgrade ", "Upgarde ", NO_UPGRADE),
    ("upgrade-name-with-colon", "upgrade", r"(?i)Upgrade ", "Upgrade: ", NO_UPGRADE),
    ("upgrade-variable-misspelled", "upgrade", r"\$http_upgrade", "$http_upgarde", NO_UPGRADE),
    ("upgrade-variable-unknown", "upgrade", VALUE, "$upgrade;", set()),
    ("upgrade-is-connection", "upgrade", VALUE, "upgrade;", NO_UPGRADE),
    ("upgrade-takes-the-map", "upgrade", VALUE, "$connection_upgrade;", NO_UPGRADE),
    ("upgrade-without-dollar", "upgrade", r"\$", "", NO_UPGRADE),
    ("upgrade-emptied", "upgrade", VALUE, '"";', NO_UPGRADE),
    ("upgrade-quoted-twice", "upgrade", VALUE, "'\"websocket\"';", NO_UPGRADE),
    ("upgrade-dollar-escaped", "upgrade", r"\$", r"\\$", NO_UPGRADE),
    ("upgrade-quote-open", "upgrade", r"\$", '"$', set()),
    ("upgrade-without-semicolon", "upgrade", END, "", NO_UPGRADE),
    ("upgrade-directive-misspelled", "upgrade", "proxy_set_header", "proxy_set_headers", set()),
    ("upgrade-directive-of-responses", "upgrade", "proxy_set_header", "add_header", NO_UPGRADE),
    ("connection-removed", "connection", None, None, NO_CONNECTION),
    ("connection-commented-out", "connection", r"^\s*", "# ", NO_CONNECTION),
    ("connection-name-misspelled", "connection", r"(?i)Connection ", "Conection ", NO_CONNECTION),
    ("connection-keep-alive", "connection", VALUE, "keep-alive;", BAD_MAP),
    ("connection-close", "connection", VALUE, "close;", BAD_MAP),
    ("connection-emptied", "connection", VALUE, '"";', BAD_MAP),
    ("connection-takes-upgrade", "connection", VALUE, "$http_upgrade;", BAD_MAP),
    ("connection-without-dollar", "connection", VALUE, '"connection_upgrade";', BAD_MAP),
    ("connection-variable-unknown", "connection", VALUE, "$connection_upgrad;", set()),
    ("connection-variable-misspelled", "connection", VALUE, "$http_conection;", BAD_MAP),
    ("connection-value-misspelled", "connection", VALUE, '"upgarde";', BAD_MAP),
    ("connection-quoted-twice", "connection", VALUE, "'\"upgrade\"';", BAD_MAP),
    ("connection-in-two-words", "connection", VALUE, "keep-alive Upgrade;", set()),
    ("connection-joined-by-semicolon", "connection", VALUE, '"keep-alive; Upgrade";', BAD_MAP),
    ("connection-without-semicolon", "connection", END, "", NO_CONNECTION),
    ("version-removed", "version", None, None, OLD_VERSION),
    ("version-commented-out", "version", r"^\s*", "# ", OLD_VERSION),
    ("version-1-0", "version", r"1\.1", "1.0", OLD_VERSION),
    ("version-unknown", "version", r"1\.1", "1.2", set()),
    ("version-2", "version", r"1\.1", "2", {"upstream-http-2"}),
    ("version-with-name", "version", r"1\.1", "HTTP/1.1", set()),
    ("version-without-semicolon", "version", END, "", OLD_VERSION),
    ("timeout-removed", "timeout", None, None, SHORT),
    ("timeout-commented-out", "timeout", r"^\s*", "# ", SHORT),
    ("timeout-in-milliseconds", "timeout", r"(\d+)\w*;", r"\1ms;", SHORT),
    ("timeout-of-a-minute", "timeout", VALUE, "1m;", SHORT),
    ("timeout-of-four-seconds", "timeout", VALUE, "4;", SHORT),
    ("timeout-zero", "timeout", VALUE, "0;", SHORT),
    ("timeout-of-sending", "timeout", "proxy_read_timeout", "proxy_send_timeout", SHORT),
    ("timeout-of-connecting", "timeout", "proxy_read_timeout", "proxy_connect_timeout", SHORT),
    ("timeout-of-keepalive", "timeout", "proxy_read_timeout", "keepalive_timeout", SHORT),
    ("timeout-unit-unknown", "timeout", VALUE, "1hr;", set()),
    ("timeout-with-comma", "timeout", VALUE, "3,600s;", set()),
    ("timeout-directive-misspelled", "timeout", "proxy_read_timeout", "proxy_read_timout", set()),
    ("host-removed", "host", None, None, NO_HOST),
    ("host-name-misspelled", "host", "Host ", "Hots ", NO_HOST),
    ("host-of-the-backend", "host", VALUE, "$proxy_host;", NO_HOST),
    ("host-emptied", "host", VALUE, '"";', NO_HOST),
    ("host-of-something-else", "host", VALUE, "localhost;", NO_HOST),
    ("snippet-not-included", "include", None, None, SETUP | NO_HOST),
    ("map-source-misspelled", "map", r"\$http_upgrade", "$http_upgarde", BAD_MAP | NO_UPGRADE),
    ("map-source-is-connection", "map", r"\$http_upgrade", "$http_connection", BAD_MAP | NO_UPGRADE),
    ("map-name-misspelled", "map", r"(\$\w+) \{", r"\1s {", set()),
    ("map-name-without-dollar", "map", r"\$(\w+) \{", r"\1 {", set()),
    ("scheme-of-websocket", "pass", r"\bhttp(s?)://", r"ws\1://", BAD_SCHEME),
    ("scheme-missing", "pass", r"\bhttps?://", "", BAD_SCHEME),
    ("slash-behind-the-backend", "pass", r"(//[^/;]+);", r"\1/;", {"path-rewritten"}),
    ("slash-behind-the-path", "pass", r"(//[^/;]+/[^$;]*[^/$;]);", r"\1/;", {"path-rewritten"}),
    ("no-path-behind-the-backend", "pass", r"(//[^/;]+)/[^;]*;", r"\1;", {"path-rewritten"}),
    ("path-without-query", "pass", r"(//[^/;]+);", r"\1$uri;", {"query-string-dropped"}),
    ("query-not-appended", "pass", r"\$is_args\$args", "", {"query-string-dropped"}),
    ("pass-to-fastcgi", "pass", r"proxy_pass https?://([^/;]+).*", r"fastcgi_pass \1;", {"handler-cannot-tunnel"}),
    ("pass-to-grpc", "pass", r"proxy_pass https?://([^/;]+).*", r"grpc_pass grpc://\1;", {"handler-cannot-tunnel"}),
    ("pass-removed", "pass", None, None, DEAD | {"nested-location-not-proxied", "socket-path-not-proxied"}),
    ("caret-removed", "location", r"\^~ ", "", {"regex-takes-socket-path"}),
]


def replaced(role, pattern, text):
    def changes(site):
        for line in site.role(role):
            new = [] if pattern is None else [re.sub(pattern, text, line.text, count=1)]
            if new != [line.text]:
                yield {line: new}
    return changes


OPERATORS.update({name: (rules, replaced(role, pattern, text), False) for name, role, pattern, text, rules in REPLACED})


def operator(*rules, harmless=False):
    """Makes a function the operator of its name."""
    def register(make):
        OPERATORS[make.__name__.replace("_", "-")] = (set().union(*rules), make, harmless)
        return make
    return register


# ---- the map -----------------------------------------------------------------------------------------


@operator(BAD_MAP, NO_UPGRADE)
def map_removed(site):
    for opener in site.role("map"):
        yield {line: [] for line in site.tree.block(opener)}


@operator(BAD_MAP, NO_UPGRADE)
def map_arm_removed(site):
    for _, arm in site.arms():
        yield {arm: []}


@operator(BAD_MAP, NO_UPGRADE)
def map_arms_swapped(site):
    for opener in site.role("map"):
        arms = site.tree.level(opener)
        if len(arms) == 2:
            keys, values = [a.words[0] for a in arms], [a.words[1] for a in arms]
            yield {arm: [arm.saying(f"{key} {value};")] for arm, key, value in zip(arms, keys, reversed(values))}


@operator(BAD_MAP, NO_UPGRADE)
def map_arm_says_close(site):
    for _, arm in site.arms():
        yield {arm: [arm.saying(f"{arm.words[0]} close;")]}


@operator(BAD_MAP, NO_UPGRADE)
def map_arm_says_nothing(site):
    for _, arm in site.arms():
        yield {arm: [arm.saying(f"{arm.words[0]} '';")]}


@operator(NO_UPGRADE, BAD_MAP)
def variables_swapped(site):
    for upgrade, connection in zip(site.role("upgrade"), site.role("connection")):
        values = upgrade.words[2], connection.words[2]
        yield {upgrade: [upgrade.saying(f"proxy_set_header Upgrade {values[1]};")],
               connection: [connection.saying(f"proxy_set_header Connection {values[0]};")]}


# ---- lines in the wrong place ------------------------------------------------------------------------


def moved(site, openers, roles=("upgrade", "connection", "version", "timeout")):
    """Each line of the setup moved to the beginning of each of some blocks."""
    for role in roles:
        for line in site.role(role):
            for opener in openers:
                if site.tree.openers[line] is not opener:
                    yield {line: [], opener: [opener, opener.saying("    " + line.code)]}


@operator(*MISSING.values(), DEAD)
def moved_to_another_server(site):
    return moved(site, [server for server in site.blocks("server") if server is not site.server and
                        site.tree.above(server).name == "http"])


@operator(*MISSING.values(), DEAD)
def moved_to_a_sibling(site):
    return moved(site, [location for location in site.blocks("location") if location is not site.location and
                        site.tree.openers[location] is site.server][:2])


@operator(*MISSING.values(), DEAD)
def moved_to_http(site):
    return moved(site, site.blocks("http"))


@operator(*MISSING.values(), DEAD)
def moved_to_server(site):
    return moved(site, [site.server])


@operator(SETUP, DEAD)
def setup_beside_try_files(site):
    if site.location.words[1].startswith("@"):
        return
    *_, end = site.tree.block(site.location)
    for line in site.role("pass"):
        yield {line: [line.saying("try_files /nothing @backend;")],
               end: [end, end.saying("location @backend {"), line.text, end.text]}


# ---- lines added to the location ---------------------------------------------------------------------

ADDED = [
    ("list-begun", "proxy_set_header X-Real-IP $remote_addr;", SETUP | NO_HOST),
    ("list-emptied", 'proxy_set_header Accept-Encoding "";', SETUP | NO_HOST),
    ("upgrade-hidden", "proxy_hide_header Upgrade;", {"handshake-stripped"}),
    ("accept-hidden", "proxy_hide_header Sec-WebSocket-Accept;", {"handshake-stripped"}),
    ("request-headers-left-out", "proxy_pass_request_headers off;", {"handshake-stripped"}),
    ("method-changed", "proxy_method POST;", {"handshake-stripped"}),
    ("key-emptied", 'proxy_set_header Sec-WebSocket-Key "";', {"handshake-stripped"} | SETUP),
    ("only-post-allowed", "limit_except POST { deny all; }", {"handshake-stripped"}),
    ("redirected", "return 301 https://$host$request_uri;", {"handshake-redirected"} | DEAD),
    ("answered", "return 404;", DEAD | {"handshake-redirected"}),
    ("rewritten-elsewhere", "rewrite ^ https://www.example.com$request_uri permanent;", {"handshake-redirected"} | DEAD),
]


def added(text):
    def changes(site):
        yield {site.location: [site.location, site.location.saying("    " + text)]}
    return changes


OPERATORS.update({name: (rules, added(text), False) for name, text, rules in ADDED})


@operator(SETUP, NO_HOST)
def list_begun_in_a_snippet(site):
    yield ({site.location: [site.location, site.location.saying("    include real-ip.conf;")]},
           {"real-ip.conf": ["proxy_set_header X-Real-IP $remote_addr;"]})


@operator({"handshake-redirected"}, DEAD)
def server_redirected(site):
    yield {site.server: [site.server, site.server.saying("    return 301 https://www.example.com$request_uri;")]}


# ---- locations that take the path --------------------------------------------------------------------


def beside(site, head, body):
    """A location before the one of the site."""
    yield {site.location: [site.location.saying(head + " {"), site.location.saying("    " + body), site.location.saying("}"),
                           site.location]}


def pass_of(site):
    """A proxy_pass to the same backend that leaves the path alone; None when the site names its backend in another way."""
    found = [re.match(r"proxy_pass [^/;]+//[^/;]+", line.code) for line in site.role("pass")]
    return found[0][0] + ";" if found and found[0] else None


@operator({"regex-takes-socket-path", "websocket-not-forwarded"})
def regex_takes_path(site):
    if pass_of(site):
        yield from beside(site, f"location ~ ^{re.escape(site.socket.path)}", pass_of(site) + " proxy_set_header Host $host;")


@operator({"regex-takes-socket-path", "socket-path-not-proxied"})
def regex_takes_path_to_files(site):
    yield from beside(site, f"location ~* {re.escape(site.socket.path)}$", "root /srv/www;")


@operator({"websocket-not-forwarded"}, LOST)
def longer_prefix_takes_path(site):
    if pass_of(site):
        yield from beside(site, f"location {site.socket.path}", pass_of(site) + " proxy_set_header Host $host;")


# ---- what must not be called a mistake ---------------------------------------------------------------

SAME = [
    ("same-name-in-lower-case", "upgrade", "Upgrade ", "upgrade "),
    ("same-name-in-capitals", "connection", "Connection ", "CONNECTION "),
    ("same-name-quoted", "upgrade", "Upgrade ", '"Upgrade" '),
    ("same-value-quoted", "upgrade", r"(\$\w+);", r"'\1';"),
    ("same-value-in-braces", "upgrade", r"\$(\w+);", r"${\1};"),
    ("same-version-quoted", "version", r"1\.1", '"1.1"'),
    ("same-with-comment", "connection", "$", " # upgrade;"),
    ("same-in-tabs", "upgrade", r"\s+", "\t\t"),
    ("same-connection-in-list", "connection", VALUE, '"keep-alive, Upgrade";'),
    ("same-connection-of-client", "connection", VALUE, "$http_connection;"),
    ("same-upgrade-as-text", "upgrade", VALUE, "websocket;"),
    ("same-timeout-longer", "timeout", VALUE, "1d;"),
    ("same-timeout-in-two-units", "timeout", VALUE, '"1h 30m";'),
    ("same-location-of-no-regex", "location", r"location /", "location ^~ /"),
]

OPERATORS.update({name: (set(), replaced(role, pattern, text), True) for name, role, pattern, text in SAME})


@operator(harmless=True)
def same_setup_in_a_snippet(site):
    lines = [line for line in site.tree.level(site.location) if line.name in SETUP_DIRECTIVES]
    if lines and all(site.tree.openers[line] is site.location for line in lines):
        yield ({line: [] if line is not lines[0] else [line.saying("include snippets/upgrade.conf;")] for line in lines},
               {"snippets/upgrade.conf": [line.code for line in lines]})


@operator(harmless=True)
def same_in_other_order(site):
    path = site.tree.places[site.location][0]
    lines = [line for line in site.tree.level(site.location) if line.name in SETUP_DIRECTIVES and
             site.tree.places[line][0] == path]
    yield {line: [other] for line, other in zip(lines, reversed(lines))}


@operator(harmless=True)
def same_beside_plain_locations(site):
    yield from beside(site, "location = /plain-health", "proxy_pass http://127.0.0.1:3999;")


@operator(harmless=True)
def same_with_another_site(site):
    opener = site.blocks("http")[0]
    yield {opener: [opener, "    server {", "        listen 8888;", "        server_name other.example.com;",
                    "        root /srv/other;", "    }"]}


@operator(harmless=True)
def same_with_map_renamed(site):
    for opener in site.role("map"):
        name = re.escape(opener.words[2])
        yield {line: [re.sub(name + r"\b", "$for_the_tunnel", line.text)] for line in site.tree.lines()
               if re.search(name + r"\b", line.code)}
