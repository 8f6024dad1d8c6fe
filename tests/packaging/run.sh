#!/bin/sh
# Builds what is released and installs it below a folder of its own: by cmake, as a .deb, as an .rpm; and links the program without
# shared libraries.
#
# The package database of a Debian machine says whether the .deb can be installed, as a copy: nothing of the machine is changed.
#
# usage: run.sh PROGRAM, which is only asked for its version
set -u

case ${1:?"usage: run.sh PROGRAM"} in
/*) program=$1 ;;
*) program=$PWD/$1 ;;
esac
cd "$(dirname -- "$0")/../.." || exit 2
project=$(pwd -P)
build=build/release
version=$("$program" --version | sed -n '1s/^nginx-wslint //p')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

check()
{
    if "$@" >"$work/out" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED: %s\n' "$*"
        tail -n 30 "$work/out" | sed 's/^/  /'
    fi
}

have()
{
    command -v "$1" >/dev/null 2>&1
}

# Whether the programs $2... are there; says that the check $1 is left out when they are not.
can()
{
    what=$1
    shift
    for need; do
        have "$need" && continue
        echo "SKIPPED: there is no $need: $what"
        return 1
    done
}

# ---- what is checked everywhere -----------------------------------------------------------

# What "cmake --install" installs, but for the pages of the rules.
usual_files()
{
    cat <<'FILES'
./usr/bin/nginx-wslint
./usr/share/bash-completion/completions/nginx-wslint
./usr/share/doc/nginx-wslint/CHANGELOG.md
./usr/share/doc/nginx-wslint/CONTRIBUTING.md
./usr/share/doc/nginx-wslint/LICENSE
./usr/share/doc/nginx-wslint/README.md
./usr/share/doc/nginx-wslint/SECURITY.md
./usr/share/doc/nginx-wslint/docs/ci.md
./usr/share/doc/nginx-wslint/docs/comparison.md
./usr/share/doc/nginx-wslint/docs/design.md
./usr/share/doc/nginx-wslint/docs/packaging.md
./usr/share/doc/nginx-wslint/docs/schema/baseline.json
./usr/share/doc/nginx-wslint/docs/schema/check.json
./usr/share/doc/nginx-wslint/docs/schema/dump.json
./usr/share/doc/nginx-wslint/docs/schema/trace.json
./usr/share/doc/nginx-wslint/docs/troubleshooting.md
./usr/share/doc/nginx-wslint/docs/using.md
./usr/share/fish/vendor_completions.d/nginx-wslint.fish
./usr/share/man/man1/nginx-wslint.1
./usr/share/man/man5/nginx-wslint.conf.5
./usr/share/zsh/site-functions/_nginx-wslint
FILES
}

# The same as Debian wants it.
debian_files()
{
    usual_files | sed 's|/LICENSE$|/copyright|; s|/man/.*|&.gz|; s|/site-functions/|/vendor-completions/|'
    echo ./usr/share/doc/nginx-wslint/changelog.gz
}

# Whether the files below $1 are those that $2 prints.
holds()
{
    $2 | LC_ALL=C sort >"$work/expected"
    (cd "$1" && find . \( -type f -o -type l \) ! -path '*/nginx-wslint/docs/rules/*' ! -path './var/lib/*' | LC_ALL=C sort) |
        diff -u "$work/expected" -
}

has_the_rules()
{
    diff -r docs/rules "$1/usr/share/doc/nginx-wslint/docs/rules"
}

# The links of the installed README to other files.
readme_links()
{
    grep -o ']([^):]*)' "$1/README.md" | sed 's/^](//; s/)$//; s/#.*//' | sort -u
}

leads_somewhere()
{
    [ "$(readme_links "$1" | grep -c .)" -gt 10 ] || return
    for link in $(readme_links "$1"); do
        [ -e "$1/$link" ] || { echo "$link" && return 1; }
    done
}

says_its_version()
{
    [ "$("$1" --version | head -n 1)" = "nginx-wslint $version" ]
}

# The report of the example tree is the one of the program under test.
finds_the_same()
{
    "$program" examples/etc-nginx >"$work/report"
    "$1" examples/etc-nginx | cmp - "$work/report"
}

holds_no_path()
{
    ! grep -qaF "$project" "$1"
}

shows_page()
{
    MANPATH='' man -M "$1/usr/share/man" -P cat "$2" "$3" | grep -q NAME
}

# The completions of the shell $2 in the file $3 are those of the program.
completes()
{
    "$1/usr/bin/nginx-wslint" completions "$2" | cmp - "$1/usr/share/$3"
}

check_installed()
{
    check completes "$1" bash bash-completion/completions/nginx-wslint
    check completes "$1" fish fish/vendor_completions.d/nginx-wslint.fish
    check completes "$1" zsh "$(cd "$1/usr/share" && echo zsh/*/_nginx-wslint)"
    check says_its_version "$1/usr/bin/nginx-wslint"
    check finds_the_same "$1/usr/bin/nginx-wslint"
    check holds_no_path "$1/usr/bin/nginx-wslint"
    check has_the_rules "$1"
    check leads_somewhere "$1/usr/share/doc/nginx-wslint"
    if can "THE MANUAL PAGES WERE NOT SHOWN" man; then
        check shows_page "$1" 1 nginx-wslint
        check shows_page "$1" 5 nginx-wslint.conf
    fi
}

# ---- cmake --install ----------------------------------------------------------------------

./dev build release || exit 2

check env DESTDIR="$work/installed" cmake --install $build --prefix /usr
check holds "$work/installed" usual_files
check_installed "$work/installed"

# ---- .deb ---------------------------------------------------------------------------------

depends_on()
{
    dpkg-deb -f "$deb" Depends | tr ',' '\n' | grep -q "^ *$1"
}

# dpkg gives files to root, for which it has to be root or to believe so.
may_install()
{
    [ "$(id -u)" -eq 0 ] || can "THE .deb WAS NOT INSTALLED" fakeroot
}

run_dpkg()
{
    if [ "$(id -u)" -eq 0 ]; then
        dpkg --root="$work/root" --log=/dev/null "$@"
    else
        fakeroot dpkg --root="$work/root" --log=/dev/null "$@"
    fi
}

# Lets dpkg install into a root of its own that knows of the packages of this machine.
installs()
{
    mkdir -p "$work/root/var/lib/dpkg/info" "$work/root/var/lib/dpkg/updates" &&
        cp /var/lib/dpkg/status "$work/root/var/lib/dpkg/status" &&
        run_dpkg -i "$deb"
}

is_intact()
{
    [ -z "$(run_dpkg --verify nginx-wslint)" ]
}

is_removed()
{
    run_dpkg --purge nginx-wslint && [ -z "$(find "$work/root/usr" -type f)" ]
}

if can "NO .deb WAS MADE" cpack dpkg dpkg-deb dpkg-shlibdeps; then
    check cpack --config $build/CPackConfig.cmake -G DEB -B "$work/deb"
    deb=$(echo "$work"/deb/*.deb)
    check test "$(dpkg-deb -f "$deb" Package Version Section | tr '\n' ' ')" = \
        "Package: nginx-wslint Version: $version Section: utils "
    for library in libc6 libjansson4 libpcre2-8-0 libssl; do
        check depends_on $library
    done
    if may_install; then
        check installs
        check holds "$work/root" debian_files
        check_installed "$work/root"
        check is_intact
        check is_removed
    fi
    if can "THE .deb WAS NOT CHECKED BY IT" lintian; then
        check lintian --allow-root --no-cfg --fail-on error,warning "$deb"
    fi
fi

# ---- .rpm ---------------------------------------------------------------------------------

if can "NO .rpm WAS MADE" cpack rpmbuild rpm; then
    check cpack --config $build/CPackConfig.cmake -G RPM -B "$work/rpm"
    rpm=$(echo "$work"/rpm/*.rpm)
    check test "$(rpm -qp --queryformat '%{NAME} %{VERSION} %{LICENSE}' "$rpm")" = "nginx-wslint $version MIT"
    for library in libc libjansson libpcre2-8 libcrypto; do
        check grep -q "^${library}[.]so" <<REQUIRED
$(rpm -qp --requires "$rpm")
REQUIRED
    done
    mkdir "$work/unpacked"
    check cmake -E chdir "$work/unpacked" cmake -E tar xf "$rpm"
    # Some versions of rpmbuild compress manual pages.
    find "$work/unpacked" -name '*.gz' -exec gzip -d {} +
    check holds "$work/unpacked" usual_files
    check_installed "$work/unpacked"
fi

# ---- without shared libraries -------------------------------------------------------------

has_static_libraries()
{
    for library in c $(pkg-config --static --libs-only-l jansson libcrypto libpcre2-8 | sed 's/-l//g'); do
        case $(cc -print-file-name="lib$library.a") in
        */*) ;;
        *)
            echo "SKIPPED: there is no lib$library.a: NO STATIC PROGRAM WAS LINKED"
            return 1
            ;;
        esac
    done
}

needs_no_library()
{
    ! readelf --wide --dynamic --program-headers "$1" | grep -E 'NEEDED|INTERP'
}

if can "NO STATIC PROGRAM WAS LINKED" cc readelf && has_static_libraries; then
    generator=$(sed -n 's/^CMAKE_GENERATOR:INTERNAL=//p' $build/CMakeCache.txt)
    check cmake --preset release -S . -B "$work/static" -G "$generator" -DNWL_STATIC=ON
    check cmake --build "$work/static" --parallel "$(getconf _NPROCESSORS_ONLN)"
    check needs_no_library "$work/static/nginx-wslint"
    check says_its_version "$work/static/nginx-wslint"
    check finds_the_same "$work/static/nginx-wslint"
fi

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
