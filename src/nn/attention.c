/* attention.c - softmax(q k' / sqrt(d) + bias) v, head by head.
 *
 * For each head k is packed like a weight matrix of T rows, v like one of d
 * rows; then blocks of queries go through: scores of a block (a product),
 * softmax, weighted values (another product).  A block's scores live in cache;
 * the whole T x T matrix exists only where the caller wants it recorded. */
#include <math.h>
#include <string.h>

#include "half.h"
#include "nn/kernels.h"
#include "panels.h"
#include "simd.h"

enum {
    BLOCK = 24,                 /* queries at a time: a multiple of the tiles' rows */
    PAIR_BLOCK = 32,            /* the same for products in bf16 */
    SMALL = 4000000             /* FLOP below which waking a thread is dearer */
};

struct heads {
    const struct simd *simd;
    const struct attention *a;
    bool paired;                /* products in bf16 */
    int key_panels, value_panels;       /* in one head */
    int key_depth, value_depth; /* d and T; of pairs rounded up */
    int block, blocks;          /* queries in one, blocks in one head */
    char *keys;                 /* [H] panels [key_depth][PANEL] of keys */
    char *values;               /* [H] panels [value_depth][PANEL] of columns */
    ptrdiff_t key_bytes, value_bytes;   /* in one head */
    float *room;                /* [workers] struct room, one after the other */
};

/* A worker's own: scores and sums of one block. */
struct room {
    float *scores;              /* [block, key_panels * PANEL] */
    float *sums;                /* [block, value_panels * PANEL] */
    uint16_t *narrow;           /* [block, T or d] in bf16 */
};

static int panels_of(int n)
{
    return (n + PANEL - 1) / PANEL;
}

static ptrdiff_t room_floats(int tokens, int head_dim)
{
    return (ptrdiff_t)PAIR_BLOCK * PANEL *
           (panels_of(head_dim) + panels_of(tokens) +
            panels_of((tokens > head_dim ? tokens : head_dim) + PAIRS_STEP) / 2 +
            1);
}

static struct room room_of(const struct heads *s, int worker)
{
    int T = s->a->tokens, d = s->a->head_dim;
    float *scores = s->room + worker * room_floats(T, d);
    float *sums = scores + (ptrdiff_t)PAIR_BLOCK * PANEL * panels_of(T);
    float *narrow = sums + (ptrdiff_t)PAIR_BLOCK * PANEL * panels_of(d);

    return (struct room){ scores, sums, (uint16_t *)narrow };
}

/* k (scaled here, so that queries can be read where they lie) and v [d] of
 * token `t` of a head into its panels. */
static void pack_floats(const struct heads *s, float *keys, float *values,
                        const float *k, const float *v, int t)
{
    int d = s->a->head_dim, whole = d / PANEL * PANEL;
    float *to = keys + (ptrdiff_t)(t / PANEL) * PANEL * d + t % PANEL;
    float scale = s->a->scale;

    for (int i = 0; i < d; i++)
        to[i * PANEL] = scale * k[i];
    for (int i = 0; i < whole; i += PANEL)
        memcpy(values + (ptrdiff_t)i * s->value_depth + t * PANEL, v + i,
               sizeof(float) * PANEL);
    for (int i = whole; i < d; i++)
        values[(ptrdiff_t)whole * s->value_depth + t * PANEL + i - whole] =
            v[i];
}

static void pack_pairs(const struct heads *s, uint16_t *keys, uint16_t *values,
                       const float *k, const float *v, int t)
{
    keys += (ptrdiff_t)(t / PANEL) * PANEL * s->key_depth;
    for (int i = 0; i < s->a->head_dim; i++) {
        ptrdiff_t panel = (ptrdiff_t)(i / PANEL) * PANEL * s->value_depth;

        keys[pair_at(i, t % PANEL)] = bf16_from(s->a->scale * k[i]);
        values[panel + pair_at(t, i % PANEL)] = bf16_from(v[i]);
    }
}

static void pack_head(void *ctx, int h, int worker)
{
    const struct heads *s = ctx;
    const struct attention *a = s->a;
    int d = a->head_dim, D = a->heads * d;
    char *keys = s->keys + h * s->key_bytes;
    char *values = s->values + h * s->value_bytes;
    ptrdiff_t last = s->key_bytes / s->key_panels;

    /* Keys, columns and depths that are not there are zeros. */
    memset(keys + s->key_bytes - last, 0, (size_t)last);
    if (s->paired || d % PANEL) {
        memset(keys, 0, (size_t)s->key_bytes);
        memset(values, 0, (size_t)s->value_bytes);
    }
    for (int t = 0; t < a->tokens; t++) {
        const float *k = a->qkv + (ptrdiff_t)t * 3 * D + D + h * d;

        if (s->paired)
            pack_pairs(s, (uint16_t *)keys, (uint16_t *)values, k, k + D, t);
        else
            pack_floats(s, (float *)keys, (float *)values, k, k + D, t);
    }
}

/* c [rows, panels * PANEL] = x [rows, in] * b, panels of `depth` inputs */
static void multiply(const struct heads *s, float *c, const float *x,
                     ptrdiff_t ldx, int in, const void *b, int depth, int rows,
                     int panels, uint16_t *narrow)
{
    static const float zeros[4 * PANEL];
    const struct simd *simd = s->simd;
    int tile_panels = s->paired ? simd->pair_panels : simd->panels;
    ptrdiff_t stride = (ptrdiff_t)depth * PANEL;
    ptrdiff_t ldc = (ptrdiff_t)panels * PANEL;

    for (int r = 0; r < rows && s->paired; r++)
        simd->narrow(narrow + (ptrdiff_t)r * depth, x + r * ldx, in, depth);
    for (int p = 0; p < panels; p += tile_panels) {
        int wide = panels - p < tile_panels ? panels - p : tile_panels;

        if (s->paired)
            simd->pair_tile(c + p * PANEL, ldc, narrow, depth,
                            (const uint16_t *)b + p * stride, stride, depth,
                            rows, wide, zeros);
        else
            simd->tile(c + p * PANEL, ldc, x, ldx,
                       (const float *)b + p * stride, stride, depth, rows,
                       wide, zeros);
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

static void scale_row(float *restrict y, const float *restrict x, float by,
                      int n)
{
    for (int i = 0; i < n; i++)
        y[i] = x[i] * by;
}

/* A row of scores (scale 1) or weights into what the caller wants of it. */
static void record(float *all, float *one, const float *row, float scale,
                   const struct attention *a, int h, int query)
{
    ptrdiff_t T = a->tokens;

    if (all)
        scale_row(all + ((ptrdiff_t)h * a->rows + query) * T, row, scale,
                  a->tokens);
    if (one && query == a->read)
        scale_row(one + h * T, row, scale, a->tokens);
}

/* scores [rows, T] of queries [first, first + rows) to e^(score - most);
 * their sums' inverses scale what is read with them. */
static void weigh(float *inverse, float *scores, const struct heads *s, int h,
                  int first, int rows)
{
    const struct attention *a = s->a;
    int width = s->key_panels * PANEL;

    for (int r = 0; r < rows; r++) {
        float *row = scores + (ptrdiff_t)r * width;

        finish_scores(row, a, h, first + r);
        record(a->scores, a->read_scores, row, 1, a, h, first + r);
        for (int t = a->tokens; t < width; t++)
            row[t] = -INFINITY;
    }
    s->simd->exps(inverse, scores, width, rows, width);
    for (int r = 0; r < rows; r++)
        record(a->attn, a->read_attn, scores + (ptrdiff_t)r * width,
               inverse[r], a, h, first + r);
}

static void read_block(void *ctx, int index, int worker)
{
    const struct heads *s = ctx;
    const struct attention *a = s->a;
    struct room room = room_of(s, worker);
    int h = index / s->blocks, first = index % s->blocks * s->block;
    int rows = a->rows - first < s->block ? a->rows - first : s->block;
    int d = a->head_dim, D = a->heads * d;
    int width = s->key_panels * PANEL, wide = s->value_panels * PANEL;
    float inverse[PAIR_BLOCK];

    multiply(s, room.scores, a->qkv + (ptrdiff_t)first * 3 * D + h * d,
             3 * (ptrdiff_t)D, d, s->keys + h * s->key_bytes, s->key_depth,
             rows, s->key_panels, room.narrow);
    weigh(inverse, room.scores, s, h, first, rows);
    multiply(s, room.sums, room.scores, width, a->tokens,
             s->values + h * s->value_bytes, s->value_depth, rows,
             s->value_panels, room.narrow);
    for (int r = 0; r < rows; r++)
        scale_row(a->out + (ptrdiff_t)(first + r) * D + h * d,
                  room.sums + r * wide, inverse[r], d);
}

/* At most: as floats, rounded up as pairs are. */
static ptrdiff_t panel_bytes(int columns, int depth)
{
    ptrdiff_t deep = round_up(depth, PAIRS_STEP);

    return (ptrdiff_t)panels_of(columns) * PANEL * deep * 4;
}

void attention(const struct engine *e, const struct attention *a,
               struct arena scratch)
{
    double flop = 4.0 * a->heads * a->rows * a->tokens * a->head_dim;
    struct pool *pool = flop < SMALL ? NULL : e->pool;
    bool paired = e->precision == PRECISION_BF16;
    int step = paired ? PAIRS_STEP : 1, size = paired ? 2 : 4;
    struct heads s = {
        .simd = simd_of(e),
        .a = a,
        .paired = paired,
        .key_panels = panels_of(a->tokens),
        .value_panels = panels_of(a->head_dim),
        .key_depth = (int)round_up(a->head_dim, step),
        .value_depth = (int)round_up(a->tokens, step),
        .block = paired ? PAIR_BLOCK : BLOCK,
    };

    s.blocks = (a->rows + s.block - 1) / s.block;
    s.key_bytes = (ptrdiff_t)s.key_panels * PANEL * s.key_depth * size;
    s.value_bytes = (ptrdiff_t)s.value_panels * PANEL * s.value_depth * size;
    s.keys = arena_raw(&scratch, a->heads, s.key_bytes, 64);
    s.values = arena_raw(&scratch, a->heads, s.value_bytes, 64);
    s.room = arena_floats(&scratch,
                          pool_threads(pool) *
                              room_floats(a->tokens, a->head_dim));
    parallel_for(pool, a->heads, pack_head, &s);
    parallel_for(pool, a->heads * s.blocks, read_block, &s);
}

ptrdiff_t attention_scratch(int tokens, int heads, int head_dim)
{
    return heads * (panel_bytes(tokens, head_dim) +
                    panel_bytes(head_dim, tokens)) +
           4 * POOL_THREADS_MAX * room_floats(tokens, head_dim) + 1024;
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
