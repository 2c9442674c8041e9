/* outcome.c - what the readout and the heads say of a state.
 *
 * The final norm, the vector the classifier reads (CLS, a mean, or what a
 * pooling query collects), and the classifier or the likeness to prompts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/order.h"
#include "nn/forward.h"

/* What one reading needs to hand around. */
struct reading {
    const struct model *m;
    const struct shape *s;
    const float *x;             /* [T, D] or the leading rows of it */
    struct arena *keep;
    struct arena scratch;
};

int readout_rows(const struct model *m, const struct shape *s)
{
    if (m->readout == READ_CLS || m->readout == READ_NONE)
        return s->cls ? 1 : s->tokens;
    return m->readout == READ_BOTH ? 2 : s->tokens;
}

/* Rows behind the final norm, or as they are where there is none. */
static float *normed(struct reading *r, int rows, struct arena *arena)
{
    ptrdiff_t size = (ptrdiff_t)rows * r->s->dim;
    float *y = arena_floats(arena, size);

    if (r->m->tower.final.scale)
        layer_norm(r->m->engine, y, r->x, &r->m->tower.final, rows, r->s->dim);
    else
        memcpy(y, r->x, (size_t)size * sizeof *y);
    return y;
}

/* mean [D] of the patch tokens of y [T, D] */
static void patch_mean(float *mean, const float *y, const struct shape *s)
{
    int first = shape_prefix(s);

    for (int i = 0; i < s->dim; i++) {
        double sum = 0;

        for (ptrdiff_t t = first; t < s->tokens; t++)
            sum += y[t * s->dim + i];
        mean[i] = (float)(sum / (s->tokens - first));
    }
}

/* One query reads all patches (SigLIP), not what stands before them: scores,
 * attn [Hp, T] recorded, mixed values in mix [D].  kv [T, 2D] */
static void pool_attend(struct outcome *out, float *mix, const float *q,
                        const float *kv, const struct pool_head *p,
                        const struct shape *s)
{
    int D = s->dim, d = D / p->heads, first = shape_prefix(s);
    float scale = 1 / sqrtf((float)d);

    memset(mix, 0, (size_t)D * sizeof *mix);
    for (int h = 0; h < p->heads; h++) {
        float *scores = out->pool_scores + (ptrdiff_t)h * s->tokens;
        float *attn = out->pool_attn + (ptrdiff_t)h * s->tokens;

        for (ptrdiff_t t = 0; t < s->tokens; t++)
            scores[t] = scale * dot(q + h * d, kv + 2 * t * D + h * d, d);
        memcpy(attn, scores, (size_t)s->tokens * sizeof *attn);
        memset(attn, 0, (size_t)first * sizeof *attn);
        softmax(attn + first, s->tokens - first);
        for (ptrdiff_t t = 0; t < s->tokens; t++)
            axpy(mix + h * d, attn[t], kv + (2 * t + 1) * D + h * d, d);
    }
}

/* The pooling head: attention, then x + mlp(norm(x)).  pooled [D] */
static void pool(struct reading *r, struct outcome *out, const float *y)
{
    const struct pool_head *p = r->m->pool;
    const struct engine *e = r->m->engine;
    int T = r->s->tokens, D = r->s->dim, F = weights_out(p->up.w);
    struct arena scratch = r->scratch;
    float *q = arena_floats(&scratch, D), *mix = arena_floats(&scratch, D);
    float *kv = arena_floats(&scratch, 2 * (ptrdiff_t)T * D);
    float *wide = arena_floats(&scratch, F);
    float *x = out->pooled;

    out->pool_scores = arena_floats(r->keep, (ptrdiff_t)p->heads * T);
    out->pool_attn = arena_floats(r->keep, (ptrdiff_t)p->heads * T);
    linear(e, q, p->probe, &p->query, 1, scratch);
    linear(e, kv, y, &p->key_value, T, scratch);
    pool_attend(out, mix, q, kv, p, r->s);
    linear(e, x, mix, &p->out, 1, scratch);
    layer_norm(e, q, x, &p->norm, 1, D);
    linear_act(e, wide, q, &p->up, p->act, 1, scratch);
    linear(e, mix, wide, &p->down, 1, scratch);
    for (int i = 0; i < D; i++)
        x[i] += mix[i];
}

/* out->pooled: what enters the head. */
static void read_pooled(struct reading *r, struct outcome *out, const float *y)
{
    const struct model *m = r->m;
    int D = r->s->dim;

    out->pooled_size = m->readout == READ_CLS_MEAN ? 2 * D : D;
    out->pooled = arena_floats(r->keep, out->pooled_size);
    if (m->readout == READ_MEAN)
        patch_mean(out->pooled, y, r->s);
    else if (m->readout == READ_POOL)
        pool(r, out, y);
    else
        memcpy(out->pooled, y, (size_t)D * sizeof *y);
    if (m->readout == READ_CLS_MEAN)
        patch_mean(out->pooled + D, y, r->s);
    if (m->pool_norm.scale)
        layer_norm(m->engine, out->pooled, out->pooled, &m->pool_norm, 1, D);
}

/* DeiT distilled: two tokens, two heads, the mean of their logits. */
static void read_both(struct reading *r, struct outcome *out, const float *y)
{
    const struct model *m = r->m;
    int C = m->classes;

    out->logits_cls = arena_floats(r->keep, C);
    out->logits_dist = arena_floats(r->keep, C);
    linear(m->engine, out->logits_cls, y, &m->head, 1, r->scratch);
    linear(m->engine, out->logits_dist, y + r->s->dim, &m->head_dist, 1,
           r->scratch);
    for (int c = 0; c < C; c++)
        out->logits[c] = (out->logits_cls[c] + out->logits_dist[c]) / 2;
}

/* The shared space of pictures and prompts (CLIP, SigLIP). */
static void read_embeds(struct reading *r, struct outcome *out)
{
    const struct model *m = r->m;
    int E = m->projection.w ? weights_out(m->projection.w) : out->pooled_size;
    double norm;

    if (!m->projection.w && !m->text)
        return;
    out->embed_size = E;
    out->image_features = arena_floats(r->keep, E);
    out->image_embeds = arena_floats(r->keep, E);
    if (m->projection.w)
        linear(m->engine, out->image_features, out->pooled, &m->projection, 1,
               r->scratch);
    else
        memcpy(out->image_features, out->pooled, (size_t)E * sizeof(float));
    norm = vector_norm(out->image_features, E);
    for (int i = 0; i < E; i++)
        out->image_embeds[i] = (float)(out->image_features[i] / norm);
}

static void compare_prompts(struct reading *r, struct outcome *out,
                            const struct prompts *prompts)
{
    for (int c = 0; c < prompts->count; c++)
        out->logits[c] =
            r->m->logit_scale * dot(out->image_embeds,
                                    prompts->embeds +
                                        (ptrdiff_t)c * out->embed_size,
                                    out->embed_size) +
            r->m->logit_bias;
}

/* probs from logits. */
static void weigh(struct outcome *out, bool sigmoid)
{
    int C = out->classes;

    memcpy(out->probs, out->logits, (size_t)C * sizeof *out->probs);
    if (!sigmoid)
        softmax(out->probs, C);
    for (int c = 0; sigmoid && c < C; c++)
        out->probs[c] = (float)(1 / (1 + exp(-(double)out->logits[c])));
}

static void classify(struct reading *r, struct outcome *out, const float *y,
                     const struct prompts *prompts)
{
    const struct model *m = r->m;
    bool zero_shot = prompts && prompts->count && out->image_embeds;
    int C = zero_shot ? prompts->count : m->head.w ? m->classes : 0;

    out->classes = C;
    if (!C)
        return;
    out->logits = arena_floats(r->keep, C);
    out->probs = arena_floats(r->keep, C);
    if (zero_shot)
        compare_prompts(r, out, prompts);
    else if (m->readout == READ_BOTH)
        read_both(r, out, y);
    else
        linear(m->engine, out->logits, out->pooled, &m->head, 1, r->scratch);
    weigh(out, zero_shot && m->sigmoid);
}

/* ViTModel's pooler, from CLS behind the final norm. */
static void read_pooler(struct reading *r, struct outcome *out, const float *y)
{
    const struct model *m = r->m;
    int D = r->s->dim;

    if (!m->pooler.w && !m->pooler_is_cls)
        return;
    out->pooler_output = arena_floats(r->keep, D);
    if (m->pooler_is_cls) {
        memcpy(out->pooler_output, y, (size_t)D * sizeof *y);
        return;
    }
    linear(m->engine, out->pooler_output, y, &m->pooler, 1, r->scratch);
    for (int i = 0; i < D; i++)
        out->pooler_output[i] = tanhf(out->pooler_output[i]);
}

/* All but the order of the classes. */
static void read_state(struct outcome *out, struct reading *r, bool whole,
                       const struct prompts *prompts)
{
    int rows = whole ? r->s->tokens : readout_rows(r->m, r->s);
    float *y = normed(r, rows, whole ? r->keep : &r->scratch);

    *out = (struct outcome){ 0 };
    if (whole && r->m->tower.final.scale)
        out->final_norm = y;
    read_pooled(r, out, y);
    read_pooler(r, out, y);
    read_embeds(r, out);
    classify(r, out, y, prompts);
}

void outcome_read(struct outcome *out, const struct model *m, const float *x,
                  const struct shape *shape, const struct prompts *prompts,
                  bool whole, struct arena *keep, struct arena scratch)
{
    struct reading r = { m, shape, x, keep, scratch };

    read_state(out, &r, whole, prompts);
    if (!out->classes)
        return;
    out->order = arena_array(keep, int, out->classes);
    order_by_value(out->order, out->logits, out->classes);
}

void outcome_lens(float *probs, const struct model *m, const float *x,
                  const struct shape *shape, const struct prompts *prompts,
                  struct arena scratch)
{
    struct arena keep = arena_carve(&scratch, arena_room(&scratch, 1) / 2);
    struct reading r = { m, shape, x, &keep, scratch };
    struct outcome out;

    read_state(&out, &r, false, prompts);
    memcpy(probs, out.probs, (size_t)out.classes * sizeof *probs);
}

const char *outcome_label(const struct model *m, const struct prompts *prompts,
                          int index)
{
    if (prompts && prompts->count)
        return prompts->labels[index];
    return m->labels[index];
}
