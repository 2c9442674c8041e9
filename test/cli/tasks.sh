#!/bin/sh
# tasks.sh - what a newcomer wants to know, each with at most four keys.
#
# Every task begins at the start screen, 100x30, with the built-in pictures.
# What the screen has to say is taken from report and trace.
. test/cli/tap
LC_ALL=C.UTF-8
export LC_ALL

# key PATH...: values of the report on the cat.
"$VITSCOPE" report built-in/cat.png >"$TMPDIR/cat" || exit 1
"$VITSCOPE" report built-in/dog.png >"$TMPDIR/dog" || exit 1
key() { json "$@" <"$TMPDIR/cat"; }

# floats TENSOR: the numbers of a tensor of the cat, one a line.
floats()
{
    rm -f "$TMPDIR/t"
    "$VITSCOPE" trace --only "^$1\$" -o "$TMPDIR/t" built-in/cat.png
    od -An -v -tf4 -w4 -j $((8 + $(od -An -tu4 -N4 "$TMPDIR/t"))) "$TMPDIR/t"
}

# row FILE LAYER: what CLS reads in a layer (from 0), mean of the heads, a
# line a token; row FILE LAYER HEAD: of one head.
row()
{
    file=$1 layer=$2 paths=
    for h in ${3-0 1 2}; do
        for t in 0 1 2 3 4 5 6 7 8 9; do
            paths="$paths cls_attention.$layer.$h.$t"
        done
    done
    # shellcheck disable=SC2086
    json $paths <"$file" | tr '\t' '\n' |
        awk '{ sum[(NR - 1) % 10] += $1 }
             END { for (t = 0; t < 10; t++) print sum[t] * 10 / NR }'
}

# most: of a row "TOKEN WEIGHT", 0.xxx; patches: the row without CLS.
most()
{
    awk '$1 > best { best = $1; at = NR - 1 }
         END { printf "%s %.3f\n", at ? "P" at : "CLS", best }'
}
patches() { sed 1s/.*/0/; }

# see KEYS: the screen after them.  Too many keys, and nothing is seen.
see()
{
    # shellcheck disable=SC2086
    set -f -- $1
    set +f
    if [ $# -gt 4 ]; then
        echo "$# keys: $*" >"$out"
        status=1
    else
        v --size 100x30 --keys "$*" --snapshot -
    fi
}

# says TEXT...: the screen holds each of them, blanks and line ends aside.
says()
{
    is 0 || return 1
    sed 's,│, ,g' "$out" | tr -s ' \n' '  ' >"$TMPDIR/flat"
    # the sentence stands right of the small maps: its lines in a row
    sed -n '/^ .*╮$/,$s/^.*│  \(.*\)$/\1/p' "$out" | tr -s ' \n' '  ' \
        >>"$TMPDIR/flat"
    for text; do
        grep -qF -- "$text" "$TMPDIR/flat" ||
            { echo "not there: $text"; return 1; }
    done
}
dot() { printf "%.$1f" "$2"; }

see ''
ok 'how many patches and tokens' says "$(key tokens) tokens" \
    "$(key grid.0) × $(key grid.1) = $(($(key tokens) - 1)) patches"

see '5 )'
set -- $(row "$TMPDIR/cat" 3 | patches | most)
ok 'which patch CLS reads most in the last layer, and its weight' says \
    'layer 4/4' "▸mean $(dot 3 "$(row "$TMPDIR/cat" 3 | awk '
        $1 { e -= $1 * log($1) } END { print e }')")" "$1 $2" "$1 (row"

see '5 ]'
sharpest=$(key entropy.1.0 entropy.1.1 entropy.1.2 | tr '\t' '\n' |
    sort -g | head -n 1)
head=$(key entropy.1.0 entropy.1.1 entropy.1.2 | tr '\t' '\n' |
    grep -nxF "$sharpest" | cut -d: -f1)
ok 'which head of layer 2 is the sharpest' says \
    "head $head is the sharpest ($(dot 2 "$sharpest") nats)"

see '4 ]'" $(i=0; while [ $i -lt "$head" ]; do printf ' }'; i=$((i + 1)); done)"
set -- $(row "$TMPDIR/cat" 1 $((head - 1)) | most)
score=$(floats attn_scores_cls | awk -v from=$((30 + 10 * (head - 1))) '
    NR > from && NR <= from + 10 && (NR == from + 1 || $1 > best) { best = $1 }
    END { print best }')
ok 'its score before softmax' says "head $head" \
    "matches the key of $1 " "best (score $(dot 2 "$score"))" "$(dot 3 "$score")"

# What report has, and that before + attention + MLP is after: lengths and
# cosines are of the same four vectors.
see '6 ] ]'
sed -n 's/^.*│ \(before\|+ attention\|+ MLP\|= after\) [^0-9]*\([-0-9. ]*\) │$/\2/p' \
    "$out" >"$TMPDIR/sums"
ok 'what attention and MLP each changed in layer 3' eval '
    lines 4 "$TMPDIR/sums" &&
    says "before" "$(dot 3 "$(key cls_norm.2)")" "$(dot 3 "$(key cls_norm.3)")" \
        "attention adds a vector of length $(dot 2 "$(sed -n "2s/ .*//p" "$TMPDIR/sums")")" \
        "MLP adds one of $(dot 2 "$(sed -n "3s/ .*//p" "$TMPDIR/sums")")"'
ok 'and along what was before, they sum to what is after' awk '
    { along[NR] = $1 * $2 }
    END { d = along[1] + along[2] + along[3] - along[4]; exit !(d * d < 4e-4) }
    ' "$TMPDIR/sums"

see 7
ok 'cosine of the initial and the final CLS' says \
    "a cosine of $(dot 2 "$(key cls_cosine_to_final.0)") with its start"
ok 'what the model would have said after layer 1' says \
    "after layer 1 the model would have said $(key lens.1.label) ($(awk "BEGIN {
        printf \"%.0f\", 100 * $(key lens.1.probability) }") %)"

see '8 }'
runner_up=$(key top.1.label)
ok 'the runner-up class' says "▸ $runner_up" \
    "$(dot 3 "$(key top.1.probability)") $(dot 3 "$(key top.1.logit)")" \
    "what speaks for $runner_up"
# The nine numbers on the map are the patches' part of the logit, and all the
# parts are the logit.
numbers() { grep -o -- '-\{0,1\}[0-9]\.[0-9][0-9][0-9]'; }
sed -n '4,21s/^ │\([^│]*\)│.*/\1/p' "$out" | numbers | head -n 9 >"$TMPDIR/map"
sed -n 's/^.*│ \(CLS at\|patches,\|CLS,\|MLPs\|biases\).* \([-+][0-9.]*\) │$/\2/p' \
    "$out" >"$TMPDIR/parts"
speaks=$(awk 'NR == 1 || $1 > best { best = $1; at = NR }
    END { print "P" at }' "$TMPDIR/map")
ok 'which patch speaks for it' says "$speaks (row" "speaks most for $runner_up"
ok 'what the patches say is one part of the logit' awk -v want="$(sed -n 2p "$TMPDIR/parts")" '
    { sum += $1 } END { exit NR != 9 || (sum - want) ^ 2 > 25e-6 }' "$TMPDIR/map"
ok 'and the parts sum to it' awk -v want="$(key top.1.logit)" '
    { sum += $1 } END { exit NR != 5 || (sum - want) ^ 2 > 9e-6 }' "$TMPDIR/parts"

# A row of attn_0 [3][10][10], mean of the heads.
see '5 Down Right Enter'
set -- $(floats attn_0 | awk '
    int((NR - 1) / 10) % 10 == 5 { sum[(NR - 1) % 10] += $1 }
    END { for (t = 0; t < 10; t++) print sum[t] / 3 }' | most)
ok 'what patch 5 reads from' says 'what P5 reads from' "▸mean" " $1 $2" \
    "P5 takes" "it reads from $1 "

see '5 v'
set -- $(row "$TMPDIR/cat" 0 | most) $(row "$TMPDIR/dog" 0 | most)
ok 'two pictures compared' says 'cat.png' 'dog.png' "$2" "$4"

see 'w s'
largest()
{
    for l in 0 1 2 3; do
        for h in 0 1 2; do
            row "$TMPDIR/cat" $l $h | patches | most
        done
    done
}
# shellcheck disable=SC2046
ok 'one colour scale for all layers' says 'one scale for all' \
    $(largest | cut -d' ' -f2)

v overlay -l 1 -o "$TMPDIR/map.png" built-in/cat.png
cd "$TMPDIR" || exit 1
see '5 e'
ok 'the map as PNG' eval 'says "written: cat-weights-l1" &&
    cmp cat-weights-l1.png map.png'

see 'c Home'
ok 'why it is called CLS' says 'why it is called so' BERT 'for classification'
see 'c Home 4'
ok 'what the alternatives cost' says 'average' 'MAP' 'all patches' 'weighted' \
    'CLS is not the most accurate'

see '5 ] ] ] ]'
ok 'five keys would be too many' is 1
finish
