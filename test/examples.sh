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

"$B/examples/classify" $model nowhere.png >"$TMPDIR/got" 2>&1
echo "status $?" >>"$TMPDIR/got"
printf '%s\n' 'classify: nowhere.png: cannot be read: No such file or directory' \
    'status 1' >"$TMPDIR/want"
check 'a picture that is not there is a sentence'
echo "1..$n"
exit $failed
