#!/bin/sh
# What a case of the golden files cannot show of the settings file: where the way up ends, and that what --print-config
# prints is a settings file that says the same.
#
# usage: run-settings.sh PROGRAM
set -u

program=$1
case $program in
/*) ;;
*) program=$PWD/$program ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
passed=0
failed=0

check()
{
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $*"
    fi
}

# The settings that count for a configuration, without who said so.
settings() { "$program" --print-config "$@" | sed 's/ *#.*//; /^$/d'; }

mkdir -p home/site outside
printf 'events {\n}\n' | tee home/site/nginx.conf >outside/nginx.conf
echo 'fail_on never;' >.nginx-wslint.conf

says() { settings "$2" | grep -qx "$1"; }

# ---- the way up ---------------------------------------------------------------------------

export HOME="$work/home"
check says 'fail_on warning;' home/site
check says 'fail_on never;' outside
ln -s home link
HOME="$work/link"
check says 'fail_on warning;' home/site
echo 'fail_on note;' >home/.nginx-wslint.conf
check says 'fail_on note;' home/site
unset HOME
rm home/.nginx-wslint.conf
check says 'fail_on never;' home/site

# ---- there and back -----------------------------------------------------------------------

cat >outside/.nginx-wslint.conf <<'SETTINGS'
nginx_version 1.24.0; min_read_timeout 90s;
root "/a \"b\" \\ c"; path_map a b; path_map "c d" e;
exclude old/** "x y";
select syntax-error unknown-directive include-cycle; ignore include-cycle;
rule unknown-directive { severity note; }
path conf.d/*.conf { ignore syntax-error; rule unknown-directive { severity error; } }
websocket /chat ~ "^/rooms/[0-9]{2}$"; http_only = /api;
allow_directive foo; allow_module bar; assume_websocket off;
SETTINGS

reads_back()
{
    settings "$@" outside >first
    cp first outside/again.conf
    settings --config outside/again.conf outside >second
    [ "$(wc -l <first)" -gt 10 ] && sort first >first.sorted && sort second | diff first.sorted -
}

check reads_back
check reads_back --fail-on note --exclude 'a "b"' --map-path 'f=g h' --severity syntax-error=warning
check reads_back --select undefined-variable --assume-websocket --nginx-version 1.29.7

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
