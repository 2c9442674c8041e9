/* family_dinov2.c - DINOv2 (Oquab et al. 2023), with registers (Darcet et al.
 * 2023) and, in the giant, SwiGLU instead of a plain MLP. */
#include <math.h>

#include "build.h"

static const struct layout base_layout = {
    .block = "encoder.layer.",
    .attn_norm = "norm1",
    .mlp_norm = "norm2",
    .query = "attention.attention.query",
    .key = "attention.attention.key",
    .value = "attention.attention.value",
    .out = "attention.output.dense",
    .gamma1 = "layer_scale1.lambda1",
    .gamma2 = "layer_scale2.lambda1",
    .up = "mlp.fc1",
    .down = "mlp.fc2",
};

/* The width of the MLP: D * mlp_ratio, and of SwiGLU two thirds of that,
 * rounded up to a multiple of 8. */
static void mlp_width(struct builder *b, bool swiglu)
{
    struct tower *t = &b->model->tower;
    double ratio = build_real(b, "mlp_ratio", 4);
    double width = floor(t->dim * ratio);

    if (!(width >= 1 && width <= 131072)) {
        build_fail(b, "%s: mlp_ratio %g gives an MLP of width %g",
                   b->config->source, ratio, width);
        return;
    }
    t->mlp = (int)width;
    if (swiglu)
        t->mlp = ((int)(t->mlp * 2 / 3.0) + 7) / 8 * 8;
}

static void embeddings(struct builder *b, const char *prefix, bool registers)
{
    struct model *m = b->model;
    int dim = m->tower.dim;

    m->embed = build_linear(
        b, build_name(b, "%sembeddings.patch_embeddings.projection", prefix),
        dim, 3 * m->patch * m->patch);
    m->cls_token =
        build_vector(b, build_name(b, "%sembeddings.cls_token", prefix), dim);
    build_position_table(
        b, build_name(b, "%sembeddings.position_embeddings", prefix), 1);
    if (!registers)
        return;
    m->registers = build_size(b, "num_register_tokens", 4, 0, 1024);
    m->register_tokens = build_vector(
        b, build_name(b, "%sembeddings.register_tokens", prefix),
        (int64_t)m->registers * dim);
}

static void readout(struct builder *b)
{
    struct model *m = b->model;

    m->head = build_classifier(b, "classifier", 2 * m->tower.dim);
    m->readout = m->head.w ? READ_CLS_MEAN : READ_CLS;
    build_note(b, "readout: %s", m->head.w
               ? "classifier on [CLS ; mean of the patch tokens]"
               : "CLS after the final norm (no classifier)");
}

static void build_dinov2(struct builder *b, const char *const *prefixes,
                         bool registers)
{
    static const struct tower_defaults base = { 768, 12, 12, 3072, "gelu" };
    struct model *m = b->model;
    bool swiglu = build_flag(b, "use_swiglu_ffn", false);
    struct layout layout = base_layout;
    const char *prefix = build_prefix(
        b, prefixes, "embeddings.patch_embeddings.projection.weight");
    float eps = build_eps(b, "layer_norm_eps", 1e-6);

    build_sizes(b, &m->tower, "", &base);
    mlp_width(b, swiglu);
    if (swiglu) {
        m->tower.act = ACT_SILU;
        layout.gate_up = "mlp.weights_in";
        layout.down = "mlp.weights_out";
    }
    build_patching(b, "", registers ? 16 : 14, 224);
    embeddings(b, prefix, registers);
    m->position.rule = registers ? INTERPOLATE_ANTIALIAS : INTERPOLATE_SIZE;
    m->position.original = registers ? INTERPOLATE_ANTIALIAS
                                     : INTERPOLATE_SCALE;
    build_deny(b, "qkv_bias", true,
               build_name(b, "%sencoder.layer.0.attention.attention.query.bias",
                          prefix));
    build_blocks(b, &m->tower, prefix, &layout, eps);
    m->tower.final = build_norm(b, build_name(b, "%slayernorm", prefix),
                                m->tower.dim, eps);
    readout(b);
}

static void build_plain(struct builder *b)
{
    static const char *const prefixes[] = { "dinov2.", "", NULL };

    build_dinov2(b, prefixes, false);
}

static void build_registers(struct builder *b)
{
    static const char *const prefixes[] = { "dinov2_with_registers.", "", NULL };

    build_dinov2(b, prefixes, true);
}

static bool is_plain(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "dinov2");
}

static bool is_registers(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "dinov2_with_registers");
}

const struct family dinov2_family = {
    .name = "dinov2",
    .note = "DINOv2, MLP or SwiGLU",
    .matches = is_plain,
    .build = build_plain,
};

const struct family dinov2_registers_family = {
    .name = "dinov2_with_registers",
    .note = "DINOv2 with register tokens",
    .matches = is_registers,
    .build = build_registers,
};
