#!/bin/sh
# What a case of the golden files cannot show of baselines and revisions: other environments, clones, and what is left behind;
# and that fingerprints stay what they are when a configuration is edited.
#
# usage: run.sh PROGRAM
set -u

case ${1:?"usage: run.sh PROGRAM"} in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work" && rm -rf "$work"' EXIT
cd "$work" || exit 2
work=$(pwd -P)
passed=0
failed=0

# ---- how a run is judged ------------------------------------------------------------------

check()
{
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n  %s\n' "$ran" "$*"
        sed 's/^/  stdout: /' "$work/out"
        sed 's/^/  stderr: /' "$work/err"
    fi
}

run()
{
    ran="nginx-wslint $*"
    timeout 60 "$program" --color=never "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
}

exits() { [ "$status" -eq "$1" ]; }
says() { grep -qF -- "$1" "$work/out"; }
complains() { grep -qF -- "$1" "$work/err"; }
same() { cmp -s "$1" "$2"; }

server()
{
    printf 'server { listen 80; server_name %s; location /ws { proxy_pass http://127.0.0.1:3000; } }\n' "$1"
}

# A tree with two findings in two files.
make_tree()
{
    mkdir -p "$1/conf.d"
    printf 'events {\n}\nhttp {\n    include conf.d/*.conf;\n}\n' >"$1/nginx.conf"
    server a.example.com >"$1/conf.d/a.conf"
    server b.example.com >"$1/conf.d/b.conf"
}

# ---- baselines ------------------------------------------------------------------------------

make_tree here
mkdir -p other/place
cp -R here other/place/clone
ln -s other/place/clone link

run --write-baseline first here
check exits 0
run --write-baseline second "$work/other/place/clone/nginx.conf"
check same first second
(cd here/conf.d && "$program" --write-baseline "$work/third" .. >/dev/null 2>&1)
check same first third
run --write-baseline fourth link
check same first fourth

# An entry counts once, however often its finding is looked for; roots that are alike each need their own.
run -f concise --baseline first here other/place/clone
check exits 1
check test "$(wc -l <"$work/out")" -eq 2
run -f concise --write-baseline both here other/place/clone
run -f concise --baseline both here other/place/clone
check exits 0

# A folder without nginx.conf: the fragments keep apart, and a further one changes nothing.
mkdir -p sites/one sites/two
server a >sites/one/site.conf
server a >sites/two/site.conf
run --write-baseline fragments sites
mkdir sites/another
server a >sites/another/site.conf
run -f concise --baseline fragments sites
check exits 1
check test "$(cut -d : -f 1 "$work/out")" = sites/another/site.conf

# The file is there whole or not at all, keeps its permissions, and a symlink to it stays one.
chmod 600 first
ln -s first to-first
run --write-baseline to-first here
check exits 0
check test -L to-first
check test -n "$(find first -perm 600)"
run --write-baseline /dev/full here
check exits 2
check complains 'cannot write "/dev/full"'
check test -z "$(find . -name 'first.*' -o -name 'second.*')"
if [ "$(id -u)" -ne 0 ]; then
    mkdir locked
    chmod a-w locked
    run --write-baseline locked/known here
    check exits 2
    check complains 'cannot write "locked/known": Permission denied'
    chmod u-r first
    run --baseline first here
    check exits 2
    check complains 'cannot read the baseline "first": Permission denied'
    chmod u+r first
fi

# ---- revisions ------------------------------------------------------------------------------

without_git()
{
    mkdir nothing
    ran="nginx-wslint without git"
    PATH=$work/nothing "$program" --new-from-rev HEAD here >"$work/out" 2>"$work/err"
    status=$?
    check exits 2
    check complains 'there is no program "git" in PATH'
}

# What is in a folder.
listing() { find "$1" -type f -exec cksum {} + | sort; }

commit()
{
    git -C "$1" add -A
    git -C "$1" commit -q --allow-empty -m "$2"
}

with_git()
{
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
    export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
    git init -q repository
    make_tree repository/etc
    commit repository one
    server c.example.com >repository/etc/conf.d/untracked.conf
    server d.example.com >>repository/etc/conf.d/a.conf
    listing repository >before
    run -f concise -f text --new-from-rev HEAD repository/etc
    check exits 1
    check says "etc/conf.d/a.conf:2:"
    check says "etc/conf.d/untracked.conf:1:"
    check says "2 errors, 0 warnings; 2 not new since HEAD"
    check test "$(grep -c "^repository" "$work/out")" -eq 2
    listing repository >after
    check same before after

    # as a hook of git is run, from below, through a symlink
    cp "$work/out" expected
    ln -s repository/etc linked
    run -f text --new-from-rev HEAD linked/
    check says "2 errors, 0 warnings; 2 not new since HEAD"
    (cd repository && GIT_DIR=.git GIT_INDEX_FILE=.git/index GIT_PREFIX=etc/ GIT_WORK_TREE=. \
        "$program" --new-from-rev HEAD etc >"$work/out" 2>"$work/err")
    check says "2 errors, 0 warnings; 2 not new since HEAD"
    (cd repository/etc/conf.d && "$program" --new-from-rev HEAD .. >"$work/out" 2>"$work/err")
    check says "2 errors, 0 warnings; 2 not new since HEAD"

    # in a further work tree, whose .git is a file
    commit repository two
    git -C repository worktree add -q ../further HEAD~1
    server e.example.com >further/etc/conf.d/e.conf
    run --new-from-rev HEAD further/etc
    check says "1 error, 0 warnings; 2 not new since HEAD"
    run --new-from-rev HEAD~1 repository/etc
    check says "2 errors, 0 warnings; 2 not new since HEAD~1"

    # a tree that was not there then
    make_tree repository/new
    run --new-from-rev HEAD repository/new
    check exits 1
    check says "2 errors, 0 warnings"
    check test ! -s "$work/err"

    # a revision whose name a shell would run
    # shellcheck disable=SC2016
    odd='odd;$(touch>pwned)'
    git -C repository branch "$odd"
    run --new-from-rev "$odd" repository/etc
    check exits 0
    check test ! -e pwned

    # more than a pipe holds, both ways
    git init -q large
    make_tree large
    awk 'BEGIN { for (i = 0; i < 3000; i++) {
        file = sprintf("large/conf.d/%05d-a-name-that-takes-some-room-in-the-list-of-names.conf", i)
        printf "server { listen %d; location /ws { proxy_pass http://127.0.0.1:3000; } }\n", 1000 + i >file
        for (k = 0; k < 20; k++) print "# a line of text that makes the file larger than it has to be" >file
        close(file) } }'
    commit large one
    run --new-from-rev HEAD large
    check exits 0
    check says "3002 not new since HEAD"

    # the other kind of object names
    if git init -q --object-format=sha256 longer 2>/dev/null; then
        make_tree longer
        commit longer one
        run --new-from-rev HEAD longer
        check exits 0
        check says "2 not new since HEAD"
    fi
}

without_git
if command -v git >/dev/null; then
    with_git
else
    echo "adopting: SKIPPED, there is no git: no revision was compared with"
fi

# ---- fingerprints ---------------------------------------------------------------------------

"${PYTHON:-python3}" -B "$here/fingerprints.py" --program "$program" || failed=$((failed + 1))
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
