/* text_tower.c - prompts through CLIP's or SigLIP's text side: token and
 * position tables, the same blocks as the picture's, one row read out. */
#include "nn/text_tower.h"

#include <math.h>
#include <string.h>

static bool check(const struct model *m, const int *ids, int count,
                  const char *label, struct error *err)
{
    const struct text_tower *t = m->text;

    if (!t)
        return error_set(err, "%s: this model has no text tower for prompts",
                         m->name);
    if (count < 1)
        return error_set(err, "prompt \"%s\": no tokens", label);
    if (count > t->context)
        return error_set(err, "%s takes at most %d tokens, a prompt has %d: "
                         "\"%s\"", m->name, t->context, count, label);
    for (int i = 0; i < count; i++)
        if (ids[i] < 0 || ids[i] >= t->vocabulary)
            return error_set(err, "prompt \"%s\": token id %d is outside the "
                             "vocabulary of %d", label, ids[i], t->vocabulary);
    return true;
}

static bool fits(const struct text_tower *t, int count, enum keep keep_what,
                 const struct arena *keep, const struct arena *scratch)
{
    struct shape s = { .layers = t->tower.layers, .dim = t->tower.dim,
                       .heads = t->tower.heads,
                       .tokens = t->pad ? t->context : count };

    return trace_bytes(&s, keep_what) + ((ptrdiff_t)1 << 20) <
               arena_room(keep, 1) &&
           block_scratch(&t->tower, s.tokens) < arena_room(scratch, 1);
}

/* The ids as fed: SigLIP reads its padding, CLIP cannot see it. */
static const int *pad(const struct text_tower *t, const int *ids, int *count,
                      struct arena *keep)
{
    int n = t->pad ? t->context : *count;
    int *fed = arena_array(keep, int, n);

    for (int i = 0; i < n; i++)
        fed[i] = i < *count ? ids[i] : t->pad_token;
    *count = n;
    return fed;
}

/* Which row is the prompt's: the last, the first, or the end token's. */
static int readout_row(const struct text_tower *t, const int *ids, int count)
{
    int best = 0;

    if (t->last)
        return count - 1;
    if (t->first)
        return 0;
    for (int i = 0; i < count; i++) {
        if (t->end_token >= 0 && ids[i] == t->end_token)
            return i;
        if (ids[i] > ids[best])
            best = i;
    }
    return best;
}

/* x [T, D] = token + position */
static void embed_words(float *x, const struct text_tower *t, const int *ids,
                        int count)
{
    ptrdiff_t D = t->tower.dim;

    for (ptrdiff_t i = 0; i < count; i++) {
        weights_row(x + i * D, t->embedding, ids[i]);
        axpy(x + i * D, 1, t->positions + i * D, (int)D);
    }
}

static void begin(struct trace *t, const struct model *m, const int *ids,
                  int count, enum keep keep_what, struct arena *keep)
{
    const struct tower *tower = &m->text->tower;
    size_t size;

    *t = (struct trace){
        .model = m, .tower = tower, .demand = -1,
        .shape = { .layers = tower->layers, .dim = tower->dim,
                   .heads = tower->heads, .tokens = count, .words = count },
        .span = { .tokens = count, .rows = count, .read = -1,
                  .scale = 1 / sqrtf((float)(tower->dim / tower->heads)) },
    };
    trace_allocate(t, keep_what, keep);
    embed_words(t->hidden, m->text, ids, count);
    size = (size_t)count * (size_t)tower->dim * sizeof(float);
    if (t->embeddings)
        memcpy(t->embeddings, t->hidden, size);
}

/* Pooled, projected, normalised. */
static void project(struct text_reading *r, const struct model *m,
                    struct arena *keep, struct arena scratch)
{
    const struct text_tower *t = m->text;
    int D = t->tower.dim, n = r->trace.shape.tokens;
    int E = t->projection.w ? weights_out(t->projection.w) : D;
    int row = readout_row(t, r->ids, n);
    double norm;

    r->pooled = r->final_norm + (ptrdiff_t)row * D;
    r->embed_size = E;
    r->features = arena_floats(keep, E);
    r->embed = arena_floats(keep, E);
    if (t->projection.w)
        linear(m->engine, r->features, r->pooled, &t->projection, 1, scratch);
    else
        memcpy(r->features, r->pooled, (size_t)E * sizeof(float));
    norm = vector_norm(r->features, E);
    for (int i = 0; i < E; i++)
        r->embed[i] = (float)(r->features[i] / norm);
}

/* Weights that no training leaves behind make every number after them NaN. */
static bool sound(const struct model *m, const char *name, struct error *err)
{
    return !name || error_set(err, "%s: tensor %s holds NaN or infinite values",
                              m->source, name);
}

/* Words are read from the file row by row, without being packed. */
static const char *word_fault(const struct model *m, const struct trace *t)
{
    const struct shape *s = &t->shape;
    double norm = vector_norm(t->hidden, s->tokens * s->dim);

    return isfinite(norm) ? NULL : weights_name(m->text->embedding);
}

bool text_read(struct text_reading *out, const struct model *m, const int *ids,
               int count, const char *label, enum keep keep_what,
               struct arena *keep, struct arena scratch, struct error *err)
{
    struct trace *t = &out->trace;
    int D;

    if (!check(m, ids, count, label, err))
        return false;
    D = m->text->tower.dim;
    if (!fits(m->text, count, keep_what, keep, &scratch))
        return error_set(err, "%s: a prompt of %d tokens does not fit into "
                         "memory", m->name, count);
    out->ids = pad(m->text, ids, &count, keep);
    begin(t, m, out->ids, count, keep_what, keep);
    if (!sound(m, word_fault(m, t), err))
        return false;
    while (t->done < t->shape.layers)
        forward_step(t, scratch);
    out->final_norm = arena_floats(keep, (ptrdiff_t)count * D);
    layer_norm(m->engine, out->final_norm, trace_hidden(t, t->shape.layers),
               &m->text->tower.final, count, D);
    project(out, m, keep, scratch);
    return sound(m, text_fault(m->text), err);
}

bool prompts_read(struct prompts *out, const struct model *m,
                  const struct prompt_ids *list, int count, struct arena *keep,
                  struct arena scratch, struct error *err)
{
    struct text_reading r;

    *out = (struct prompts){ .count = count };
    out->labels = arena_array(keep, const char *, count);
    for (int i = 0; i < count; i++) {
        struct arena rest = scratch;
        struct arena run = arena_carve(&rest, arena_room(&rest, 1) / 2);

        if (!text_read(&r, m, list[i].ids, list[i].count, list[i].label,
                       KEEP_ALWAYS, &run, rest, err))
            return false;
        if (!out->embeds)
            out->embeds = arena_floats(keep, (ptrdiff_t)count * r.embed_size);
        memcpy(out->embeds + (ptrdiff_t)i * r.embed_size, r.embed,
               (size_t)r.embed_size * sizeof *r.embed);
        out->labels[i] = arena_string(keep, list[i].label);
    }
    return true;
}
