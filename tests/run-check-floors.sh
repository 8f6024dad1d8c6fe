#!/bin/sh
# Proves that tools/check-floors.sh lets good includes pass and reports bad ones where they are.
set -eu

check=$(CDPATH='' cd -- "$(dirname -- "$0")/../tools" && pwd)/check-floors.sh
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
passed=0
failed=0

# Checks a project in which file $1 has the line $2 below two harmless ones.
check_with()
{
    rm -rf "${project:?}"/*
    mkdir -p "$project/base" "$(dirname "$project/$1")"
    printf '// below everything\n' >"$project/base/str.h"
    printf '// a comment\n\n%s\n' "$2" >"$project/$1"
    status=0
    output=$("$check" "$project" 2>&1) || status=$?
}

verdict()
{
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s: %s\n  status %s, said: %s\n' "$file" "$line" "$status" "$output"
    fi
}

is_accepted()
{
    [ "$status" -eq 0 ] && [ -z "$output" ]
}

# Exactly one fault, at the third line of the file, that says $1.
is_reported()
{
    [ "$status" -eq 1 ] || return 1
    case $output in
    "$file:3: "*"$1"*) [ "$(printf '%s\n' "$output" | wc -l)" -eq 1 ] ;;
    *) return 1 ;;
    esac
}

while IFS='|' read -r file line; do
    check_with "$file" "$line"
    verdict is_accepted
done <<'GOOD'
base/str.c|#include "base/str.h"
base/map.c|#include <string.h>
base/digest.c|#include <openssl/evp.h>
base/arena.c|#include <sanitizer/asan_interface.h>
source/disk.c|#include <sys/stat.h>
source/file.h|#include "base/str.h"
lexer/lexer.c|#include "source/span.h"
parser/load.c|#  include "lexer/lexer.h"  // as the lexer sees it
model/model.h|#include "parser/tree.h"
model/regex.c|#include <pcre2.h>
model/certificate.c|#include <openssl/x509v3.h>
rules/registry.c|#include "rules/rules.def"
rules/missing-upgrade-header.c|#include "model/upstream_request.h"
fix/edits.c|#include "rules/finding.h"
report/json.c|#include <jansson.h>
cli/main.c|#include "fix/edits.h"
cli/probe.c|#include <openssl/ssl.h>
lsp/server.c|#include <jansson.h>
lsp/hover.c|#include "report/report.h"
tests/base/test_str.c|#include <cmocka.h>
fuzz/parse.c|#include "cli/options.h"
GOOD

while IFS='|' read -r file line reason; do
    check_with "$file" "$line"
    verdict is_reported "$reason"
done <<'BAD'
base/str.c|#include "source/span.h"|floor 0 and may not include
source/file.h|#include "lexer/lexer.h"|floor 1 and may not include
lexer/lexer.c|#include "parser/tree.h"|floor 2 and may not include
parser/load.c|	#	include "model/model.h"|floor 3 and may not include
model/model.c|#include "rules/rule.h"|floor 4 and may not include
rules/engine.c|#include "report/report.h"|floor 5 and may not include
rules/rules.def|#include "cli/options.h"|floor 5 and may not include
report/text.c|#include "fix/edits.h"|neighbours on floor 6
fix/edits.c|#include "report/report.h"|neighbours on floor 6
cli/main.c|#include "lsp/server.h"|neighbours on floor 7
lsp/server.c|#include "cli/options.h"|neighbours on floor 7
report/text.c|#include "cli/options.h"|floor 6 and may not include
base/deep/down.c|#include "source/span.h"|floor 0 and may not include
base/str.c|#include "str.h"|not a path that begins with a floor
base/str.c|#include "../source/span.h"|not a path that begins with a floor
base/str.c|#include "base/../cli/options.h"|not a path that begins with a floor
cli/main.c|#include "tests/helper.h"|not a path that begins with a floor
report/json.c|#include "jansson.h"|not a path that begins with a floor
rules/engine.c|#include <jansson.h>|belongs to
cli/main.c|#include <jansson.h>|belongs to
base/str.c|#include <openssl/evp.h>|belongs to base/digest.c alone
cli/help.c|#include <openssl/crypto.h>|belongs to base/digest.c alone
base/digest.h|#include <openssl/evp.h>|belongs to base/digest.c alone
model/regex.h|#include <pcre2.h>|belongs to model/regex.c alone
model/regex.c|#include <openssl/x509.h>|belongs to model/certificate.c alone
cli/main.c|#include <openssl/ssl.h>|belongs to cli/probe.c alone
base/str.c|#include <cmocka.h>|neither of C17 nor of POSIX
base/str.c|#include <glib.h>|neither of C17 nor of POSIX
model/regex.c|#include PCRE2_HEADER|cannot be checked
BAD

file='(no floor)' line=''
rm -rf "${project:?}"/*
status=0
output=$("$check" "$project" 2>&1) || status=$?
verdict [ "$status" -eq 2 ]

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
