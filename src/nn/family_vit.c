/* family_vit.c - the plain Vision Transformer as transformers stores it: ViT,
 * DINO and non-distilled DeiT (model_type "vit"), the encoder of a masked
 * autoencoder ("vit_mae": decoder ignored, nothing masked) and I-JEPA
 * ("ijepa": no CLS, mean of all patches). */
#include <string.h>

#include "build.h"

static const struct layout vit_layout = {
    .block = "encoder.layer.",
    .attn_norm = "layernorm_before",
    .mlp_norm = "layernorm_after",
    .query = "attention.attention.query",
    .key = "attention.attention.key",
    .value = "attention.attention.value",
    .out = "attention.output.dense",
    .up = "intermediate.dense",
    .down = "output.dense",
};

/* "vit." before a head, nothing in a bare model. */
static const char *find_prefix(struct builder *b, const char *const *prefixes)
{
    for (; *prefixes; prefixes++)
        if (build_has(b, build_name(b, "%sembeddings.patch_embeddings."
                                       "projection.weight", *prefixes)))
            return *prefixes;
    return "";
}

static void read_sizes(struct builder *b)
{
    struct tower *t = &b->model->tower;

    t->dim = build_size(b, "hidden_size", 768, 1, 16384);
    t->layers = build_size(b, "num_hidden_layers", 12, 1, 256);
    t->heads = build_size(b, "num_attention_heads", 12, 1, 1024);
    t->mlp = build_size(b, "intermediate_size", 3072, 1, 65536);
    t->act = build_activation(b, "hidden_act", "gelu");
}

static void embeddings(struct builder *b, const char *prefix, bool cls)
{
    struct model *m = b->model;
    int dim = m->tower.dim;

    m->embed = build_linear(
        b, build_name(b, "%sembeddings.patch_embeddings.projection", prefix),
        dim, 3 * m->patch * m->patch);
    if (cls)
        m->cls_token = build_vector(
            b, build_name(b, "%sembeddings.cls_token", prefix), dim);
    build_position_table(
        b, build_name(b, "%sembeddings.position_embeddings", prefix), cls);
}

/* Everything but the readout. */
static const char *build_encoder(struct builder *b, const char *const *prefixes,
                                 bool cls)
{
    struct model *m = b->model;
    const char *prefix = find_prefix(b, prefixes);
    float eps = build_eps(b, "layer_norm_eps", 1e-12);

    read_sizes(b);
    build_patching(b, "", 16, 224);
    embeddings(b, prefix, cls);
    m->position.rule = INTERPOLATE_SIZE;
    m->position.original = INTERPOLATE_SCALE;
    build_blocks(b, &m->tower, prefix, &vit_layout, eps);
    m->tower.final = build_norm(b, build_name(b, "%slayernorm", prefix),
                                m->tower.dim, eps);
    return prefix;
}

static void build_vit(struct builder *b)
{
    static const char *const prefixes[] = { "vit.", "deit.", NULL };
    struct model *m = b->model;
    const char *prefix = build_encoder(b, prefixes, true);
    const char *pooler = build_name(b, "%spooler.dense", prefix);

    m->readout = READ_CLS;
    if (build_has(b, build_name(b, "%s.weight", pooler)))
        m->pooler = build_linear(b, pooler, m->tower.dim, m->tower.dim);
    m->head = build_classifier(b, "classifier", m->tower.dim);
    build_note(b, "readout: CLS after the final norm%s",
               m->head.w ? ", then classifier.weight" : " (no classifier)");
}

static void build_mae(struct builder *b)
{
    static const char *const prefixes[] = { "vit.", NULL };

    build_encoder(b, prefixes, true);
    b->model->readout = READ_CLS;
    b->model->head = build_classifier(b, "classifier", b->model->tower.dim);
    build_note(b, "masked autoencoder: the encoder with nothing masked, the "
                  "decoder is ignored");
}

static void build_ijepa(struct builder *b)
{
    static const char *const prefixes[] = { "ijepa.", NULL };

    build_encoder(b, prefixes, false);
    b->model->readout = READ_MEAN;
    b->model->head = build_classifier(b, "classifier", b->model->tower.dim);
    build_note(b, "no CLS token: the mean of all patches takes its place");
}

static bool is_vit(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "vit");
}

static bool is_mae(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "vit_mae");
}

static bool is_ijepa(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "ijepa");
}

const struct family vit_family = {
    .name = "vit",
    .note = "ViT, DINO, DeiT without distillation",
    .matches = is_vit,
    .build = build_vit,
};

const struct family mae_family = {
    .name = "vit_mae",
    .note = "ViT-MAE encoder",
    .matches = is_mae,
    .build = build_mae,
};

const struct family ijepa_family = {
    .name = "ijepa",
    .note = "I-JEPA encoder",
    .matches = is_ijepa,
    .build = build_ijepa,
};
