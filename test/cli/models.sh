#!/bin/sh
# models.sh - what -m may name, and what is said of a model that is none.
. test/cli/tap
case=$PWD/test/golden/cases/01-vit-hf
cd "$TMPDIR" || exit 1
answer() { json model classes top.0.index <"$out"; }

v report --no-attention -m "$case" "$case/input.png"
want=$(answer)
ok 'a folder' eval 'is 0 && [ "$want" ]'
best=$(json top.0.index <"$out")
v report --no-attention -m "$case/model.safetensors" "$case/input.png"
ok 'a weights file with its configuration beside it' same "$(answer)" \
    "$case/model.safetensors	10	$best"
VITSCOPE_MODEL=$case
export VITSCOPE_MODEL
v report --no-attention "$case/input.png"
ok 'VITSCOPE_MODEL is the default' same "$(answer)" "$want"
unset VITSCOPE_MODEL

mkdir -p hub/models--someone--small/refs hub/models--someone--small/snapshots/0123
printf 0123 >hub/models--someone--small/refs/main
cp "$case"/* hub/models--someone--small/snapshots/0123
HF_HUB_CACHE=$PWD/hub
export HF_HUB_CACHE
v report --no-attention -m someone/small "$case/input.png"
ok 'a name in the hub cache' same "$(answer)" "someone/small	10	$best"
v report --no-attention -m someone/large "$case/input.png"
ok 'one that is not there: how to fetch it, status 1' eval \
    'is 1 && silent && grep -q "someone/large" "$err" && lines 1 "$err"'
unset HF_HUB_CACHE

v report -m nowhere "$case/input.png"
ok 'a folder that is not there' eval 'is 1 && silent && grep -q nowhere "$err" && lines 1 "$err"'
mkdir bad
cp "$case"/*.json bad
head -c 4000 "$case/model.safetensors" >bad/model.safetensors
v report -m bad "$case/input.png"
ok 'weights that end too early' eval 'is 1 && silent && grep -q bad/model.safetensors "$err" && lines 1 "$err"'
cp "$case/model.safetensors" bad
echo '{"model_type": "mistral"}' >bad/config.json
v report -m bad "$case/input.png"
ok 'a family that is not known names those that are' eval 'is 1 && silent && grep -q "mistral.*vit" "$err"'
echo '{"model_type": ' >bad/config.json
v report -m bad "$case/input.png"
ok 'a configuration that is no JSON' eval 'is 1 && silent && grep -q bad/config.json "$err"'

v info "$case"
ok 'info takes a model as its argument' eval 'is 0 && grep -q "^family      vit$" "$out" && grep -q "embeddings.cls_token" "$out"'
v info -m "$case"
ok 'or as -m' is 0

mkdir hostile
cp "$case"/*.json "$case/model.safetensors" hostile
sed 's/"LABEL_0"/"\\u001b[31mred"/' "$case/config.json" >hostile/config.json
grep -q '"id2label"' hostile/config.json ||
    sed '1s/{/{"id2label": {"0": "\\u001b[31mred"},/' "$case/config.json" >hostile/config.json
v info hostile
ok 'labels cannot speak to the terminal' eval 'is 0 && grep -q "classes .*[?]\[31mred" "$out" && ! grep -q "$(printf "\033")" "$out"'
v show -s classes -m hostile "$case/input.png"
ok 'nor on a stage' eval 'is 0 && ! grep -q "$(printf "\033")" "$out"'
cp "$case/input.png" "$(printf 'a\033[31mb.png')"
v show "$(printf 'a\033[31mb.png')"
ok 'nor can the name of a picture' eval 'is 0 && ! grep -q "$(printf "\033")" "$out"'
v report "$(printf 'a\033[31mb.gif')"
ok 'nor one in a sentence' eval 'is 1 && ! grep -q "$(printf "\033")" "$out" "$err"'

# Escape, and the one byte of C1 that stands for "escape [", as such and in
# UTF-8: in names of pictures, models and classes, wherever they are printed.
quiet()
{
    ! LC_ALL=C grep "$(printf '\033')" "$@" && ! LC_ALL=C grep "$(printf '\302\233')" "$@" &&
        ! LC_ALL=C grep "[^$(printf '\200')-$(printf '\364')]$(printf '\233')" "$@"
}
evil=$(printf 'a\033[31mb\302\23331mc\23331md')
cp -r hostile "$evil" && cp "$case/input.png" "$evil.png"
for i in 0 1 2 3 4 5 6 7 8 9; do echo "$evil$i"; done >evil
for command in "show --color never -s classes" "show --narrate -s classes" report info bench \
    '--keys 8 --narrate' '--keys 8 --snapshot -'; do
    set -- -m "$evil" --labels evil "$evil.png"
    case $command in
    info) set -- -m "$evil" ;;
    bench*) set -- --seconds 1 -m "$evil" ;;
    esac
    eval "v $command \"\$@\""
    ok "C1 controls are none in what is printed: $command" eval 'is 0 && [ -s "$out" ] && quiet "$out" "$err"'
done
v --keys 8 --snapshot evil.svg --cast evil.cast -m "$evil" --labels evil "$evil.png"
sed '1d;s/\\u001b//g' evil.cast >evil.text
ok 'nor in what is exported' eval 'is 0 && quiet evil.svg evil.text'
for command in "report" "report -m $evil/none" "report -m" "show -s" "show --at" "--size" "trace -o none/" \
    "--keys"; do
    v $command "$evil"
    ok "nor in what is said: $command" eval '[ "$status" -gt 0 ] && [ -s "$err" ] && quiet "$out" "$err"'
done

clip=${case%/*}/08-clip
v tokenize -m "$clip" 'a photo of a cat' ''
ok 'tokenize prints an array a line' same "$(tr '\n' ' ' <"$out")" '[885,320,521,512,320,569,886] [885,886] '
mkdir words
cp "$clip/vocab.json" "$clip/merges.txt" words
v tokenize -m words 'a photo of a cat'
ok 'tokenizer files alone are enough' same "$(cat "$out")" '[885,320,521,512,320,569,886]'
v tokenize -m "$case" cat
ok 'a model that reads no text says so' eval 'is 1 && silent && lines 1 "$err"'

v report --no-attention -m "$clip" "$clip/input.png"
ok 'without prompts there are no classes' eval 'is 0 && grep -q "\"classes\":0.*\"top\":\[\]" "$out"'
v report --no-attention -m "$clip" --prompt 'a photo of a cat' --prompt 'a red car' "$clip/input.png"
ok 'prompts are classes' same "$(json classes top lens <"$out")" '2	[2]	[3]'
v report --no-attention -m "$clip" --prompts "$clip/prompts.json" "$clip/input.png"
ok 'from a file too' same "$(json classes <"$out")" 3
printf 'a photo of a cat\na red car\n' >lines
v report --no-attention -m "$clip" --prompts lines --prompt third "$clip/input.png"
ok 'one a line, and both ways together' same "$(json classes <"$out")" 3
echo '[{"ids": [885, 320, 886]}]' >ids
v report --no-attention -m "$clip" --prompts ids "$clip/input.png"
ok 'ids alone are called by their number' same "$(json top.0.label <"$out")" 'prompt 1'
echo '[{"ids": [885, 99999]}]' >ids
v report --no-attention -m "$clip" --prompts ids "$clip/input.png"
ok 'an id outside of the vocabulary' eval 'is 1 && silent && grep -q 99999 "$err"'
v report -m "$clip" --labels lines "$clip/input.png"
ok 'labels are not for it' eval 'is 1 && silent && grep -q "prompts are its classes" "$err"'
finish
