#!/bin/sh
# dist.sh - the tarball builds, tests and installs from itself, without git;
# and all that is given away is the same bytes wherever and however it is made.
. test/cli/tap
unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS CPPFLAGS LDFLAGS SOURCE_DATE_EPOCH
name=vitscope-$(sed -n 's/^VERSION *= *//p' Makefile)
work=$TMPDIR/work
status=0
: >"$out" >"$err"
quietly() { "$@" >"$out" 2>"$err"; status=$?; [ $status = 0 ]; }

# --- from itself ---------------------------------------------------------------
# What is tried is what lies here, committed or not.
mkdir "$work" "$TMPDIR/one"
tar cf - --exclude=./.git --exclude=./build --exclude=./vitscope \
    --exclude='./vitscope-*.tar.gz' . | tar xf - -C "$work"
packed() { quietly make -C "$work" dist && mv "$work/$name.tar.gz" "$TMPDIR"; }
ok 'make dist makes a tarball, without git' packed
ok 'it holds one folder, of nobody in particular' eval \
    '! tar tvzf "$TMPDIR/$name.tar.gz" | grep -v "^[d-]rw[x-]r-[x-]r-[x-] 0/0 .* $name/"'
tar xzf "$TMPDIR/$name.tar.gz" -C "$TMPDIR/one"
one=$TMPDIR/one/$name
ok 'it has what is here and no more' diff -r -x build "$work" "$one"
ok 'it builds' quietly make -C "$one"
ok 'it passes its tests' quietly make -C "$one" test \
    SUITES='unit golden snapshot cli examples docs layers style'

# --- installed -----------------------------------------------------------------
root=$TMPDIR/root
prefix=/opt/some\ where
mkdir "$root"
into() { quietly make -C "$one" "$1" DESTDIR="$root" PREFIX="$prefix"; }
share=$root$prefix/share
ok 'it installs into a folder with a blank' into install
v=$root$prefix/bin/vitscope
ok 'the program runs from there' eval '"$v" --version | grep -q "^vitscope [0-9]"'
ok 'with the pictures beside it' eval \
    'quietly "$v" report "$share/vitscope/examples" && lines 7 "$out"'
ok 'and the model, which is the built-in one' eval \
    '[ "$("$v" show -m "$share/vitscope/models/catdogbird-3x3" --narrate "$cats/cat.png")" = "$("$v" show --narrate "$cats/cat.png")" ]'
ok 'the manual page is that of the sources' \
    cmp man/vitscope.1 "$share/man/man1/vitscope.1"
for file in bash-completion/completions/vitscope zsh/site-functions/_vitscope \
    fish/vendor_completions.d/vitscope.fish; do
    ok "share/$file" [ -s "$share/$file" ]
done
if command -v zsh >/dev/null; then
    # shellcheck disable=SC2016
    ok 'zsh finds its completion by itself' zsh -f -c \
        'fpath=($1 $fpath); autoload -U compinit; compinit -u -D; [[ $_comps[vitscope] == _vitscope ]]' \
        zsh "$share/zsh/site-functions"
else
    skip 'zsh finds its completion by itself' 'there is no zsh'
fi
touch "$root$prefix/bin/other" "$share/man/man1/other.1"
ok 'it uninstalls' into uninstall
ok 'all of it, and nothing of others' same \
    "$(cd "$root$prefix" && find . -type f -o -name 'vitscope*' | sort | tr '\n' ' ')" \
    './bin/other ./share/man/man1/other.1 '

# --- the same bytes --------------------------------------------------------------
# Elsewhere, by somebody else, later, one file after the other, with another
# umask, locale and time zone.
mkdir -p "$TMPDIR/two/in a/much longer/folder"
two="$TMPDIR/two/in a/much longer/folder/$name"
tar xzf "$TMPDIR/$name.tar.gz" -C "${two%/*}"
somebody=
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null &&
    chmod a+x "$TMPDIR" "$TMPDIR/.." 2>/dev/null && chown -R 65534 "$TMPDIR/two" &&
    setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$two/Makefile" -o -r "$two/Makefile"
then
    somebody='setpriv --reuid=65534 --regid=65534 --clear-groups'
else
    echo '# the second build is by the same user'
fi
elsewhere()
{
    (cd "$two" && umask 027 && $somebody env -i PATH="$PATH" HOME=/nonexistent \
        LC_ALL=C TZ=Pacific/Auckland make -j1 "$@") >"$out" 2>"$err"
}
ok 'it builds elsewhere' elsewhere
ok 'the program is the same bytes' cmp "$one/vitscope" "$two/vitscope"
ok 'and knows nothing of the folder' eval '! grep -aq "$TMPDIR" "$one/vitscope"'
quietly make -C "$one" -j2 static && elsewhere static
ok 'so is the static program' cmp "$one/build/static/vitscope" "$two/build/static/vitscope"
quietly make -C "$one" dist && elsewhere dist
ok 'so is a tarball made from the tarball' eval \
    'cmp "$one/$name.tar.gz" "$TMPDIR/$name.tar.gz" && cmp "$two/$name.tar.gz" "$TMPDIR/$name.tar.gz"'
if command -v dpkg-buildpackage >/dev/null && command -v dh >/dev/null; then
    # Debian's flags do not stand a blank.
    mv "$two" "$TMPDIR/two/$name"
    two=$TMPDIR/two/$name
    quietly make -C "$one" deb && elsewhere deb
    packages() { (cd "$1/build/deb" && sha256sum ./*.deb); }
    ok 'so is the Debian package' same "$(packages "$one")" "$(packages "$two")"
    ok 'which is there' eval 'packages "$two" | grep -q "vitscope_.*deb"'
else
    skip 'the Debian package is the same bytes' 'dpkg-buildpackage and debhelper are not here'
fi
finish
