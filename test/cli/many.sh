#!/bin/sh
# many.sh - many pictures on many threads: what one thread says of them, in the
# order in which they were named.
. test/cli/tap
pure() { sed 's/,"ms":.*//' "$out"; }

# More than a round reads ahead, with failures in between.
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 \
    21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40; do
    for picture in cat dog bird two-animals small-bird; do
        echo "examples/$picture.png"
    done
    echo "nowhere-$i.png"
done >"$TMPDIR/list"
for i in 1 2 3 4 5; do cat "$TMPDIR/list"; done >"$TMPDIR/long"
v report --no-attention --top 1 --threads 1 --from "$TMPDIR/long"
pure >"$TMPDIR/want" && cp "$err" "$TMPDIR/want-err"
ok 'a long list on one thread' eval 'is 1 && lines 1200 "$out" && lines 200 "$err"'
for threads in 2 3 16; do
    v report --no-attention --top 1 --threads $threads --from "$TMPDIR/long"
    pure >"$TMPDIR/got"
    ok "$threads threads say the same in the same order" cmp "$TMPDIR/want" "$TMPDIR/got"
    ok 'and complain in the same order' cmp "$TMPDIR/want-err" "$err"
    ok 'and end the same' is 1
done
"$VITSCOPE" report --no-attention --top 1 --threads 3 --from - <"$TMPDIR/long" 2>"$err" |
    head -n 5 >"$out"
ok 'when nobody reads on nothing is said of it' eval '[ ! -s "$err" ] || ! grep -v nowhere "$err"'
case ${B##*/} in    # the sanitizers need more for themselves
san* | tsan*) space=unlimited ;;
*) space=1000000 ;;
esac
(ulimit -v $space 2>/dev/null && "$VITSCOPE" report --no-attention --top 1 --threads 3 \
    --from "$TMPDIR/list" >"$out" 2>"$err")
pure >"$TMPDIR/got" && head -n 240 "$TMPDIR/want" >"$TMPDIR/few"
ok 'where address space is short, one after the other' cmp "$TMPDIR/few" "$TMPDIR/got"

# Every number, and files.
for threads in 1 2 3 16; do
    v report --threads $threads examples
    pure >"$TMPDIR/report-$threads"
    ok "every number of a report is that of $threads threads" eval \
        'is 0 && cmp "$TMPDIR/report-1" "$TMPDIR/report-$threads"'
done
for threads in 1 2 3 16; do
    v trace --threads $threads -o "$TMPDIR/one-$threads.safetensors" examples/cat.png
    ok "every tensor of one picture is that of $threads threads" eval \
        'is 0 && cmp "$TMPDIR/one-1.safetensors" "$TMPDIR/one-$threads.safetensors"'
done
for command in overlay trace preprocess; do
    for threads in 1 2 3 16; do
        v $command --threads $threads -o "$TMPDIR/$command-$threads/" nowhere.png examples
        ok "$command on $threads threads writes what can be written" eval \
            'is 1 && lines 1 "$err" && same "$(ls -A "$TMPDIR/$command-$threads" | wc -l)" 7'
        ok 'and the same' diff -r "$TMPDIR/$command-1" "$TMPDIR/$command-$threads"
    done
done

# A list: its lines.
i=0
while [ $i -lt 4100 ]; do
    printf '%s' 'sixteen letters.'
    i=$((i + 1))
done >"$TMPDIR/endless"
v report --no-attention --from "$TMPDIR/endless"
ok 'a line longer than any name is refused' eval \
    'is 1 && said "vitscope: $TMPDIR/endless: a line of more than 65535 bytes"'
v report --from "$TMPDIR"
ok 'a folder is no list' eval 'is 1 && said "vitscope: $TMPDIR: Is a directory"'
finish
