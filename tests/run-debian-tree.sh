#!/bin/sh
# The configuration of Debian's nginx package: nothing to report, and the right line once a site is added.
# usage: run-debian-tree.sh PROGRAM
set -eu
program=$1
if [ ! -e /etc/nginx/nginx.conf ] || ! grep -q sites-enabled /etc/nginx/nginx.conf; then
    echo "SKIPPED: Debian's nginx package is not installed"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# expect STATUS TEXT ARGUMENT...: the program ends so and prints the text (nothing when it is empty)
expect()
{
    status=$1 text=$2 got=0
    shift 2
    "$program" -q -f concise "$@" >"$work/out" 2>&1 || got=$?
    if [ "$got" -eq "$status" ] && { { [ -z "$text" ] && [ ! -s "$work/out" ]; } ||
        { [ -n "$text" ] && grep -qF "$text" "$work/out"; }; }; then
        passed=$((passed + 1))
    else
        echo "FAILED: $* ends with $got instead of $status, or does not print '$text':"
        cat "$work/out"
        failed=$((failed + 1))
    fi
}

# A copy stands for the original: its includes and symlinks still say /etc/nginx.
cp -a /etc/nginx "$work/nginx"
rm -rf "$work/nginx/sites-enabled" "$work/nginx/conf.d"
mkdir "$work/nginx/sites-enabled" "$work/nginx/conf.d"
ln -s /etc/nginx/sites-available/default "$work/nginx/sites-enabled/default"
expect 0 "" "$work/nginx"

cat >"$work/nginx/sites-available/chat" <<'SITE'
server {
    listen 8080;
    server_name chat.example.com;
    location / {
        include proxy_params;
        proxy_pass http://localhost:8065;
    }
}
SITE
ln -s /etc/nginx/sites-available/chat "$work/nginx/sites-enabled/chat"
expect 1 'sites-available/chat:6:9: error: "/" proxies to http://localhost:8065 without WebSocket support' \
    "$work/nginx"

# A mistake in another site does not hide it.
printf 'server {\n    listen 8081\n}\n' >"$work/nginx/sites-available/other"
ln -s ../sites-available/other "$work/nginx/sites-enabled/other"
expect 1 'sites-available/other:2:16: error: directive "listen" is not terminated by ";" [syntax-error]' \
    "$work/nginx"
expect 1 'sites-available/chat:6:9: error: "/" proxies to http://localhost:8065 without WebSocket support' \
    "$work/nginx"

# The same tree lints the same wherever it stands.
(cd "$work/nginx" && "$program" -q -f concise .) >"$work/here" || true
mkdir -p "$work/far/away" && cp -a "$work/nginx" "$work/far/away/copy"
(cd "$work/far/away/copy" && "$program" -q -f concise .) >"$work/there" || true
if cmp -s "$work/here" "$work/there"; then
    passed=$((passed + 1))
else
    echo "FAILED: a copy elsewhere lints differently:"
    diff "$work/here" "$work/there" || true
    failed=$((failed + 1))
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
