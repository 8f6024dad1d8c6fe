#!/bin/sh
# Differential tests: what the program says of generated configurations, against what nginx says of them.
# usage: run.sh PROGRAM
# NWL_NGINX names the nginx, NWL_NGINX_MODULES the folder of its dynamic modules; NWL_LONG=1 compares ten times as much.
set -eu
program=$1
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
PATH=$PATH:/usr/sbin
nginx=${NWL_NGINX:-$(command -v nginx || true)}
modules=${NWL_NGINX_MODULES:-/usr/lib/nginx/modules}
if [ -z "$nginx" ]; then
    echo "SKIPPED: THERE IS NO NGINX TO COMPARE WITH; NWL_NGINX names one"
    exit 0
fi

times=1
[ -z "${NWL_LONG:-}" ] || times=10
status=0

compare()
{
    script=$1
    shift
    "${PYTHON:-python3}" -B "$here/$script" --program "$program" --nginx "$nginx" "$@" || status=1
}

compare fixtures.py
compare tokens.py --lines $((14000 * times)) --files $((6000 * times)) --seed 1
compare arguments.py --modules "$modules" --cases $((8000 * times)) --seed 1
compare directives.py --modules "$modules" --cases $((6000 * times)) --seed 1
compare bodies.py
compare traces.py --configurations $((170 * times)) --seed 1
compare forms.py --modules "$modules" --cases $((4500 * times)) --seed 1
compare forms_location.py --cases $((3000 * times)) --seed 1
compare forms_zone.py --modules "$modules" --cases $((3000 * times)) --seed 1
# Built beside the unit tests.
compare selection.py --driver "$(dirname -- "$program")/tests/selecting" --cases $((400 * times))
exit "$status"
