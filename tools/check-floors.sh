#!/bin/sh
# Checks that no floor includes one above it, and that each third-party header is included only
# in the files that own it (docs/design.md has the table).
#
# usage: check-floors.sh [PROJECT]
# Prints FILE:LINE: REASON for every fault. Exit status: 0 none, 1 faults, 2 nothing to check.
set -eu

cd "${1:-$(dirname -- "$0")/..}"

# shellcheck disable=SC2016  # this is awk
program='
BEGIN {
    split("base 0 source 1 lexer 2 parser 3 model 4 rules 5 fix 6 report 6 cli 7 lsp 7", words)
    for (i = 1; i in words; i += 2)
        floor_of[words[i]] = words[i + 1]

    # header, the files that may include it
    owner["sanitizer/asan_interface[.]h"] = "base/arena[.]c"
    owner["openssl/(crypto|evp)[.]h"] = "base/digest[.]c"
    owner["pcre2[.]h"] = "model/regex[.]c"
    owner["openssl/x509[a-z0-9_]*[.]h"] = "model/certificate[.]c"
    owner["jansson[.]h"] = "(report|lsp)/.*"
    owner["openssl/ssl[.]h"] = "cli/probe[.]c"

    # C17 and POSIX
    split("assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp " \
          "signal stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn " \
          "string tgmath threads time uchar wchar wctype " \
          "dirent fcntl fnmatch ftw getopt glob grp iconv langinfo libgen netdb nl_types poll " \
          "pthread pwd regex sched semaphore spawn strings syslog termios unistd utime wordexp", words)
    for (i = 1; i in words; i++)
        standard[words[i] ".h"]
}

function fault(reason)
{
    printf "%s:%d: %s\n", FILENAME, FNR, reason
}

function check_project_header(header, folder, target)
{
    target = header
    sub("/.*", "", target)
    if (!(target in floor_of) || target == header || header ~ /[.][.]/)
        fault("\"" header "\" is not a path that begins with a floor")
    else if (floor_of[target] > floor_of[folder])
        fault(folder "/ is on floor " floor_of[folder] " and may not include \"" header \
              "\" from floor " floor_of[target])
    else if (floor_of[target] == floor_of[folder] && target != folder)
        fault(folder "/ and " target "/ are neighbours on floor " floor_of[folder] \
              " and may not include each other")
}

function check_system_header(header, pattern)
{
    if (header in standard || header ~ "^(sys|netinet|arpa|net)/[a-z0-9_]+[.]h$")
        return
    for (pattern in owner)
        if (header ~ "^" pattern "$") {
            if (FILENAME !~ "^" owner[pattern] "$")
                fault("<" header "> belongs to " readable(owner[pattern]) " alone")
            return
        }
    fault("<" header "> is neither of C17 nor of POSIX nor of a library that has an owner")
}

function readable(pattern)
{
    gsub(/[][]/, "", pattern)
    sub(/[.][*]$/, "", pattern)
    return pattern
}

/^[ \t]*#[ \t]*include/ {
    folder = FILENAME
    sub("/.*", "", folder)
    header = $0
    sub(/^[ \t]*#[ \t]*include[ \t]*/, "", header)
    if (match(header, /^"[^"]*"/))
        check_project_header(substr(header, 2, RLENGTH - 2), folder)
    else if (match(header, /^<[^>]*>/))
        check_system_header(substr(header, 2, RLENGTH - 2))
    else
        fault("an include whose header is not written out cannot be checked")
}'

floors=
for floor in base source lexer parser model rules fix report cli lsp; do
    [ ! -d "$floor" ] || floors="$floors $floor"
done
if [ -z "$floors" ]; then
    echo "check-floors: no floor in $PWD" >&2
    exit 2
fi

# shellcheck disable=SC2086  # a list of words
faults=$(find $floors -type f \( -name '*.[ch]' -o -name '*.def' \) -exec awk "$program" {} +)
[ -n "$faults" ] || exit 0
printf '%s\n' "$faults" | sort -t : -k 1,1 -k 2,2n
exit 1
