#!/bin/sh
# The action, the template for GitLab, the Dockerfile and the recipes of docs/ci.md: what can be run is run, the rest is held to rules.
#
# usage: run.sh PROGRAM
set -eu

program=${1:?"usage: run.sh PROGRAM"}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
python=${PYTHON:-python3}
if ! "$python" -c 'import yaml' 2>/dev/null; then
    echo "ci: SKIPPED, $python has no module yaml: NOTHING OF action.yml, THE DOCKERFILE AND docs/ci.md WAS TESTED" >&2
    exit 0
fi
PROGRAM=$(CDPATH='' cd -- "$(dirname -- "$program")" && pwd)/${program##*/}
export PROGRAM
exec "$python" -B -m unittest discover --start-directory "$here"
