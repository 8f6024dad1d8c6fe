#!/bin/sh
# Proves that the manual pages have every command, option, format, key of the settings file and word of a comment, and no option
# and no key that is gone; that they are what scdoc makes of their sources, and that mandoc has nothing against them.
# NWL_BLESS=1 makes the pages anew.
set -eu

cd "$(dirname -- "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
program_page=docs/nginx-wslint.1
settings_page=docs/nginx-wslint.conf.5
failed=0

fault()
{
    echo "$@"
    failed=1
}

# The first arguments of the macro $1 in the list $2.
first_arguments()
{
    sed -n "s/^$1(\([a-z0-9_]*\).*/\1/p" "$2" | sort
}

# ---- what they have to tell of --------------------------------------------------------------

# The part of the source of page $1 below the heading $2.
section()
{
    sed -n "/^# $2\$/,/^# [A-Z][A-Z]/p" "$1.scd"
}

commands=$(first_arguments NWL_COMMAND cli/commands.def)
formats=$(first_arguments NWL_FORMAT report/formats.def)
words=$(sed -n 's/^NWL_ANNOTATION([A-Z_]*, "\([a-z=-]*\)".*/\1/p' model/annotations.def)
[ -n "$commands" ] && [ -n "$formats" ] && [ -n "$words" ]

# "--name", or "-n, --name" for an option with a letter.
sed -n "s/^NWL_OPTION([a-z_]*, \"\(--[a-z-]*\)\", \([^,]*\),.*/\2 \1/p" cli/options.def |
    sed "s/^0 //; s/^'\(.\)' /-\1, /" | sort >"$work/options"
section $program_page DESCRIPTION | sed -n '/^\*-/{ s/ _.*//; s/\*//g; p; }' | sort >"$work/documented-options"
[ -s "$work/options" ]
diff -u "$work/options" "$work/documented-options" || failed=1

first_arguments NWL_KEY cli/settings.def >"$work/keys"
section $settings_page 'SETTINGS FILE' | sed -n 's/^	*\*\([a-z_]*\)\* .*[;}]\(++\)*$/\1/p' | sort >"$work/documented-keys"
[ -s "$work/keys" ]
diff -u "$work/keys" "$work/documented-keys" || failed=1

for name in $commands; do
    section $program_page DESCRIPTION | grep -q "^\*$name\*\$" || fault "$program_page.scd does not have the command \"$name\""
done
# To the next option.
sed -n '/^\*-f\*/,/^\*-o\*/p' $program_page.scd >"$work/format"
for name in $formats; do
    grep -qF "*$name*" "$work/format" || fault "$program_page.scd does not have the format \"$name\""
done
for word in $words; do
    section $settings_page COMMENTS | grep -q "^\*$word\*\( *_.*\)\{0,1\}\$" ||
        fault "$settings_page.scd does not have the comment \"$word\""
done

# ---- how they are made ----------------------------------------------------------------------

# A page without the date and the version of scdoc.
lasting()
{
    sed '/^\.\\"/d; s/^\(\.TH .*\) "[0-9-]*"$/\1/' "$1"
}

check_page()
{
    scdoc <"$1.scd" >"$work/made"
    lasting "$work/made" >"$work/made.lasting"
    lasting "$1" >"$work/kept.lasting"
    if diff -u "$work/kept.lasting" "$work/made.lasting"; then
        return
    elif [ "${NWL_BLESS:-}" = 1 ]; then
        cp "$work/made" "$1"
    else
        fault "$1 is not what scdoc makes of $1.scd"
    fi
}

# Other versions of scdoc write other macros.
has_the_scdoc_of()
{
    command -v scdoc >/dev/null 2>&1 && [ "$(scdoc <"$1.scd" | head -n 1)" = "$(head -n 1 "$1")" ]
}

for page in $program_page $settings_page; do
    if has_the_scdoc_of "$page" || { [ "${NWL_BLESS:-}" = 1 ] && command -v scdoc >/dev/null 2>&1; }; then
        check_page "$page"
    else
        echo "SKIPPED: this is not the scdoc that made it: $page WAS NOT COMPARED WITH ITS SOURCE"
    fi
    if command -v mandoc >/dev/null 2>&1; then
        # scdoc begins a paragraph where one has begun already.
        mandoc -Tlint -W warning "$page" | grep -v 'skipping paragraph macro: PP' && fault "mandoc has something against $page"
    else
        echo "SKIPPED: there is no mandoc: $page WAS NOT CHECKED BY IT"
    fi
done
exit "$failed"
