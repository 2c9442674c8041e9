#!/bin/sh
# models.sh - every model case of the goldens, every tensor, from pixel_values
# and from the picture file: what `trace` writes against what the original
# authors' code computed.
# Speaks TAP.  Small cases lie in the project; the others are skipped loudly
# where the suite is not beside it.
: "${VITSCOPE:=./vitscope}" "${B:=build/release}" "${TMPDIR:=/tmp}"
beside=../shared
number=0

# folder_of CASE: where the case lies, nothing when it is not here.
folder_of()
{
    for f in test/golden/cases/$1 test/golden/variants/$1 \
             $beside/goldens/cases/$1 $beside/models/$1; do
        [ -e "$f" ] && echo "$f" && return
    done
}

# check NAME FOLDER EXPECTED COMPARE-OPTIONS -- TRACE-OPTIONS
check()
{
    name=$1 folder=$2 expected=$3 rules=
    shift 3
    while [ "$1" != -- ]; do
        rules="$rules $1"
        shift
    done
    shift
    number=$((number + 1))
    if [ -z "$folder" ]; then
        echo "SKIPPED $name: $beside is not here"
        echo "ok $number - $name # SKIP $beside is not here"
        return
    fi
    if said=$("$VITSCOPE" trace --quiet -m "$folder" -o "$TMPDIR/out.safetensors" \
                  "$@" 2>&1) &&
       said=$("$B/test/tools/compare" $rules "$folder/$expected" \
                  "$TMPDIR/out.safetensors"); then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        printf '%s\n' "$said" | sed 's/^/# /'
    fi
}

# from_pixels NAME CASE EXPECTED COMPARE-OPTIONS -- TRACE-OPTIONS
from_pixels()
{
    name=$1 folder=$(folder_of $2) expected=$3
    shift 3
    check "$name" "$folder" $expected -s pixels_u8 "$@" \
        --pixels "$folder/$expected"
}

# The picture file, prepared here: pixels_u8 and pixel_values too, byte by
# byte.  Even DINOv3, whose pixels come from a resize in floating point, stays
# within the usual tolerance.
# from_picture CASE TRACE-OPTIONS
from_picture()
{
    folder=$(folder_of $1)
    name="$1, from the picture"
    shift
    check "$name" "$folder" expected.safetensors -- "$@" "$folder/input.png"
}

for case in 01-vit-hf 02-vit-timm 03a-deit-distilled-hf 03b-deit-distilled-timm \
            04a-dino 04b-dino-interp 05-dinov2 06-dinov2-swiglu \
            07-dinov2-registers 09a-siglip-hf 09b-siglip-timm 10-vit-gap \
            11-vit-registers-timm 12a-dinov3 12b-dinov3-gated 13a-beit \
            13b-beit-shared 14a-mae 14b-ijepa; do
    from_pixels $case $case expected.safetensors --
    from_picture $case
done
for case in vit-pooler clip-classifier siglip-classifier timm-clip timm-beit \
            timm-dinov3 timm-dinov3-plus timm-wide timm-swiglu dinov2-giant \
            open-clip-timm; do
    from_pixels $case $case expected.safetensors --
done
for case in open-clip-eos open-clip-first open-clip-last; do
    from_pixels $case $case expected.safetensors -- \
        --prompts test/golden/variants/$case/prompts.json
done
for case in 08-clip 15-siglip2 16-open-clip; do
    prompts=$(folder_of $case)/prompts.json
    from_pixels $case $case expected.safetensors -- --prompts "$prompts"
    from_picture $case --prompts "$prompts"
done
for case in 04b-dino-interp 05-dinov2; do
    from_pixels "$case, original positions" $case expected_orig.safetensors -- \
        --positions original
done
# A model of real size, in float16: scores reach 300, so float32 itself is
# further off.
small=dinov2-small-saliency
folder=$(folder_of $small/reference | sed 's|/reference||')
# The other rollouts are not in its reference, and take long to sort.
only='^([^ahr].*|attn_cls|attn_scores_cls|hidden_(cls|norms)|rollout_rn_[a-z]+_d0_mask)$'
check $small "$folder" reference/expected.safetensors -a 2e-4 -r 1e-3 \
    -s pixels_u8 -- --only "$only" --pixels "$folder/reference/expected.safetensors"
check "$small, from the picture" "$folder" reference/expected.safetensors \
    -a 2e-4 -r 1e-3 -- --only "$only" "$folder/reference/chelsea.png"
echo "1..$number"
