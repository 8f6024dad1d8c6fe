#!/bin/sh
# What README.md and the pages of docs show is what the program prints; NWL_BLESS=1 rewrites it.
# usage: run-readme.sh PROGRAM
set -eu
exec "${PYTHON:-python3}" -B "$(dirname "$0")/readme.py" --program "$1"
