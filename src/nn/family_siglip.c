/* family_siglip.c - SigLIP and SigLIP 2 at fixed resolution (Zhai et al. 2023,
 * Tschannen et al. 2025): no CLS, a learned query pools the tokens, prompts
 * are judged one by one with a sigmoid. */
#include <math.h>

#include "hf_clip.h"

/* SigLIP 2 speaks Gemma's vocabulary, whose padding is 0; SigLIP pads with its
 * end token, 1. */
enum { GEMMA_VOCABULARY = 256000 };

/* head.attention packs the rows of q, k and v in one matrix. */
static void pool_attention(struct builder *b, struct pool_head *p, int dim)
{
    const char *name = "vision_model.head.attention.in_proj_weight";
    const struct tensor *t = build_tensor(b, name, 3 * (int64_t)dim * dim);
    const float *bias = build_vector(
        b, "vision_model.head.attention.in_proj_bias", 3 * (int64_t)dim);

    if (!b->ok)
        return;
    p->query = (struct linear){ build_rows(b, t, 0, dim, dim), bias };
    p->key_value = (struct linear){ build_rows(b, t, dim, 2 * dim, dim),
                                    bias + dim };
    p->out = build_linear(b, "vision_model.head.attention.out_proj", dim, dim);
}

static struct pool_head *pool(struct builder *b, float eps)
{
    const struct tower *t = &b->model->tower;
    struct pool_head *p = arena_new(b->keep, struct pool_head);

    if (!build_has(b, "vision_model.head.probe"))
        return NULL;
    p->probe = build_vector(b, "vision_model.head.probe", t->dim);
    p->heads = t->heads;
    p->act = t->act;
    pool_attention(b, p, t->dim);
    p->norm = build_norm(b, "vision_model.head.layernorm", t->dim, eps);
    p->up = build_linear(b, "vision_model.head.mlp.fc1", t->mlp, t->dim);
    p->down = build_linear(b, "vision_model.head.mlp.fc2", t->dim, t->mlp);
    return p;
}

static void text(struct builder *b)
{
    static const struct tower_defaults base = { 768, 12, 12, 3072,
                                                "gelu_pytorch_tanh" };
    struct model *m = b->model;
    struct text_tower *t = hf_clip_text(b, "text_config.", &base, 64, 1e-6);

    if (!t)
        return;
    t->pad = t->last = true;
    t->pad_token = build_size(b, "text_config.pad_token_id",
                              t->vocabulary >= GEMMA_VOCABULARY ? 0 : 1, 0,
                              INT32_MAX);
    t->projection = build_linear(
        b, "text_model.head", build_extent(b, "text_model.head.weight", 0),
        t->tower.dim);
    m->text = t;
    m->sigmoid = true;
    m->logit_scale = build_logit_scale(b, 0);
    m->logit_bias = build_scalar(b, "logit_bias", 0);
}

static void embeddings(struct builder *b)
{
    struct model *m = b->model;

    m->embed = build_linear(b, "vision_model.embeddings.patch_embedding",
                            m->tower.dim, 3 * m->patch * m->patch);
    build_position_table(b, "vision_model.embeddings.position_embedding.weight",
                         0);
    m->position.rule = m->position.original = INTERPOLATE_SIZE;
}

static void readout(struct builder *b, const char *path, float eps)
{
    struct model *m = b->model;

    if (build_has(b, "classifier.weight")) {
        m->readout = READ_MEAN;
        m->head = build_classifier(b, "classifier", m->tower.dim);
        build_note(b, "readout: classifier on the mean of all patches");
        return;
    }
    build_deny(b, build_name(b, "%svision_use_head", path), true,
               "vision_model.head.probe");
    m->pool = pool(b, eps);
    m->readout = m->pool ? READ_POOL : READ_MEAN;
    build_note(b, "no CLS token: %s", m->pool
               ? "a learned pooling query reads the patches"
               : "the mean of all patches takes its place");
}

static void build_siglip(struct builder *b)
{
    static const struct tower_defaults base = { 768, 12, 12, 3072,
                                                "gelu_pytorch_tanh" };
    struct model *m = b->model;
    const char *path = config_has(b->config, "vision_config")
                           ? "vision_config." : "";
    float eps = build_eps(b, build_name(b, "%slayer_norm_eps", path), 1e-6);

    build_sizes(b, &m->tower, path, &base);
    build_patching(b, path, 16, 224);
    embeddings(b);
    build_blocks(b, &m->tower, "vision_model.", &hf_clip_layout, eps);
    m->tower.final = build_norm(b, "vision_model.post_layernorm",
                                m->tower.dim, eps);
    readout(b, path, eps);
    if (m->pool)
        text(b);
}

static bool is_siglip(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "siglip") || config_is(c, "siglip_vision_model");
}

const struct family siglip_family = {
    .name = "siglip",
    .note = "SigLIP and SigLIP 2 at fixed resolution, with text",
    .matches = is_siglip,
    .build = build_siglip,
};
