#!/bin/sh
# deb.sh NAME - make a Debian package of the sources as dist.sh packs them, in
# build/deb.  The tests are run by `make test`, so not here again.
set -eu
name=$1
for tool in dpkg-buildpackage dh; do
    command -v $tool >/dev/null || {
        echo "deb: $tool is not here; sh scripts/setup.sh --dev installs it" >&2
        exit 1
    }
done
unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS LDFLAGS
rm -rf build/deb
mkdir -p build/deb
sh scripts/dist.sh "$name" >/dev/null
tar xzf "$name.tar.gz" -C build/deb
cd "build/deb/$name"
DEB_BUILD_OPTIONS="nocheck ${DEB_BUILD_OPTIONS-}" \
    dpkg-buildpackage -b -us -uc >../log 2>&1 || { cat ../log >&2; exit 1; }
cd ..
rm -rf "$name"
ls "$PWD"/*.deb
