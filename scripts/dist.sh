#!/bin/sh
# dist.sh NAME - make NAME.tar.gz: what is committed; where git or the
# repository is not, as in an unpacked tarball, all that is here.
#
# Two of the same sources are the same bytes: order, owners, modes and times
# are not those of this machine.  $SOURCE_DATE_EPOCH sets the time, else it is
# the commit's, or that of the files themselves.
set -eu
name=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP
mkdir "$tmp/$name"

if [ -e .git ] && command -v git >/dev/null; then
    git archive HEAD >"$tmp/tree"
    time=$(git log -1 --format=%ct)
else
    tar cf "$tmp/tree" --exclude=./.git --exclude=./build --exclude=./vitscope \
        --exclude='./vitscope-*.tar.gz' .
    time=$(stat -c %Y Makefile)
fi
tar xf "$tmp/tree" -C "$tmp/$name"
LC_ALL=C tar cf "$tmp/packed" -C "$tmp" --format=ustar --sort=name --owner=0 \
    --group=0 --numeric-owner --mode=a=rX,u+w \
    --mtime="@${SOURCE_DATE_EPOCH:-$time}" "$name"
gzip -n9 <"$tmp/packed" >"$tmp/packed.gz"
mv "$tmp/packed.gz" "$name.tar.gz"
echo "$name.tar.gz"
