#!/bin/sh
# build.sh - what the Makefile promises, tried on copies; as TAP.
#
# Takes a few builds' time, so `make test` leaves it out: `make test
# SUITES=build` and .ci/run have it.
set -u
: "${CC:=cc}"
root=$PWD
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL CFLAGS LDFLAGS

n=0 failed=0
check()
{
    n=$((n + 1))
    what=$1
    shift
    if "$@" >"$tmp/said" 2>&1; then
        echo "ok $n - $what"
    else
        echo "not ok $n - $what"
        cat "$tmp/said"
        failed=1
    fi
}

# The sources, without what was built from them.
copy()
{
    mkdir -p "$1"
    (cd "$root" && tar cf - --exclude=./build --exclude=./.git \
        --exclude=./vitscope .) | tar xf - -C "$1"
}

newer() { [ -n "$(find "$1" -newer "$2")" ]; }
older() { ! newer "$1" "$2"; }
quick() { make CFLAGS=-O0 "$@"; }      # builds nobody looks into
silent() { ! "$@" 2>&1 | grep .; }

# --- incremental ---------------------------------------------------------------

nothing_to_do()
{
    silent quick && touch "$tmp/now" && sleep 1 && silent quick &&
        older vitscope "$tmp/now" && older build/release/core.a "$tmp/now"
}

headers_count()
{
    touch "$tmp/now" && sleep 1 && touch include/io/safetensors.h &&
        silent quick && newer build/release/src/io/safetensors.o "$tmp/now" &&
        older build/release/src/base/text.o "$tmp/now"
}

flags_count()
{
    touch "$tmp/now" && sleep 1 &&
        silent make CFLAGS='-O0 -DSOMETHING' build/release/core.a &&
        newer build/release/src/base/text.o "$tmp/now"
}

sources_go()
{
    echo 'int left_over; int left_over;' >src/view/aa.c &&
        silent quick build/release/core.a &&
        nm build/release/core.a | grep -q left_over && rm src/view/aa.c &&
        silent quick build/release/core.a &&
        ! nm build/release/core.a 2>/dev/null | grep left_over
}

configurations_live_apart()
{
    silent quick && cp vitscope "$tmp/before" &&
        silent make DEBUG=1 build/debug/core.a &&
        touch "$tmp/now" && silent quick && cmp vitscope "$tmp/before" &&
        older build/release/core.a "$tmp/now"
}

# --- machines that lack something -------------------------------------------------

# One sentence, which names the script that helps.
one_sentence()
{
    "$@" >"$tmp/sentence" 2>&1 && return 1
    cat "$tmp/sentence"
    [ "$(wc -l <"$tmp/sentence")" = 1 ] &&
        grep -q 'scripts/setup.sh' "$tmp/sentence"
}
lacks_library() { one_sentence env PKG_CONFIG_LIBDIR=/nowhere make; }
lacks_pkg_config() { one_sentence make PKG_CONFIG=nowhere; }
lacks_compiler() { one_sentence make CC=nowhere; }
clean_needs_nothing() { make PKG_CONFIG=nowhere CC=nowhere clean; }

# A compiler of another family: none of our instruction sets.
plain_compiler()
{
    cat >"$tmp/plain-gcc" <<END
#!/bin/sh
case " \$* " in *" -mavx"* | *" -mamx"*) echo 'unknown -m' >&2; exit 1 ;; esac
exec $CC "\$@"
END
    chmod +x "$tmp/plain-gcc"
    quick "CC=$tmp/plain-gcc" && ./vitscope --version &&
        grep -x 'ISA *=' build/release/isa.mk
}

copy "$tmp/work"
cd "$tmp/work" || exit 1
check 'a second make does nothing and says nothing' nothing_to_do
check 'a header rebuilds what includes it, and no more' headers_count
check 'other flags rebuild' flags_count
check 'a source that is gone leaves nothing behind' sources_go
check 'configurations do not disturb one another' configurations_live_apart
check 'a missing library is one sentence' lacks_library
check 'a missing pkg-config is one sentence' lacks_pkg_config
check 'a missing compiler is one sentence' lacks_compiler
check 'a compiler without our instruction sets builds the plain kernels' \
    plain_compiler
check 'clean needs no compiler' clean_needs_nothing
echo "1..$n"
exit $failed
