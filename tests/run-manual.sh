#!/bin/sh
# Proves that the manual page has every command, option, format, key of the settings file and word of a comment, and no option
# and no key that is gone.
set -eu

cd "$(dirname -- "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
manual=docs/nginx-wslint.1

# The first arguments of the macro $1 in the list $2.
first_arguments()
{
    sed -n "s/^$1(\([a-z0-9_]*\).*/\1/p" "$2" | sort
}

commands=$(first_arguments NWL_COMMAND cli/commands.def)
formats=$(first_arguments NWL_FORMAT report/formats.def)
[ -n "$commands" ] && [ -n "$formats" ]

# "--name", or "-n, --name" for an option with a letter.
sed -n "s/^NWL_OPTION([a-z_]*, \"\(--[a-z-]*\)\", \([^,]*\),.*/\2 \1/p" cli/options.def |
    sed "s/^0 //; s/^'\(.\)' /-\1, /" | sort >"$work/options"
sed -n '/^\.It Fl /{
    s/^\.It //
    s/ Ar [a-z]*//g
    s/ Ns = Ns//
    s/Fl /-/g
    s/ , /, /
    s/ *$//
    s/ [A-Z].*//
    p
}' "$manual" | sort >"$work/documented"

first_arguments NWL_KEY cli/settings.def >"$work/keys"
sed -n 's/^\.It Ic \([a-z_]*\) .*/\1/p' "$manual" | sort >"$work/documented-keys"
[ -s "$work/keys" ]

failed=0
diff -u "$work/keys" "$work/documented-keys" || failed=1
diff -u "$work/options" "$work/documented" || failed=1
words=$(sed -n 's/^NWL_ANNOTATION([A-Z_]*, "\([a-z=-]*\)".*/\1/p' model/annotations.def)
[ -n "$words" ]
for word in $words; do
    grep -q "^\.It Cm $word\( .*\)\{0,1\}$" "$manual" || {
        echo "$manual does not have the comment \"$word\""
        failed=1
    }
done
for name in $commands $formats; do
    grep -q "^\.\(It \)\{0,1\}Cm $name\( [,.]\)\{0,1\}$" "$manual" || {
        echo "$manual does not name \"$name\""
        failed=1
    }
done
exit "$failed"
