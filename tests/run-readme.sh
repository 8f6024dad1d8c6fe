#!/bin/sh
# The README shows what the program prints for the example tree; NWL_BLESS=1 rewrites it.
# usage: run-readme.sh PROGRAM
set -eu
program=$1
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Each block begins with the arguments after "./dev run", which without any looks at the example tree.
awk -v program="$program" '
    /^<!-- end: output of/ { print "```"; inside = 0 }
    !inside { print }
    /^<!-- begin: output of/ {
        arguments = $0
        sub(/.*output of \.\/dev run */, "", arguments)
        sub(/ *-->$/, "", arguments)
        command = "\"" program "\" " (arguments == "" ? "examples/etc-nginx" : arguments) " --color=never"
        print "```"
        while ((command | getline line) > 0) print line
        close(command)
        inside = 1
    }' README.md >"$work/README.md"
if [ "${NWL_BLESS:-}" = 1 ]; then
    cp "$work/README.md" README.md
fi
if diff README.md "$work/README.md"; then
    echo "1 passed, 0 failed"
else
    echo "0 passed, 1 failed: README.md shows other output than the program prints"
    exit 1
fi
