#!/bin/sh
# Differential tests: what the program says of generated configurations, against what nginx says of them.
# usage: run.sh PROGRAM
# NWL_NGINX names the nginx, NWL_NGINX_MODULES the folder of its dynamic modules.
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

status=0
"${PYTHON:-python3}" "$here/directives.py" --program "$program" --nginx "$nginx" --modules "$modules" \
    --cases 6000 --seed 1 || status=1
# Built beside the unit tests.
select=$(dirname -- "$program")/tests/differential-select
if [ -x "$select" ]; then
    "${PYTHON:-python3}" "$here/selection.py" --program "$select" --nginx "$nginx" --cases 400 || status=1
else
    echo "SKIPPED: THERE IS NO $select TO COMPARE WITH NGINX"
fi
exit "$status"
