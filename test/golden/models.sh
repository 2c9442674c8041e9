#!/bin/sh
# models.sh - every model case of the goldens, every tensor, from pixel_values:
# what `trace` writes against what the original authors' code computed.
# Speaks TAP.  Small cases lie in the project; the others are skipped loudly
# where the suite is not beside it.
: "${VITSCOPE:=./vitscope}" "${B:=build/release}" "${TMPDIR:=/tmp}"
beside=../shared
number=0

# folder_of CASE: where the case lies, nothing when it is not here.
folder_of()
{
    for f in test/golden/cases/$1 $beside/goldens/cases/$1 $beside/models/$1; do
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
                  --pixels "$folder/$expected" "$@" 2>&1) &&
       said=$("$B/test/tools/compare" $rules -s pixels_u8 -s input_ids \
                  -s n_tokens "$folder/$expected" "$TMPDIR/out.safetensors"); then
        echo "ok $number - $name"
    else
        echo "not ok $number - $name"
        printf '%s\n' "$said" | sed 's/^/# /'
    fi
}

for case in 01-vit-hf 02-vit-timm 03a-deit-distilled-hf 03b-deit-distilled-timm \
            04a-dino 04b-dino-interp 05-dinov2 06-dinov2-swiglu \
            07-dinov2-registers 09a-siglip-hf 09b-siglip-timm 10-vit-gap \
            11-vit-registers-timm 12a-dinov3 12b-dinov3-gated 13a-beit \
            13b-beit-shared 14a-mae 14b-ijepa; do
    check $case "$(folder_of $case)" expected.safetensors --
done
for case in 08-clip 15-siglip2 16-open-clip; do
    folder=$(folder_of $case)
    check $case "$folder" expected.safetensors -- --prompts "$folder/prompts.json"
done
for case in 04b-dino-interp 05-dinov2; do
    check "$case, original positions" "$(folder_of $case)" \
        expected_orig.safetensors -- --positions original
done
check dinov2-small-saliency \
    "$(folder_of dinov2-small-saliency/reference | sed 's|/reference||')" \
    reference/expected.safetensors -a 2e-4 -r 1e-3 --
echo "1..$number"
