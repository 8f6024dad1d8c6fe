#!/bin/sh
# The mutation test has to fail for a program that is blind, or that sees what is not there. Usage: run-mutants-selftest.sh PROGRAM
set -eu

program=$(realpath "$1")
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
PATH=$PATH:/usr/sbin
if ! command -v nginx >/dev/null 2>&1; then
    echo "SKIPPED, there is no nginx" >&2
    exit 0
fi
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
failures=0

# The mutation test of the program, which checks with the options $1, for a configuration and an operator as in
# "vite/upgrade-removed". It has to end with status $3 and to say $4; $5 tells what is tried.
expect()
{
    # shellcheck disable=SC2016 # the arguments are those of the other script
    printf '#!/bin/sh\n[ "$1" = trace ] || set -- %s "$@"\nexec "%s" "$@"\n' "$1" "$program" >"$place/program"
    chmod +x "$place/program"
    status=0
    said=$("$here/mutants/run.sh" "$place/program" "${2%/*}" --operator "${2#*/}" 2>&1) || status=$?
    case $status:$said in
    "$3":*"$4"*) printf 'ok: %s\n' "$5" ;;
    *)
        printf 'FAILED: %s: status %s\n%s\n' "$5" "$status" "$said"
        failures=$((failures + 1))
        ;;
    esac
}

expect "" vite/upgrade-removed 0 " 0 of them not known" "what is right passes"
expect "--ignore missing-upgrade-header" vite/upgrade-removed 1 "SURVIVOR upgrade-removed" "a rule that is silent is missed"
expect "--ignore syntax-error" vite/version-without-semicolon 1 "SURVIVOR version-without-semicolon" "what nginx refuses has to be told"
expect "--min-read-timeout 2h" mattermost/upgrade-removed 1 "no working configuration" "a warning for what works is seen"
expect "--severity read-timeout-too-short=error --min-read-timeout 2m" home-assistant/timeout-of-a-minute 1 \
    "FALSE ALARM timeout-of-a-minute" "an error for a change that does no harm is seen"
[ "$failures" -eq 0 ]
