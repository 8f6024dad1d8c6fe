#!/bin/sh
# Runs fuzz targets, two at a time, on what the corpus has and on the seeds of fuzz/inputs.py.
# usage: fuzz.sh BUILD SECONDS [TARGET...]; without a target all of BUILD/fuzz, SECONDS each
#
# build/fuzz-corpus/TARGET keeps what was found to be of interest, build/fuzz-failures/TARGET the inputs that failed: a later
# run tries them first and fails until they are mended. NWL_FUZZ_VERBOSE=1 shows what libFuzzer prints.
set -eu
build=$1 seconds=$2
shift 2
cd "$(dirname "$0")/.."
corpus=build/fuzz-corpus failures=build/fuzz-failures seeds=build/fuzz-seeds
options="-timeout=25 -rss_limit_mb=2560 -max_len=16384 -print_final_stats=1"
python=${PYTHON:-python3}

all_targets()
{
    for program in "$build"/fuzz/fuzz-*; do
        [ ! -x "$program" ] || echo "${program##*/fuzz-}"
    done
}

# The figures of a log, or nothing when the run did not come so far.
figures_of()
{
    awk '/^#/ { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
        /^stat::number_of_executed_units/ { runs = $2 }
        END { if (runs) printf "%d inputs, %d edges reached", runs, edges }' "$1"
}

# Makes $2, which the target $1 failed on, smaller; prints where the result is.
smaller_of()
{
    small=$failures/$1/small-${2##*/}
    # shellcheck disable=SC2086  # several options
    "$build/fuzz/fuzz-$1" $options -minimize_crash=1 -max_total_time=30 \
        -exact_artifact_path="$small" "$2" >/dev/null 2>&1 </dev/null || :
    if [ -s "$small" ]; then
        echo "$small"
    else
        rm -f "$small"
        echo "$2"
    fi
}

tell_failure()
{
    echo "$1: FAILED"
    grep -a -A 12 -E '^==[0-9]+==|: runtime error: |bytes of input took' "$corpus/$1.log" | head -n 40 || :
    input=$(sed -n 's/^.*Test unit written to //p' "$corpus/$1.log" | tail -n 1)
    if [ -z "$input" ]; then
        echo "$1: no input was written, see $corpus/$1.log"
        return
    fi
    input=$(smaller_of "$1" "$input")
    cat <<TEXT
$1: again with   $build/fuzz/fuzz-$1 $input
$1: a fixture of it:   fuzz/inputs.py unpack $input fixtures/fuzz/NAME
$1: and its expected output:   NWL_BLESS=1 python3 tests/golden.py --program build/debug/nginx-wslint --filter fuzz/NAME
TEXT
}

run_target()
{
    mkdir -p "$corpus/$1" "$failures/$1"
    log=$corpus/$1.log status=0
    # shellcheck disable=SC2086
    set -- "$1" "$build/fuzz/fuzz-$1" $options -dict="$seeds/nginx.dict" -max_total_time="$seconds" \
        -artifact_prefix="$failures/$1/" "$corpus/$1" "$failures/$1" "$seeds/inputs"
    name=$1
    shift
    if [ -n "${NWL_FUZZ_VERBOSE:-}" ]; then
        { "$@" 2>&1 </dev/null || echo "status $?"; } | tee "$log"
        ! grep -q '^status [1-9]' "$log" || status=1
    else
        "$@" >"$log" 2>&1 </dev/null || status=$?
    fi
    if [ "$status" -ne 0 ]; then
        tell_failure "$name"
        return 1
    fi
    echo "$name: $(figures_of "$log")"
}

# shellcheck disable=SC2046  # a list of words
[ $# -gt 0 ] || set -- $(all_targets)
if [ $# -eq 0 ]; then
    echo "fuzz.sh: no fuzz target in $build/fuzz" >&2
    exit 2
fi
for target in "$@"; do
    if [ ! -x "$build/fuzz/fuzz-$target" ]; then
        echo "fuzz.sh: no fuzz target \"$target\" among $(all_targets | tr '\n' ' ')" >&2
        exit 2
    fi
done
rm -rf "$seeds"
"$python" fuzz/inputs.py seeds "$seeds/inputs"
"$python" fuzz/inputs.py dictionary "$seeds/nginx.dict"

# Pairs, so that no more than two run at once.
failed=0
while [ $# -gt 0 ]; do
    run_target "$1" &
    first=$!
    if [ $# -gt 1 ]; then
        shift
        run_target "$1" || failed=1
    fi
    wait "$first" || failed=1
    shift
done
exit "$failed"
