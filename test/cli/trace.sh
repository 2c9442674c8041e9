#!/bin/sh
# trace.sh - names and shapes of the tensors; what they hold is golden.
. test/cli/tap

names() { dd if="$1" bs=1 skip=8 count="$(od -An -tu4 -N4 "$1" | tr -d ' ')" 2>/dev/null |
    grep -o '"[a-z0-9_]*":{"dtype":"[A-Z0-9]*","shape":\[[0-9,]*\]' |
    sed 's/"\([^"]*\)":{"dtype":"\([^"]*\)","shape":\[\(.*\)\]/\1 \2 \3/' | sort; }

v trace -o "$TMPDIR/all.safetensors" examples/cat.png
ok 'all of a run is written' is 0
names "$TMPDIR/all.safetensors" >"$TMPDIR/names"
while read -r want; do
    ok "$want" grep -qx "$want" "$TMPDIR/names"
done <<'EOT'
pixel_values F32 3,48,48
pixels_u8 U8 48,48,3
embeddings F32 10,96
attn_scores_0 F32 3,10,10
attn_3 F32 3,10,10
hidden_0 F32 10,96
hidden_3 F32 10,96
final_norm F32 10,96
cls F32 96
logits F32 3
probs F32 3
hidden_cls F32 4,96
attn_cls F32 4,3,10
attn_scores_cls F32 4,3,10
hidden_norms F32 4,10
rollout_rn_mean_d0 F32 10,10
rollout_rn_mean_d0_mask F32 3,3
rollout_ve_max_d90 F32 10,10
EOT
ok 'no more than there is' same "$(grep -c . "$TMPDIR/names")" $((3 + 4 * 3 + 3 + 2 + 4 + 24))

v trace --only '^(cls|attn_[02])$' -o "$TMPDIR/some.safetensors" examples/cat.png
ok '--only chooses by name' eval 'is 0 && same "$(names "$TMPDIR/some.safetensors" | cut -d" " -f1 | tr "\n" " ")" "attn_0 attn_2 cls "'
v trace --only nothing -o "$TMPDIR/none.safetensors" examples/cat.png
ok 'choosing nothing fails' eval 'is 1 && no_file "$TMPDIR/none.safetensors"'
"$B/test/tools/compare" "$TMPDIR/some.safetensors" "$TMPDIR/all.safetensors" >"$out" 2>"$err"
status=$?
ok 'what is chosen is what is in all' is 0

v preprocess -o "$TMPDIR/pre.safetensors" examples/cat.png
ok 'preprocess writes four steps' eval 'is 0 && same "$(names "$TMPDIR/pre.safetensors" | tr "\n" ";")" "decoded U8 256,256,3;pixel_values F32 3,48,48;pixels_u8 U8 48,48,3;resized_u8 U8 48,48,3;"'
v preprocess --config models/catdogbird-3x3/preprocessor_config.json -o "$TMPDIR/conf.safetensors" examples/cat.png
ok 'a configuration alone gives the same' eval 'is 0 && cmp "$TMPDIR/pre.safetensors" "$TMPDIR/conf.safetensors"'
v trace --pixels "$TMPDIR/pre.safetensors" --only 'logits|pixels_u8' -o "$TMPDIR/fed.safetensors"
ok 'its pixels can be fed, and no bytes come out then' eval 'is 0 && same "$(names "$TMPDIR/fed.safetensors")" "logits F32 3"'
"$B/test/tools/compare" "$TMPDIR/fed.safetensors" "$TMPDIR/all.safetensors" >"$out" 2>"$err"
status=$?
ok 'and give the same answer' is 0
v overlay --pixels "$TMPDIR/pre.safetensors" -o "$TMPDIR/fed.png"
ok 'a heat map needs a picture' eval 'is 1 && no_file "$TMPDIR/fed.png"'
v overlay --pixels "$TMPDIR/pre.safetensors" -o "$TMPDIR/fed.png" examples/cat.png
"$VITSCOPE" overlay -o "$TMPDIR/own.png" examples/cat.png
ok 'over the one that is given with the pixels' eval 'is 0 && cmp "$TMPDIR/fed.png" "$TMPDIR/own.png"'

clip=test/golden/cases/08-clip
v trace -m $clip --prompts $clip/prompts.json --only '^(text|input_ids|n_tokens|logits|probs)' -o "$TMPDIR/clip.safetensors" $clip/input.png
ok 'prompts come with their tensors' eval 'is 0 && names "$TMPDIR/clip.safetensors" | grep -qx "text_p1_attn_0 F32 4,16,16"'
"$B/test/tools/compare" "$TMPDIR/clip.safetensors" "$TMPDIR/clip.safetensors" >"$out" 2>&1
status=$?
ok 'in a file that can be read again' is 0
finish
