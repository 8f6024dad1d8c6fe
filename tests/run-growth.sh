#!/bin/sh
# No input takes time or memory out of proportion to its size.
# usage: run-growth.sh PROGRAM; NWL_RELEASE names a release build to measure in place of it
set -eu
exec "${PYTHON:-python3}" -B "$(dirname "$0")/growth.py" --program "${NWL_RELEASE:-$1}"
