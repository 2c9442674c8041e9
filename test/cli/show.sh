#!/bin/sh
# show.sh - a stage as text, and the explorer without a terminal.
. test/cli/tap
LC_ALL=C.UTF-8
export LC_ALL
esc=$(printf '\033')

v show examples/cat.png
ok 'the weights, 24 lines, no colours in a pipe' eval \
    'is 0 && lines 24 "$out" && ! grep -q "$esc" "$out" && grep -q "WEIGHTS" "$out"'
for stage in patches cls positions scores weights update final classes; do
    v show -s $stage examples/cat.png
    ok "stage $stage" eval 'is 0 && grep -qi "\[$stage\]" "$out"'
done
v show -s 8 examples/cat.png
ok 'by its number' grep -q CLASSES "$out"
v show --ascii examples/cat.png
ok '--ascii is ASCII' eval 'is 0 && ! LC_ALL=C grep -q "[^ -~]" "$out"'
v show --size 100x30 examples/cat.png
ok '--size is obeyed' eval 'is 0 && lines 30 "$out"'
v show --color 256 examples/cat.png
ok '--color gives colours in a pipe' grep -q "$esc\[.*38;5;" "$out"
v show --color 24bit examples/cat.png
ok '24bit ones' grep -q "38;2;" "$out"
v show --color never examples/cat.png
ok 'or none' eval '! grep -q "$esc" "$out"'
v show --narrate -l 2 -H 1 examples/cat.png
ok '--narrate is one sentence' eval 'is 0 && lines 1 "$out" && grep -q "^In layer 2 CLS" "$out"'
v show --narrate -q r3c1 -l 1 examples/cat.png
ok '-q takes row and column' grep -q '^In layer 1 P7 ' "$out"
v show --narrate -s classes examples
ok 'a sentence a picture' lines 7 "$out"
ok 'which is named where there are several' grep -q '^examples/dog.png: The model says dog ' "$out"
v show examples/cat.png nowhere.png examples/dog.png
ok 'a picture that fails does not stop the others' eval 'is 1 && [ "$(grep -c WEIGHTS "$out")" = 2 ]'
v show --narrate --method rollout -H max examples/cat.png
ok 'of rollout' is 0

v --keys '5 ] q' --snapshot "$TMPDIR/s.txt" examples/cat.png
ok 'the explorer runs without a terminal' eval 'is 0 && silent && grep -q WEIGHTS "$TMPDIR/s.txt" && lines 24 "$TMPDIR/s.txt"'
v --keys 'q' --snapshot -
ok 'its last screen on standard output; built-in pictures' eval 'is 0 && grep -q "cat.png" "$out"'
v --snapshot - --keys "o type:$cats/tricky-dog.png Enter 8"
ok 'o opens a file beside built-in pictures' eval 'is 0 && grep -q "tricky-dog.png 4/4.*dog 67" "$out"'
v --snapshot - --keys '5 y'
ok 'y copies a command, for built-in pictures too' grep -q 'copied: vitscope report built-in/cat.png | jq' "$out"
cp examples/cat.png "$TMPDIR/it's a cat.png"
v --snapshot - --size 200x30 --keys '5 y' --resolution 48x96 --positions original "$TMPDIR/it's a cat.png"
ok 'with all that shaped the run' grep -q "copied: vitscope report --resolution 48x96 --positions original '.*it'.''s a cat.png' | jq" "$out"
v --snapshot - --keys '5 v Tab'
ok 'Tab leaves no picture beside itself' grep -q '^  dog.png .*  bird.png' "$out"
v --snapshot - --keys '/ type:p5 Enter n' examples/cat.png
ok '/ finds a token and what else has its name' grep -q '^ 2 of 2' "$out"
v --snapshot - --keys '/ type:p5 Enter n N Esc' examples/cat.png
ok 'N goes back to it, Esc ends' eval 'grep -q "P5 enlarged" "$out" && ! grep -q "of 2" "$out"'
v --snapshot - --keys '/ type:alternatives Enter' examples/cat.png
ok '/ finds a page by the name its links say' grep -q '^ 1 of [0-9]*: alternatives' "$out"
v --snapshot - --keys 'a wait:9 wait:0.1 Esc' examples/cat.png
ok 'autoplay walks, Esc ends it' eval 'grep -q "\[POSITIONS\]" "$out" && ! grep -q "▶" "$out"'
v report built-in/cat.png
cp "$out" "$TMPDIR/inside"
v report examples/cat.png
ok 'and the command gives the numbers of the picture' same \
    "$(json cls_attention.0.0.1 top.0.logit <"$TMPDIR/inside")" \
    "$(json cls_attention.0.0.1 top.0.logit <"$out")"
v --snapshot - --at classes:2:1:p5 examples/dog.png
ok '--at begins there' eval 'is 0 && grep -q CLASSES "$out" && grep -q "dog.png" "$out"'
"$VITSCOPE" --snapshot - - <examples/bird.png >"$out" 2>"$err"
status=$?
ok 'a picture from standard input' eval 'is 0 && grep -q "bird" "$out"'
v --keys 'n n' --narrate examples/cat.png
ok '--narrate prints a line a step' eval 'is 0 && [ "$(wc -l <"$out")" -ge 2 ]'
v --keys 'q' --snapshot "$TMPDIR/s.svg" --cast "$TMPDIR/s.cast" examples/cat.png
ok 'SVG and asciinema' eval 'is 0 && grep -q "<svg" "$TMPDIR/s.svg" && head -n 1 "$TMPDIR/s.cast" | grep -q "\"version\": *2"'
v --keys '5 ] resize:100x30 } wait:2 q' --cast "$TMPDIR/t.cast" examples/cat.png
ok 'a recording: events in order, each with its time, to the last wait' awk '
    NR == 1 { bad += !/^{"version": 2, "width": 80, "height": 24, .*}$/; next }
    { bad += !/^\[[0-9]+\.[0-9]+, "(o|r)", ".*"\]$/
      split($0, part, /[[,]/); bad += part[2] + 0 < last; last = part[2] + 0 }
    /"r", "100x30"/ { resized++ }
    END { exit bad || resized != 1 || last < 2.4 || !/\[\?25h"\]$/ }' "$TMPDIR/t.cast"
v --keys 'q nonsense' examples/cat.png
ok 'an unknown key is wrong usage' eval 'is 2 && silent && grep -q nonsense "$err"'
v --at sleeping examples/cat.png --snapshot -
ok 'so is an unknown place' eval 'is 2 && silent'
v --snapshot "$TMPDIR/s.gif" examples/cat.png
ok 'and an ending that is not known' eval 'is 2 && no_file "$TMPDIR/s.gif"'
v --snapshot - nowhere.png
ok 'a picture that is not there is a failure' eval 'is 1 && silent && grep -q nowhere.png "$err"'
v --snapshot nowhere/s.txt examples/cat.png
ok 'so is a snapshot that cannot be written' eval 'is 1 && lines 1 "$err"'
v examples/cat.png
ok 'without a terminal the explorer says what else there is' eval 'is 1 && silent && grep -q "vitscope show" "$err"'
finish
