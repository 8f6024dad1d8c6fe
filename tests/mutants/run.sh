#!/bin/sh
# Breaks working configurations one change at a time; what nginx then does decides what has to be found: run.sh PROGRAM [BASE...]
# NWL_LONG=1 makes all mutants instead of a third, and those of the cases of tests/e2e as well.
set -eu

program=${1:?"usage: run.sh PROGRAM [BASE...]"}
shift
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
PATH=$PATH:/usr/sbin:/usr/local/sbin # where packages keep nginx
for need in nginx "${PYTHON:=python3}"; do
    if ! command -v "$need" >/dev/null 2>&1; then
        echo "mutants: SKIPPED, there is no $need: NO MUTANT WAS MADE" >&2
        exit 0
    fi
done
exec "$PYTHON" -B "$here/run.py" --nginx "$(command -v nginx)" --program "$program" ${NWL_LONG:+--long} "$@"
