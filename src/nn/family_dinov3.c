/* family_dinov3.c - DINOv3 (Siméoni et al. 2025): rotary positions on the
 * patches, registers, keys without bias, a gated MLP in the larger ones. */
#include "build.h"

static const struct layout plain_layout = {
    .block = "layer.",
    .attn_norm = "norm1",
    .mlp_norm = "norm2",
    .query = "attention.q_proj",
    .key = "attention.k_proj",
    .value = "attention.v_proj",
    .out = "attention.o_proj",
    .gamma1 = "layer_scale1.lambda1",
    .gamma2 = "layer_scale2.lambda1",
    .up = "mlp.up_proj",
    .down = "mlp.down_proj",
};

static void embeddings(struct builder *b, const char *prefix)
{
    struct model *m = b->model;
    int dim = m->tower.dim;

    m->registers = build_size(b, "num_register_tokens", 0, 0, 1024);
    m->embed = build_linear(
        b, build_name(b, "%sembeddings.patch_embeddings", prefix), dim,
        3 * m->patch * m->patch);
    m->cls_token =
        build_vector(b, build_name(b, "%sembeddings.cls_token", prefix), dim);
    if (m->registers)
        m->register_tokens = build_vector(
            b, build_name(b, "%sembeddings.register_tokens", prefix),
            (int64_t)m->registers * dim);
}

/* Each bias has a switch of its own. */
static void biases(struct builder *b, const char *prefix)
{
    static const struct {
        const char *key, *part;
        bool usual;
    } switches[] = {
        { "query_bias", "attention.q_proj", true },
        { "key_bias", "attention.k_proj", false },
        { "value_bias", "attention.v_proj", true },
        { "proj_bias", "attention.o_proj", true },
        { "mlp_bias", "mlp.up_proj", true },
    };

    for (size_t i = 0; i < sizeof switches / sizeof switches[0]; i++)
        build_deny(b, switches[i].key, switches[i].usual,
                   build_name(b, "%slayer.0.%s.bias", prefix,
                              switches[i].part));
}

static void build_dinov3(struct builder *b)
{
    static const struct tower_defaults small = { 384, 12, 6, 1536, "gelu" };
    static const char *const prefixes[] = { "", "dinov3_vit.", NULL };
    struct model *m = b->model;
    struct layout layout = plain_layout;
    const char *prefix =
        build_prefix(b, prefixes, "embeddings.patch_embeddings.weight");
    float eps = build_eps(b, "layer_norm_eps", 1e-5);

    build_sizes(b, &m->tower, "", &small);
    build_patching(b, "", 16, 224);
    embeddings(b, prefix);
    if (build_flag(b, "use_gated_mlp", false))
        layout.gate = "mlp.gate_proj";
    biases(b, prefix);
    build_blocks(b, &m->tower, prefix, &layout, eps);
    build_rotary(b, build_real(b, "rope_theta", 100));
    m->tower.final =
        build_norm(b, build_name(b, "%snorm", prefix), m->tower.dim, eps);
    m->readout = READ_CLS;
    m->pooler_is_cls = true;
    build_note(b, "positions: rotary on the patches, theta %g",
               (double)m->position.theta);
}

static bool is_dinov3(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "dinov3_vit");
}

const struct family dinov3_family = {
    .name = "dinov3_vit",
    .note = "DINOv3, plain or gated MLP",
    .matches = is_dinov3,
    .build = build_dinov3,
};
