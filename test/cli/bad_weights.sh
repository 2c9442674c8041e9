#!/bin/sh
# bad_weights.sh - weights that lack, lie, are cut short or hold no numbers:
# one sentence that names the file, the tensor, what is there and what should.
. test/cli/tap
. test/cli/bad

# wrong SENTENCE EDIT...: of the weights of the sound model
wrong()
{
    said=$1
    shift
    fresh
    forge "$@"
    refused "m/model.safetensors: $said"
}
layer=vit.encoder.layer.1.output.dense.weight

# --- what is missing, or of another shape or type -----------------------------
wrong "tensor $layer is missing" drop $layer
wrong 'tensor vit.layernorm.weight is missing' drop vit.layernorm
wrong 'tensor vit.encoder.layer.2.layernorm_before.weight is missing' drop vit.encoder.layer.2
wrong 'holds no tensor that can be read' drop ''
wrong "tensor $layer has shape [192, 48], expected [48, 192]" shape $layer 192,48
wrong "tensor $layer has shape [9216], expected [48, 192]" shape $layer 9216
wrong 'tensor vit.embeddings.position_embeddings has shape [1, 16, 51], expected 1 + 16 rows of 48' \
    shape vit.embeddings.position_embeddings 1,16,51
wrong 'tensor vit.layernorm.bias has shape [40], expected 48 values' \
    drop vit.layernorm.bias add vit.layernorm.bias F32 40
wrong 'tensor classifier.weight has shape [480, 1]' shape classifier.weight 480,1
wrong 'tensor vit.embeddings.cls_token has type I32, expected a float type' \
    type vit.embeddings.cls_token I32
wrong "tensor $layer: 36864 bytes for 9216 elements of F64" type $layer F64
wrong "tensor $layer: has no dtype" type $layer 'f 32'
wrong "tensor $layer: its shape is too large" shape $layer 4611686018427387904,4611686018427387904
wrong "tensor $layer: its shape is no list of sizes" shape $layer -48,-192
wrong "tensor $layer: has more than 8 dimensions" shape $layer 1,1,1,1,1,1,1,48,192
wrong "tensor $layer is missing" rename $layer ../../../etc/passwd
wrong "tensor $layer is missing" rename $layer "$(printf '\033[31m\n')"
wrong 'tensor vit.encoder.layer.0.attention.query_norm.weight is none that family vit has' \
    add vit.encoder.layer.0.attention.query_norm.weight F32 48

# --- where the bytes lie --------------------------------------------------------
wrong "tensors classifier.weight and $layer share bytes" span $layer 100 36964
wrong "tensors classifier.bias and $layer share bytes" span $layer 0 36864
wrong "tensor $layer: bytes -8 to 36856 of 382120" span $layer -8 36856
wrong "tensor $layer: bytes 0 to 9999999999 of 382120" span $layer 0 9999999999
wrong "tensor $layer: bytes 36864 to 0 of 382120" span $layer 36864 0
wrong "tensor $layer: data_offsets are no two whole numbers" span $layer 0.5 '"x"'
wrong 'broken JSON ... too big integer' span $layer 99999999999999999999 0
wrong 'broken JSON ... duplicate object key' twice classifier.weight
wrong 'no safetensors file, or cut short: a header of 0 bytes' header 0
wrong 'no safetensors file, or cut short: a header of 18446744073709551615 bytes' header 18446744073709551615
wrong 'no safetensors file, or cut short: a header of 99999999 bytes' header 99999999
wrong 'broken JSON' header 100
wrong 'tensor vit.layernorm.weight: bytes 381928 to 382120 of 382119 bytes of data; the file is cut short' cut 1
wrong 'tensor vit.embeddings.cls_token ... cut short' cut 380000
wrong 'no safetensors file, or cut short' cut 384000

# --- numbers that are none ------------------------------------------------------
wrong 'tensor vit.layernorm.bias holds NaN at position 5' set vit.layernorm.bias 5 nan
wrong 'tensor vit.layernorm.weight holds an infinity at position 7' set vit.layernorm.weight 7 -inf
wrong 'tensor vit.embeddings.position_embeddings holds NaN at position 0' \
    set vit.embeddings.position_embeddings 0 nan
nan()
{
    fresh "$3"
    forge set "$1" "$2" nan
    failed "m/model.safetensors: tensor $1 holds NaN or infinite values"
}
nan $layer 9215
nan vit.embeddings.patch_embeddings.projection.weight 0
nan vit.encoder.layer.0.attention.attention.key.weight 100
nan classifier.weight 479
nan attn_pool.kv.weight 3 09b-siglip-timm
fresh && forge set $layer 9215 inf
failed "m/model.safetensors: tensor $layer holds NaN or infinite values"
fresh && forge dtype F16 && cp m/model.safetensors half.safetensors
works 'half precision does as well'

# --- what is no weights file ----------------------------------------------------
file() { fresh; printf "$1" >m/model.safetensors; refused "m/model.safetensors: $2"; }
file '' '0 bytes are no safetensors file'
file 'hello' '5 bytes are no safetensors file'
file '<!doctype html><html>Not found</html>' 'no safetensors file'
file 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 345636463\n' \
    'is a pointer of Git LFS'
file '\002\0\0\0\0\0\0\0[]' 'its header is no JSON object'
fresh && rm m/model.safetensors
refused 'm: has no .safetensors file'
fresh && rm m/model.safetensors && mkdir m/model.safetensors
refused 'm/model.safetensors: is a folder'
fresh && rm m/model.safetensors && : >m/pytorch_model.bin
refused 'm/pytorch_model.bin: weights are read from safetensors only ... python3 -c'
fresh && rm m/model.safetensors && : >m/dino.pth
refused 'm/dino.pth: weights are read from safetensors only'
fresh && mv m/model.safetensors m/a.safetensors && cp m/a.safetensors m/b.safetensors
refused 'm: has 2 .safetensors files and none called model.safetensors'
fresh && rm m/*
refused 'm: has no config.json'
fresh
refused 'm/config.json: is no folder and no .safetensors file' -m m/config.json "$picture"
refused 'nowhere: no such file or folder' -m ./nowhere "$picture"

# --- several files ----------------------------------------------------------------
index=model.safetensors.index.json
shards()
{
    fresh
    "$B/test/tools/forge" "$from/model.safetensors" m/a.safetensors keep 0 2
    "$B/test/tools/forge" "$from/model.safetensors" m/b.safetensors keep 1 2
    rm m/model.safetensors
    {
        printf '{"weight_map": {"classifier.bias": "a.safetensors"'
        for s in a b; do
            "$B/test/tools/forge" m/$s.safetensors - |
                sed "1{/classifier.bias/d;};s/.*/, \"&\": \"$s.safetensors\"/"
        done
        printf '}}'
    } >m/$index
}
point() { shards; sed "s|\"b.safetensors\"|$1|" m/$index >new && mv new m/$index; }
shards
works 'two files and an index'
shards && rm m/b.safetensors
refused 'm/b.safetensors: cannot be read: No such file'
shards && head -c 9000 m/b.safetensors >new && mv new m/b.safetensors
refused 'm/b.safetensors: tensor ... cut short'
shards && cp m/a.safetensors m/b.safetensors
refused 'm/b.safetensors: tensor classifier.bias: is there twice'
shards && rm m/$index m/a.safetensors
refused 'm/b.safetensors: tensor ... is missing'
point '"../m/b.safetensors"'
refused "m/$index: tensor classifier.weight: \"../m/b.safetensors\" is no .safetensors file of this folder"
point '"/etc/passwd"'
refused '"/etc/passwd" is no .safetensors file of this folder'
point "\"$index\""
refused "\"$index\" is no .safetensors file of this folder"
point 7
refused "m/$index: tensor classifier.weight: no file name"
point '"loop.safetensors"' && ln -s loop.safetensors m/loop.safetensors
refused 'm/loop.safetensors: cannot be read'
point '"a.safetensors"'
refused "m/$index: tensor classifier.weight is not in m/a.safetensors"
for none in '{}' '[]' '{"weight_map": {}}' '{"weight_map": ["a.safetensors"]}'; do
    shards && put $index "$none"
    refused "m/$index: its weight_map names no tensors"
done
shards && put $index ''
refused "m/$index: is empty"
finish
