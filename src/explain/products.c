/* products.c - a score taken apart: q . k / sqrt(d) = sum_i q_i k_i / sqrt(d). */
#include "explain/products.h"

#include "explain/explainer.h"

/* Score of the pair in one head; the mean over all queries for -1. */
static double score_of(const struct trace *t, int head, int query, int key)
{
    int T = t->shape.tokens;
    double sum = 0;

    if (query >= 0)
        return trace_scores(t, head, query)[key];
    for (int q = 0; q < T; q++)
        sum += trace_scores(t, head, q)[key];
    return sum / T;
}

/* The head a fused head stands for. */
static int resolve(const struct trace *t, int head, int query, int key)
{
    int best = 0;

    if (head >= 0 || head == HEAD_MEAN)
        return head;
    for (int h = 1; h < t->shape.heads; h++) {
        double gap = score_of(t, h, query, key) - score_of(t, best, query, key);

        if (head == HEAD_MAX ? gap > 0 : gap < 0)
            best = h;
    }
    return best;
}

/* The query's vector [D], or the mean of all of them. */
static void query_vector(float *out, const struct trace *t, int query)
{
    ptrdiff_t D = t->shape.dim;
    int T = t->shape.tokens;

    for (int i = 0; i < D; i++) {
        double sum = 0;

        for (ptrdiff_t q = 0; query < 0 && q < T; q++)
            sum += t->qkv[3 * q * D + i];
        out[i] = query < 0 ? (float)(sum / T)
                           : t->qkv[3 * (ptrdiff_t)query * D + i];
    }
}

struct products products_of(const struct trace *t, int head, int query, int key,
                            struct arena *keep)
{
    int D = t->shape.dim, H = t->shape.heads, d = D / H;
    struct products p = { .head = resolve(t, head, query, key) };
    int first = p.head < 0 ? 0 : p.head * d;
    float *q = arena_floats(keep, D);
    const float *k = t->qkv + (3 * (ptrdiff_t)key + 1) * D;
    float scale = t->span.scale / (p.head < 0 ? (float)H : 1);
    double score = 0;

    query_vector(q, t, query);
    p.n = p.head < 0 ? D : d;
    p.v = arena_floats(keep, p.n);
    for (int i = 0; i < p.n; i++) {
        p.v[i] = q[first + i] * k[first + i] * scale;
        p.sum += p.v[i];
    }
    for (int h = 0; h < H; h++)
        if (p.head < 0 || h == p.head)
            score += score_of(t, h, query, key) / (p.head < 0 ? H : 1);
    p.bias = score - p.sum;
    return p;
}
