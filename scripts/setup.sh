#!/bin/sh
# setup.sh - install what vitscope is built and tested with.
#
#     sh scripts/setup.sh           what `make` and `make test` need
#     sh scripts/setup.sh --dev     and what only its developers need
#     sh scripts/setup.sh --list    name the packages, install nothing
#
# Does nothing when all is there.  Tried on Debian 12 and 13 and on Ubuntu
# 22.04; the lists for dnf, pacman, apk and brew are untested.
set -eu

say() { printf 'setup: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

dev=no list=no
for argument; do
    case $argument in
    --dev) dev=yes ;;
    --list) list=yes ;;
    *) fail "unknown option $argument (there are --dev and --list)" ;;
    esac
done

# --- what it takes, in the words of each system --------------------------------
if have dpkg-query && have apt-get; then
    system=apt
    packages="gcc make pkg-config libc6-dev libncurses-dev libpng-dev
        libjansson-dev libjpeg-dev libcmocka-dev libvterm-dev jq mandoc"
    extra="clang cppcheck valgrind python3 zsh fish build-essential debhelper
        lintian tmux screen xterm xvfb xdotool"
    # what sanitizers link is a package of its own, but for Ubuntu 22.04
    grep -qs '^VERSION_ID="22.04"' /etc/os-release ||
        extra="$extra libclang-rt-dev"
elif have dnf; then
    system=dnf
    packages="gcc make pkgconf-pkg-config diffutils ncurses-devel libpng-devel
        jansson-devel libjpeg-turbo-devel libcmocka-devel libvterm-devel jq
        mandoc"
    extra="clang cppcheck valgrind python3 zsh fish
        tmux screen xterm xorg-x11-server-Xvfb xdotool"
elif have pacman; then
    system=pacman
    packages="gcc make pkgconf diffutils ncurses libpng jansson libjpeg-turbo
        cmocka libvterm jq mandoc"
    extra="clang cppcheck valgrind python zsh fish
        tmux screen xterm xorg-server-xvfb xdotool"
elif have apk; then
    system=apk
    packages="gcc make musl-dev pkgconf ncurses-dev libpng-dev jansson-dev
        libjpeg-turbo-dev cmocka-dev libvterm-dev jq mandoc"
    extra="clang compiler-rt cppcheck valgrind python3 zsh fish
        tmux screen xterm xvfb xdotool"
elif have brew; then
    system=brew
    packages="make pkgconf ncurses libpng jansson jpeg-turbo cmocka libvterm jq
        mandoc"
    extra="cppcheck zsh fish tmux screen"
else
    fail "no package manager known here.  Needed: a C11 compiler, GNU make," \
        "pkg-config, ncursesw, libpng, jansson; libjpeg-turbo if JPEG is" \
        "wanted; cmocka, libvterm, jq and mandoc for the tests."
fi
[ $dev = no ] || packages="$packages $extra"

# Is a package here, or another one that provides it?
installed()
{
    case $system in
    apt) case " $here " in *" $1 "*) ;; *) return 1 ;; esac ;;
    dnf) rpm -q --whatprovides "$1" ;;
    pacman) pacman -Qi "$1" ;;
    apk) apk info -e "$1" ;;
    brew) brew list --versions "$1" ;;
    esac >/dev/null 2>&1
}

# Names of all packages that are whole, and of what they provide.
dpkg_names()
{
    dpkg-query -W -f '${db:Status-Status} ${Package}, ${Provides}\n' |
        sed -n 's/^installed //p' | tr ',' '\n' |
        sed 's/^ *//; s/[ (:].*//'
}

missing()
{
    here=
    [ $system != apt ] || here=$(dpkg_names | tr '\n' ' ')
    for package in $packages; do
        installed "$package" || printf '%s ' "$package"
    done
}

as_root()
{
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        fail "run as root, since there is no sudo: $*"
    fi
}

install_all()
{
    case $system in
    apt)
        as_root apt-get -q update </dev/null ||
            say "going on with the package lists that are here"
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y \
            --no-install-recommends "$@" </dev/null
        ;;
    dnf) as_root dnf install -y "$@" ;;
    pacman) as_root pacman -S --needed --noconfirm "$@" ;;
    apk) as_root apk add "$@" ;;
    brew) brew install "$@" ;;
    esac
}

if [ $list = yes ]; then
    echo $packages
    exit
fi
lacking=$(missing)
[ -n "$lacking" ] || exit 0
say "installing $lacking"
# Split into words on purpose.
install_all $lacking || fail "could not install: $lacking"
lacking=$(missing)
[ -z "$lacking" ] || fail "still missing: $lacking"
