#!/bin/sh
# The step of action.yml that lints. The inputs are in INPUT_*, and nothing in them is evaluated; the runner says in GITHUB_*
# where outputs go. It is started in the repository. Exits as the program does, and with 2 for an input that makes no sense.
set -eu

most_summary_bytes=1048576 # of one step, that GitHub takes

# Sets the output $1 to $2, whatever bytes that has.
output()
{
    printf '%s<<%s\n%s\n%s\n' "$1" "$token" "$2" "$token" >>"$GITHUB_OUTPUT"
}

# Shows $1 as an error of the step.
complain()
{
    printf '%s\n' "$1" | awk '
        { gsub(/%/, "%25"); gsub(/\r/, "%0D"); text = text (NR > 1 ? "%0A" : "") $0 }
        END { print "::error title=nginx-wslint::" text }'
}

refuse()
{
    complain "$1"
    output exit-status 2
    exit 2
}

# Whether the input $1, whose value is $2, says yes.
is_on()
{
    case $2 in
    true) return 0 ;;
    false) return 1 ;;
    *) refuse "the input \"$1\" is neither true nor false: \"$2\"" ;;
    esac
}

# The number of errors, warnings or notes in the JSON report.
count()
{
    sed -n "/^ *\"$1\": \([0-9]*\),*\$/{
        s//\1/p
        q
    }" "$work/report.json"
}

summarize()
{
    if [ "$(wc -c <"$1")" -le "$most_summary_bytes" ]; then
        cat "$1"
    else
        echo "nginx-wslint found more than a summary can hold. The log has it all."
    fi >>"$GITHUB_STEP_SUMMARY"
}

token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
work=$(mktemp -d "$RUNNER_TEMP/nginx-wslint.XXXXXX")
trap 'rm -rf "$work"' EXIT

program=${INPUT_PROGRAM:-$GITHUB_ACTION_PATH/build/release/nginx-wslint}
command -v -- "$program" >/dev/null || refuse "there is no program \"$program\""

# ---- the arguments ----------------------------------------------------------------------

set -- check --color=always
while IFS= read -r line; do
    [ -z "$line" ] || set -- "$@" "$line"
done <<ARGS
$INPUT_ARGS
ARGS

set -- "$@" ${INPUT_NGINX_VERSION:+"--nginx-version=$INPUT_NGINX_VERSION"} \
    ${INPUT_FAIL_ON:+"--fail-on=$INPUT_FAIL_ON"} \
    ${INPUT_BASELINE:+"--baseline=$INPUT_BASELINE"} \
    ${INPUT_NEW_FROM_REV:+"--new-from-rev=$INPUT_NEW_FROM_REV"} \
    --format=text --output-file=- --format=json "--output-file=$work/report.json"

if is_on annotations "$INPUT_ANNOTATIONS"; then
    set -- "$@" --format=github "--output-file=$work/annotations"
fi
if is_on summary "$INPUT_SUMMARY"; then
    set -- "$@" --format=markdown "--output-file=$work/summary.md"
fi
sarif_file=$INPUT_SARIF_FILE
if is_on upload-sarif "$INPUT_UPLOAD_SARIF"; then
    sarif_file=${sarif_file:-$RUNNER_TEMP/nginx-wslint.sarif}
fi
[ -z "$sarif_file" ] || set -- "$@" --format=sarif "--output-file=$sarif_file"

set -- "$@" --
words=$#
while IFS= read -r line; do
    [ -z "$line" ] || set -- "$@" "$line"
done <<PATHS
$INPUT_PATHS
PATHS
[ $# -gt "$words" ] || refuse 'the input "paths" is empty'

# ---- the run ----------------------------------------------------------------------------

# A configuration is no place for commands to the runner, so none is taken from what is said about it. Both streams go one
# way, as the runner would read the second one when commands are taken again.
printf '::stop-commands::%s\n' "$token"
status=0
"$program" "$@" </dev/null 2>&1 || status=$?
printf '\n::%s::\n' "$token"

[ ! -e "$work/annotations" ] || cat "$work/annotations"
[ ! -e "$work/summary.md" ] || summarize "$work/summary.md"
if [ -e "$work/report.json" ]; then
    for level in errors warnings notes; do
        output "$level" "$(count "$level")"
    done
fi
# What was not read would count as mended in code scanning: only a complete report is for it.
if [ "$status" -gt 1 ]; then
    complain "nginx-wslint could not do all that was asked, see the log (exit status $status)"
elif [ -n "$sarif_file" ]; then
    output sarif-file "$sarif_file"
fi
output exit-status "$status"
exit "$status"
