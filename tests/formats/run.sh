#!/bin/sh
# usage: run.sh PROGRAM [--filter TEXT]
set -eu
exec "${PYTHON:-python3}" "$(dirname "$0")/formats.py" "$@"
