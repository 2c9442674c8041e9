/* family_open_clip.c - open_clip's folders and OpenAI's original CLIP, which
 * carry the same names: `visual.*` beside a text tower without a prefix (or
 * under `text.`). */
#include <math.h>
#include <string.h>

#include "build.h"

static const struct layout layout = {
    .block = "transformer.resblocks.",
    .attn_norm = "ln_1",
    .mlp_norm = "ln_2",
    .qkv = "attn.in_proj_",
    .out = "attn.out_proj",
    .gamma1 = "ls_1.gamma",
    .gamma2 = "ls_2.gamma",
    .up = "mlp.c_fc",
    .down = "mlp.c_proj",
};

#define VISION "model_cfg.vision_cfg."
#define TEXT   "model_cfg.text_cfg."

static enum activation act(struct builder *b, const char *cfg, bool original)
{
    const char *kind = config_string(
        b->config, build_name(b, "%sact_kwargs.approximate", cfg), "");

    if (strcmp(kind, "tanh") == 0)
        return ACT_GELU_TANH;
    return build_flag(b, "model_cfg.quick_gelu", original)
               ? ACT_QUICK_GELU
               : ACT_GELU;
}

/* `value` of the key `path` must be among the words of `known`. */
static void one_of(struct builder *b, const char *path, const char *value,
                   const char *known)
{
    const char *at = strstr(known, value);
    size_t n = strlen(value);

    if (!n || !at || (at > known && at[-1] != ' ') || (at[n] && at[n] != ' '))
        build_fail(b, "%s: %s \"%.60s\" is none known here: %s",
                   b->config->source, path, value, known);
}

/* Layers, widths and the MLP's width are what the tensors say. */
static void tower_sizes(struct builder *b, struct tower *t, const char *prefix,
                        const char *norm)
{
    const char *blocks = build_name(b, "%stransformer.resblocks.", prefix);

    t->dim = build_extent(b, build_name(b, "%s%s.weight", prefix, norm), 0);
    t->layers = build_count(b, blocks, "ln_1.weight");
    t->mlp = build_extent(b, build_name(b, "%s0.mlp.c_fc.weight", blocks), 0);
    if (t->dim < 1 || t->dim > 16384 || !t->layers || t->mlp < 1)
        build_fail(b,
                   "%s: the tensors under %stransformer do not tell a "
                   "tower's sizes",
                   b->tensors->source, prefix);
}

/* x @ proj: stored [in, out]. */
static struct linear projection(struct builder *b, const char *name, int dim)
{
    int out = build_extent(b, name, 1);

    return (struct linear){ build_matrix(b, name, out, dim, true), NULL };
}

static void vision_embeddings(struct builder *b)
{
    struct model *m = b->model;
    int dim = m->tower.dim;

    m->embed = build_linear(b, "visual.conv1", dim, 3 * m->patch * m->patch);
    m->cls_token = build_vector(b, "visual.class_embedding", dim);
    build_position_table(b, "visual.positional_embedding", 1);
    m->position.rule = m->position.original = INTERPOLATE_ANTIALIAS;
    m->position.skip_same_grid = true;
}

/* image_size is one number or [h, w]. */
static int image_side(struct builder *b, int axis, int fallback)
{
    const char *path = build_name(b, VISION "image_size.%d", axis);

    return build_size(b,
                      config_has(b->config, path) ? path : VISION "image_size",
                      fallback, b->model->patch, 16384);
}

/* Patch and picture side; the original's files have no config. */
static void vision_sizes(struct builder *b)
{
    struct model *m = b->model;
    int rows = build_extent(b, "visual.positional_embedding", 0) - 1;
    int side = rows > 0 ? (int)sqrt(rows) : 1;

    m->patch = build_extent(b, "visual.conv1.weight", 3);
    if (m->patch < 1 || m->patch > 256) {
        build_fail(b,
                   "%s: tensor visual.conv1.weight does not tell the "
                   "patch size",
                   b->tensors->source);
        return;
    }
    m->image_h = image_side(b, 0, side * m->patch);
    m->image_w = image_side(b, 1, side * m->patch);
    m->tower.heads =
        m->tower.dim / build_size(b, VISION "head_width", 64, 1, m->tower.dim);
}

static void vision(struct builder *b, bool original)
{
    struct model *m = b->model;
    const char *pool = build_word(b, VISION "pool_type", "tok");
    float eps = build_eps(b, VISION "norm_kwargs.eps", 1e-5);

    one_of(b, VISION "pool_type", pool, "tok avg");
    build_unknown(b, VISION "attentional_pool");
    tower_sizes(b, &m->tower, "visual.", "ln_post");
    if (!b->ok)
        return;
    vision_sizes(b);
    m->tower.act = act(b, VISION, original);
    vision_embeddings(b);
    if (build_has(b, "visual.ln_pre.weight"))
        m->tower.pre = build_norm(b, "visual.ln_pre", m->tower.dim, eps);
    build_blocks(b, &m->tower, "visual.", &layout, eps);
    m->readout = strcmp(pool, "avg") == 0 ? READ_MEAN : READ_CLS;
    if (build_flag(b, VISION "final_ln_after_pool", false))
        m->pool_norm = build_norm(b, "visual.ln_post", m->tower.dim, eps);
    else
        m->tower.final = build_norm(b, "visual.ln_post", m->tower.dim, eps);
    if (build_has(b, "visual.proj"))
        m->projection = projection(b, "visual.proj", m->tower.dim);
    build_note(b, "readout: %s, projected into the space of prompts",
               m->readout == READ_MEAN ? "mean of the patches" : "CLS");
}

static void text_readout(struct builder *b, struct text_tower *t)
{
    const char *pool = build_word(b, TEXT "pool_type", "argmax");

    one_of(b, TEXT "pool_type", pool, "argmax eos first last");
    build_unknown(b, TEXT "embed_cls");
    t->end_token = strcmp(pool, "eos") == 0
                       ? build_size(b, TEXT "eos_id", 2, 0, INT32_MAX)
                       : -1;
    t->first = strcmp(pool, "first") == 0;
    t->last = strcmp(pool, "last") == 0;
    t->pad_token = build_size(b, TEXT "pad_id", 0, 0, INT32_MAX);
    t->tower.causal = !build_flag(b, TEXT "no_causal_mask", false);
    t->pad = t->last || !t->tower.causal;
}

static void text(struct builder *b, const char *prefix, bool original)
{
    struct text_tower *t = arena_new(b->keep, struct text_tower);
    const char *words = build_name(b, "%stoken_embedding.weight", prefix);
    const char *places = build_name(b, "%spositional_embedding", prefix);
    const char *out = build_name(b, "%stext_projection", prefix), *linear;
    float eps = build_eps(b, TEXT "norm_kwargs.eps", 1e-5);

    tower_sizes(b, &t->tower, prefix, "ln_final");
    if (!b->ok)
        return;
    t->tower.heads = build_size(b, TEXT "heads", t->tower.dim / 64, 1, 1024);
    t->tower.act = act(b, TEXT, original);
    t->vocabulary = build_extent(b, words, 0);
    t->context = build_extent(b, places, 0);
    t->embedding = build_matrix(b, words, t->vocabulary, t->tower.dim, false);
    t->positions = build_vector(b, places, (int64_t)t->context * t->tower.dim);
    build_blocks(b, &t->tower, prefix, &layout, eps);
    t->tower.final =
        build_norm(b, build_name(b, "%sln_final", prefix), t->tower.dim, eps);
    linear = build_name(b, "%s.weight", out);
    if (build_has(b, out))
        t->projection = projection(b, out, t->tower.dim);
    else if (build_has(b, linear))
        t->projection =
            build_linear(b, out, build_extent(b, linear, 0), t->tower.dim);
    text_readout(b, t);
    b->model->text = t;
}

/* A vision tower of timm's under visual.trunk (SigLIP and others). */
static void trunk(struct builder *b)
{
    struct model *m = b->model;
    const char *head = "visual.head.proj.weight";

    if (build_has(b, "visual.head.mlp.fc1.weight"))
        build_fail(b,
                   "%s: an MLP behind the vision tower (visual.head.mlp) is "
                   "not known here",
                   b->tensors->source);
    timm_build(b, build_word(b, VISION "timm_model_name", ""));
    if (build_has(b, head))
        m->projection.w = build_matrix(b, head, build_extent(b, head, 0),
                                       m->tower.dim, false);
}

static void build_open_clip(struct builder *b)
{
    struct model *m = b->model;
    bool original = !config_has(b->config, "model_cfg");
    const char *prefix =
        build_has(b, "text.token_embedding.weight") ? "text." : "";

    if (build_has(b, "visual.trunk.patch_embed.proj.weight"))
        trunk(b);
    else
        vision(b, original);
    if (b->ok &&
        build_has(b, build_name(b, "%stoken_embedding.weight", prefix)))
        text(b, prefix, original);
    m->logit_scale = build_logit_scale(b, 2.6592f);
    m->logit_bias = build_scalar(b, "logit_bias", 0);
    m->sigmoid = build_has(b, "logit_bias");
}

static bool is_open_clip(const struct config *c, const struct tensor_list *t)
{
    if (config_has(c, "model_cfg.vision_cfg"))
        return true;
    return !config_has(c, "model_type") &&
           tensor_find(t, "visual.transformer.resblocks.0.ln_1.weight");
}

const struct family open_clip_family = {
    .name = "open_clip",
    .note = "open_clip folders and OpenAI's original CLIP",
    .matches = is_open_clip,
    .build = build_open_clip,
};
