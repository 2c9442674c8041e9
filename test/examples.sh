#!/bin/sh
# examples.sh - the programs of examples/ run, and agree with vitscope.  TAP.
: "${VITSCOPE:=./vitscope}" "${B:=build/release}" "${TMPDIR:=/tmp}"
model=models/catdogbird-3x3 n=0 failed=0
check()
{
    n=$((n + 1))
    if diff "$TMPDIR/want" "$TMPDIR/got" >"$TMPDIR/diff" 2>&1; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        cat "$TMPDIR/diff"
        failed=1
    fi
}

# The same from the report: path, label, probability in three digits.
"$VITSCOPE" report --no-attention -m $model examples/cat.png examples/tricky-dog.png |
    "$B/test/tools/json" image top.0.label top.0.probability |
    awk -F '\t' '{ printf "%s\t%s\t%.3f\n", $1, $2, $3 }' >"$TMPDIR/want"
"$B/examples/classify" $model examples/cat.png examples/tricky-dog.png >"$TMPDIR/got" 2>&1
check 'classify says what report says'

# Mean over three heads of what CLS reads from P1, in the last layer.
"$VITSCOPE" report -m $model examples/cat.png |
    "$B/test/tools/json" cls_attention.3.0.1 cls_attention.3.1.1 cls_attention.3.2.1 |
    awk '{ printf "%6.3f\n", ($1 + $2 + $3) / 3 }' >"$TMPDIR/want"
"$B/examples/attention" $model examples/cat.png 2>&1 |
    sed -n '/^layer 4/{n;s/^\(.\{6\}\).*/\1/p;}' >"$TMPDIR/got"
check 'attention shows what report says'

# The darkest patch is where the mask of the same rollout is 1; the key below
# says what it weighs.
"$VITSCOPE" trace -m $model --only '^rollout_rn_mean_d0_mask$' -o "$TMPDIR/mask" examples/cat.png
od -An -v -tf4 -w4 -j $((8 + $(od -An -tu4 -N4 "$TMPDIR/mask"))) "$TMPDIR/mask" |
    awk '{ if ($1 == 1) printf "row %d, column %d\n", (NR - 1) / 3 + 1, (NR - 1) % 3 + 1 }' >"$TMPDIR/want"
"$VITSCOPE" show -m $model -l 4 --method rollout --size 100x30 examples/cat.png |
    sed -n 's/^.* 0[.0]* .* \(0\.[0-9]*\)  *CLS.*/\1/p' >>"$TMPDIR/want"
"$B/examples/heat" $model examples/cat.png 2>&1 | LC_ALL=C awk '
    !at && (at = index($0, "█")) { printf "row %d, column %d\n", (NR - 1) / 8 + 1, (at - 1) / 48 + 1 }
    END { print $NF }' >"$TMPDIR/got"
check 'heat is darkest where rollout is largest'

# Every line of the demo, by itself.
DEMO_PAUSE=0 VITSCOPE=$VITSCOPE sh examples/demo.sh examples/dog.png >"$TMPDIR/demo" 2>&1
{
    echo "status $?"
    sed -n 's/^.*\[\([A-Z]*\)\].* layer .*/\1/p' "$TMPDIR/demo" | uniq
    grep -c 'speaks most for dog' "$TMPDIR/demo"
} >"$TMPDIR/got"
printf '%s\n' 'status 0' PATCHES CLS POSITIONS SCORES WEIGHTS UPDATE FINAL CLASSES 1 >"$TMPDIR/want"
check 'demo goes through all the stages'

"$B/examples/classify" $model nowhere.png >"$TMPDIR/got" 2>&1
echo "status $?" >>"$TMPDIR/got"
printf '%s\n' 'classify: nowhere.png: cannot be read: No such file or directory' \
    'status 1' >"$TMPDIR/want"
check 'a picture that is not there is a sentence'
echo "1..$n"
exit $failed
