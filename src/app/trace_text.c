/* trace_text.c - tensors of the text tower: a prompt is read again when the
 * tensors of its layers are written, so that only one is held at a time. */
#include "app/trace_list.h"

#include <stdio.h>
#include <string.h>

/* Tokens of a prompt without the padding behind them: SigLIP ends a text with
 * the token it pads with. */
static int own_tokens(const struct text_tower *t, const struct prompt_ids *p)
{
    int n = 0;

    while (n < p->count && !(t->pad && p->ids[n] == t->pad_token))
        n++;
    return n < p->count ? n + 1 : n;
}

static void add_whole(struct trace_list *l, const int64_t *data, int rank,
                      const int *shape, const char *name)
{
    struct trace_item *item = trace_add(l, data, rank, shape, name);

    if (item)
        item->tensor.dtype = DTYPE_I64;
}

void trace_add_ids(struct trace_list *l, const struct world *w)
{
    const struct text_tower *t = w->model.text;
    int P = w->prompts ? w->prompts->count : 0, S = t ? t->context : 0;
    int64_t *rows, *counts;

    if (!P)
        return;
    rows = arena_array(l->keep, int64_t, (ptrdiff_t)P * S);
    counts = arena_array(l->keep, int64_t, P);
    for (int i = 0; i < P; i++) {
        const struct prompt_ids *p = &w->prompt_ids[i];

        counts[i] = own_tokens(t, p);
        for (int j = 0; j < S; j++)
            rows[(ptrdiff_t)i * S + j] = j < p->count ? p->ids[j]
                                         : t->pad     ? t->pad_token
                                                      : 0;
    }
    add_whole(l, rows, SHAPE(P, S),
              t->pad ? "input_ids" : "input_ids_zero_padded");
    add_whole(l, counts, SHAPE(P), "n_tokens");
}

/* The reading of a prompt, computed when it is not the one at hand. */
static bool read_prompt(struct trace_source *from, int prompt,
                        struct error *err)
{
    const struct world *w = from->world;
    const struct prompt_ids *p = &w->prompt_ids[prompt];

    if (from->prompt == prompt)
        return true;
    from->prompt = -1;
    arena_reset(&from->text);
    if (!text_read(&from->reading, &w->model, p->ids, p->count, p->label,
                   KEEP_DEMAND, &from->text, w->scratch, err))
        return false;
    from->prompt = prompt;
    return true;
}

static void promise(struct trace_list *l, enum item_kind kind, int prompt,
                    int layer, int rank, const int *shape, const char *name)
{
    struct trace_item *item = trace_promise(l, kind, layer, rank, shape, name);

    if (item)
        item->prompt = prompt;
}

static void add_prompt(struct trace_list *l, int prompt, const struct shape *s)
{
    int n = s->tokens, D = s->dim, H = s->heads;
    char name[48];

    snprintf(name, sizeof name, "text_p%d_embeddings", prompt);
    promise(l, ITEM_TEXT_EMBEDDINGS, prompt, 0, SHAPE(n, D), name);
    for (int i = 0; i < s->layers; i++) {
        snprintf(name, sizeof name, "text_p%d_attn_%d", prompt, i);
        promise(l, ITEM_TEXT_ATTN, prompt, i, SHAPE(H, n, n), name);
        snprintf(name, sizeof name, "text_p%d_hidden_%d", prompt, i);
        promise(l, ITEM_TEXT_HIDDEN, prompt, i, SHAPE(n, D), name);
    }
    snprintf(name, sizeof name, "text_p%d_final_norm", prompt);
    promise(l, ITEM_TEXT_NORM, prompt, 0, SHAPE(n, D), name);
}

/* One row a prompt, of the three summaries. */
struct summary {
    float *pooled;            /* [P, Dt] */
    float *features, *embeds; /* [P, E] */
};

static void copy_row(float *rows, int index, const float *row, int n)
{
    memcpy(rows + (ptrdiff_t)index * n, row, (size_t)n * sizeof *rows);
}

bool trace_add_text(struct trace_list *l, struct trace_source *from,
                    struct error *err)
{
    const struct world *w = from->world;
    int P = w->prompts ? w->prompts->count : 0, D, E = 0;
    struct summary all = { 0 };

    if (!P)
        return true;
    D = w->model.text->tower.dim;
    for (int i = 0; i < P; i++) {
        const struct text_reading *r = &from->reading;

        if (!read_prompt(from, i, err))
            return false;
        if (!i) {
            E = r->embed_size;
            all.pooled = arena_floats(l->keep, (ptrdiff_t)P * D);
            all.features = arena_floats(l->keep, (ptrdiff_t)P * E);
            all.embeds = arena_floats(l->keep, (ptrdiff_t)P * E);
        }
        copy_row(all.pooled, i, r->pooled, D);
        copy_row(all.features, i, r->features, E);
        copy_row(all.embeds, i, r->embed, E);
        add_prompt(l, i, &r->trace.shape);
    }
    trace_add(l, all.pooled, SHAPE(P, D), "text_pooled");
    trace_add(l, all.features, SHAPE(P, E), "text_features");
    trace_add(l, all.embeds, SHAPE(P, E), "text_embeds");
    return true;
}

bool trace_text_data(const void **data, const struct trace_item *item,
                     struct trace_source *from, struct error *err)
{
    struct text_reading *r = &from->reading;

    if (!read_prompt(from, item->prompt, err))
        return false;
    if (item->kind == ITEM_TEXT_EMBEDDINGS) {
        *data = r->trace.embeddings;
    } else if (item->kind == ITEM_TEXT_HIDDEN) {
        *data = trace_hidden(&r->trace, item->layer + 1);
    } else if (item->kind == ITEM_TEXT_NORM) {
        *data = r->final_norm;
    } else {
        trace_demand(&r->trace, item->layer, from->world->scratch);
        *data = r->trace.attn;
    }
    return true;
}
