#!/bin/sh
# No mistake is told twice: see tests/pairs/pairs.py. Usage: tests/pairs/run.sh PROGRAM
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
exec "${PYTHON:-python3}" -B "$here/pairs.py" --program "$1"
