#!/bin/sh
# resume.sh - a long list: nothing is kept of what is done, and a run that was
# killed goes on where it stopped.
. test/cli/tap
list=$TMPDIR/list lines=$TMPDIR/lines
i=0
while [ $i -lt 3000 ]; do
    printf '%s\n' examples/cat.png examples/dog.png nowhere.png examples/bird.png
    i=$((i + 1))
done >"$list"
count() { wc -l <"$1" | tr -d ' '; }

# begin LINES: a report of the list, killed when it has written so many lines
# and whatever comes while nobody looks.
begin()
{
    : >"$lines"                # it is looked at before it is written
    "$VITSCOPE" report --quiet --from "$list" >"$lines" 2>"$err" &
    while [ "$(count "$lines")" -lt "$1" ] && kill -0 $!; do sleep 0.01; done
    kill -9 $!
    wait $! 2>/dev/null
    leave_out_cut
}

# The last line, when the kill came between two pages of a write.
leave_out_cut()
{
    head -n "$(wc -l <"$lines")" "$lines" >"$TMPDIR/whole"
    mv "$TMPDIR/whole" "$lines"
}

# all are ended, and each is an object that ends as objects do
whole()
{
    [ -z "$(tail -c 1 "$lines" | tr -d '\n')" ] &&
        same "$(json image <"$lines" | wc -l | tr -d ' ')" "$(count "$lines")"
}

killed_at_any_time()
{
    for n in 1 7 20 50 120; do
        begin $n 2>/dev/null
        [ "$(count "$lines")" -ge "$n" ] &&
            [ "$(count "$lines")" -lt "$(count "$list")" ] && whole ||
            return 1
    done
}

goes_on()
{
    n=$(count "$lines")
    head -n $((n + 9)) "$list" >"$TMPDIR/rest"
    tail -n +"$(($(wc -l <"$lines") + 1))" "$TMPDIR/rest" |
        "$VITSCOPE" report --from - >>"$lines" 2>"$err"
    same "$?" 1 && whole && json image <"$lines" | cut -f 1 >"$TMPDIR/names" &&
        diff "$TMPDIR/names" "$TMPDIR/rest"
}

status=0
ok 'killed at any time it leaves whole lines, but for the last' killed_at_any_time
ok 'what the manual says goes on where it stopped' goes_on
: >"$lines"
ok 'from the start too' goes_on

# peak N: the most memory a run had, in kB, after N paths of 4000 bytes; it takes
# some until every thread has worked.  Its list is a pipe that stays open, so it
# is still there to be asked.
dots=$(printf '%01990d' 0 | sed 's|0|./|g')
peak()
{
    ASAN_OPTIONS=${ASAN_OPTIONS-}:quarantine_size_mb=1 \
        "$VITSCOPE" report --quiet --from "$TMPDIR/paths" >"$lines" 2>"$err" &
    exec 3>"$TMPDIR/paths"
    i=0
    while [ $i -lt "$1" ]; do
        echo "$dots/nowhere.png"
        i=$((i + 1))
    done >&3
    while [ "$(count "$lines")" -lt "$1" ] && kill -0 $!; do sleep 0.01; done
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' /proc/$!/status
    exec 3>&-
    wait $!
}

stays_flat()
{
    short=$(peak 500) long=$(peak 2500)
    echo "$short kB, then $long kB"
    [ "$short" -gt 0 ] && [ "$long" -lt $((short + 4000)) ]
}

mkfifo "$TMPDIR/paths"
if [ -r /proc/self/status ]; then
    ok 'memory does not grow with the list' stays_flat
else
    skip 'memory does not grow with the list' 'there is no /proc'
fi
finish
