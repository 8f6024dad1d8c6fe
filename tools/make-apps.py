#!/usr/bin/env python3
"""Makes model/apps.def, what is known of applications that speak WebSocket.

Usage: tools/make-apps.py INPUT.json > model/apps.def

INPUT.json is a list of applications as people wrote them down: app, paths, ports,
ping_interval_s, ping_from, docs_read_timeout_s and extra, a remark. The output depends on the
input alone: the same input gives the same bytes. A path that cannot be made a pattern, a remark
that no longer holds the words a fact rests on, a name of two applications: each ends the
generator with a message and status 1, and nothing is written.
"""

import collections
import json
import re
import sys

# Entries that are no application with a socket.
SKIPPED = {
    "Authelia (as auth_request gate)": "a gate in front of others, without a socket of its own",
}

# Path texts beyond the usual forms: what they mean as patterns.
PATH_OVERRIDES = {
    # The sub-path is the whole console, with its sockets somewhere below; the other choice is "/".
    "/minio/ui/ (sub-path) or /": ["/minio/ui/", "/"],
    # At any depth below the one prefix that its documentation proxies.
    "/pikvm/... (paths ending in /ws)": ["/pikvm/"],
}

# Paths of a library many applications are built on: the library's, whoever else has them.
# Without the slash at the end.
PATH_OWNERS = {
    "/socket.io": "Socket.IO",
    "/*/*/*/websocket": "SockJS",
    "/cable": "Rails ActionCable",
    "/hubs/*": "ASP.NET Core SignalR",
    "/socket/websocket": "Phoenix Channels / LiveView",
    "/live/websocket": "Phoenix Channels / LiveView",
    "/websockify": "noVNC + websockify",
}

# Segments that plain HTTP services have just as well.
COMMON_SEGMENTS = {
    "api", "app", "comms", "connection", "events", "graphql", "notification", "realtime",
    "stream", "subscribe", "v1",
}

# Segments that say WebSocket and not whose.
SOCKET_SEGMENTS = {
    "hub", "hubs", "mqtt", "push", "sockjs", "socket", "socket.io", "websocket", "ws",
}

# Ports that say nothing of the application, even when only one of the table has them.
GENERIC_PORTS = {
    3000: "Node, Rails and Grafana by default",
    3001: "the second process of what listens on 3000",
    3333: "picked by many Node development servers",
    4000: "Phoenix, Apollo and many Node services",
    4567: "Sinatra by default",
    5000: "Flask, Kestrel and the Docker registry",
    8000: "Python's, Django's and Gunicorn's default",
    8080: "the alternative HTTP port",
    8082: "next to 8080",
    8083: "next to 8080",
    8443: "the alternative HTTPS port",
    8888: "an alternative HTTP port",
    9000: "php-fpm, MinIO, SonarQube",
    9001: "the MinIO console, supervisord",
    9090: "Prometheus",
    30000: "the first Kubernetes node port",
}

# Ports of an application that carry its pages and not its socket.
PAGE_PORTS = {
    ("Odoo", 8069): "the socket is on 8072",
}

# Applications that may share a port or a name without making it any less telling.
FAMILIES = [
    {"Jellyfin", "Emby"},  # one began as a copy of the other
    {"RabbitMQ Web MQTT", "RabbitMQ Web STOMP"},  # plug-ins of one server
]

# What the remark says that a rule can use: the flag, and the words that say so.
FACTS = {
    "NWL_APP_CHECKS_ORIGIN": {
        "code-server (VS Code in the browser)": "Compares Host/X-Forwarded-Host with Origin",
        "Gotify": "Compares Host with Origin",
        "OctoPrint": "check_origin compares Host with Origin",
        "Streamlit": "Checks Origin",
        "Uptime Kuma": "the Origin host must equal the Host header",
    },
    "NWL_APP_REFUSES_CONSTANT_UPGRADE": {
        "Lidarr (SignalR)": 'a hard-coded Connection "Upgrade" does not work',
        "Prowlarr (SignalR)": 'a hard-coded Connection "Upgrade" does not work',
        "Radarr (SignalR)": 'a hard-coded Connection "Upgrade" does not work',
        "Sonarr (SignalR)": 'a hard-coded Connection "Upgrade" does not work',
    },
    "NWL_APP_NEEDS_STICKY": {
        "ASP.NET Core SignalR": "several backends need sticky sessions",
        "Blazor Server": "SignalR underneath",
        "NodeBB": "ip_hash when several ports",
        "Socket.IO": "several backends need ip_hash/sticky",
        "SockJS": "falls back to XHR",
    },
}

# Applications that answer at their paths and nowhere else, whatever stands before them. The paths of others are those of
# their documentation's proxy, which may take a part of them away, or can be chosen.
KEEPS_PATHS = {
    "Etherpad",
    "Grafana Live",
    "Home Assistant",
    "Jupyter Server / JupyterLab",
    "Mastodon streaming",
    "Mattermost",
    "NodeBB",
    "Socket.IO",
    "Streamlit",
    "Uptime Kuma",
    "Vaultwarden",
}

# Words of an application's name that many others have.
GENERIC_WORDS = set(
    "2 apache asp console core dashboard dev frontend net online server streaming".split()
)

# Names where the words of the application's name will not do.
NAMES = {
    "code-server (VS Code in the browser)": ["codeserver", "openvscode"],
    "Django Channels (Daphne)": ["daphne"],
    "Element Call / LiveKit SFU": ["elementcall", "livekit"],
    "Foundry VTT": ["foundry", "foundryvtt"],
    "GoAccess real-time report": ["goaccess"],
    "Grafana Live": ["grafana"],
    "Hasura GraphQL Engine": ["hasura"],
    "Home Assistant": ["homeassistant", "hass", "hassio"],
    "Jitsi Meet (docker)": ["jitsi", "jitsimeet"],
    "KasmVNC / Kasm Workspaces": ["kasm", "kasmvnc"],
    "Kubernetes Dashboard (exec)": ["kubernetesdashboard"],
    "Laravel Reverb": ["reverb", "laravelreverb"],
    "Moonraker (Mainsail, Fluidd)": ["moonraker", "mainsail", "fluidd"],
    "n8n": [],  # too short for a name of its own
    "Nextcloud All-in-One": ["nextcloudaio"],  # "nextcloud" is most often one without a socket
    "Nextcloud notify_push": ["notifypush"],
    "Nextcloud Talk signaling (HPB)": ["spreed", "spreedsignaling", "nextcloudspreedsignaling"],
    "ONLYOFFICE Document Server": ["onlyoffice", "documentserver"],
    "Paperless-ngx": ["paperless", "paperlessngx"],
    "Phoenix Channels / LiveView": ["phoenix", "liveview"],
    "Pydio Cells": ["pydio", "pydiocells"],
    "RabbitMQ Web MQTT": ["rabbitmq"],
    "RabbitMQ Web STOMP": ["rabbitmq"],
    "Rails ActionCable": ["actioncable"],
    "Seafile notification server": ["seafilenotification"],  # "seafile" is the site
    "Seafile SeaDoc": ["seadoc", "seafileseadoc"],
}

PINGS = {None: "NWL_PING_UNKNOWN", "server": "NWL_PING_SERVER", "client": "NWL_PING_CLIENT"}

HEAD = """\
// Applications that speak WebSocket: where their socket is, and how often they ping
//
// Generated by tools/make-apps.py; do not edit. {apps} applications in the order of their names,
// {paths} paths, {ports} ports.
//
// NWL_APP(name, ping_interval_s, ping_from, docs_read_timeout_s, flags, paths, ports, names)
//   ping_interval_s      0 when not known
//   ping_from            who pings
//   docs_read_timeout_s  the proxy_read_timeout of its documentation, 0 when it has none
//   flags                NWL_APP_ bits
//   paths                NWL_APP_PATHS of NWL_APP_PATH(pattern, strength): "*" stands for one
//                        byte or more within a segment; with a slash at its end it is a
//                        directory, and all below belongs to the socket
//   ports                NWL_APP_PORTS of NWL_APP_PORT(port, distinctive)
//   names                NWL_APP_NAMES of NWL_APP_NAME(name): what hosts and upstreams are called,
//                        lower case without punctuation
// NWL_APP_NONE is an empty list. Define all eight macros, then include this file; it undefines
// them.
"""

MACROS = [
    "NWL_APP", "NWL_APP_PATHS", "NWL_APP_PATH", "NWL_APP_PORTS", "NWL_APP_PORT", "NWL_APP_NAMES",
    "NWL_APP_NAME", "NWL_APP_NONE",
]


def die(message):
    sys.exit("make-apps: " + message)


def without_remarks(text):
    return re.sub(r" \([^()]*\)", "", text)


# ---- paths ------------------------------------------------------------------------------


def variants(regex):
    """The regexes without their "(…)?" groups: with each and without it."""
    match = re.search(r"\(([\w./-]+)\)\?", regex)
    if not match:
        return [regex]
    before, after = regex[: match.start()], regex[match.end():]
    return variants(before + after) + variants(before + match.group(1) + after)


def patterns_of_regex(regex):
    regex = regex.removeprefix("^").removesuffix("$")
    for repeated in (r"[0-9]+", r"(.*)", r"(.+)", r"[^/]+"):
        regex = regex.replace(repeated, "*")
    return variants(regex)


def alternatives(path):
    """/a/x|y is /a/x and /a/y."""
    before, slash, last = path.rpartition("/")
    return [before + slash + choice for choice in last.split("|")]


def patterns_of(app, text):
    if text in PATH_OVERRIDES:
        return PATH_OVERRIDES[text]
    path = without_remarks(text)
    if path.startswith("~ "):
        found = patterns_of_regex(path[2:])
    else:
        found = alternatives(re.sub(r"<\w+>", "*", path.removeprefix("^~ ")))
    for pattern in found:
        if not re.fullmatch(r"/|(/[\w.-]*\*?[\w.-]*)+", pattern) or "//" in pattern:
            die(f'"{app}": cannot make a pattern of "{text}", see PATH_OVERRIDES')
    return found


def without_slash(pattern):
    return pattern.rstrip("/")


def strength(app, pattern, users):
    bare = without_slash(pattern)
    if bare in PATH_OWNERS:
        return "NWL_PATH_OWN" if PATH_OWNERS[bare] == app else "NWL_PATH_SHARED"
    literals = set(bare.split("/")[1:]) - {"*"}
    if literals <= COMMON_SEGMENTS:
        return "NWL_PATH_COMMON"
    if literals <= COMMON_SEGMENTS | SOCKET_SEGMENTS or len(users[bare]) > 1:
        return "NWL_PATH_SHARED"
    return "NWL_PATH_OWN"


# ---- ports and names --------------------------------------------------------------------


def is_distinctive(users):
    return len(users) == 1 or any(users <= family for family in FAMILIES)


def names_of(app):
    if app in NAMES:
        return NAMES[app]
    names = []
    for part in re.split(r" / | \+ ", without_remarks(app)):
        words = [word for word in re.findall(r"[a-z0-9]+", part.lower())
                 if word not in GENERIC_WORDS]
        names.append("".join(words))
    return names


def check_names(apps, users):
    for app in apps:
        for name in app.names:
            if not re.fullmatch(r"[a-z0-9]+", name) or len(re.sub(r"\d", "", name)) < 4:
                die(f'"{app.name}": "{name}" is too short for a name, see NAMES')
            if not is_distinctive(users[name]):
                die(f'"{name}" is a name of {sorted(users[name])}, see NAMES')


# ---- rows -------------------------------------------------------------------------------


class App:
    def __init__(self, row):
        self.name = row["app"]
        self.title = without_remarks(self.name)
        self.ping_interval_s = row["ping_interval_s"] or 0
        self.ping_from = PINGS[row["ping_from"]]
        self.docs_read_timeout_s = row["docs_read_timeout_s"] or 0
        self.ports = [port for port in row["ports"] if port not in (80, 443)]
        found = [pattern for text in row["paths"] for pattern in patterns_of(self.name, text)]
        self.at_root = "/" in found
        self.paths = list(dict.fromkeys(pattern for pattern in found if pattern != "/"))
        self.names = names_of(self.name)
        self.facts = self.facts_in(row["extra"])

    def facts_in(self, remark):
        facts = []
        for flag, apps in FACTS.items():
            if self.name in apps:
                if apps[self.name] not in remark:
                    die(f'"{self.name}": the remark no longer says "{apps[self.name]}"')
                facts.append(flag)
        return facts + (["NWL_APP_KEEPS_PATHS"] if self.name in KEEPS_PATHS else [])

    def flags(self):
        return " | ".join((["NWL_APP_AT_ROOT"] if self.at_root else []) + self.facts) or "0"


def quoted(text):
    if not re.fullmatch(r'[ !#-\[\]-~]+', text):
        die(f"cannot write {text!r} as a C string")
    return f'"{text}"'


def listed(macro, items):
    if not items:
        return "NWL_APP_NONE"
    on_one_line = f"{macro}({', '.join(items)})"
    if len(on_one_line) <= 80:
        return on_one_line
    separator = ",\n" + " " * (8 + len(macro) + 1)
    return f"{macro}({separator.join(items)})"


def row_of(app, path_users, port_users):
    paths = [f"NWL_APP_PATH({quoted(p)}, {strength(app.name, p, path_users)})" for p in app.paths]
    ports = []
    for port in app.ports:
        telling = (port not in GENERIC_PORTS and (app.name, port) not in PAGE_PORTS
                   and is_distinctive(port_users[port]))
        ports.append(f"NWL_APP_PORT({port}, {'true' if telling else 'false'})")
    names = [f"NWL_APP_NAME({quoted(name)})" for name in app.names]
    columns = [
        f"{quoted(app.title)}, {app.ping_interval_s}, {app.ping_from}, "
        f"{app.docs_read_timeout_s}, {app.flags()}",
        listed("NWL_APP_PATHS", paths),
        listed("NWL_APP_PORTS", ports),
        listed("NWL_APP_NAMES", names),
    ]
    return "NWL_APP(" + ",\n        ".join(columns) + ")"


def users_of(apps, keys_of):
    users = collections.defaultdict(set)
    for app in apps:
        for key in keys_of(app):
            users[key].add(app.name)
    return users


def check_tables(rows):
    """Whatever the tables above name is in the input."""
    apps = {row["app"] for row in rows}
    texts = {path for row in rows for path in row["paths"]}
    ports = {port for row in rows for port in row["ports"]}
    named = {*SKIPPED, *NAMES, *PATH_OWNERS.values(), *(app for app, _ in PAGE_PORTS)}
    named.update(*FAMILIES, *FACTS.values(), KEEPS_PATHS)
    for missing in [*sorted(named - apps), *sorted(PATH_OVERRIDES.keys() - texts),
                    *sorted(GENERIC_PORTS.keys() - ports)]:
        die(f'"{missing}" is not in the input')
    if len(apps) != len(rows) or len(set(map(without_remarks, apps))) != len(rows):
        die("an application is there twice")


def main():
    if len(sys.argv) != 2:
        die("usage: tools/make-apps.py INPUT.json > model/apps.def")
    with open(sys.argv[1], encoding="utf-8") as stream:
        rows = json.load(stream)
    check_tables(rows)
    apps = [App(row) for row in rows if row["app"] not in SKIPPED]
    apps.sort(key=lambda app: (app.title.lower(), app.title))
    path_users = users_of(apps, lambda app: map(without_slash, app.paths))
    port_users = users_of(apps, lambda app: app.ports)
    check_names(apps, users_of(apps, lambda app: app.names))
    head = HEAD.format(apps=len(apps), paths=sum(len(app.paths) for app in apps),
                       ports=sum(len(app.ports) for app in apps))
    lines = [head]
    lines += [row_of(app, path_users, port_users) for app in apps]
    lines += ["", *(f"#undef {macro}" for macro in MACROS), ""]
    sys.stdout.buffer.write("\n".join(lines).encode())


if __name__ == "__main__":
    main()
