#!/usr/bin/env python3
"""Makes an nginx configuration of many proxied sites.

Usage: bench/make-tree.py [--broken] N DIR

DIR gets nginx.conf, one snippet, and N files in sites-available that sites-enabled links to. Each
site is one server with 16 proxied locations: WebSockets set up with the snippet, plain HTTP with
the snippet, plain HTTP with headers of its own, and an upload. With --broken no location of any
site can carry the WebSocket it is meant for: the location sends Upgrade and no Connection.

The output depends on the arguments alone. `nginx -t -p DIR -c nginx.conf` accepts it and writes
nowhere but into DIR/logs and DIR/temp. The backends take turns on 500 ports: nginx looks an
upstream up among all others, and ten thousand different ones would measure that search.
"""

import argparse
import os
import pathlib
import sys

FIRST_PORT = 20000
PORTS = 500

NGINX_CONF = """\
worker_processes auto;
error_log logs/error.log;
pid logs/nginx.pid;

events {{
    worker_connections 1024;
}}

http {{
    access_log off;
    default_type application/octet-stream;
    sendfile on;
    keepalive_timeout 65;

    client_body_temp_path temp/client_body;
    proxy_temp_path temp/proxy;
    fastcgi_temp_path temp/fastcgi;
    uwsgi_temp_path temp/uwsgi;
    scgi_temp_path temp/scgi;

    server_names_hash_bucket_size 128;
    server_names_hash_max_size {names_hash};

    map $http_upgrade $connection_upgrade {{
        default upgrade;
        ''      '';
    }}

    include sites-enabled/*;
}}
"""

SNIPPET = "snippets/proxy-headers.conf"

SNIPPET_TEXT = """\
# What every backend wants to know, and what a WebSocket needs.
proxy_http_version 1.1;
proxy_read_timeout 1h;
proxy_set_header Host $host;
proxy_set_header X-Real-IP $remote_addr;
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
proxy_set_header X-Forwarded-Proto $scheme;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection $connection_upgrade;
"""

SERVER = """\
# {name}, behind the proxy
server {{
    listen 127.0.0.1:8080;
    server_name {name} www.{name};

    client_max_body_size 20m;
{locations}}}
"""

WEBSOCKET = """
    location {path} {{
        include snippets/proxy-headers.conf;
        proxy_send_timeout 1h;
        proxy_buffering off;
        proxy_pass http://127.0.0.1:{port};
    }}
"""

SHARED_HEADERS = """
    location {path} {{
        include snippets/proxy-headers.conf;
        proxy_pass http://127.0.0.1:{port};
    }}
"""

PLAIN = """
    location {path} {{
        proxy_pass http://127.0.0.1:{port};
        proxy_connect_timeout 5s;
        proxy_read_timeout 30s;
    }}
"""

OWN_HEADERS = """
    # It signs what it gets, so nothing else may be added.
    location {path} {{
        proxy_http_version 1.1;
        proxy_set_header Host "api.{name}";
        proxy_set_header Connection "";
        proxy_set_header X-Request-Start "t=${{msec}}";
        proxy_pass http://127.0.0.1:{port};
    }}
"""

UPLOAD = """
    location {path} {{
        client_max_body_size 2g;
        proxy_request_buffering off;
        proxy_buffering off;
        proxy_send_timeout 300s;
        proxy_set_header Host $host;
        proxy_set_header X-Real-IP $remote_addr;
        proxy_pass http://127.0.0.1:{port}/upload;
    }}
"""

BROKEN = """
    location {path} {{
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header Upgrade $http_upgrade;
        proxy_read_timeout 1h;
        proxy_pass http://127.0.0.1:{port};
    }}
"""

LOCATIONS = [
    ("/", SHARED_HEADERS),
    ("/ws", WEBSOCKET),
    ("/socket.io/", WEBSOCKET),
    ("/notifications/ws", WEBSOCKET),
    ("/live/websocket", WEBSOCKET),
    ("= /healthz", PLAIN),
    ("/api/", PLAIN),
    ("/api/v1/orders", PLAIN),
    ("/api/v2/orders", PLAIN),
    ("/auth/", SHARED_HEADERS),
    ("/admin/", SHARED_HEADERS),
    ("^~ /assets/", PLAIN),
    ("/payments/", OWN_HEADERS),
    ("/hooks/", OWN_HEADERS),
    ("/reports/", SHARED_HEADERS),
    ("/files/", UPLOAD),
]


def site_text(index, broken):
    name = f"site-{index:05}.example.com"
    port = FIRST_PORT + index % PORTS
    locations = "".join((BROKEN if broken else text).format(path=path, port=port, name=name)
                        for path, text in LOCATIONS)
    return SERVER.format(name=name, locations=locations)


def make_tree(directory, sites, broken=False):
    root = pathlib.Path(directory)
    for name in ("sites-available", "sites-enabled", "snippets", "logs", "temp"):
        (root / name).mkdir(parents=True, exist_ok=True)
    names_hash = max(512, 32 * sites)
    (root / "nginx.conf").write_text(NGINX_CONF.format(names_hash=names_hash))
    (root / SNIPPET).write_text(SNIPPET_TEXT)
    for index in range(sites):
        name = f"site-{index:05}"
        (root / "sites-available" / name).write_text(site_text(index, broken))
        os.symlink(f"../sites-available/{name}", root / "sites-enabled" / name)


def main():
    parser = argparse.ArgumentParser(description="Makes an nginx configuration of N sites.")
    parser.add_argument("--broken", action="store_true",
                        help="let no location carry its WebSocket")
    parser.add_argument("sites", type=int, metavar="N")
    parser.add_argument("directory", metavar="DIR", help="a directory that is empty or new")
    arguments = parser.parse_args()
    if arguments.sites < 0:
        parser.error("N is the number of sites")
    directory = pathlib.Path(arguments.directory)
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        parser.error(f"\"{directory}\" is not an empty directory")
    make_tree(directory, arguments.sites, arguments.broken)


if __name__ == "__main__":
    sys.exit(main())
