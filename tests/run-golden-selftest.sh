#!/bin/sh
# The golden runner has to fail when something is wrong. Usage: tests/run-golden-selftest.sh PROGRAM
set -eu

program=$1
project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
rule=dangling-symlink
cases=$place/fixtures/rules/$rule
failures=0

# A fresh copy of what belongs to one rule.
fresh()
{
    rm -rf "$place/fixtures" "$place/docs"
    mkdir -p "$place/fixtures/rules" "$place/docs/rules"
    cp -R "$project/fixtures/rules/$rule" "$place/fixtures/rules/"
    cp "$project/docs/rules/$rule.md" "$place/docs/rules/"
}

# Runs the runner on the copy. It has to end with status $1 and to say $2; $3 tells what is tried.
expect()
{
    status=0
    said=$(NWL_BLESS='' "${PYTHON:-python3}" "$project/tests/golden.py" \
        --program "$program" --root "$place" --filter "$rule" 2>&1) || status=$?
    case $status:$said in
    "$1":*"$2"*) printf 'ok: %s\n' "$3" ;;
    *)
        printf 'FAILED: %s: status %s\n%s\n' "$3" "$status" "$said"
        failures=$((failures + 1))
        ;;
    esac
}

fresh
expect 0 " passed, 0 failed" "what is right passes"

for expected in "$cases"/bad*/expected; do
    sed '1s/error/Error/' "$expected" >"$place/changed"
    mv "$place/changed" "$expected"
done
expect 1 "-Error[$rule]" "a wrong byte is told, with a diff"

fresh
for expected in "$cases"/good*/expected; do
    sed '/^--- exit/d' "$expected" >"$place/changed"
    mv "$place/changed" "$expected"
done
expect 1 "+--- exit 0 ---" "a missing exit status is told"

fresh
rm -rf "$cases"/good*
expect 1 "has 0 cases good*, and needs 2" "a missing good case is told"

fresh
for bad in "$cases"/bad*; do
    mv "$bad" "$cases/good-$(basename "$bad")"
done
expect 1 "[$rule] is reported" "a good case with a finding is told"

fresh
echo "something else" >>"$place/docs/rules/$rule.md"
expect 1 "-something else" "a page that differs is told"

[ "$failures" -eq 0 ]
