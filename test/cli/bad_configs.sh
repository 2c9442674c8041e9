#!/bin/sh
# bad_configs.sh - configurations that lack, lie or are none: one sentence that
# names the file, the key and what was expected.
. test/cli/tap
. test/cli/bad

fresh
works 'the sound model runs in this little memory'

# --- no configuration at all -------------------------------------------------
said() { fresh; put config.json "$1"; refused "m/config.json: $2"; }
said '' 'is empty'
said 'hello' 'broken JSON, line 1'
said '{' 'broken JSON, line 1'
said '[]' 'is JSON, but no object'
said '[{"model_type": "vit"}]' 'is JSON, but no object'
said 'null' 'broken JSON'
said '{"model_type": "vit", "model_type": "deit"}' 'broken JSON ... duplicate object key'
said "$(printf '{"a": "\377"}')" 'broken JSON'
said "$(head -c 100000 /dev/zero | tr '\0' '[')" 'broken JSON ... maximum parsing depth'
said "{\"a\": $(head -c 99 /dev/zero | tr '\0' '[')$(head -c 99 /dev/zero | tr '\0' ']')}" 'is nested more than'
fresh && rm m/config.json
refused 'm: has no config.json'
fresh && rm -rf outer && mkdir outer && mv m outer/step-2 && mv outer m && mkdir m/step-1
refused 'm: has no config.json, but m/step-2 has'
fresh && rm m/config.json && mkdir m/config.json
refused 'm/config.json: is a folder'

# --- which model -------------------------------------------------------------
wrong() { fresh; key config.json "$1" "$2"; refused "m/config.json: $3"; }
wrong model_type '"resnet"' 'model_type "resnet" is not supported; known are: vit'
wrong model_type "\"$(head -c 5000 /dev/zero | tr '\0' x)\"" 'model_type "xxxx ... xxxx" is not supported; known are: vit'
long=$(head -c 5000 /dev/zero | tr '\0' y)
said "{\"model_type\": \"vit\", \"hidden_act\": \"$long\"}" 'hidden_act "yyyy ... yyyy" is no activation known here'
wrong model_type '"\\u001b[31m"' 'model_type "?[31m" is not supported'
wrong model_type 7 'no model_type, and tensors such as classifier.bias'
said '{}' 'no model_type, and tensors such as classifier.bias'

# --- sizes -------------------------------------------------------------------
whole='expected a whole number from 1 to'
for size in hidden_size num_hidden_layers num_attention_heads \
            intermediate_size patch_size image_size num_channels; do
    wrong $size '"12"' "$size is \"12\", $whole"
    wrong $size 1e9 "$size is 1e+09, $whole"
    wrong $size -1 "$size is -1, $whole"
    wrong $size 2.5 "$size is 2.5, $whole"
    wrong $size true "$size is true, $whole"
done
wrong hidden_size '[48, 48]' 'hidden_size is a list, expected'
wrong hidden_size '{}' 'hidden_size is a list, expected'
wrong hidden_size 1e999 'broken JSON'
wrong num_attention_heads 7 'width 48 does not divide into 7 heads'
wrong patch_size '[8, 4]' 'patches of 8 x 4 pixels are not square'
wrong image_size 7 'image_size 7 x 7 is smaller than a patch of 8'
wrong num_channels 1 'num_channels is not 3'
wrong layer_norm_eps '"small"' 'layer_norm_eps is "small", expected a number'
wrong layer_norm_eps 2 'layer_norm_eps is 2, expected a small positive number'
wrong hidden_act '"tanh"' 'hidden_act "tanh" is no activation known here'
wrong hidden_act 7 'hidden_act is 7, expected a name'

# What is null is the default of the class, which is another size here.
defaults() { fresh; key config.json "$1" null; refused "m/model.safetensors: tensor vit.$2"; }
embed=embeddings.patch_embeddings.projection.weight
defaults hidden_size "$embed has shape [48, 3, 8, 8], expected [768, 192]"
defaults patch_size "$embed has shape [48, 3, 8, 8], expected [48, 768]"
defaults num_hidden_layers 'encoder.layer.3.layernorm_before.weight is missing'
defaults intermediate_size 'encoder.layer.0.intermediate.dense.weight has shape [192, 48], expected [3072, 48]'
for absent in layer_norm_eps hidden_act num_channels num_attention_heads; do
    fresh && key config.json $absent null
    works "$absent may be null"
done

# --- other families ----------------------------------------------------------
fresh 12b-dinov3-gated && key config.json rope_theta -3
refused 'm/config.json: rope_theta is -3, expected a positive number'
fresh 12b-dinov3-gated && key config.json use_gated_mlp '"yes"'
refused 'm/config.json: use_gated_mlp is "yes", expected true or false'
fresh 12b-dinov3-gated && key config.json use_gated_mlp false
refused 'mlp.gate_proj'
fresh 12b-dinov3-gated && key config.json num_register_tokens 2000
refused 'm/config.json: num_register_tokens is 2000'
fresh 13a-beit && key config.json image_size 64
refused 'relative_position_bias_table has shape'
fresh 08-clip && key config.json max_position_embeddings 31
refused 'text_model.embeddings.position_embedding.weight has shape [32, 48]'
fresh 08-clip && key config.json vision_config 7
refused 'm/'
fresh 03b-deit-distilled-timm && put config.json '{"architecture": 7}'
refused 'm/config.json: architecture is 7, expected a name'

# --- what the config denies and the file holds --------------------------------
# transformers would run without these tensors, and nobody would be told.
deny() { fresh "$1"; key config.json "$2" "$3"; refused "m/config.json: $2 is ${5-not true}, ${4-but}"; }
attention=encoder.layer.0.attention.attention
deny 01-vit-hf qkv_bias false "but m/model.safetensors has tensor vit.$attention.query.bias"
deny 01-vit-hf qkv_bias 7 'expected true or false' 7
deny 12b-dinov3-gated query_bias false 'but ... layer.0.attention.q_proj.bias'
deny 12b-dinov3-gated value_bias false 'but ... layer.0.attention.v_proj.bias'
deny 12b-dinov3-gated mlp_bias false 'but ... layer.0.mlp.up_proj.bias'
deny 13a-beit use_relative_position_bias false "but ... $attention.relative_position_bias"
deny 13a-beit use_relative_position_bias null "but ... $attention.relative_position_bias"
fresh && key config.json model_type '"vit", "pooler_act": "gelu"'
forge add vit.pooler.dense.weight F32 2304
refused 'm/config.json: pooler_act "gelu" is not known here'
for section in vision_config_dict text_config_dict id2label; do
    fresh 08-clip && key config.json projection_dim "40, \"$section\": 7"
    refused "m/config.json: $section is 7, expected an object"
done
fresh && key config.json image_size '[32, 32, 3]'
refused 'm/config.json: image_size is a list, expected a whole number'

args() { fresh 03b-deit-distilled-timm; key config.json depth "2, $1"; refused "m/config.json: $2"; }
args '"dynamic_img_pad": true' 'model_args.dynamic_img_pad is not known here'
args '"pool_include_prefix": true' 'model_args.pool_include_prefix is not known here'
args '"norm_layer": "rmsnorm"' 'model_args.norm_layer is not known here'
timm() { fresh 03b-deit-distilled-timm; key config.json "$1" "$2"; refused "m/config.json: $3"; }
timm model_args '7, "unread": {"a": 1' 'model_args is 7, expected an object'
timm img_size '"48"' 'model_args.img_size is "48", expected a whole number'
timm input_size '{}' 'pretrained_cfg.input_size is no list of 3 numbers'
timm input_size '[3, 48, 48, 48]' 'pretrained_cfg.input_size is no list of 3 numbers'
timm std '[1e-39, 1, 1]' 'pixels scaled and normalized as it says are too large'

# --- how pictures are prepared -----------------------------------------------
wrong() { fresh; key preprocessor_config.json "$1" "$2"; refused "m/preprocessor_config.json: $3"; }
wrong resample 9 'resample is 9, none of 0 to 5'
wrong resample '"bicubic"' 'resample is not a number'
wrong rescale_factor 0 'rescale_factor is 0'
wrong rescale_factor 1e308 'pixels scaled and normalized as it says are too large'
wrong do_resize '"yes"' 'do_resize is neither true nor false'
wrong height 0 'size.height is 0, but a side has'
wrong height 100000 'size.height is 100000, but a side has'
wrong height -32 'size.height is -32, but a side has'
wrong height null 'size has a height or a width, but not both'
wrong image_processor_type '"OwlProcessor"' 'image_processor_type "OwlProcessor" is not known'
wrong image_processor_type "\"$long\"" 'image_processor_type "yyyy ... yyyy" is not known'
wrong image_std '[1, 0, 1]' 'image_std holds 0, which cannot be used'
wrong image_std '[1, 1]' 'image_std is not a list of 3 numbers'
wrong image_mean '[1, null, 1]' 'image_mean is not a list of 3 numbers'
wrong image_mean '"grey"' 'image_mean is not a list of 3 numbers'
prepared() { fresh; put preprocessor_config.json "$1"; }
prepared '[]'
refused 'm/preprocessor_config.json: is JSON, but no object'
prepared ''
refused 'm/preprocessor_config.json: is empty'
prepared '{"size": {"height": 4, "width": 4}}'
failed 'm: 4x4 pixels (height x width) are less than one patch of 8x8'
prepared '{"size": {"height": 16384, "width": 16384}}'
failed 'm: 16384x16384 pixels are 4194304 patches'
prepared '{"size": {"shortest_edge": 16384}, "do_center_crop": true, "crop_size": 32}'
failed "$picture: a picture of 80x60 pixels cannot be resized to 21845x16384"

# --- the same in processor_config.json, which wins where it speaks of pictures ----
nested()
{
    fresh
    put processor_config.json "$1"
}
nested '{"image_processor": 7}'
refused 'm/processor_config.json: image_processor is no object'
nested '{"image_processor": {"size": {"height": 0, "width": 4}}}'
refused 'm/processor_config.json: image_processor: size.height is 0'
nested 'null'
refused 'm/processor_config.json: broken JSON'
nested '{"processor_class": "CLIPProcessor"}'
works 'processor_config.json may speak of other things'
finish
