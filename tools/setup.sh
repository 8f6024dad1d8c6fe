# What building and testing need, and how to install what is missing. Read by ./dev.
# shellcheck shell=sh

# What may be missing, and the packages that bring it. '-': no package is known.
package_table()
{
    cat <<'TABLE'
need        apt                 dnf                   apk             pacman             brew
compiler    gcc,libc6-dev       gcc,libasan,libubsan  gcc,musl-dev    gcc                -
cmake       cmake               cmake                 cmake           cmake              cmake
ninja       ninja-build         ninja-build           samurai         ninja              ninja
pkg-config  pkg-config          pkgconf-pkg-config    pkgconf         pkgconf            pkgconf
jansson     libjansson-dev      jansson-devel         jansson-dev     jansson            jansson
libcrypto   libssl-dev          openssl-devel         openssl-dev     openssl            openssl@3
libpcre2-8  libpcre2-dev        pcre2-devel           pcre2-dev       pcre2              pcre2
cmocka      libcmocka-dev       libcmocka-devel       cmocka-dev      cmocka             cmocka
python3     python3             python3               python3         python             python3
jsonschema  python3-jsonschema  python3-jsonschema    py3-jsonschema  python-jsonschema  -
yaml        python3-yaml        python3-pyyaml        py3-yaml        python-yaml        -
shellcheck  shellcheck          ShellCheck            shellcheck      shellcheck         shellcheck
xmllint     libxml2-utils       libxml2               libxml2-utils   libxml2            libxml2
nginx       nginx               nginx                 nginx           nginx              nginx
pre-commit  pre-commit          pre-commit            pre-commit      pre-commit         pre-commit
scdoc       scdoc               scdoc                 scdoc           scdoc              scdoc
mandoc      mandoc              mandoc                mandoc          mandoc             mandoc
man         man-db              man-db                -               man-db             -
zsh         zsh                 zsh                   zsh             zsh                -
fish        fish                fish                  fish            fish               fish
rpmbuild    rpm                 rpm-build             -               rpm-tools          rpm
dpkg-dev    dpkg-dev            -                     -               -                  -
lintian     lintian             -                     -               -                  -
TABLE
}

# The C compiler of every preset that names none.
compiler()
{
    for candidate in gcc clang cc; do
        ! have "$candidate" || break
    done
    echo "${CC:-$candidate}"
}

# A Python that has what the tests import, when there is one.
python()
{
    for modules in "jsonschema yaml" jsonschema; do
        for candidate in "${PYTHON:-/usr/bin/python3}" python3; do
            # shellcheck disable=SC2086  # a list of words
            ! can_import "$candidate" $modules || break 2
        done
    done
    echo "$candidate"
}

# Whether the Python $1, which is also argv[1] there, has the modules that follow.
can_import()
{
    "$1" -c 'import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, sys.argv[2:])))' \
        "$@" >/dev/null 2>&1
}

missing_libraries()
{
    ! pkg-config --exists "$@" 2>/dev/null || return 0
    for library in "$@"; do
        pkg-config --exists "$library" 2>/dev/null || echo "$library"
    done
}

missing_to_build()
{
    # shellcheck disable=SC2046  # CC may hold options
    echo '#include <stdio.h>' | $(compiler) -E - >/dev/null 2>&1 || echo compiler
    have cmake || echo cmake
    have ninja || have make || echo ninja
    have pkg-config || echo pkg-config
    missing_libraries jansson libcrypto libpcre2-8
}

missing_to_test()
{
    missing_to_build
    missing_libraries cmocka
    have python3 || echo python3
    can_import "$(python)" jsonschema || echo jsonschema
    have xmllint || echo xmllint
    have nginx || echo nginx
}

# What some tests look at and are left out without.
missing_to_test_all()
{
    can_import "$(python)" yaml || echo yaml
    for program in shellcheck pre-commit scdoc mandoc man zsh fish rpmbuild lintian; do
        have "$program" || echo "$program"
    done
    have dpkg-shlibdeps || echo dpkg-dev
}

package_manager()
{
    for program in apt-get dnf apk pacman brew; do
        ! have "$program" || break
    done
    have "$program" && echo "${program%-get}"
}

# The packages of the manager $1 for the needs that follow, on one line.
packages_for()
{
    manager=$1
    shift
    package_table | awk -v manager="$manager" -v needs=" $* " '
        NR == 1 { for (i = 2; i <= NF; i++) if ($i == manager) column = i }
        NR > 1 && column && index(needs, " " $1 " ") && $column != "-" {
            gsub(",", " ", $column)
            printf "%s ", $column
        }'
}

as_root()
{
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        echo "installing packages needs root, and there is no sudo"
        return 1
    fi
}

# Debian starts the services that it installs. The nginx of the tests is only a program: this
# keeps it from starting, now by policy-rc.d and later by not enabling it.
# shellcheck disable=SC2016  # expanded by the shell that runs it
apt_script='
    export DEBIAN_FRONTEND=noninteractive
    policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        trap "rm -f $policy" EXIT
        trap "exit 1" HUP INT TERM
        printf "#!/bin/sh\nexit 101\n" >$policy
        chmod 755 $policy
    fi
    apt-get -q update
    apt-get -q -y --no-install-recommends install "$@" || exit
    case " $* " in
    *" nginx "*) [ ! -d /run/systemd/system ] || systemctl --quiet disable nginx ;;
    esac'

install_packages()
{
    manager=$1
    shift
    case $manager in
    apt) as_root sh -c "$apt_script" sh "$@" ;;
    dnf) as_root dnf -y install "$@" ;;
    apk) as_root apk add --no-cache "$@" ;;
    pacman) as_root pacman -S --noconfirm --needed "$@" ;;
    brew) brew install "$@" ;;
    esac
}

# Installs what of the names $2... has a package of the manager $1. The names are left in $packages.
install_missing()
{
    packages=$(packages_for "$@")
    [ -n "$packages" ] || return 0
    note "installing $packages"
    # shellcheck disable=SC2086  # a list of words
    quietly install_packages "$1" $packages
}

# Installs what the function $1 names as missing, as far as that can be done.
want()
{
    missing=$("$1" | tr '\n' ' ')
    manager=$(package_manager) || return 0
    # shellcheck disable=SC2086  # a list of words
    [ -z "$missing" ] || install_missing "$manager" $missing || note "going on without $packages"
}

# Installs what the function $1 names as missing; ends the script when that does not help.
ensure()
{
    missing=$("$1" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    manager=$(package_manager) || die "please install $missing(no known package manager)"
    # shellcheck disable=SC2086  # a list of words
    install_missing "$manager" $missing || die "please install $packages"
    missing=$("$1" | tr '\n' ' ')
    [ -z "$missing" ] || die "please install what is still missing: $missing"
}
