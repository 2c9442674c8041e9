#!/bin/sh
# bad_input.sh - what goes into a sound model beside a picture: sizes, pixels,
# prompts, vocabularies.
. test/cli/tap
. test/cli/bad

# --- sizes ---------------------------------------------------------------------
fresh
for size in 0x0 100000x100000 -8x8 8 8x 1e3x8 99999999999x8; do
    limited report --resolution $size -m m "$picture"
    ok "--resolution $size is wrong usage" eval 'is 2 && silent &&
        grep -q -- "--resolution $size: height x width in pixels" "$err"'
done
failed 'm: 4x4 pixels (height x width) are less than one patch of 8x8' \
    --resolution 4x4 -m m "$picture"
failed 'm: 64x7 pixels (height x width) are less than one patch' \
    --resolution 64x7 -m m "$picture"
failed 'm: 16384x16384 pixels are 4194304 patches; more than 65536 are not run' \
    --resolution 16384x16384 -m m "$picture"
works 'one patch is enough' --resolution 8x15 -m m "$picture"

# --- pictures that grow out of a few bytes ------------------------------------------
bombs=$cases/../../fuzz/corpus/png
failed '/bomb.png: ... 4000 x 4000 pixels' "$bombs/bomb.png"
failed '/huge.png: a picture of 2147483647 x 2147483647 pixels is too large' "$bombs/huge.png"
works 'text that would unpack to much stays packed' "$bombs/text-bomb.png"

# --- pixels ----------------------------------------------------------------------
pixels() { "$B/test/tools/forge" "$from/expected.safetensors" pixels "$@"; }
fed() { said=$1; shift; pixels "$@"; refused "pixels: $said" -m m --pixels pixels; }
fed 'no tensor pixel_values' drop pixel_values
fed 'pixel_values is F32 [3072]; [3, height, width] in floats is meant' shape pixel_values 3072
fed 'pixel_values is F32 [32, 32, 3]; [3, height' shape pixel_values 32,32,3
fed 'pixel_values is F32 [1, 1, 3, 32, 32]; [3, height' shape pixel_values 1,1,3,32,32
fed 'pixel_values is F32 [3, 0, 4]' drop pixel_values add pixel_values F32 0 shape pixel_values 3,0,4
fed 'pixel_values is I64 [3, 4, 4]' drop pixel_values add pixel_values I64 48 shape pixel_values 3,4,4
fed 'pixel_values holds NaN at position 7' set pixel_values 7 nan
fed 'pixel_values holds an infinity at position 3071' set pixel_values 3071 -inf
pixels shape pixel_values 3,1,1024
failed 'm: 1x1024 pixels (height x width) are less than one patch' -m m --pixels pixels
echo hello >pixels
refused 'pixels: 6 bytes are no safetensors file' -m m --pixels pixels
refused 'nowhere: cannot be read' -m m --pixels nowhere

# --- prompts ---------------------------------------------------------------------
refused 'm: a vit model without a text side compares no prompts' -m m --prompt cat "$picture"
fresh 08-clip
long=$(head -c 300 /dev/zero | tr '\0' 'a' | sed 's/a/a /g')
refused 'm takes at most 32 tokens, a prompt has 302' -m m --prompt "$long" "$picture"
listed() { printf '%s' "$1" >list; refused "$2" -m m --prompts list "$picture"; }
listed '[{"ids": [885, 886]}, {"ids": [885, 99999]}]' \
    'prompt "prompt 2": token id 99999 is outside the vocabulary of 887'
listed '[{"ids": [-1]}]' 'list: ids of entry 1: number 1 is no id'
listed '[{"ids": [1.5]}]' 'list: ids of entry 1: number 1 is no id'
listed '[{"ids": []}]' 'list: ids of entry 1 are no list of numbers'
listed '[{"ids": "885"}]' 'list: ids of entry 1 are no list of numbers'
listed '["cat", {"text": 7}]' 'list: entry 2 has neither text nor ids'
listed "[{\"ids\": [$(seq -s, 1 50000)]}]" 'm takes at most 32 tokens, a prompt has 50000'
listed '[]' 'list: holds no text'
listed '' 'list: holds no text'
listed '["cat"' 'list: broken JSON'
refused 'nowhere: cannot be read' -m m --prompts nowhere "$picture"
works 'words no one has taught it are words' -m m --prompt "$(printf '\377 \001')" "$picture"

# --- the text side of the weights -------------------------------------------------
said()
{
    sentence=$1
    shift
    fresh 08-clip
    forge "$@"
    refused "$sentence" -m m --prompt cat "$picture"
}
words=text_model.embeddings.token_embedding.weight
last=$((886 * 48))
said "m/model.safetensors: tensor $words holds NaN" set $words $last nan
fc1=text_model.encoder.layers.0.mlp.fc1.weight
said "m/model.safetensors: tensor $fc1 holds NaN" set $fc1 0 nan
said 'tensor text_projection.weight holds NaN or infinite values' set text_projection.weight 3 inf
said 'tensor logit_scale holds NaN at position 0' set logit_scale 0 nan
said 'tensor logit_scale is 1000, of which exp() is no number' set logit_scale 0 1000
said 'tensor text_projection.weight is missing' drop text_projection
said 'pictures become 40 numbers and prompts 48' drop text_projection \
    add text_projection.weight F32 2304 shape text_projection.weight 48,48
said 'm: a clip model without a text side' drop text_model

# --- vocabularies ------------------------------------------------------------------
vocabulary()
{
    fresh 08-clip
    put "$1" "$2"
    refused "$3" -m m --prompt cat "$picture"
}
vocabulary vocab.json '' 'm/vocab.json: is empty'
vocabulary vocab.json 'hello' 'm/vocab.json: broken JSON'
vocabulary vocab.json '[]' 'm/vocab.json: holds no vocabulary'
vocabulary vocab.json '{}' 'm/vocab.json: holds no vocabulary'
vocabulary vocab.json '{"a": "b"}' 'm/vocab.json: the id of "a" is no whole number'
vocabulary vocab.json '{"a": 1}' 'm/vocab.json: is no vocabulary of CLIP'
vocabulary merges.txt '' 'm/merges.txt: is empty'
vocabulary merges.txt 'a b c' 'm/vocab.json: merge 1 of its merges.txt is not two tokens'
vocabulary merges.txt "$(printf 'nobody \033[2Jwrites')" 'm/vocab.json: merge 1 of its merges.txt, "nobody ?[2Jwrites"'
fresh 08-clip && rm m/merges.txt
refused 'm: no vocab.json and merges.txt to read text with; --prompts FILE' -m m --prompt cat "$picture"

# --- labels ------------------------------------------------------------------------
fresh && printf 'a\nb\n' >list
refused 'list: 2 labels for the 10 classes of m' -m m --labels list "$picture"
finish
