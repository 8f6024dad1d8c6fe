#!/bin/sh
# Commits to a scratch repository through the real pre-commit: what breaks a socket is refused, what mends it passes, and what has
# nothing to do with it is quick. The hook is built from a clone of this tree, without a network where the kernel
# lets us take it away, and with a pip that has no index everywhere.
#
# usage: run.sh PROGRAM
set -u

case ${1:?"usage: run.sh PROGRAM"} in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
tree=$(CDPATH='' cd -- "$here/../.." && pwd)
python=${PYTHON:-python3}

for need in pre-commit git; do
    if ! command -v "$need" >/dev/null; then
        echo "precommit: SKIPPED, there is no $need: NO HOOK WAS RUN" >&2
        exit 0
    fi
done
if ! git -C "$tree" ls-files >/dev/null 2>&1; then
    echo "precommit: SKIPPED, this tree is no clone: NO HOOK WAS RUN" >&2
    exit 0
fi
if [ -z "${NWL_WITHOUT_NETWORK:-}" ] && unshare -rn true 2>/dev/null; then
    NWL_WITHOUT_NETWORK=1 exec unshare -rn "$0" "$program"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
work=$(cd "$work" && pwd -P)
mkdir "$work/home" "$work/bin"
export HOME="$work/home" PRE_COMMIT_HOME="$work/home/pre-commit" XDG_CACHE_HOME="$work/home/cache"
export XDG_DATA_HOME="$work/home/data" XDG_CONFIG_HOME="$work/home/config" PRE_COMMIT_COLOR=never
export PIP_NO_INDEX=1 PIP_CONFIG_FILE=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1 VIRTUALENV_NO_PERIODIC_UPDATE=1
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
unset SKIP VIRTUAL_ENV
passed=0
failed=0

# ---- how a commit is judged ---------------------------------------------------------------

check()
{
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n  %s\n' "$did" "$*"
        sed 's/^/  /' "$work/out"
    fi
}

now()
{
    "$python" -c 'import time; print(int(time.monotonic() * 1000))'
}

# Runs a command, of which the checks that follow speak.
try()
{
    did=$*
    started=$(now)
    "$@" >"$work/out" 2>&1 </dev/null
    status=$?
    milliseconds=$(($(now) - started))
}

commit_all()
{
    git add -A
    git commit -qm "$1"
}

succeeds() { [ "$status" -eq 0 ]; }
fails() { [ "$status" -ne 0 ]; }
says() { grep -qF -- "$1" "$work/out"; }
says_not() { ! says "$1"; }
says_times() { [ "$(grep -cF -- "$2" "$work/out")" -eq "$1" ]; }
takes_less_than() { [ "$milliseconds" -lt "$1" ]; }

# ---- two repositories ---------------------------------------------------------------------

# The work tree as a repository, so that what is not committed yet counts.
clone_tree()
{
    mkdir "$work/hooks"
    (cd "$tree" && git ls-files -co --exclude-standard) | while IFS= read -r file; do
        [ ! -f "$tree/$file" ] || printf '%s\n' "$file"
    done | tar -C "$tree" -cf - -T - | tar -C "$work/hooks" -xf -
    git -C "$work/hooks" init -q
    git -C "$work/hooks" add -A
    git -C "$work/hooks" commit -qm "the tree"
}

site()
{
    cat <<SITE
server {
    listen 80;
    server_name $1.example.com;
    location /ws {
        proxy_pass http://127.0.0.1:3000;
        include snippets/websocket.conf;
    }
}
SITE
}

snippet()
{
    cat <<'SNIPPET'
proxy_http_version 1.1;
proxy_set_header Upgrade $http_upgrade;
proxy_set_header Connection $connection_upgrade;
proxy_read_timeout 1h;
SNIPPET
}

# A repository with an nginx tree in it that works, and with the hook $1 in its .pre-commit-config.yaml.
make_site()
{
    mkdir -p "$work/$1/etc/conf.d" "$work/$1/etc/snippets" "$work/$1/etc/sites-available"
    cd "$work/$1" || exit 2
    cat >etc/nginx.conf <<'ROOT'
events {
    worker_connections 4096;
}
http {
    map $http_upgrade $connection_upgrade {
        default upgrade;
        ""      close;
    }
    include conf.d/*.conf;
    include sites-enabled/*;
}
ROOT
    for name in one two three; do
        site "$name" >"etc/conf.d/$name.conf"
    done
    snippet >etc/snippets/websocket.conf
    site late | grep -v include >etc/sites-available/late
    cat >.pre-commit-config.yaml <<CONFIG
repos:
  - repo: $work/hooks
    rev: $(git -C "$work/hooks" rev-parse HEAD)
    hooks:
      - id: $1
CONFIG
    git init -q
    git add -A
    git commit -qm "the tree works"
    pre-commit install >/dev/null
}

# ---- commits ------------------------------------------------------------------------------

break_a_site()
{
    sed 's/include .*/proxy_set_header Connection upgrade;/' etc/conf.d/one.conf >etc/conf.d/new.conf
    try commit_all "a socket breaks"
    check fails
    check says 'error[missing-upgrade-header]: "/ws" sends the handshake to the backend without "Upgrade"'
    check says "--> etc/conf.d/new.conf:5:9"
    check says_times 1 "error["

    site new >etc/conf.d/new.conf
    try commit_all "and is mended"
    check succeeds
    check says "Passed"
}

enable_a_broken_site()
{
    mkdir etc/sites-enabled
    ln -s ../sites-available/late etc/sites-enabled/late
    try commit_all "a link enables a site"
    check fails
    check says "--> etc/sites-available/late:5:9"
    check says_times 1 "error["
    git rm -qf etc/sites-enabled/late
}

break_a_snippet()
{
    snippet | grep -v proxy_set_header >etc/snippets/websocket.conf
    try commit_all "a snippet breaks the sites"
    check fails
    for name in new one three two; do
        check says "--> etc/conf.d/$name.conf:5:9"
    done
    check says_times 4 "error[websocket-not-forwarded]"
}

commit_beside_a_broken_site()
{
    git commit -qm "broken all the same" --no-verify
    echo 'server { server_name other.example.com; return 204; }' >etc/conf.d/other.conf
    try commit_all "a site beside it"
    check succeeds
    check says "Passed"
}

commit_something_else()
{
    echo "unrelated" >notes.txt
    try commit_all "an unrelated file"
    check succeeds
    check says "no files to check"
    check says_not "error"
    check takes_less_than 20000
    echo "precommit: $1: a commit of an unrelated file took $milliseconds ms"
}

work_with()
{
    make_site "$1"
    try pre-commit install-hooks
    check succeeds
    echo "precommit: $1: to install the hook took $milliseconds ms"
    break_a_site
    enable_a_broken_site
    break_a_snippet
    commit_beside_a_broken_site
    commit_something_else "$1"
}

clone_tree
work_with nginx-wslint
ln -s "$program" "$work/bin/nginx-wslint"
PATH=$work/bin:$PATH
work_with nginx-wslint-system

try env PYTHONPATH="$tree/packaging/python" "$python" -B "$here/wheel.py" "$program" "$tree"
check succeeds
[ -n "${NWL_WITHOUT_NETWORK:-}" ] || echo "precommit: the network could not be taken away; pip had no index"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
