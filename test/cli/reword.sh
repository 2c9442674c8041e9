#!/bin/sh
# reword.sh - prompts typed into the explorer: other classes, the same picture.
. test/cli/tap
clip=test/golden/cases/08-clip
cat=$cats/cat.png
explore() { v -m "$clip" "$cat" --size 100x30 --snapshot - --keys "$@"; }
screen() { tail -n +2 "$out"; }

v -m "$clip" "$cat" --size 100x30 --snapshot - --keys 8 --prompt 'a cat' --prompt red
screen >"$TMPDIR/wanted"
explore '8 P type:a Space type:cat|red Enter'
ok 'typed prompts give what --prompt gives' eval 'is 0 && screen | diff "$TMPDIR/wanted" -'
explore '7 P type:a Space type:cat Enter P C-u type:a Space type:cat|red Enter 8'
ok 'typed twice, the last ones count' eval 'is 0 && screen | diff "$TMPDIR/wanted" -'
explore '8 P type:red Enter P'
ok 'the line begins with the prompts at hand' grep -q 'prompts: red' "$out"
explore '8 P type:|| Enter'
ok 'nothing between the bars: a sentence, the classes stay' grep -q 'no prompt' "$out"
words=$(printf 'w%.0s ' 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3)
explore "8 P type:red Enter P C-u type:$(echo "$words" | tr -d ' ' | sed 's/./&_/g') Enter"
ok 'a prompt that is too long: a sentence, the old ones stay' \
    eval 'grep -q "takes at most" "$out" && grep -q " red " "$out"'
v "$cat" --snapshot - --keys P
ok 'a model with classes of its own says so' grep -q 'its own' "$out"
finish
