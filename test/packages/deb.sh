#!/bin/sh
# deb.sh - the Debian package is made, has no fault that lintian knows, and is
# installed, used, removed and purged in a Debian where it was never seen.
#
# That Debian is made by debootstrap, which takes root and the network;
# $PRISTINE names a folder with one that is there already (it is copied).
. test/cli/tap
unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS CPPFLAGS LDFLAGS
status=0
: >"$out" >"$err"
give_up()
{
    skip "$1" "$2"
    finish
}
quietly() { "$@" >"$out" 2>"$err" </dev/null; status=$?; [ $status = 0 ]; }
has() { command -v "$1" >/dev/null; }
version=$(sed -n 's/^VERSION *= *//p' Makefile)

ok 'debian/changelog tells of the version of the Makefile' same \
    "$(sed -n '1s/.*(\(.*\)).*/\1/p' debian/changelog)" "$version"
{ has dpkg-buildpackage && has dh; } ||
    give_up 'the Debian package' 'dpkg-buildpackage and debhelper are not here'
ok 'make deb makes it' quietly make deb
made=$(echo "$PWD"/build/deb/vitscope_"$version"_*.deb)
[ -f "$made" ] || finish
if has lintian; then
    ok 'lintian has nothing to say' eval \
        'lintian --allow-root --fail-on warning,error "${made%.deb}.changes" "$made" && ! lintian --allow-root "$made" | grep .'
else
    skip 'lintian has nothing to say' 'it is not here'
fi

# --- a Debian to install it in ---------------------------------------------------
[ "$(id -u)" = 0 ] || give_up 'the package is installed' 'that takes root'
root=$TMPDIR/debian
suite=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
if [ -n "${PRISTINE-}" ]; then
    cp -a "$PRISTINE" "$root"
elif has debootstrap && [ -n "$suite" ]; then
    quietly debootstrap --variant=minbase "$suite" "$root" ||
        give_up 'the package is installed' "debootstrap $suite does not work here"
else
    give_up 'the package is installed' 'debootstrap is not here'
fi
cp /etc/resolv.conf "$root/etc/"
inside()
{
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=xterm \
        LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
        "$(command -v chroot)" "$root" sh -c "$1"
}
in_it() { quietly inside "$1"; }
in_it 'apt-get -q update &&
       apt-get -q install -y --no-install-recommends man-db bash-completion' ||
    give_up 'the package is installed' "no packages can be had there: $(tail -n 1 "$err")"

# What there is, but what apt and dpkg keep for themselves.
listing()
{
    (cd "$root" && find . -path ./proc -prune -o -path ./tmp -prune -o \
        -path './var/cache/*' -prune -o -path './var/log/*' -prune -o \
        -path './var/lib/apt/*' -prune -o -path './var/lib/dpkg/*' -prune -o \
        -print) | sort
}
needs=$(dpkg-deb -f "$made" Depends | sed 's/([^)]*)//g; s/,/ /g')
# shellcheck disable=SC2016
in_it "apt-get -q install -y --no-install-recommends $needs"
ok 'what it depends on can be installed' is 0
listing >"$TMPDIR/before"

cp "$made" "$root/tmp/vitscope.deb"
ok 'it is installed, with nothing but what it names' \
    in_it 'dpkg -i /tmp/vitscope.deb'
ok 'all of it is as it was packed' in_it 'test -z "$(dpkg -V vitscope)"'
ok 'the program runs' eval \
    'in_it "vitscope report /usr/share/vitscope/examples/cat.png" && grep -q "\"label\":\"cat\"" "$out"'
ok 'so does the explorer' eval \
    'in_it "vitscope --keys 5 --snapshot - /usr/share/vitscope/examples/dog.png" && grep -q "WEIGHTS" "$out"'
ok 'as anybody' eval \
    'in_it "cd /tmp && setpriv --reuid=65534 --regid=65534 --clear-groups vitscope show /usr/share/vitscope/examples/bird.png"'
ok 'the model is there' in_it 'vitscope info /usr/share/vitscope/models/catdogbird-3x3'
ok 'man vitscope shows its page' eval \
    'in_it "man vitscope" && grep -q "^VITSCOPE(1)" "$out"'
ok 'whatis knows it' eval 'in_it "mandb -q && whatis vitscope" && grep -q "class token" "$out"'
ok 'bash completes it by itself' eval \
    'in_it "bash -c \". /usr/share/bash-completion/bash_completion; _completion_loader vitscope; complete -p vitscope\"" && grep -q _vitscope "$out"'
ok 'its licence is there' in_it 'grep -q Expat /usr/share/doc/vitscope/copyright'

ok 'installing it again changes nothing' in_it 'dpkg -i /tmp/vitscope.deb && test -z "$(dpkg -V vitscope)"'
ok 'it is removed' in_it 'apt-get -q remove -y vitscope'
ok 'and purged' in_it 'dpkg -P vitscope; ! dpkg -s vitscope'
listing >"$TMPDIR/after"
ok 'then nothing of it is left' diff "$TMPDIR/before" "$TMPDIR/after"
finish
