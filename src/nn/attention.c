/* attention.c - softmax(q k' / sqrt(d) + bias) v, head by head.
 *
 * For each head k is packed like a weight matrix of T rows, v like one of d
 * rows; then blocks of queries go through: scores of a block (a product),
 * softmax, weighted values (another product).  A block's scores live in cache;
 * the whole T x T matrix exists only where the caller wants it recorded. */
#include <math.h>
#include <string.h>

#include "nn/kernels.h"
#include "panels.h"
#include "simd.h"

enum {
    BLOCK = 24,                 /* queries at a time: a multiple of the tiles' rows */
    SMALL = 4000000
};

struct heads {
    const struct engine *engine;
    const struct simd *simd;
    const struct attention *a;
    int key_panels, value_panels;       /* in one head */
    float *keys;                /* [H] panels [d][PANEL] of keys */
    float *values;              /* [H] panels [T][PANEL] of value columns */
    float *query;               /* [workers][BLOCK, d] scaled queries */
    float *scores;              /* [workers][BLOCK, key_panels * PANEL] */
    float *sums;                /* [workers][BLOCK, value_panels * PANEL] */
    int blocks;                 /* of queries, in one head */
};

static int panels_of(int n)
{
    return (n + PANEL - 1) / PANEL;
}

static void pack_head(void *ctx, int h, int worker)
{
    const struct heads *s = ctx;
    const struct attention *a = s->a;
    int d = a->head_dim, D = a->heads * d, T = a->tokens;
    float *keys = s->keys + (ptrdiff_t)h * s->key_panels * PANEL * d;
    float *values = s->values + (ptrdiff_t)h * s->value_panels * PANEL * T;

    memset(keys + (ptrdiff_t)(s->key_panels - 1) * PANEL * d, 0,
           sizeof(float) * PANEL * (size_t)d);
    memset(values + (ptrdiff_t)(s->value_panels - 1) * PANEL * T, 0,
           sizeof(float) * PANEL * (size_t)T);
    for (int t = 0; t < T; t++) {
        const float *k = a->qkv + (ptrdiff_t)t * 3 * D + D + h * d;
        float *to = keys + (ptrdiff_t)(t / PANEL) * PANEL * d + t % PANEL;

        for (int i = 0; i < d; i++)
            to[i * PANEL] = k[i];
        for (int i = 0; i < d; i += PANEL)
            memcpy(values + (ptrdiff_t)i * T + t * PANEL, k + D + i,
                   sizeof(float) * (size_t)(d - i < PANEL ? d - i : PANEL));
    }
}

/* c [rows, panels * PANEL] = x [rows, depth] * panels */
static void multiply(const struct simd *simd, float *c, const float *x,
                     ptrdiff_t ldx, const float *b, int depth, int rows,
                     int panels)
{
    static const float zeros[4 * PANEL];
    ptrdiff_t stride = (ptrdiff_t)depth * PANEL;

    for (int p = 0; p < panels; p += simd->panels) {
        int wide = panels - p < simd->panels ? panels - p : simd->panels;

        for (int r = 0; r < rows; r += simd->rows)
            simd->tile(c + (ptrdiff_t)r * panels * PANEL + p * PANEL,
                       (ptrdiff_t)panels * PANEL, x + r * ldx, ldx,
                       b + p * stride, stride, depth,
                       rows - r < simd->rows ? rows - r : simd->rows, wide,
                       zeros);
    }
}

/* Scores of query `row` of head `h`: bias, mutes and causality. */
static void finish_scores(float *scores, const struct attention *a, int h,
                          int row)
{
    int T = a->tokens;

    if (a->bias) {
        const float *bias = a->bias + ((ptrdiff_t)h * T + row) * T;

        for (int t = 0; t < T; t++)
            scores[t] += bias[t];
    }
    for (int t = 0; t < T && a->muted; t++)
        if (a->muted[t])
            scores[t] = -INFINITY;
    for (int t = row + 1; t < T && a->causal; t++)
        scores[t] = -INFINITY;
}

static void record(float *all, float *one, const float *row,
                   const struct attention *a, int h, int query)
{
    size_t size = sizeof(float) * (size_t)a->tokens;

    if (all)
        memcpy(all + ((ptrdiff_t)h * a->rows + query) * a->tokens, row, size);
    if (one && query == a->read)
        memcpy(one + (ptrdiff_t)h * a->tokens, row, size);
}

static void read_block(void *ctx, int index, int worker)
{
    const struct heads *s = ctx;
    const struct attention *a = s->a;
    int h = index / s->blocks, first = index % s->blocks * BLOCK;
    int rows = a->rows - first < BLOCK ? a->rows - first : BLOCK;
    int d = a->head_dim, D = a->heads * d, T = a->tokens;
    ptrdiff_t width = (ptrdiff_t)s->key_panels * PANEL;
    ptrdiff_t wide = (ptrdiff_t)s->value_panels * PANEL;
    float *query = s->query + (ptrdiff_t)worker * BLOCK * d;
    float *scores = s->scores + worker * BLOCK * width;
    float *sums = s->sums + worker * BLOCK * wide;

    for (int r = 0; r < rows; r++) {
        const float *q = a->qkv + (ptrdiff_t)(first + r) * 3 * D + h * d;

        for (int i = 0; i < d; i++)
            query[r * d + i] = q[i] * a->scale;
    }
    multiply(s->simd, scores, query, d,
             s->keys + (ptrdiff_t)h * s->key_panels * PANEL * d, d, rows,
             s->key_panels);
    for (int r = 0; r < rows; r++) {
        float *row = scores + r * width;

        finish_scores(row, a, h, first + r);
        record(a->scores, a->read_scores, row, a, h, first + r);
        s->simd->softmax(row, T);
        record(a->attn, a->read_attn, row, a, h, first + r);
    }
    multiply(s->simd, sums, scores, width,
             s->values + (ptrdiff_t)h * s->value_panels * PANEL * T, T, rows,
             s->value_panels);
    for (int r = 0; r < rows; r++)
        memcpy(a->out + (ptrdiff_t)(first + r) * D + h * d, sums + r * wide,
               sizeof(float) * (size_t)d);
}

void attention(const struct engine *e, const struct attention *a,
               struct arena scratch)
{
    double flop = 4.0 * a->heads * a->rows * a->tokens * a->head_dim;
    struct pool *pool = flop < SMALL ? NULL : e->pool;
    int d = a->head_dim, workers = pool_threads(pool);
    struct heads s = {
        .engine = e,
        .simd = simd_of(e),
        .a = a,
        .key_panels = panels_of(a->tokens),
        .value_panels = panels_of(d),
        .blocks = (a->rows + BLOCK - 1) / BLOCK,
    };
    ptrdiff_t width = (ptrdiff_t)s.key_panels * PANEL;
    ptrdiff_t wide = (ptrdiff_t)s.value_panels * PANEL;

    s.keys = arena_floats(&scratch, a->heads * width * d);
    s.values = arena_floats(&scratch, a->heads * wide * a->tokens);
    s.query = arena_floats(&scratch, (ptrdiff_t)workers * BLOCK * d);
    s.scores = arena_floats(&scratch, workers * BLOCK * width);
    s.sums = arena_floats(&scratch, workers * BLOCK * wide);
    parallel_for(pool, a->heads, pack_head, &s);
    parallel_for(pool, a->heads * s.blocks, read_block, &s);
}

ptrdiff_t attention_scratch(int tokens, int heads, int head_dim)
{
    ptrdiff_t width = (ptrdiff_t)panels_of(tokens) * PANEL;
    ptrdiff_t wide = (ptrdiff_t)panels_of(head_dim) * PANEL;
    ptrdiff_t floats = heads * width * (head_dim + wide) +
                       POOL_THREADS_MAX * BLOCK * (head_dim + width + wide);

    return floats * (ptrdiff_t)sizeof(float) + 1024;
}

void rotate(float *qkv, const float *cosine, const float *sine, int first,
            int T, int H, int d)
{
    int half = d / 2;

    for (int t = first; t < T; t++)
        for (int h = 0; h < 2 * H; h++) {   /* q's heads, then k's */
            float *x = qkv + ((ptrdiff_t)t * 3 * H + h) * d;
            const float *c = cosine + (ptrdiff_t)(t - first) * d;
            const float *s = sine + (ptrdiff_t)(t - first) * d;

            for (int i = 0; i < half; i++) {
                float a = x[i], b = x[i + half];

                x[i] = a * c[i] - b * s[i];
                x[i + half] = b * c[i + half] + a * s[i + half];
            }
        }
}
