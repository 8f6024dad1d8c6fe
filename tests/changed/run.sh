#!/bin/sh
# Breaks configurations of many files, and gives the changed file: run.sh PROGRAM. NWL_LONG=1 tries every change.
set -eu

program=${1:?"usage: run.sh PROGRAM"}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
exec "${PYTHON:-python3}" -B "$here/run.py" --program "$program" ${NWL_LONG:+--mutants 0}
