/* family_beit.c - BEiT (Bao et al. 2021): LayerScale and an additive relative
 * position bias, its own in every layer or one shared by all. */
#include "hf_vit.h"

/* The table's rows are (2W-1)^2 + 3 for the grid it was trained on. */
static const float *bias_table(struct builder *b, const char *name)
{
    struct model *m = b->model;
    int gh = m->image_h / m->patch, gw = m->image_w / m->patch;
    int64_t rows = (int64_t)(2 * gh - 1) * (2 * gw - 1) + 3;

    m->position.bias_h = gh;
    m->position.bias_w = gw;
    return build_optional(b, name, rows * m->tower.heads);
}

static void biases(struct builder *b, const char *prefix)
{
    static const char *const end =
        "relative_position_bias.relative_position_bias_table";
    struct model *m = b->model;

    m->position.shared_bias =
        bias_table(b, build_name(b, "%sencoder.%s", prefix, end));
    for (int l = 0; b->ok && l < m->tower.layers; l++)
        m->tower.blocks[l].bias_table = bias_table(
            b, build_name(b, "%sencoder.layer.%d.attention.attention.%s",
                          prefix, l, end));
}

/* Off unless the config says otherwise. */
static void switches(struct builder *b, const char *prefix)
{
    static const char *const table =
        "relative_position_bias.relative_position_bias_table";

    build_deny(b, "use_absolute_position_embeddings", false,
               build_name(b, "%sembeddings.position_embeddings", prefix));
    build_deny(b, "use_shared_relative_position_bias", false,
               build_name(b, "%sencoder.%s", prefix, table));
    build_deny(b, "use_relative_position_bias", false,
               build_name(b, "%sencoder.layer.0.attention.attention.%s",
                          prefix, table));
}

static void build_beit(struct builder *b)
{
    static const char *const prefixes[] = { "beit.", "", NULL };
    struct model *m = b->model;
    bool mean = build_flag(b, "use_mean_pooling", true) &&
                !build_has(b, "beit.layernorm.weight") &&
                !build_has(b, "layernorm.weight");
    const char *prefix = hf_vit_build(
        b, &(struct hf_vit){ .prefixes = prefixes, .cls = true,
                             .no_positions = true, .no_final = mean });
    const char *pooler = build_name(b, "%spooler.layernorm", prefix);

    m->position.original = m->position.rule;
    m->readout = mean ? READ_MEAN : READ_CLS;
    if (mean && build_has(b, build_name(b, "%s.weight", pooler)))
        m->pool_norm = build_norm(b, pooler, m->tower.dim,
                                  build_eps(b, "layer_norm_eps", 1e-12));
    switches(b, prefix);
    biases(b, prefix);
    m->head = build_classifier(b, "classifier", m->tower.dim);
    build_note(b, "readout: %s", mean ? "norm of the mean of the patches"
                                      : "CLS after the final norm");
}

static bool is_beit(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "beit");
}

const struct family beit_family = {
    .name = "beit",
    .note = "BEiT with relative position bias",
    .matches = is_beit,
    .build = build_beit,
};
