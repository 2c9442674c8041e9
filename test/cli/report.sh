#!/bin/sh
# report.sh - one JSON object a picture: the keys that scripts rely on.
. test/cli/tap

v report "$cats/cat.png"
ok 'a picture gives a line' eval 'is 0 && lines 1 "$out" && [ ! -s "$err" ]'

# has PATH VALUE
has() { ok "$1 is $2" same "$(json "$1" <"$out")" "$2"; }
has image "$cats/cat.png"
has model built-in
has family vit
has classes 3
has layers 4
has heads 3
has dim 96
has tokens 10
has grid.0 3
has grid.1 3
has resolution.0 48
has resolution.1 48
has top '[3]'
has top.0.label cat
has top.0.index 0
has top.1.label dog
has cls_attention '[4]'
has cls_attention.3 '[3]'
has cls_attention.3.2 '[10]'
has pool_attention -
has entropy '[4]'
has entropy.3 '[3]'
has cls_norm '[5]'
has cls_cosine_to_final '[5]'
has cls_cosine_to_final.4 1
has lens '[5]'
has lens.4.label cat
ok 'pool_attention is there, and null' grep -q '"pool_attention":null' "$out"
ok 'ms is there, and last' grep -q ',"ms":[0-9.e-]*}$' "$out"
ok 'the last lens is the answer' same "$(json lens.4.probability <"$out")" \
    "$(json top.0.probability <"$out")"
for key in top.0.logit top.0.probability cls_attention.0.0.0 entropy.0.0 cls_norm.0; do
    ok "$key is a number" eval 'json $key <"$out" | grep -Eq "^-?[0-9]+[.][0-9]+(e-[0-9]+)?$"'
done

first=$(json cls_attention.0.0.0 <"$out")
for locale in de_DE.UTF-8 C POSIX; do
    LC_ALL=$locale
    export LC_ALL
    v report "$cats/cat.png"
    ok "numbers know no locale: $locale" same "$(json cls_attention.0.0.0 <"$out")" "$first"
done
unset LC_ALL
for threads in 1 2 5; do
    v report --threads $threads "$cats/cat.png"
    ok "the numbers are those of $threads threads" same "$(json cls_attention.0.0.0 <"$out")" "$first"
done

v report --no-attention "$cats/cat.png"
ok '--no-attention leaves the attention out' eval \
    'is 0 && ! grep -q "cls_attention\|pool_attention" "$out" && grep -q "\"entropy\":\[\[" "$out"'
v report --top 1 "$cats/cat.png"
ok '--top 1 leaves one class' same "$(json top <"$out")" '[1]'
v report --top 0 "$cats/cat.png"
ok '--top 0 leaves none, lens stays' same "$(json top lens <"$out")" "[0]	[5]"
v report --labels "$cats/cat.png" "$cats/cat.png"
ok 'labels that are no text are refused' eval 'is 1 && silent'
printf 'Katze\nHund\nVogel\n' >"$TMPDIR/labels"
v report --labels "$TMPDIR/labels" "$cats/cat.png"
ok '--labels name the classes' same "$(json top.0.label lens.4.label <"$out")" "Katze	Katze"
printf '["k", "h"]' >"$TMPDIR/labels"
v report --labels "$TMPDIR/labels" "$cats/cat.png"
ok 'labels must be as many as classes' eval \
    'is 1 && silent && said "vitscope: $TMPDIR/labels: 2 labels for the 3 classes of built-in"'
v report --prompt 'a cat' "$cats/cat.png"
ok 'a classifier takes no prompts' eval 'is 1 && silent && grep -q "prompts are for CLIP" "$err"'

v report --resolution 96x80 "$cats/cat.png"
ok '--resolution gives another grid' same "$(json resolution.0 resolution.1 grid.0 grid.1 tokens <"$out")" \
    "96	80	6	5	31"
v report --resolution 8x80 "$cats/cat.png"
ok 'less than a patch is refused' eval 'is 1 && grep -q "less than one patch" "$err"'

# Without a class token: nulls.
case=test/golden/cases/09b-siglip-timm
v report -m $case $case/input.png
ok 'a pooling head has pool_attention' eval 'is 0 && [ "$(json pool_attention <"$out")" = "[4]" ]'
for key in cls_attention entropy cls_norm cls_cosine_to_final lens; do
    ok "without a class token $key is null" grep -q "\"$key\":null" "$out"
done
ok 'without classes top is []' grep -q '"top":\[\]' "$out"
ok 'family and model are those asked for' same "$(json family model <"$out")" "timm	$case"

# --pixels in place of a picture.
case=test/golden/cases/01-vit-hf
v report -m $case --pixels $case/expected.safetensors
ok 'pixels are fed' same "$(json image resolution.0 resolution.1 classes <"$out")" \
    "$case/expected.safetensors	32	32	10"
v report -m $case --pixels $case/model.safetensors
ok 'a file without pixel_values is refused' eval \
    'is 1 && said "vitscope: $case/model.safetensors: no tensor pixel_values"'
finish
