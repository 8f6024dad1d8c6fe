#!/bin/sh
# Has bash, zsh and fish complete command lines with the scripts that the program prints: run.sh PROGRAM
set -eu

program=${1:?"usage: run.sh PROGRAM"}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
exec "${PYTHON:-python3}" -B "$here/completions.py" "$program"
