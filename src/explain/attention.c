/* attention.c - the attention itself: which tokens the query reads, with what
 * weight, in one layer; one head, or all of them fused. */
#include <string.h>

#include "explain/explainer.h"
#include "nn/kernels.h"

/* Mean of the rows of all queries of one head: out [T].  The question of a
 * model that has no CLS and no pooling query. */
static void mean_row(float *out, const struct trace *t, int head)
{
    int T = t->shape.tokens;

    memset(out, 0, (size_t)T * sizeof *out);
    for (int q = 0; q < T; q++)
        axpy(out, 1.0f / (float)T, trace_attn(t, head, q), T);
}

/* rows [H, T]: what each head gives the query of the question. */
static void query_rows(float *rows, const struct question *q)
{
    const struct trace *t = q->trace;
    size_t T = (size_t)t->shape.tokens;

    for (int h = 0; h < t->shape.heads; h++) {
        float *row = rows + (size_t)h * T;

        if (q->query < 0)
            mean_row(row, t, h);
        else if (q->query == t->span.read)
            memcpy(row, trace_read_attn(t, q->layer, h), T * sizeof *row);
        else
            memcpy(row, trace_attn(t, h, q->query), T * sizeof *row);
    }
}

static bool attention_step(float *map, const struct question *q, int n,
                           void **state, struct arena *keep,
                           struct arena scratch)
{
    const struct shape *s = &q->trace->shape;
    float *rows;

    if (q->query < 0 && q->pool_attn) {
        fuse_heads(map, q->pool_attn, q->pool_heads, s->tokens,
                   q->head < q->pool_heads ? q->head : HEAD_MEAN);
        return true;
    }
    rows = arena_floats(&scratch, (ptrdiff_t)s->heads * s->tokens);
    if (q->query < 0 || q->query != q->trace->span.read)
        trace_demand(q->trace, q->layer, scratch);
    query_rows(rows, q);
    fuse_heads(map, rows, s->heads, s->tokens, q->head);
    return true;
}

const struct explainer attention_explainer = {
    .name = "attention",
    .title = "what %s reads in this layer",
    .cite = "Vaswani et al. 2017; Dosovitskiy et al. 2020",
    .formula = "softmax(q k' / sqrt(d))",
    .step = attention_step,
};
