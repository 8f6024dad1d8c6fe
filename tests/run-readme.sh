#!/bin/sh
# The README shows what the program prints for the example tree; NWL_BLESS=1 rewrites it.
# usage: run-readme.sh PROGRAM
set -eu
program=$1
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
    echo '<!-- begin: output of ./dev run -->'
    echo '```'
    "$program" --color=never examples/etc-nginx || true
    echo '```'
    echo '<!-- end: output of ./dev run -->'
} >"$work/block"
awk -v block="$work/block" '
    /^<!-- begin: output of/ { while ((getline line <block) > 0) print line; inside = 1 }
    !inside { print }
    /^<!-- end: output of/ { inside = 0 }' README.md >"$work/README.md"
if [ "${NWL_BLESS:-}" = 1 ]; then
    cp "$work/README.md" README.md
fi
if diff README.md "$work/README.md"; then
    echo "1 passed, 0 failed"
else
    echo "0 passed, 1 failed: README.md shows other output than the program prints"
    exit 1
fi
