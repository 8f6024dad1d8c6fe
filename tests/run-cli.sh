#!/bin/sh
# Runs the program as people do, right and wrong, and looks at its exit status and what it says.
#
# usage: run-cli.sh PROGRAM
set -u

program=$1
case $program in
/*) ;;
*) program=$PWD/$program ;;
esac
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work" && rm -rf "$work"' EXIT
cd "$work" || exit 2
mkdir results
passed=0
failed=0

unset NO_COLOR CLICOLOR CLICOLOR_FORCE FORCE_COLOR COLUMNS
export LC_ALL=C.UTF-8 TERM=xterm
escape=$(printf '\033')
tab=$(printf '\t')

# ---- how a run is judged ------------------------------------------------------------------

fault()
{
    failed=$((failed + 1))
    printf 'FAILED: %s\n  %s\n' "$ran" "$1"
    sed 's/^/  stdout: /' results/out
    sed 's/^/  stderr: /' results/err
}

check()
{
    if "$@"; then
        passed=$((passed + 1))
    else
        fault "$*"
    fi
}

# Runs the program; a minute is far more than anything here takes.
run()
{
    ran="nginx-wslint $*"
    timeout 60 "$program" "$@" >results/out 2>results/err </dev/null
    status=$?
}

exits() { [ "$status" -eq "$1" ]; }
says() { grep -qF -- "$1" results/out; }
says_not() { ! grep -qF -- "$1" results/out; }
complains() { grep -qF -- "$1" results/err; }
is_silent() { [ ! -s results/out ]; }
ends_no_line_with_a_space() { ! grep -q ' $' results/out; }
has_no_complaint() { [ ! -s results/err ]; }
is_there() { [ -s "$1" ]; }
is_gone() { [ ! -e "$1" ]; }

# Exit status 2, nothing on standard output, exactly this message.
refuses()
{
    check exits 2
    check is_silent
    check test "$(cat results/err)" = "nginx-wslint: error: $1"
}

# ---- what it is run on --------------------------------------------------------------------

mkdir -p good broken/conf.d fragments/sites-enabled fragments/conf.d/deep empty
cat >good/nginx.conf <<'CONF'
events {}
http {
    server { listen 80; location /ws {
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection "upgrade";
        proxy_read_timeout 1h;
        proxy_pass http://127.0.0.1:3000;
    } }
}
CONF
printf 'events {}\nhttp { include conf.d/*.conf; }\n' >broken/nginx.conf
site='server { listen 80; location /ws { proxy_pass http://127.0.0.1:3000; } }'
echo "$site" >broken/conf.d/site.conf
echo "$site" >fragments/conf.d/deep/b.conf
echo "$site" >fragments/conf.d/a.conf
echo "$site" >fragments/sites-enabled/example.com
echo "$site" >fragments/sites-enabled/example.com.bak
echo "$site" >fragments/conf.d/notes.txt
ln -s ../conf.d/a.conf fragments/sites-enabled/again.conf
: >empty.conf

# ---- the command line ---------------------------------------------------------------------

run --version
check exits 0
check says "jansson "
check says "PCRE2 "
check test "$(sed -n 1p results/out | cut -d ' ' -f 1)" = nginx-wslint
check test "$(grep -c '^[A-Za-z0-9-]* [0-9][0-9.a-z]*$' results/out)" -eq 4
for arguments in --help -h help "help check" "check --help" "tree -h" "help rules" "help explain"; do
    # shellcheck disable=SC2086  # several words
    run $arguments
    check exits 0
    check says "Usage: nginx-wslint"
    check ends_no_line_with_a_space
    check has_no_complaint
done
run help tree
check says "--prefix DIR"
check says_not "--fail-on"

run --formt json
refuses 'unknown option "--formt"; did you mean "--format"?'
run chek
refuses 'unknown command "chek"; did you mean "check"?'
run help chck
refuses 'unknown command "chck"; did you mean "check"?'
run -f jsn good
refuses 'unknown format "jsn"; did you mean "json"?'
run good --fail-on=eror
refuses 'unknown level "eror"; did you mean "error"?'
run --select missing-upgrade-haeder
refuses 'unknown rule "missing-upgrade-haeder"; did you mean "missing-upgrade-header"?'
run completions bsh
refuses 'unknown shell "bsh"; did you mean "bash"?'
run completions
refuses '"completions" needs an argument: SHELL'
run explain sintax-error
refuses 'unknown rule "sintax-error"; did you mean "syntax-error"?'
run -o report.json good
refuses '"--output-file report.json" has no "--format" of its own before it'
check is_gone report.json
run tree --statistics good
refuses 'option "--statistics" does not apply to "tree"'
run --prefix
refuses 'option "--prefix" needs a value: DIR'
run "--f${escape}[31mt"
check exits 2
check complains '--f␛[31mt'

# ---- the exit status ----------------------------------------------------------------------

run good
check exits 0
check says "1 proxied location"
check has_no_complaint
run broken
check exits 1
check says "broken/conf.d/site.conf:1:36"
run --fail-on never broken
check exits 0
run --fail-on=note good broken
check exits 1
run --ignore websocket-not-forwarded broken
check exits 0
run --severity websocket-not-forwarded=note broken
check exits 0
run --severity websocket-not-forwarded=note --fail-on note broken
check exits 1
run broken nowhere -f concise
check exits 2
check says "broken/conf.d/site.conf:1:36: error:"
check complains 'cannot read "nowhere": No such file or directory'
run --root nowhere good
check exits 2
check complains '"--root nowhere": there is no such directory'

# ---- what is read is not written ----------------------------------------------------------

mkdir -p kept/conf.d
echo 'events { } http { include conf.d/*.conf; }' >kept/nginx.conf
echo '# a site' >kept/conf.d/a.conf
ln -s conf.d/a.conf kept/link
for file in kept/nginx.conf kept/conf.d/a.conf kept/link; do
    for command in check "trace ws://localhost/"; do
        # shellcheck disable=SC2086  # several words
        run $command -f json -o $file kept
        check exits 2
        check complains "\"-o $file\" would overwrite \"kept/"
    done
done
check test "$(cat kept/conf.d/a.conf)" = '# a site'
run -f json -o kept/conf.d/b.conf kept
check exits 0
rm -r kept

# ---- paths --------------------------------------------------------------------------------

run nowhere/
refuses 'cannot read "nowhere/": No such file or directory'
run empty
refuses 'no nginx configuration in "empty": there is no nginx.conf and no *.conf file'
run empty.conf/nginx.conf
refuses 'cannot read "empty.conf/nginx.conf": Not a directory'
run empty.conf
check exits 0
check says "checked 1 file"

mkfifo fifo
ln -s /dev/zero zero.conf
ln -s gone dangling.conf
ln -s loop.conf loop.conf
run fifo
refuses 'cannot read "fifo": not a regular file'
run zero.conf
refuses 'cannot read "zero.conf" (it leads to "/dev/zero"): not a regular file'
run dangling.conf
check exits 2
check complains 'cannot read "dangling.conf" (it leads to "'
check complains '/gone"): dangling symlink'
run loop.conf
refuses 'cannot read "loop.conf": Too many levels of symbolic links'

echo "$site" >secret.conf
chmod 000 secret.conf
if [ ! -r secret.conf ]; then
    run secret.conf
    refuses 'cannot read "secret.conf": Permission denied'
fi

dd if=/dev/zero of=huge.conf bs=1024 seek=40960 count=1 2>/dev/null
run huge.conf
refuses 'cannot read "huge.conf": too large, a file may have 32 MiB'

head -c 5000 "$program" >binary.conf
run -f concise binary.conf
check exits 1
check says "[syntax-error]"

run -f concise fragments
check exits 1
check says "fragments/conf.d/a.conf:1:36"
check says "fragments/conf.d/deep/b.conf:1:36"
check says "fragments/sites-enabled/example.com:1:36"
check says_not "example.com.bak"
check says_not "notes.txt"
check says_not "again.conf"
check test "$(grep -c '^fragments/conf.d/a.conf' results/out)" -eq 1

mkdir -p nested/etc
cp -R broken nested/etc/nginx
run -f concise nested
check exits 1
check test "$(grep -c . results/out)" -eq 1
run -f json /nowhere
check exits 2
check says '"message": "cannot read \"/nowhere\": No such file or directory"'
run nowhere good/nginx.conf ../"$(basename "$work")"/good
check exits 2
check says "checked 1 file"

# ---- standard input -----------------------------------------------------------------------

ran="nginx-wslint - with a fragment"
printf '%s\n' "$site" | timeout 60 "$program" -f concise - >results/out 2>results/err
status=$?
check exits 1
check says "<stdin>:1:36: error:"
ran="nginx-wslint --stdin-filename"
printf '%s\n' "$site" |
    timeout 60 "$program" -f concise --stdin-filename good/new/x.conf - >results/out 2>results/err
status=$?
check exits 1
check says "good/new/x.conf:1:36: error:"
ran="nginx-wslint - with a closed standard input"
timeout 60 "$program" - <&- >results/out 2>results/err
status=$?
refuses "cannot read standard input: Bad file descriptor"

# ---- what nginx -T prints -----------------------------------------------------------------

ran="nginx-wslint - with a dump that is too large"
{
    echo "# configuration file /etc/nginx/nginx.conf:"
    dd if=/dev/zero bs=1024 count=33000 2>/dev/null
} | timeout 60 "$program" - >results/out 2>results/err
status=$?
refuses 'cannot read "<stdin>": too large, a file may have 32 MiB'

# nginx prints the tree; ours of what it prints has to be ours of the tree itself.
mkdir -p printed/conf.d printed/sites/deep
cat >printed/nginx.conf <<CONF
pid $work/printed/pid;
error_log stderr;
events {}
http {
    access_log off;
    include conf.d/*.conf;
    include sites/../sites/deep/b;
    include $work/printed/empty.conf;
    include none/*.conf;
    # configuration file /not/at/the/margin:
}
CONF
printf 'map $host $a {\n    include conf.d/words;\n}\n' >printed/conf.d/a.conf
printf 'nginx.org "a b";' >printed/conf.d/words
printf 'server {\n    listen unix:%s;\n    include snippet;\n}\n\n\n' "$work/printed/s" >printed/conf.d/b.conf
printf '# no line break at the end\nif ($a) { return 204; }' >printed/snippet
printf '\r\nserver { include snippet; }\r\n' >printed/sites/deep/b
: >printed/empty.conf
nginx=$(PATH=$PATH:/usr/sbin && command -v nginx) || nginx=
if [ -n "$nginx" ]; then
    "$program" dump --include-comments printed >results/expected
    "$nginx" -T -e stderr -p "$work/printed" -c "$work/printed/nginx.conf" >results/printed 2>&1
    run dump --include-comments results/printed
    check exits 0
    check cmp results/out results/expected
    (cd printed && "$nginx" -T -e stderr -p . -c nginx.conf >../results/printed 2>/dev/null)
    cp results/printed printed/printed
    (cd printed && "$program" dump --include-comments - <printed >../results/out)
    check cmp results/out results/expected
else
    echo "run-cli.sh: WHAT nginx -T PRINTS IS NOT LOOKED AT, for want of nginx"
fi

# ---- outputs ------------------------------------------------------------------------------

run -f concise broken -f json -o report.json -f text -o report.txt
check exits 1
check says "[websocket-not-forwarded]"
check grep -q '"version": 1' report.json
check grep -q '^error\[websocket-not-forwarded\]' report.txt
check test "$(find . -name 'report.*' | wc -l)" -eq 2

run -f concise -f concise broken
check test "$(grep -c . results/out)" -eq 2
run -f concise -o - broken
check says "[websocket-not-forwarded]"
run -f concise -f concise -o /dev/stdout broken
check test "$(grep -c . results/out)" -eq 2

chmod 640 report.json
ln -s report.json link.json
run -f concise -o link.json broken
check test -L link.json
check grep -q 'websocket-not-forwarded\]$' report.json
check test "$(find report.json -perm 640)" = report.json

run -f json -o nowhere/report.json broken
refuses 'cannot write "nowhere/report.json": No such file or directory'
run -f json -o empty broken
refuses 'cannot write "empty": Is a directory'
run -f json -o /dev/null broken
check exits 1

if [ -c /dev/full ]; then
    run -f json -o /dev/full good
    refuses 'cannot write "/dev/full": No space left on device'
    for command in check locations tree dump rules "explain all" help; do
        ran="nginx-wslint $command, with /dev/full as standard output"
        case $command in
        check | locations | tree | dump) path=good ;;
        *) path= ;;
        esac
        # shellcheck disable=SC2086  # several words
        timeout 60 "$program" $command $path >/dev/full 2>results/err
        status=$?
        : >results/out
        refuses "cannot write standard output: No space left on device"
    done
fi

ran="nginx-wslint with a closed standard output"
: >results/out
timeout 60 "$program" good >&- 2>results/err
status=$?
refuses "cannot write standard output: Bad file descriptor"
ran="nginx-wslint -o with a closed standard output"
timeout 60 "$program" -f json -o report.json good >&- 2>results/err
status=$?
check exits 0
check grep -q '"version": 1' report.json

ran="nginx-wslint | true"
for number in 1 2 3 4 5 6 7; do
    i=0
    while [ "$i" -lt 300 ]; do
        echo "$site"
        i=$((i + 1))
    done >"broken/conf.d/many$number.conf"
done
{
    timeout 60 "$program" broken 2>results/err
    echo "$?" >results/status
} | head -n 1 >results/out
status=$(cat results/status)
check exits 1
check has_no_complaint
rm broken/conf.d/many*

# ---- colors -------------------------------------------------------------------------------

is_colored() { says "${escape}["; }
is_plain() { says_not "${escape}["; }

# Runs the program with the variables before "--".
run_with()
{
    variables=
    while [ "$1" != -- ]; do
        variables="$variables $1"
        shift
    done
    shift
    ran="$variables nginx-wslint $*"
    # shellcheck disable=SC2086  # several words
    env $variables "$program" "$@" >results/out 2>results/err
    status=$?
}

run_with -- broken
check is_plain
run_with -- --color=always broken
check is_colored
run_with CLICOLOR_FORCE=1 -- broken
check is_colored
run_with FORCE_COLOR=1 CLICOLOR=0 -- broken
check is_colored
run_with CLICOLOR_FORCE=0 -- broken
check is_plain
run_with NO_COLOR=1 CLICOLOR_FORCE=1 -- broken
check is_plain
run_with NO_COLOR=1 -- broken --color always
check is_colored
run_with CLICOLOR_FORCE=1 -- broken --color=never
check is_plain
run_with CLICOLOR_FORCE=1 -- -f text -o report.txt broken
check is_silent
check test "$(grep -c "$escape" report.txt)" -eq 0
run_with LC_ALL=C -- tree broken
check says '`-- broken/conf.d/site.conf'
run_with LC_ALL=C.UTF-8 -- tree --ascii broken
check says '`-- broken/conf.d/site.conf'

# ---- the other commands -------------------------------------------------------------------

run locations broken
check exits 0
check says "broken/conf.d/site.conf:1"
check says "handshake-fails: "
check says "60s"
run locations empty.conf
check exits 0
check says "no proxied locations"
run locations -f json broken
check exits 0
check says '"expects_websocket": '
run locations nowhere
refuses 'cannot read "nowhere": No such file or directory'

mkdir -p forest/available forest/enabled
cat >forest/nginx.conf <<'CONF'
http {
    include enabled/*;
    include none/*.conf;
    include gone.conf;
}
CONF
printf 'include shared.conf;\n' >forest/available/a
printf 'include shared.conf;\n' >forest/available/b
printf 'include leaf.conf;\n' >forest/shared.conf
: >forest/leaf.conf
printf 'include nginx.conf;\n' >forest/available/c
ln -s ../available/a forest/enabled/a
ln -s ../available/b forest/enabled/b
ln -s ../available/c forest/enabled/c
ln -s nothing forest/enabled/d
cat >results/expected <<'TREE'
forest/nginx.conf
├── forest/enabled/a -> forest/available/a
│   └── forest/shared.conf
│       └── forest/leaf.conf
├── forest/enabled/b -> forest/available/b
│   └── forest/shared.conf (shown above)
├── forest/enabled/c -> forest/available/c
│   └── forest/nginx.conf (a cycle: it is being included already)
├── forest/enabled/d -> forest/enabled/nothing (dangling symlink)
├── forest/none/*.conf (no match)
└── forest/gone.conf (No such file or directory)
TREE
run tree forest
check exits 0
check cmp results/out results/expected
ln -s forest wood
run tree wood
check says "wood/leaf.conf"
check says_not "wood/shared.conf -> "

run dump forest
check exits 0
check says '"status": "failed"'
check says '"error": "cannot read \"'
check has_no_complaint
run dump --include-comments nowhere
check exits 2
check says '"config": []'
run check --include-comments good
refuses 'option "--include-comments" does not apply to "check"'

run rules
check exits 0
check says "missing-upgrade-header"
run rules -q
check test "$(grep -c '[^a-z0-9-]' results/out)" -eq 0
run rules -f json
check says '{"id": "missing-upgrade-header", "severity": "error", "title": "'
run explain missing-upgrade-header
check exits 0
check says "error[missing-upgrade-header]: "
run explain missing-upgrade-header --format markdown
check says "# missing-upgrade-header"
run explain all -f markdown
check test "$(grep -c '^# [a-z0-9-]*$' results/out)" -eq "$("$program" rules -q | grep -c .)"

run -v good
check exits 0
check complains 'nginx-wslint: read "good/nginx.conf": 1 file, includes start in "'
run -q broken
check says_not "checked"
run --max-findings 0 broken
check exits 1
check says_not "websocket-not-forwarded"
run "$(printf 'a\tb\nc\033]0;x')"
check exits 2
check test "$(grep -c . results/err)" -eq 1
check test "$(grep -c "[$escape$tab]" results/err)" -eq 0

cp good/nginx.conf only.conf
run -f json -o ./only.conf only.conf
refuses '"-o ./only.conf" would overwrite "only.conf"; nothing was written'
check cmp -s good/nginx.conf only.conf
run -f json -o one.json -f text -o ./one.json good
refuses '"-o ./one.json" would overwrite "one.json"; nothing was written'
check is_gone one.json

mkfifo pipe
ran="nginx-wslint /dev/fd/3, a pipe"
cat good/nginx.conf >pipe &
timeout 60 "$program" /dev/fd/3 3<pipe >results/out 2>results/err </dev/null
status=$?
check exits 0
check says "1 proxied location "
ran="nginx-wslint -, what nginx -T says of an error"
echo 'nginx: [emerg] unexpected "}" in /etc/nginx/nginx.conf:3' |
    timeout 60 "$program" - >results/out 2>results/err
status=$?
refuses 'standard input has no configuration but what nginx says to one: nginx: [emerg] unexpected "}" in /etc/nginx/nginx.conf:3'

printf '%d checks passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
