/* linear.c - the product with a packed matrix.
 *
 * y is cut into blocks of many rows and a few panels; a block is one unit of
 * work for the pool.  Rows pass over the panels a register tile at a time, in
 * stretches of the inputs for which panels and rows stay in the L2 cache.
 * 16-bit panels are widened once for each stretch, unless the product itself is
 * in bf16: then x is narrowed before.  Bias starts the sums, the activation
 * ends them while the tile is in L1. */
#include <string.h>

#include "nn/kernels.h"
#include "panels.h"
#include "simd.h"

enum {
    STRETCH = 768,              /* inputs at a time, a multiple of PAIRS_STEP */
    BLOCK_ROWS = 200,           /* at most, about */
    TILE_ROWS_MAX = 32,
    TILE_PANELS_MAX = 3,
    ACT_TILES = 4,              /* computed before they are activated, in L1 */
    SMALL = 4000000             /* FLOP below which waking a thread is dearer */
};

struct product {
    const struct simd *simd;
    const struct weights *w;
    const float *bias;
    const float *x;             /* [n, in] */
    uint16_t *pairs;            /* [n, depth] x in bf16; NULL: not wanted */
    float *y;                   /* [n, out] */
    int n;
    const enum activation *act; /* NULL: none */
    int tile_rows, tile_panels;
    int block_rows;
    int groups;                 /* of `tile_panels` panels */
};

/* What one unit computes. */
struct block {
    int row, rows;
    int panel, panels;
    int columns;                /* real ones; the last panel may be wider */
    float start[TILE_PANELS_MAX * PANEL];       /* the bias, or zeros */
};

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Inputs [first, first + depth) of a block, and how far one panel is from the
 * next. */
struct stretch {
    int first, depth;
    const void *panels;         /* floats, or pairs of bf16 */
    ptrdiff_t stride;
    const float *start;         /* NULL: sums go on from y */
};

static struct stretch stretch_of(const struct product *p,
                                 const struct block *b, int first, float *room)
{
    const struct weights *w = p->w;
    ptrdiff_t stride = (ptrdiff_t)w->depth * PANEL;
    ptrdiff_t at = b->panel * stride + (ptrdiff_t)first * PANEL;
    struct stretch s = { first, least(w->depth - first, STRETCH), NULL, stride,
                         first ? NULL : b->start };

    if (w->dtype == DTYPE_F32)
        s.panels = (const float *)w->panels + at;
    else
        s.panels = (const uint16_t *)w->panels + at;
    if (w->dtype == DTYPE_F32 || w->paired)
        return s;
    for (int i = 0; i < b->panels; i++)
        p->simd->widen(room + (ptrdiff_t)i * s.depth * PANEL,
                       (const uint16_t *)s.panels + i * stride, w->dtype,
                       s.depth * PANEL);
    s.panels = room;
    s.stride = (ptrdiff_t)s.depth * PANEL;
    return s;
}

/* y [rows, panels*PANEL] of rows [row, row + rows) */
static void run_tile(const struct product *p, const struct block *b,
                     const struct stretch *s, float *y, ptrdiff_t ldy, int row,
                     int rows)
{
    ptrdiff_t depth = p->w->depth;

    if (p->pairs)
        p->simd->pair_tile(y, ldy, p->pairs + row * depth + s->first, depth,
                           s->panels, s->stride, s->depth, rows, b->panels,
                           s->start);
    else
        p->simd->tile(y, ldy, p->x + row * depth + s->first, depth, s->panels,
                      s->stride, s->depth, rows, b->panels, s->start);
}

/* A tile of y that ends inside a panel: computed beside it, the real columns
 * copied. */
static void edge_tile(const struct product *p, const struct block *b,
                      const struct stretch *s, float *y, int row, int rows)
{
    float tile[TILE_ROWS_MAX * TILE_PANELS_MAX * PANEL];
    ptrdiff_t width = (ptrdiff_t)b->panels * PANEL, out = p->w->out;
    size_t size = sizeof(float) * (size_t)b->columns;

    for (int r = 0; r < rows && !s->start; r++)
        memcpy(tile + r * width, y + r * out, size);
    run_tile(p, b, s, tile, width, row, rows);
    for (int r = 0; r < rows; r++)
        memcpy(y + r * out, tile + r * width, size);
}

/* One stretch over all rows of a block. */
static void add_stretch(const struct product *p, const struct block *b,
                        int first)
{
    float room[TILE_PANELS_MAX * STRETCH * PANEL];
    struct stretch s = stretch_of(p, b, first, room);
    bool last = first + s.depth == p->w->depth;
    bool edge = b->columns < b->panels * PANEL;
    int out = p->w->out;
    int step = edge ? p->tile_rows : p->act && last ? ACT_TILES * p->tile_rows
                                                    : b->rows;

    for (int r = b->row; r < b->row + b->rows; r += step) {
        int rows = least(b->row + b->rows - r, step);
        float *y = p->y + (ptrdiff_t)r * out + b->panel * PANEL;

        if (edge)
            edge_tile(p, b, &s, y, r, rows);
        else
            run_tile(p, b, &s, y, out, r, rows);
        if (p->act && last)
            p->simd->activate(y, out, rows, b->columns, *p->act);
    }
}

static void compute_block(void *ctx, int index, int worker)
{
    const struct product *p = ctx;
    const struct weights *w = p->w;
    struct block b = { .row = index / p->groups * p->block_rows,
                       .panel = index % p->groups * p->tile_panels };

    b.rows = least(p->n - b.row, p->block_rows);
    b.panels = least(panel_count(w) - b.panel, p->tile_panels);
    b.columns = least(w->out - b.panel * PANEL, b.panels * PANEL);
    if (p->bias)
        memcpy(b.start, p->bias + b.panel * PANEL,
               sizeof(float) * (size_t)b.columns);
    for (int first = 0; first < w->depth; first += STRETCH)
        add_stretch(p, &b, first);
}

enum { NARROW_ROWS = 16 };

static void narrow_some(void *ctx, int index, int worker)
{
    const struct product *p = ctx;
    ptrdiff_t in = p->w->in, depth = p->w->depth;
    int end = least(p->n, (index + 1) * NARROW_ROWS);

    for (int r = index * NARROW_ROWS; r < end; r++)
        p->simd->narrow(p->pairs + r * depth, p->x + r * in, (int)in,
                        (int)depth);
}

static void multiply(const struct engine *e, struct product *p,
                     struct arena scratch)
{
    const struct weights *w = p->w;
    int blocks = (p->n + BLOCK_ROWS - 1) / BLOCK_ROWS, tiles;
    struct pool *pool =
        2.0 * p->n * w->in * w->out < SMALL ? NULL : e->pool;

    p->simd = simd_of(e);
    p->tile_rows = w->paired ? p->simd->pair_rows : p->simd->rows;
    p->tile_panels = w->paired ? p->simd->pair_panels : p->simd->panels;
    if (w->paired) {
        p->pairs = arena_raw(&scratch, (ptrdiff_t)p->n * w->depth,
                             sizeof *p->pairs, 64);
        parallel_for(pool, (p->n + NARROW_ROWS - 1) / NARROW_ROWS, narrow_some,
                     p);
    }
    tiles = (p->n + p->tile_rows - 1) / p->tile_rows;
    p->block_rows = (tiles + blocks - 1) / blocks * p->tile_rows;
    p->groups = (panel_count(w) + p->tile_panels - 1) / p->tile_panels;
    blocks = (p->n + p->block_rows - 1) / p->block_rows;
    parallel_for(pool, blocks * p->groups, compute_block, p);
}

static void start(const struct engine *e, float *y, const float *x,
                  const struct linear *l, const enum activation *act, int n,
                  struct arena scratch)
{
    if (n < 1)
        return;
    weights_pack(l->w, e);
    multiply(e, &(struct product){ .w = l->w, .bias = l->bias, .x = x, .y = y,
                                   .n = n, .act = act }, scratch);
}

void linear(const struct engine *e, float *y, const float *x,
            const struct linear *w, int n, struct arena scratch)
{
    start(e, y, x, w, NULL, n, scratch);
}

void linear_act(const struct engine *e, float *y, const float *x,
                const struct linear *w, enum activation act, int n,
                struct arena scratch)
{
    start(e, y, x, w, &act, n, scratch);
}

ptrdiff_t linear_scratch(int n, int in)
{
    return 2 * n * round_up(in, PAIRS_STEP) + 64;
}

void reference_linear(float *y, const float *x, const float *w, const float *b,
                      int n, int in, int out)
{
    for (int r = 0; r < n; r++)
        for (int o = 0; o < out; o++) {
            double sum = b ? b[o] : 0;

            for (int i = 0; i < in; i++)
                sum += (double)x[(ptrdiff_t)r * in + i] *
                       w[(ptrdiff_t)o * in + i];
            y[(ptrdiff_t)r * out + o] = (float)sum;
        }
}
