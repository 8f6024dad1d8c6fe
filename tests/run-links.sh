#!/bin/sh
# Every relative link of a page, and every anchor, leads somewhere.
# usage: run-links.sh [PROGRAM]
set -eu
exec "${PYTHON:-python3}" -B "$(dirname "$0")/links.py"
