/* family_timm.c - timm's VisionTransformer and its kin, and the original DINO
 * and DINOv2 files, which carry the same names: `blocks.<n>.*`, q, k and v in
 * one matrix.
 *
 * Such a config says little beyond the architecture's name; most is read from
 * the tensors themselves. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "timm.h"
#include "timm_names.h"

static const struct layout base_layout = {
    .block = "blocks.",
    .attn_norm = "norm1",
    .mlp_norm = "norm2",
    .qkv = "attn.qkv.",
    .query_bias = "attn.q_bias",
    .value_bias = "attn.v_bias",
    .out = "attn.proj",
    .gamma1 = "ls1.gamma",
    .gamma2 = "ls2.gamma",
    .up = "mlp.fc1",
    .down = "mlp.fc2",
};

static const char *const prefixes[] = { "", "teacher.backbone.",
                                        "student.backbone.", "visual.trunk.",
                                        NULL };

const char *timm_at(const struct timm *t, const char *name)
{
    return build_name(t->b, "%s%s", t->prefix, name);
}

bool timm_has(const struct timm *t, const char *name)
{
    return build_has(t->b, timm_at(t, name));
}

static bool named(const struct timm *t, const char *part)
{
    return strstr(t->name, part) != NULL;
}

/* model_args wins. */
static int heads(const struct timm *t, int dim)
{
    int guess = timm_heads(t->name, dim);

    build_note(t->b, "heads: %s",
               config_has(t->b->config, "model_args.num_heads")
                   ? "model_args.num_heads"
                   : "from the width, as the architectures have it");
    return build_size(t->b, "model_args.num_heads", guess, 1, 1024);
}

static void check_name(const struct timm *t)
{
    if (!timm_known(t->name))
        build_fail(t->b, "%s: architecture \"%.60s\" is none known here",
                   t->b->config->source, t->name);
    if (!timm_has(t, "blocks.0.norm1.bias"))
        build_fail(t->b,
                   "%s: tensor %s is missing (norms without bias are "
                   "not known here)",
                   t->b->tensors->source, timm_at(t, "blocks.0.norm1.bias"));
}

/* Arguments that change what is computed and leave no trace in the tensors. */
static void check_arguments(const struct timm *t)
{
    static const char *const unknown[] = {
        "pool_include_prefix", "dynamic_img_pad", "norm_layer", "block_fn",
        "attn_layer", "embed_layer", "embed_norm_layer", "rope_type",
        "rope_grid_offset", "rope_grid_indexing",
    };

    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        build_unknown(t->b, build_name(t->b, "model_args.%s", unknown[i]));
}

/* Side of the picture the model was made for. */
static int image_side(const struct timm *t, int axis)
{
    const struct config *c = t->b->config;
    char path[64];

    snprintf(path, sizeof path, "model_args.img_size.%d", axis);
    if (config_has(c, path))
        return build_size(t->b, path, 224, 1, 16384);
    if (config_has(c, "model_args.img_size"))
        return build_size(t->b, "model_args.img_size", 224, 1, 16384);
    snprintf(path, sizeof path, "pretrained_cfg.input_size.%d", axis + 1);
    if (!config_has(c, path)) /* older files have it at the root */
        snprintf(path, sizeof path, "input_size.%d", axis + 1);
    return build_size(t->b, path,
                      config_int(c, "model_cfg.vision_cfg.image_size", 224), 1,
                      16384);
}

static void read_sizes(const struct timm *t)
{
    struct model *m = t->b->model;
    const char *patch = timm_at(t, "patch_embed.proj.weight");

    m->tower.dim = build_extent(t->b, patch, 0);
    m->patch = build_extent(t->b, patch, 3);
    m->tower.layers = build_count(t->b, timm_at(t, "blocks."), "norm1.weight");
    if (m->patch < 1 || m->patch > 256 || m->tower.dim < 1 ||
        m->tower.dim > 16384 || !m->tower.layers) {
        build_fail(t->b,
                   "%s: tensor %s and blocks.<n>.norm1.weight do not "
                   "tell a ViT's sizes",
                   t->b->tensors->source, patch);
        return;
    }
    m->tower.heads = heads(t, m->tower.dim);
    m->tower.act = build_activation(t->b, "model_args.act_layer",
                                    timm_activation(t->name));
    m->image_h = image_side(t, 0);
    m->image_w = image_side(t, 1);
    if (t->b->ok && (m->image_h < m->patch || m->image_w < m->patch))
        build_fail(t->b,
                   "%s: a picture of %d x %d is smaller than a patch "
                   "of %d",
                   t->b->config->source, m->image_h, m->image_w, m->patch);
}

/* Three shapes of MLP: plain, SwiGLU in two matrices, SwiGLU in one. */
static void read_mlp(const struct timm *t, struct layout *l)
{
    struct tower *tower = &t->b->model->tower;
    int up;

    if (timm_has(t, "blocks.0.mlp.w12.weight")) { /* original DINOv2 giant */
        l->gate_up = "mlp.w12";
        l->down = "mlp.w3";
    } else if (timm_has(t, "blocks.0.mlp.fc1_g.weight")) {
        l->gate = "mlp.fc1_g";
        l->up = "mlp.fc1_x";
    }
    tower->mlp = build_extent(
        t->b, timm_at(t, build_name(t->b, "blocks.0.%s.weight", l->down)), 1);
    up = build_extent(t->b, timm_at(t, "blocks.0.mlp.fc1.weight"), 0);
    if (up && up == 2 * tower->mlp)
        l->gate_up = "mlp.fc1";
    if (l->gate_up || l->gate)
        tower->act = ACT_SILU;
}

static void read_tokens(const struct timm *t)
{
    struct builder *b = t->b;
    struct model *m = b->model;
    const char *reg = timm_has(t, "reg_token") ? timm_at(t, "reg_token")
                                               : timm_at(t, "register_tokens");
    int dim = m->tower.dim;

    m->embed = build_linear(b, timm_at(t, "patch_embed.proj"), dim,
                            3 * m->patch * m->patch);
    m->cls_token = build_optional(b, timm_at(t, "cls_token"), dim);
    m->dist_token = build_optional(b, timm_at(t, "dist_token"), dim);
    m->registers = build_extent(b, reg, 1);
    if (m->registers)
        m->register_tokens = build_vector(b, reg, (int64_t)m->registers * dim);
}

/* The table has rows for cls, dist and registers, for cls and dist, or
 * (no_embed_class) for patches only. */
static void read_positions(const struct timm *t)
{
    struct builder *b = t->b;
    struct model *m = b->model;
    struct position *p = &m->position;
    int rows = build_extent(b, timm_at(t, "pos_embed"), 1);
    int learned = (m->cls_token != NULL) + (m->dist_token != NULL);
    int grid = m->image_h / m->patch * (m->image_w / m->patch);
    int side = (int)sqrt(rows);

    p->rule = INTERPOLATE_ANTIALIAS;
    p->original = named(t, "dino") || !*t->name ? INTERPOLATE_SCALE
                                                : INTERPOLATE_ANTIALIAS;
    p->skip_same_grid = true;
    if (rows == grid + learned + m->registers)
        learned += m->registers;
    else if (rows == grid || (rows != grid + learned && side * side == rows))
        learned = 0;
    if (rows)
        build_position_table(b, timm_at(t, "pos_embed"), learned);
    else if (named(t, "dinov3")) {
        build_rotary(b, build_real(b, "model_args.rope_temperature", 100));
    } else if (!timm_has(t, "blocks.0.attn.relative_position_bias_table")) {
        build_fail(b, "%s: no position embedding that is known here",
                   b->tensors->source);
    }
    if (rows && !learned && m->cls_token)
        build_note(b, "positions: on patches only (no_embed_class)");
}

static void read_bias(const struct timm *t)
{
    struct model *m = t->b->model;
    int gh = m->image_h / m->patch, gw = m->image_w / m->patch;
    int64_t rows = (int64_t)(2 * gh - 1) * (2 * gw - 1) + 3;

    m->position.bias_h = gh;
    m->position.bias_w = gw;
    for (int l = 0; t->b->ok && l < m->tower.layers; l++)
        m->tower.blocks[l].bias_table = build_optional(
            t->b,
            timm_at(t, build_name(t->b,
                                  "blocks.%d.attn.relative_position_bias_table",
                                  l)),
            rows * m->tower.heads);
}

void timm_build(struct builder *b, const char *architecture)
{
    struct timm t = { .b = b, .name = architecture };
    struct model *m = b->model;
    struct layout layout = base_layout;

    t.prefix = build_prefix(b, prefixes, "patch_embed.proj.weight");
    t.eps =
        timm_has(&t, "norm_pre.weight") || named(&t, "dinov3") ? 1e-5f : 1e-6f;
    check_name(&t);
    check_arguments(&t);
    read_sizes(&t);
    if (!b->ok)
        return;
    if (timm_has(&t, "blocks.0.gamma_1")) {
        layout.gamma1 = "gamma_1";
        layout.gamma2 = "gamma_2";
    }
    read_mlp(&t, &layout);
    read_tokens(&t);
    read_positions(&t);
    if (timm_has(&t, "norm_pre.weight"))
        m->tower.pre =
            build_norm(b, timm_at(&t, "norm_pre"), m->tower.dim, t.eps);
    build_blocks(b, &m->tower, t.prefix, &layout, t.eps);
    read_bias(&t);
    if (timm_has(&t, "norm.weight"))
        m->tower.final =
            build_norm(b, timm_at(&t, "norm"), m->tower.dim, t.eps);
    timm_readout(&t);
}

static void build_timm(struct builder *b)
{
    timm_build(b, build_word(b, "architecture", ""));
}

static bool is_timm(const struct config *c, const struct tensor_list *t)
{
    char name[128];

    if (config_has(c, "model_type") || config_has(c, "model_cfg"))
        return false;
    for (int i = 0; prefixes[i]; i++) {
        snprintf(name, sizeof name, "%sblocks.0.attn.qkv.weight", prefixes[i]);
        if (tensor_find(t, name))
            return true;
    }
    return false;
}

const struct family timm_family = {
    .name = "timm",
    .note =
        "timm's ViT, DeiT, SigLIP, BEiT, DINOv2/3; original DINO and DINOv2",
    .matches = is_timm,
    .build = build_timm,
};
