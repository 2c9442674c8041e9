#!/bin/sh
# pictures.sh - what stands for pictures: files, folders, lists, standard input.
. test/cli/tap
seven="bird cat dog small-bird tricky-dog tricky-owl two-animals"
names() { json image <"$out" | sed 's|.*/||; s|[.]png$||' | tr '\n' ' ' | sed 's/ $//'; }

v report --no-attention examples
ok 'a folder stands for its pictures, by name' same "$(names)" "$seven"
v report --no-attention examples/dog.png examples/cat.png
ok 'lines come in the order of the pictures' same "$(names)" 'dog cat'
mkdir "$TMPDIR/deep" "$TMPDIR/deep/er"
cp examples/cat.png "$TMPDIR/deep/er"
cp examples/dog.png "$TMPDIR/deep/DOG.PNG"
v report --no-attention "$TMPDIR/deep"
ok 'a folder is not entered deeper, endings know no case' same "$(json image <"$out")" "$TMPDIR/deep/DOG.PNG"

"$VITSCOPE" report --no-attention - <examples/cat.png >"$out" 2>"$err"
status=$?
ok '- is standard input' same "$(json image top.0.label <"$out")" "-	cat"
printf 'examples/dog.png\n\nexamples/bird.png\r\n' >"$TMPDIR/list"
v report --no-attention --from "$TMPDIR/list" examples/cat.png
ok '--from adds the lines of a file' same "$(names)" 'cat dog bird'
"$VITSCOPE" report --no-attention --from - <"$TMPDIR/list" >"$out" 2>"$err"
status=$?
ok '--from - reads them from standard input' same "$(names)" 'dog bird'
printf '%s\n' "$PWD/examples" >"$TMPDIR/list"
v report --no-attention --from "$TMPDIR/list"
ok 'a line of it may be a folder' same "$(names)" "$seven"
printf '%s' 'examples/dog.png' >"$TMPDIR/list"
v report --no-attention --from "$TMPDIR/list"
ok 'the last line needs no end' same "$(names)" dog

# A list may be a pipe that is still being written.
mkfifo "$TMPDIR/paths" "$TMPDIR/lines"
exec 4<>"$TMPDIR/lines"
"$VITSCOPE" report --no-attention --from "$TMPDIR/paths" >"$TMPDIR/lines" 2>"$err" &
exec 3>"$TMPDIR/paths"
echo examples/cat.png >&3
read -r line <&4
ok 'each line is answered before the next is asked' eval \
    'printf "%s\n" "$line" | json top.0.label | grep -q cat'
exec 3>&-
wait $!
status=$?
ok 'and the list ends well' is 0

# Failures in between.
echo text >"$TMPDIR/text.png"
v report --no-attention examples/cat.png nowhere.png "$TMPDIR/text.png" examples/dog.png
ok 'a picture that fails does not stop the others' eval 'is 1 && lines 4 "$out"'
ok 'it takes its place' same "$(json image error <"$out" | sed -n 2p)" \
    "nowhere.png	nowhere.png: cannot be read: No such file or directory"
ok 'its sentence is on standard error too' eval \
    'lines 2 "$err" && head -n 1 "$err" | grep -q "^vitscope: nowhere.png: cannot be read"'
ok 'the last line is whole' same "$(names | sed 's/.* //')" dog
mkdir "$TMPDIR/empty"
v report "$TMPDIR/empty"
ok 'a folder without pictures fails' eval 'is 1 && said "vitscope: $TMPDIR/empty: no picture in this folder"'
v report --from nowhere.txt
ok 'a list that is not there fails' eval 'is 1 && said "vitscope: nowhere.txt: No such file or directory"'
head -c 900 examples/cat.png >"$TMPDIR/cut.png"
v report "$TMPDIR/cut.png"
ok 'a truncated PNG fails' eval 'is 1 && lines 1 "$out" && lines 1 "$err" && grep -q "cut.png" "$err"'
: >"$TMPDIR/nothing.png"
v report "$TMPDIR/nothing.png"
ok 'an empty file fails' eval 'is 1 && lines 1 "$err"'
odd=$TMPDIR/$(printf 'a\377"b\\.png')
if cp examples/cat.png "$odd" 2>/dev/null; then
    v report --no-attention "$odd"
    ok 'a name that is not UTF-8 has U+FFFD in it' eval \
        'is 0 && json image <"$out" | grep -q "$(printf "a\357\277\275\"b\\\\\\\\.png")"'
else
    skip 'a name that is not UTF-8 has U+FFFD in it' 'this file system takes none'
fi
finish
