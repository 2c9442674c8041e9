#!/bin/sh
# report.sh - a report of a very long list: $COUNT pictures, those of ../shared
# and copies of them.
#
# It is given its list through a pipe and asked how much memory it has when a
# twentieth, a quarter, half and all of it are done; then it is killed again and
# again, and goes on as the manual says, and what comes out in the end must be
# what came out before.
. test/cli/tap
: "${COUNT:=20000}" "${KILLS:=5}" "${SEED:=$(date +%s)}"
data=$PWD/../shared/data
[ -d "$data" ] || { echo "SKIPPED $0: $data is not here"; exit 77; }
out=$TMPDIR/out err=$TMPDIR/err status=0
list=$TMPDIR/list lines=$TMPDIR/lines whole=$TMPDIR/whole feed=$TMPDIR/feed
: >"$out"
: >"$err"
count() { wc -l <"$1" | tr -d ' '; }

# --- the pictures --------------------------------------------------------------
mkdir "$TMPDIR/data" "$TMPDIR/copies"
for pack in "$data"/*.tar; do tar xf "$pack" -C "$TMPDIR/data"; done
for folder in test/golden/cases examples "$TMPDIR/data"; do    # large ones first
    find "$folder" -name '*.png' -o -name '*.jpg' | sort
done >"$TMPDIR/all"
awk -v count="$COUNT" -v copies="$TMPDIR/copies" '
    { name[NR] = $0 }
    END {
        for (i = 0; i < count; i++) {
            from = name[i % NR + 1]
            end = from
            sub(/.*\./, "", end)
            to = i < NR ? from : copies "/" i "." end
            if (to != from) print "cp " from " " to >(copies ".sh")
            print to
        }
    }' "$TMPDIR/all" >"$list"
[ ! -e "$TMPDIR/copies.sh" ] || sh "$TMPDIR/copies.sh"
echo "seed $SEED; $(count "$list") pictures, $(sort -u "$list" | wc -l |
    tr -d ' ') names, $(du -Lm "$TMPDIR/data" | tail -n 1 | cut -f 1) MB"

# --- memory --------------------------------------------------------------------
# kB of FIELD: VmRSS now, VmHWM the most there ever was
memory() { sed -n "s/^$1:[^0-9]*\([0-9]*\).*/\1/p" /proc/$!/status; }

# feed_to N: hand over the list up to line N and wait for its lines
feed_to()
{
    sed -n "$((fed + 1)),$1p" "$list" >&3
    fed=$1
    while [ "$(count "$whole")" -lt "$1" ] && kill -0 $! 2>/dev/null; do
        sleep 0.2
    done
    now=$(memory VmRSS) most=$(memory VmHWM)
    echo "after $1 pictures: $now kB, at most $most kB"
}

stays_flat()
{
    mkfifo "$feed"
    fed=0
    : >"$whole"
    "$VITSCOPE" report --quiet --from "$feed" >"$whole" 2>"$err" &
    exec 3>"$feed"
    feed_to $((COUNT / 20))
    first=$most
    feed_to $((COUNT / 4))
    feed_to $((COUNT / 2))
    feed_to "$COUNT"
    exec 3>&-
    wait $!
    [ "$first" -gt 0 ] && [ "$most" -lt $((first + first / 20 + 4000)) ] &&
        same "$(count "$whole")" "$COUNT"
}

# --- killed, and going on ------------------------------------------------------
# begin LINES: go on, and be killed when so many more lines are there
begin()
{
    till=$(($(count "$lines") + $1))
    tail -n +"$(($(count "$lines") + 1))" "$list" >"$TMPDIR/rest"
    "$VITSCOPE" report --quiet --from "$TMPDIR/rest" >>"$lines" 2>"$err" &
    while [ "$(count "$lines")" -lt $till ] && kill -0 $! 2>/dev/null; do
        sleep 0.01
    done
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    head -n "$(wc -l <"$lines")" "$lines" >"$TMPDIR/kept"
    echo "killed after $(count "$lines") lines and" \
        "$(($(wc -c <"$lines") - $(wc -c <"$TMPDIR/kept"))) bytes"
    mv "$TMPDIR/kept" "$lines"
}

# the time a picture took is another each time
without_time() { sed 's/,"ms":[^,}]*}$/}/' "$1"; }

goes_on()
{
    : >"$lines"
    awk -v seed="$SEED" -v n="$KILLS" -v most=$((COUNT / (KILLS + 1))) '
        BEGIN { srand(seed); while (n--) print 1 + int(rand() * most) }' \
        >"$TMPDIR/kills"
    while read -r more; do
        begin "$more"
    done <"$TMPDIR/kills"
    tail -n +"$(($(wc -l <"$lines") + 1))" "$list" |
        "$VITSCOPE" report --quiet --from - >>"$lines" 2>"$err"
    without_time "$whole" >"$TMPDIR/a"
    without_time "$lines" >"$TMPDIR/b"
    cmp "$TMPDIR/a" "$TMPDIR/b"
}

names_all()
{
    json image <"$whole" | cut -f 1 | cmp - "$list" &&
        echo "pictures that could not be read: $(grep -c '"error":' "$whole")"
}

# As ok, and what was measured is shown.
tell()
{
    ok "$@"
    sed 's/^/# /' "$TMPDIR/tap"
}

tell "memory does not grow over $COUNT pictures" stays_flat
tell 'each has its line, in order' names_all
tell "killed $KILLS times and going on, it says the same" goes_on
finish
