#!/bin/sh
# model_layouts.sh - the same model in every way people have it on disk gives
# the same report: shards, precisions, prefixes, what else lies in the file,
# the cache of the hub.
. test/cli/tap
cases=$PWD/test/golden/cases
cd "$TMPDIR" || exit 1
forge() { "$B/test/tools/forge" "$@"; }

# The report without what may differ: the model's name, the time.
told() { sed 's/"model":"[^"]*",//; s/"ms":[^}]*//' "$out"; }

# begin CASE [REPORT-OPTION]...: what all that follows must say
begin()
{
    from=$cases/$1
    shift
    options=$*
    fresh
    v report $options -m m "$from/input.png"
    want=$(told)
}
# m is the case.
fresh()
{
    rm -rf m && mkdir m && cp "$from"/* m && rm -f m/expected* m/input.png
}
# same_report SENTENCE [MODEL]
same_report()
{
    sentence=$1
    shift
    [ $# -gt 0 ] || set -- m
    v report $options -m "$1" "$from/input.png"
    ok "$sentence" eval 'is 0 && lines 0 "$err" && same "$(told)" "$want"'
}

# shards N: m has its weights in N files and an index
index=model.safetensors.index.json
shards()
{
    fresh && rm m/model.safetensors
    i=0 comma=
    printf '{"metadata": {"total_size": 1}, "weight_map": {' >m/$index
    while [ $i -lt $1 ]; do
        file=$(printf 'model-%05d-of-%05d.safetensors' $((i + 1)) $1)
        forge "$from/model.safetensors" m/$file keep $i $1
        for name in $(forge m/$file -); do
            printf '%s"%s": "%s"' "$comma" "$name" $file >>m/$index
            comma=', '
        done
        i=$((i + 1))
    done
    printf '}}' >>m/$index
}

# --- files ---------------------------------------------------------------------
for case in 01-vit-hf 08-clip 12b-dinov3-gated; do
    case $case in
    08-clip) begin $case --prompts "$cases/$case/prompts.json" ;;
    *) begin $case ;;
    esac
    shards 2
    same_report "$case in two files"
    same_report "$case by its index" m/$index
    shards 7
    same_report "$case in seven files"
    fresh && mv m/model.safetensors m/pytorch_vit.safetensors
    same_report "$case in a file of another name"
    same_report "$case by its weights file" m/pytorch_vit.safetensors
    mkdir -p else && mv m/pytorch_vit.safetensors else/weights && ln -s ../else/weights m/model.safetensors
    same_report "$case behind a link"
done

# --- configs -----------------------------------------------------------------------
begin 01-vit-hf
{
    printf '{"processor_class": "SomeProcessor", "image_processor": '
    cat m/preprocessor_config.json
    printf '}'
} >m/processor_config.json
printf '{"size": 7, "resample": 0}' >m/preprocessor_config.json
same_report 'pictures are prepared as processor_config.json says'
for file in m/processor_config.json "$from/preprocessor_config.json"; do
    v preprocess --config $file -o "$(basename $file)" "$from/input.png"
done
ok 'so they are with --config' cmp processor_config.json preprocessor_config.json
sed 's/SomeProcessor", "image_processor/ViTImageProcessorPil", "image_processor/
    s/"ViTImageProcessor"/"ViTImageProcessorPil"/' m/processor_config.json >new && mv new m/processor_config.json
same_report 'the class that works with Pillow'
begin 08-clip --prompts "$cases/08-clip/prompts.json"
sed 's/"text_config"/"text_config": {"hidden_act": "relu", "num_attention_heads": 1}, "text_config_dict"/
    s/"vision_config"/"vision_config_dict"/' "$from/config.json" >m/config.json
same_report 'CLIP told twice, as in the first files'
begin 03b-deit-distilled-timm
tr -d '\n' <"$from/config.json" | sed 's/"input_size": *\[[^]]*\]/"input_size": [3, 64, 96]/' >m/config.json
same_report 'timm: the size the model was made with wins'

# --- precision -------------------------------------------------------------------
# The same numbers in another type: rounded in the file that is wanted too.
for case in 01-vit-hf 03b-deit-distilled-timm 13a-beit; do
    begin $case
    forge "$from/model.safetensors" m/model.safetensors dtype F64
    same_report "$case as F64"
    for type in F16 BF16; do
        forge "$from/model.safetensors" m/model.safetensors dtype $type dtype F32
        v report -m m "$from/input.png"
        want=$(told)
        forge "$from/model.safetensors" m/model.safetensors dtype $type
        same_report "$case as $type"
    done
done

# --- names -----------------------------------------------------------------------
before()
{
    forge "$from/model.safetensors" m/model.safetensors prefix "$1"
    same_report "$2, names behind $1"
}
for case in 01-vit-hf 03b-deit-distilled-timm 08-clip 10-vit-gap 12b-dinov3-gated 13a-beit; do
    begin $case
    for prefix in module. backbone. model. module.backbone. _orig_mod.model.; do
        before $prefix $case
    done
done
begin 10-vit-gap
forge "$from/model.safetensors" m/model.safetensors prefix backbone. \
    rename backbone.head.weight head.weight rename backbone.head.bias head.bias
same_report 'a head beside the backbone'

# --- one head --------------------------------------------------------------------
# DeiT with a teacher has two; what its CLS head says alone is what a file with
# that head alone says.
teacher=$cases/../../../../shared/goldens/cases/03a-deit-distilled-hf
one_head()
{
    from=$teacher && fresh && v trace -m m -o both --only '^cls_logits$' "$from/input.png" && is 0 &&
        forge both both rename cls_logits logits &&
        forge "$from/model.safetensors" m/model.safetensors drop distillation_classifier \
            rename cls_classifier.weight classifier.weight rename cls_classifier.bias classifier.bias &&
        v trace -m m -o one --only '^logits$' "$from/input.png" && is 0 &&
        "$B/test/tools/compare" -a 0 -r 0 both one
}
sentence='DeiT with one head says what that head said beside the other'
if [ -d "$teacher" ]; then ok "$sentence" one_head; else skip "$sentence" '../shared is not here'; fi

# --- what is no part of it ----------------------------------------------------------
others='add decoder.decoder_layers.0.weight F32 64 add embeddings.position_ids I64 17
    add text_model.encoder.layers.0.mlp.fc1.weight F16 640
    add optimizer.state F32 9 add num_batches_tracked I64 1
    add vit.encoder.layer.0.attention.relative_position_index I64 256
    add quantized F8_E4M3 12 add mask BOOL 5'
begin 01-vit-hf
forge "$from/model.safetensors" m/model.safetensors $others
same_report 'other towers, buffers and types beside it'
begin 10-vit-gap
forge "$from/model.safetensors" m/model.safetensors $others \
    add blocks.0.attn.relative_position_index I64 256
same_report 'the same in a timm file'

# --- the cache of the hub ------------------------------------------------------------
begin 01-vit-hf
repository=models--someone--small-vit
cache()
{
    rm -rf root && mkdir -p "root/$1/$repository/blobs" "root/$1/$repository/refs" \
        "root/$1/$repository/snapshots/0a1b2c"
    printf '0a1b2c' >"root/$1/$repository/refs/main"
    for file in config.json preprocessor_config.json model.safetensors; do
        cp "$from/$file" "root/$1/$repository/blobs/$file-hash"
        ln -s "../../blobs/$file-hash" "root/$1/$repository/snapshots/0a1b2c/$file"
    done
}
# Only the variable at hand, and home where there is nothing to find.
unset HF_HUB_CACHE HF_HOME XDG_CACHE_HOME
HOME=$PWD/nobody
export HOME
hub() { same_report "$1" someone/small-vit; }
cache here
HF_HUB_CACHE=$PWD/root/here
export HF_HUB_CACHE
hub 'HF_HUB_CACHE'
HF_HOME=$PWD/nobody
export HF_HOME
hub 'HF_HUB_CACHE before HF_HOME'
unset HF_HUB_CACHE
cache hub
HF_HOME=$PWD/root
hub 'HF_HOME'
XDG_CACHE_HOME=$PWD/nobody
export XDG_CACHE_HOME
hub 'HF_HOME before XDG_CACHE_HOME'
unset HF_HOME
cache huggingface/hub
XDG_CACHE_HOME=$PWD/root
hub 'XDG_CACHE_HOME'
unset XDG_CACHE_HOME
cache .cache/huggingface/hub
HOME=$PWD/root
hub 'HOME'
printf '0a1b2c\n' >"root/.cache/huggingface/hub/$repository/refs/main"
hub 'a revision that ends its line'
VITSCOPE_MODEL=someone/small-vit
export VITSCOPE_MODEL
v report "$from/input.png"
ok 'VITSCOPE_MODEL may be such a name' same "$(told)" "$want"
unset VITSCOPE_MODEL
mkdir -p someone && cp -r "$from" someone/small-vit
HOME=$PWD/nobody
hub 'a folder of that name wins'
rm -r someone
v report -m someone/small-vit "$from/input.png"
ok 'not there: the command that fetches it' eval 'is 1 && silent && lines 1 "$err" &&
    grep -q "hf download someone/small-vit" "$err"'
HOME=$PWD/root
printf '../../../m' >"root/.cache/huggingface/hub/$repository/refs/main"
v report -m someone/small-vit "$from/input.png"
ok 'a revision that leads out of it is none' eval 'is 1 && silent && lines 1 "$err"'
finish
