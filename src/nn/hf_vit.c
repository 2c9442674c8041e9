/* hf_vit.c - the encoder that ViT, DeiT, MAE, I-JEPA and BEiT share in
 * transformers: `<prefix>embeddings.*`, `<prefix>encoder.layer.<n>.*`,
 * `<prefix>layernorm.*`. */
#include "hf_vit.h"

#include <string.h>

static const struct layout layout = {
    .block = "encoder.layer.",
    .attn_norm = "layernorm_before",
    .mlp_norm = "layernorm_after",
    .query = "attention.attention.query",
    .key = "attention.attention.key",
    .value = "attention.attention.value",
    .out = "attention.output.dense",
    .gamma1 = "lambda_1",
    .gamma2 = "lambda_2",
    .up = "intermediate.dense",
    .down = "output.dense",
};

static void tokens(struct builder *b, const struct hf_vit *v,
                   const char *prefix)
{
    struct model *m = b->model;
    int dim = m->tower.dim;

    if (v->cls)
        m->cls_token = build_vector(
            b, build_name(b, "%sembeddings.cls_token", prefix), dim);
    if (v->dist)
        m->dist_token = build_vector(
            b, build_name(b, "%sembeddings.distillation_token", prefix), dim);
}

static void embeddings(struct builder *b, const struct hf_vit *v,
                       const char *prefix)
{
    struct model *m = b->model;
    const char *table =
        build_name(b, "%sembeddings.position_embeddings", prefix);

    m->embed = build_linear(
        b, build_name(b, "%sembeddings.patch_embeddings.projection", prefix),
        m->tower.dim, 3 * m->patch * m->patch);
    tokens(b, v, prefix);
    if (!v->no_positions || build_has(b, table))
        build_position_table(b, table, v->cls + v->dist);
}

const char *hf_vit_build(struct builder *b, const struct hf_vit *v)
{
    static const struct tower_defaults base = { 768, 12, 12, 3072, "gelu" };
    struct model *m = b->model;
    const char *prefix = build_prefix(
        b, v->prefixes, "embeddings.patch_embeddings.projection.weight");
    float eps = build_eps(b, "layer_norm_eps", 1e-12);

    build_sizes(b, &m->tower, "", &base);
    build_patching(b, "", 16, 224);
    embeddings(b, v, prefix);
    m->position.rule = INTERPOLATE_SIZE;
    m->position.original = INTERPOLATE_SCALE;
    build_deny(b, "qkv_bias", true,
               build_name(b, "%sencoder.layer.0.attention.attention.query.bias",
                          prefix));
    build_blocks(b, &m->tower, prefix, &layout, eps);
    if (!v->no_final)
        m->tower.final = build_norm(b, build_name(b, "%slayernorm", prefix),
                                    m->tower.dim, eps);
    return prefix;
}

void hf_vit_pooler(struct builder *b, const char *prefix)
{
    struct model *m = b->model;
    const char *pooler = build_name(b, "%spooler.dense", prefix);
    const char *act = build_word(b, "pooler_act", "tanh");

    if (!build_has(b, build_name(b, "%s.weight", pooler)))
        return;
    if (strcmp(act, "tanh") != 0)
        build_fail(b, "%s: pooler_act \"%.60s\" is not known here",
                   b->config->source, act);
    m->pooler = build_linear(b, pooler, m->tower.dim, m->tower.dim);
}
