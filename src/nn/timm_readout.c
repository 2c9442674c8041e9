/* timm_readout.c - what a timm model reads out: CLS, the mean of the patches, a
 * pooling query, or two heads.  Tensors tell more of it than the config. */
#include <string.h>

#include "timm.h"

static struct pool_head *pool(const struct timm *t)
{
    struct builder *b = t->b;
    const struct tower *m = &b->model->tower;
    struct pool_head *p = arena_new(b->keep, struct pool_head);
    int mlp = build_extent(b, timm_at(t, "attn_pool.mlp.fc1.weight"), 0);

    p->probe = build_vector(b, timm_at(t, "attn_pool.latent"), m->dim);
    p->heads = m->heads;
    p->act = m->act;
    p->query = build_linear(b, timm_at(t, "attn_pool.q"), m->dim, m->dim);
    p->key_value =
        build_linear(b, timm_at(t, "attn_pool.kv"), 2 * m->dim, m->dim);
    p->out = build_linear(b, timm_at(t, "attn_pool.proj"), m->dim, m->dim);
    p->norm = build_norm(b, timm_at(t, "attn_pool.norm"), m->dim, t->eps);
    p->up = build_linear(b, timm_at(t, "attn_pool.mlp.fc1"), mlp, m->dim);
    p->down = build_linear(b, timm_at(t, "attn_pool.mlp.fc2"), m->dim, mlp);
    return p;
}

/* model_args wins; a trunk of open_clip says it in its own words. */
static const char *global_pool(const struct timm *t)
{
    static const char *const known[] = { "", "token", "avg", "map" };
    const struct config *c = t->b->config;
    const char *says = config_string(
        c, "model_args.global_pool",
        config_string(c, "global_pool",
                      config_string(c, "model_cfg.vision_cfg.timm_pool", "")));

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(says, known[i]) == 0)
            return says;
    build_fail(t->b, "%s: global_pool \"%.60s\" is none of token, avg, map",
               c->source, says);
    return "";
}

void timm_readout(const struct timm *t)
{
    struct builder *b = t->b;
    struct model *m = b->model;
    const char *says = global_pool(t);
    bool mean = strcmp(says, "avg") == 0 || timm_has(t, "fc_norm.weight");

    if (timm_has(t, "attn_pool.latent")) {
        m->pool = pool(t);
        m->readout = READ_POOL;
    } else {
        m->readout = mean || !m->cls_token ? READ_MEAN : READ_CLS;
    }
    if (timm_has(t, "fc_norm.weight"))
        m->pool_norm =
            build_norm(b, timm_at(t, "fc_norm"), m->tower.dim, t->eps);
    m->head = build_classifier(b, timm_at(t, "head"), m->tower.dim);
    if (timm_has(t, "head_dist.weight")) {
        m->head_dist =
            build_classifier(b, timm_at(t, "head_dist"), m->tower.dim);
        m->readout = READ_BOTH;
    }
    build_note(b, "readout: %s, deduced from the tensors",
               m->readout == READ_POOL   ? "a pooling query"
               : m->readout == READ_BOTH ? "mean of two heads"
               : m->readout == READ_MEAN ? "mean of the patches"
                                         : "CLS");
}
