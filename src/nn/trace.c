/* trace.c - the table of tensors as memory, and layers computed again. */
#include "nn/trace.h"

#include <stddef.h>
#include <string.h>

#include "position.h"

struct trace_row trace_row(const struct shape *s, int index)
{
    const struct trace_row rows[] = {
#define ROW(name, keep, copies, rows, cols, meaning) \
    { #name, KEEP_##keep, copies, rows, cols, meaning },
        TRACE_TENSORS(ROW)
#undef ROW
    };

    _Static_assert(sizeof rows / sizeof rows[0] == TRACE_ROWS, "table size");
    return rows[index];
}

/* The field of row `index`. */
static float **field(struct trace *t, int index)
{
    static const size_t offsets[] = {
#define OFFSET(name, keep, copies, rows, cols, meaning) \
    offsetof(struct trace, name),
        TRACE_TENSORS(OFFSET)
#undef OFFSET
    };

    return (float **)(void *)((char *)t + offsets[index]);
}

static ptrdiff_t row_count(const struct trace_row *r)
{
    return (ptrdiff_t)r->copies * r->rows * r->cols;
}

ptrdiff_t trace_bytes(const struct shape *s, enum keep keep)
{
    ptrdiff_t sum = 0;

    for (int i = 0; i < TRACE_ROWS; i++) {
        struct trace_row r = trace_row(s, i);

        if (r.keep <= keep)
            sum += row_count(&r) * (ptrdiff_t)sizeof(float) + 64;
    }
    return sum;
}

void trace_allocate(struct trace *t, enum keep keep, struct arena *arena)
{
    for (int i = 0; i < TRACE_ROWS; i++) {
        struct trace_row r = trace_row(&t->shape, i);

        if (r.keep <= keep && !*field(t, i))
            *field(t, i) = arena_floats(arena, row_count(&r));
    }
}

float *trace_hidden(const struct trace *t, int layer)
{
    return t->hidden + (ptrdiff_t)layer * t->shape.tokens * t->shape.dim;
}

/* Row (layer, head) of a [L, H, T] tensor. */
static const float *read_row(const struct trace *t, const float *rows,
                             int layer, int head)
{
    return rows + ((ptrdiff_t)layer * t->shape.heads + head) * t->shape.tokens;
}

const float *trace_read_attn(const struct trace *t, int layer, int head)
{
    return read_row(t, t->read_attn, layer, head);
}

const float *trace_read_scores(const struct trace *t, int layer, int head)
{
    return read_row(t, t->read_scores, layer, head);
}

/* Row (head, query) of a [H, T, T] tensor. */
static const float *pair_row(const struct trace *t, const float *pairs,
                             int head, int query)
{
    ptrdiff_t T = t->shape.tokens;

    return pairs + (head * T + query) * T;
}

const float *trace_attn(const struct trace *t, int head, int query)
{
    return pair_row(t, t->attn, head, query);
}

const float *trace_scores(const struct trace *t, int head, int query)
{
    return pair_row(t, t->scores, head, query);
}

struct span trace_span(const struct trace *t, int layer, struct arena *arena)
{
    const struct shape *s = &t->shape;
    struct span span = t->span;
    float *bias;

    span.rows = s->tokens;
    if (s->words || !position_has_bias(t->model, layer))
        return span;
    bias = arena_floats(arena, (ptrdiff_t)s->heads * s->tokens * s->tokens);
    position_bias(bias, t->model, layer, s->grid_h, s->grid_w, *arena);
    span.bias = bias;
    return span;
}

/* A copy of the residual stream that enters block `layer`, to be run. */
static float *enter(float *x, const struct trace *t, int layer)
{
    size_t size = (size_t)t->shape.tokens * (size_t)t->shape.dim * sizeof *x;

    return memcpy(x, trace_hidden(t, layer), size);
}

void trace_demand(struct trace *t, int layer, struct arena scratch)
{
    struct span span;
    struct tap tap = { .qkv = t->qkv, .scores = t->scores, .attn = t->attn,
                       .mid = t->mid };

    if (t->demand == layer)
        return;
    t->demand = -1;
    span = trace_span(t, layer, &scratch);
    block_run(t->model->engine, t->tower, layer, enter(t->after, t, layer),
              &span, &tap, NULL, scratch);
    t->demand = layer;
}

void trace_complete(struct trace *t, struct arena scratch)
{
    int last = t->shape.layers - 1;
    struct span span;

    if (t->whole_last)
        return;
    span = trace_span(t, last, &scratch);
    block_run(t->model->engine, t->tower, last,
              enter(trace_hidden(t, last + 1), t, last), &span, NULL, NULL,
              scratch);
    t->whole_last = true;
}
