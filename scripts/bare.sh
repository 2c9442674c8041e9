#!/bin/sh
# bare.sh [SUITE] - README's second line and .ci/run where nothing is installed:
# in a fresh Debian, as root, then in another as a user who has sudo.
#
#     make bare-check                  the Debian of this machine
#     make bare-check SUITE=trixie     another
#     PRISTINE=folder make bare-check  a copy of what debootstrap made before
#
# Takes root, debootstrap, the network and about a quarter of an hour for each.
set -eu
suite=${1:-$(. /etc/os-release && echo "$VERSION_CODENAME")}
mirror=${MIRROR:-http://deb.debian.org/debian}
[ "$(id -u)" = 0 ] || { echo "bare: it takes root" >&2; exit 1; }
tmp=$(mktemp -d)
trap 'rm -rf --one-file-system "$tmp"' EXIT
trap 'exit 130' INT TERM HUP
unset MAKEFLAGS MFLAGS MAKELEVEL

pristine=${PRISTINE-$tmp/pristine}
[ -d "$pristine" ] || debootstrap --variant=minbase "$suite" "$pristine" "$mirror"

# A root folder with these sources, in mounts that end with what runs there.
fresh()
{
    root=$tmp/$1
    cp -a "$pristine" "$root"
    cp /etc/resolv.conf "$root/etc/"
    sh scripts/dist.sh "$1" >/dev/null
    tar xzf "$1.tar.gz" -C "$root"
    rm "$1.tar.gz"
}
inside()
{
    env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
        TERM=xterm ROOT="$root" COMMAND="$1" \
        unshare --mount --pid --fork --kill-child sh -ec '
            mount -t proc proc "$ROOT/proc"
            mount -t devpts devpts "$ROOT/dev/pts" -o newinstance,ptmxmode=0666
            mount -t tmpfs tmpfs "$ROOT/dev/shm"
            exec chroot "$ROOT" sh -c "$COMMAND"'
}
steps='sh scripts/setup.sh && make test && .ci/run'

fresh as-root
inside "cd /as-root && $steps"
rm -rf --one-file-system "$root"

fresh as-user
inside "apt-get -q update && apt-get -q install -y sudo && useradd -m somebody &&
    echo 'somebody ALL=(ALL) NOPASSWD:ALL' >/etc/sudoers.d/somebody &&
    chown -R somebody /as-user && su somebody -c 'cd /as-user && $steps'"
echo "bare: $suite is enough, for root and for a user with sudo"
