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
    SMALL = 4000000             /* FLOP below which waking a thread is dearer */
};

struct heads {
    const struct simd *simd;
    const struct attention *a;
    int key_panels, value_panels;       /* in one head */
    int blocks;                 /* of queries, in one head */
    float *keys;                /* [H] panels [d][PANEL] of keys */
    float *values;              /* [H] panels [T][PANEL] of value columns */
    float *room;                /* [workers] struct room, one after the other */
};

/* A worker's own: queries, scores and sums of one block. */
struct room {
    float *query;               /* [BLOCK, d] scaled */
    float *scores;              /* [BLOCK, key_panels * PANEL] */
    float *sums;                /* [BLOCK, value_panels * PANEL] */
};

static int panels_of(int n)
{
    return (n + PANEL - 1) / PANEL;
}

static ptrdiff_t room_floats(int tokens, int head_dim)
{
    return (ptrdiff_t)BLOCK * PANEL *
           (2 * panels_of(head_dim) + panels_of(tokens));
}

static struct room room_of(const struct heads *s, int worker)
{
    int T = s->a->tokens, d = s->a->head_dim;
    float *query = s->room + worker * room_floats(T, d);
    float *scores = query + (ptrdiff_t)BLOCK * PANEL * panels_of(d);
    float *sums = scores + (ptrdiff_t)BLOCK * PANEL * panels_of(T);

    return (struct room){ query, scores, sums };
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
    if (d % PANEL)
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

/* c [rows, panels * PANEL] = x [rows, depth] * b, panels [depth][PANEL] */
static void multiply(const struct simd *simd, float *c, const float *x,
                     ptrdiff_t ldx, const float *b, int depth, int rows,
                     int panels)
{
    static const float zeros[4 * PANEL];
    ptrdiff_t stride = (ptrdiff_t)depth * PANEL;
    ptrdiff_t ldc = (ptrdiff_t)panels * PANEL;

    for (int p = 0; p < panels; p += simd->panels) {
        int wide = panels - p < simd->panels ? panels - p : simd->panels;

        for (int r = 0; r < rows; r += simd->rows)
            simd->tile(c + r * ldc + p * PANEL, ldc, x + r * ldx, ldx,
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

/* A row of scores (scale 1) or weights into what the caller wants of it. */
static void record(float *all, float *one, const float *row, float scale,
                   const struct attention *a, int h, int query)
{
    ptrdiff_t T = a->tokens;

    for (int t = 0; t < T && all; t++)
        all[((ptrdiff_t)h * a->rows + query) * T + t] = row[t] * scale;
    for (int t = 0; t < T && one && query == a->read; t++)
        one[h * T + t] = row[t] * scale;
}

/* scores [rows, T] of queries [first, first + rows) to e^(score - most);
 * their sums' inverses scale what is read with them. */
static void weigh(float *inverse, float *scores, const struct heads *s, int h,
                  int first, int rows)
{
    const struct attention *a = s->a;
    int width = s->key_panels * PANEL;

    for (int r = 0; r < rows; r++, scores += width) {
        finish_scores(scores, a, h, first + r);
        record(a->scores, a->read_scores, scores, 1, a, h, first + r);
        for (int t = a->tokens; t < width; t++)
            scores[t] = -INFINITY;
        inverse[r] = s->simd->exps(scores, width);
        record(a->attn, a->read_attn, scores, inverse[r], a, h, first + r);
    }
}

static void read_block(void *ctx, int index, int worker)
{
    const struct heads *s = ctx;
    const struct attention *a = s->a;
    struct room room = room_of(s, worker);
    int h = index / s->blocks, first = index % s->blocks * BLOCK;
    int rows = a->rows - first < BLOCK ? a->rows - first : BLOCK;
    int d = a->head_dim, D = a->heads * d;
    int width = s->key_panels * PANEL, wide = s->value_panels * PANEL;
    float inverse[BLOCK];

    for (int r = 0; r < rows; r++)
        for (int i = 0; i < d; i++)
            room.query[r * d + i] =
                a->scale * a->qkv[(ptrdiff_t)(first + r) * 3 * D + h * d + i];
    multiply(s->simd, room.scores, room.query, d,
             s->keys + (ptrdiff_t)h * width * d, d, rows, s->key_panels);
    weigh(inverse, room.scores, s, h, first, rows);
    multiply(s->simd, room.sums, room.scores, width,
             s->values + (ptrdiff_t)h * wide * a->tokens, a->tokens, rows,
             s->value_panels);
    for (int r = 0; r < rows; r++)
        for (int i = 0; i < d; i++)
            a->out[(ptrdiff_t)(first + r) * D + h * d + i] =
                room.sums[r * wide + i] * inverse[r];
}

void attention(const struct engine *e, const struct attention *a,
               struct arena scratch)
{
    double flop = 4.0 * a->heads * a->rows * a->tokens * a->head_dim;
    struct pool *pool = flop < SMALL ? NULL : e->pool;
    struct heads s = {
        .simd = simd_of(e),
        .a = a,
        .key_panels = panels_of(a->tokens),
        .value_panels = panels_of(a->head_dim),
        .blocks = (a->rows + BLOCK - 1) / BLOCK,
    };
    ptrdiff_t columns = (ptrdiff_t)a->heads * PANEL;

    s.keys = arena_floats(&scratch, columns * s.key_panels * a->head_dim);
    s.values = arena_floats(&scratch, columns * s.value_panels * a->tokens);
    s.room = arena_floats(&scratch,
                          pool_threads(pool) *
                              room_floats(a->tokens, a->head_dim));
    parallel_for(pool, a->heads, pack_head, &s);
    parallel_for(pool, a->heads * s.blocks, read_block, &s);
}

ptrdiff_t attention_scratch(int tokens, int heads, int head_dim)
{
    ptrdiff_t width = (ptrdiff_t)panels_of(tokens) * PANEL;
    ptrdiff_t wide = (ptrdiff_t)panels_of(head_dim) * PANEL;
    ptrdiff_t floats = heads * (width * head_dim + wide * tokens) +
                       POOL_THREADS_MAX * room_floats(tokens, head_dim);

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
