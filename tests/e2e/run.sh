#!/bin/sh
# Compares what the program says of each case with what a real nginx does: run.sh PROGRAM [CASE...]
set -eu

program=${1:?"usage: run.sh PROGRAM [CASE...]"}
shift
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
PATH=$PATH:/usr/sbin:/usr/local/sbin # where packages keep nginx
for need in nginx "${PYTHON:=python3}"; do
    if ! command -v "$need" >/dev/null 2>&1; then
        echo "e2e: SKIPPED, there is no $need: nothing was compared with a real nginx" >&2
        exit 0
    fi
done
exec "$PYTHON" -B "$here/run.py" --nginx "$(command -v nginx)" --program "$program" "$@"
