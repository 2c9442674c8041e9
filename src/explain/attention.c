/* attention.c - the attention itself: which tokens the query reads, with what
 * weight, in one layer; one head, or all of them fused. */
#include "explain/explainer.h"
#include "explain/rows.h"

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
    if (query_needs_demand(q->trace, q->query))
        trace_demand(q->trace, q->layer, scratch);
    query_rows(rows, q->trace, ROW_WEIGHTS, q->layer, q->query);
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
