/* trace_list.c - one list of names, shapes and where the numbers come from.
 *
 * Token order, names and shapes are those of reference dumps of the original
 * code, so that two files can be compared tensor by tensor. */
#include "app/trace_list.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "nn/kernels.h"

static struct trace_item *next_item(struct trace_list *l)
{
    if (l->count == l->room) {
        int room = l->room ? 2 * l->room : 64;
        struct trace_item *items =
            arena_array(l->keep, struct trace_item, room);

        if (l->count)
            memcpy(items, l->items, (size_t)l->count * sizeof *items);
        l->items = items;
        l->room = room;
    }
    return &l->items[l->count++];
}

struct trace_item *trace_add(struct trace_list *l, const void *data, int rank,
                             const int *shape, const char *name)
{
    struct trace_item *item;
    int64_t sizes[4];

    if (!data || !l->wanted(l->ctx, name))
        return NULL;
    for (int i = 0; i < rank; i++)
        sizes[i] = shape[i];
    item = next_item(l);
    *item = (struct trace_item){
        .tensor =
            tensor_of_floats(arena_string(l->keep, name), data, rank, sizes),
    };
    return item;
}

struct trace_item *trace_promise(struct trace_list *l, enum item_kind kind,
                                 int layer, int rank, const int *shape,
                                 const char *name)
{
    static const float later;
    struct trace_item *item = trace_add(l, &later, rank, shape, name);

    if (item) {
        item->tensor.data = NULL;
        item->kind = kind;
        item->layer = layer;
    }
    return item;
}

/* "attn_3" */
static const char *numbered(char out[32], const char *stem, int n)
{
    snprintf(out, 32, "%s_%d", stem, n);
    return out;
}

static void add_input(struct trace_list *l, const struct study *s)
{
    const struct trace *t = &s->trace;
    int T = t->shape.tokens, D = t->shape.dim;

    trace_add(l, s->prepared.values, SHAPE(3, s->prepared.h, s->prepared.w),
              "pixel_values");
    trace_add(l, t->embeddings, SHAPE(T, D), "embeddings");
    if (t->tower->pre.scale)
        trace_add(l, trace_hidden(t, 0), SHAPE(T, D), "pre_norm");
}

static void add_layers(struct trace_list *l, const struct trace *t)
{
    int H = t->shape.heads, T = t->shape.tokens, D = t->shape.dim;
    char name[32];

    for (int i = 0; i < t->shape.layers; i++) {
        trace_promise(l, ITEM_SCORES, i, SHAPE(H, T, T),
                      numbered(name, "attn_scores", i));
        trace_promise(l, ITEM_ATTN, i, SHAPE(H, T, T),
                      numbered(name, "attn", i));
        trace_add(l, trace_hidden(t, i + 1), SHAPE(T, D),
                  numbered(name, "hidden", i));
    }
}

/* [L, D]: the class token behind each block. */
static float *cls_rows(const struct trace *t, struct arena *keep)
{
    int L = t->shape.layers, D = t->shape.dim;
    float *rows = arena_floats(keep, (ptrdiff_t)L * D);

    for (int i = 0; i < L; i++)
        memcpy(rows + (ptrdiff_t)i * D, trace_hidden(t, i + 1),
               (size_t)D * sizeof *rows);
    return rows;
}

/* [L, T]: the length of each token behind each block. */
static float *norms(const struct study *s, struct arena *keep)
{
    int L = s->trace.shape.layers, T = s->trace.shape.tokens;
    float *out = arena_floats(keep, (ptrdiff_t)L * T);

    for (int i = 0; i < L; i++)
        for (int j = 0; j < T; j++)
            out[i * T + j] = (float)study_norm(s, i + 1, j);
    return out;
}

static void add_paths(struct trace_list *l, const struct study *s)
{
    const struct trace *t = &s->trace;
    int L = t->shape.layers, H = t->shape.heads, T = t->shape.tokens;

    if (t->shape.cls) {
        trace_add(l, cls_rows(t, l->keep), SHAPE(L, t->shape.dim),
                  "hidden_cls");
        trace_add(l, t->read_attn, SHAPE(L, H, T), "attn_cls");
        trace_add(l, t->read_scores, SHAPE(L, H, T), "attn_scores_cls");
    }
    trace_add(l, norms(s, l->keep), SHAPE(L, T), "hidden_norms");
}

static void add_readout(struct trace_list *l, const struct study *s)
{
    const struct outcome *o = &s->outcome;
    int T = s->trace.shape.tokens, D = s->trace.shape.dim;

    trace_add(l, o->final_norm, SHAPE(T, D), "final_norm");
    if (s->trace.shape.cls)
        trace_add(l, o->final_norm, SHAPE(D), "cls");
    trace_add(l, o->pooled, SHAPE(o->pooled_size), "pooled");
    trace_add(l, o->pooler_output, SHAPE(D), "pooler_output");
    if (o->pool_attn) {
        int heads = s->model->pool->heads;

        trace_add(l, o->pool_scores, SHAPE(heads, 1, T), "pool_attn_scores");
        trace_add(l, o->pool_attn, SHAPE(heads, 1, T), "pool_attn");
    }
}

static void add_classes(struct trace_list *l, const struct study *s)
{
    const struct outcome *o = &s->outcome;

    trace_add(l, o->logits_cls, SHAPE(o->classes), "cls_logits");
    trace_add(l, o->logits_dist, SHAPE(o->classes), "distillation_logits");
    trace_add(l, o->image_features, SHAPE(o->embed_size), "image_features");
    trace_add(l, o->image_embeds, SHAPE(o->embed_size), "image_embeds");
    if (s->prompts) {
        trace_add(l, o->logits, SHAPE(1, o->classes), "logits_per_image");
        trace_add(l, o->probs, SHAPE(1, o->classes), "probs");
    } else {
        trace_add(l, o->logits, SHAPE(o->classes), "logits");
        trace_add(l, o->probs, SHAPE(o->classes), "probs");
    }
}

/* --- rollouts -------------------------------------------------------------- */

/* The class token's row over the patches, divided by its maximum; NULL where
 * there is none, or all of it is 0. */
static float *rollout_mask(const float *R, const struct shape *s,
                           struct arena *keep)
{
    int N = shape_patches(s);
    const float *row = R + shape_prefix(s);
    float *mask = arena_floats(keep, N), most = 0;

    for (int i = 0; i < N; i++)
        most = row[i] > most ? row[i] : most;
    if (!s->cls || most <= 0)
        return NULL;
    for (int i = 0; i < N; i++)
        mask[i] = row[i] / most;
    return mask;
}

static void add_rollout(struct trace_list *l, struct study *s, const char *name,
                        const struct rollout_rule *rule, struct arena scratch)
{
    const struct shape *shape = &s->trace.shape;
    int T = shape->tokens;
    char mask[40];
    float *R;

    snprintf(mask, sizeof mask, "%s_mask", name);
    if (!l->wanted(l->ctx, name) && !l->wanted(l->ctx, mask))
        return;
    R = arena_floats(l->keep, (ptrdiff_t)T * T);
    rollout_matrix(R, &s->trace, rule, scratch);
    trace_add(l, R, SHAPE(T, T), name);
    trace_add(l, rollout_mask(R, shape, l->keep),
              SHAPE(shape->grid_h, shape->grid_w), mask);
}

static void add_rollouts(struct trace_list *l, struct study *s,
                         struct arena scratch)
{
    static const char *const division[] = { "rn", "ve" };
    static const char *const fusion[] = { "mean", "max", "min" };
    static const char *const share[] = { "d0", "d90" };

    for (int i = 0; i < 2 * 3 * 2; i++) {
        struct rollout_rule rule = {
            .literal = i / 6,
            .fusion = HEAD_MEAN - i / 2 % 3, /* mean, max, min: -1 -2 -3 */
            .discard = i % 2 ? 0.9 : 0,
        };
        char name[32];

        snprintf(name, sizeof name, "rollout_%s_%s_%s", division[i / 6],
                 fusion[i / 2 % 3], share[i % 2]);
        add_rollout(l, s, name, &rule, scratch);
    }
}

static void add_bytes(struct trace_list *l, const struct study *s)
{
    const struct image *im = &s->prepared.pixels;
    struct trace_item *item =
        trace_add(l, im->pixels, SHAPE(im->height, im->width, 3), "pixels_u8");

    if (item)
        item->tensor.dtype = DTYPE_U8;
}

bool trace_list_make(struct trace_list *l, struct trace_source *from,
                     struct error *err)
{
    struct study *s = from->study;

    trace_add_ids(l, from->world);
    add_input(l, s);
    add_layers(l, &s->trace);
    add_paths(l, s);
    add_readout(l, s);
    add_classes(l, s);
    if (!trace_add_text(l, from, err))
        return false;
    add_rollouts(l, s, from->world->scratch);
    add_bytes(l, s); /* smaller elements stand last in the file */
    return true;
}

bool trace_item_data(const void **data, const struct trace_item *item,
                     struct trace_source *from, struct error *err)
{
    struct trace *t = &from->study->trace;

    if (item->kind == ITEM_READY) {
        *data = item->tensor.data;
        return true;
    }
    if (item->kind != ITEM_SCORES && item->kind != ITEM_ATTN)
        return trace_text_data(data, item, from, err);
    trace_demand(t, item->layer, from->world->scratch);
    *data = item->kind == ITEM_SCORES ? t->scores : t->attn;
    return true;
}
