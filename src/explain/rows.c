/* rows.c - what every head gives one query, wherever it is kept. */
#include "explain/rows.h"

#include <string.h>

#include "nn/kernels.h"

bool query_needs_demand(const struct trace *t, int query)
{
    return query < 0 || query != t->span.read;
}

static const float *kept_row(const struct trace *t, enum row_kind kind,
                             int layer, int head)
{
    return kind == ROW_WEIGHTS ? trace_read_attn(t, layer, head)
                               : trace_read_scores(t, layer, head);
}

static const float *demand_row(const struct trace *t, enum row_kind kind,
                               int head, int query)
{
    return kind == ROW_WEIGHTS ? trace_attn(t, head, query)
                               : trace_scores(t, head, query);
}

/* Mean of the rows of all queries: out [T].  The question of a model that has
 * neither CLS nor a pooling query. */
static void mean_row(float *out, const struct trace *t, enum row_kind kind,
                     int head)
{
    int T = t->shape.tokens;

    memset(out, 0, (size_t)T * sizeof *out);
    for (int q = 0; q < T; q++)
        axpy(out, 1.0f / (float)T, demand_row(t, kind, head, q), T);
}

void query_rows(float *rows, const struct trace *t, enum row_kind kind,
                int layer, int query)
{
    size_t T = (size_t)t->shape.tokens, size = T * sizeof *rows;

    for (int h = 0; h < t->shape.heads; h++, rows += T) {
        if (query < 0)
            mean_row(rows, t, kind, h);
        else if (query_needs_demand(t, query))
            memcpy(rows, demand_row(t, kind, h, query), size);
        else
            memcpy(rows, kept_row(t, kind, layer, h), size);
    }
}
