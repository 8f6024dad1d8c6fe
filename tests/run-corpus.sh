#!/bin/sh
# Configurations nobody here wrote: none of them may crash the program or get a finding that nginx would not agree with.
# usage: run-corpus.sh PROGRAM; the corpus is expected beside the project, or where NWL_CORPUS says
set -eu
program=$1
corpus=${NWL_CORPUS:-$(dirname "$0")/../../shared/corpus}
if [ ! -d "$corpus" ]; then
    echo "SKIPPED: there is no corpus at $corpus; NWL_CORPUS names another place"
    exit 0
fi
corpus=$(cd "$corpus" && pwd)
out=$(mktemp)
trap 'rm -f "$out"' EXIT
passed=0 failed=0
# What the reader, the dispatcher and the handlers of nginx refuse.
refused='syntax-error|unknown-directive|directive-not-allowed-here|wrong-argument-count|invalid-argument'
# What it refuses later, or cannot read.
unfit='empty-upstream|undefined-zone|include-cycle|unreadable-file|dangling-symlink'

fail()
{
    echo "FAILED: $*"
    failed=$((failed + 1))
}

# Runs the program on a tree; its findings go to $out.
lint()
{
    status=0
    (cd "$corpus" && "$program" -q -f concise "$1") >"$out" 2>&1 || status=$?
    if [ "$status" -gt 1 ]; then
        fail "$1 ends with $status: $(head -n 3 "$out")"
        return 1
    fi
}

# A carefully kept tree has nothing to report.
if lint h5bp; then
    if [ -s "$out" ]; then
        fail "h5bp: $(cat "$out")"
    else
        passed=$((passed + 1))
    fi
fi

# nginx's own tests are valid. What they include and the corpus does not have is missing for nginx as well.
for tree in "$corpus"/nginx-tests/*/; do
    tree=nginx-tests/$(basename "$tree")
    lint "$tree" || continue
    if grep -E "\[($refused|$unfit)\]\$" "$out"; then
        fail "$tree"
        continue
    fi
    wrong=$(sed -n 's/^.*error: "\(.*\)" does not exist \[include-not-found\]$/\1/p' "$out" |
        while IFS= read -r path; do [ ! -e "$corpus/$path" ] || echo "$path"; done)
    if [ -n "$wrong" ]; then
        fail "$tree: $wrong exists"
        continue
    fi
    passed=$((passed + 1))
done

# Odd and broken files: no crash. Some are refused on purpose; two have Lua blocks in http and in an upstream, where nginx
# does not allow them.
for tree in "$corpus"/crossplane/*/; do
    name=$(basename "$tree")
    lint "crossplane/$name" || continue
    case $name in
    bad-args | lua-block-larger | lua-block-simple | missing-semicolon | quote-behavior | spelling-mistake) ;;
    *)
        if grep -E "\[($refused)\]\$" "$out"; then
            fail "crossplane/$name"
            continue
        fi
        ;;
    esac
    passed=$((passed + 1))
done

# Line for line against nginx, as far as the one that is here can read them.
PATH=$PATH:/usr/sbin
nginx=${NWL_NGINX:-$(command -v nginx || true)}
if [ -z "$nginx" ]; then
    echo "NOT COMPARED WITH NGINX, SINCE THERE IS NONE; NWL_NGINX names one"
else
    "${PYTHON:-python3}" -B "$(dirname "$0")/differential/corpus.py" --program "$program" --nginx "$nginx" \
        --modules "${NWL_NGINX_MODULES:-/usr/lib/nginx/modules}" \
        "$corpus/nginx-tests" "$corpus/crossplane" "$corpus" || failed=$((failed + 1))
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
