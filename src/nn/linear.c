/* linear.c - the product with a packed matrix.
 *
 * y is cut into blocks of many rows and a few panels; a block is one unit of
 * work for the pool.  Rows pass over the panels a register tile at a time, in
 * stretches of the inputs for which panels and rows stay in the L2 cache.
 * 16-bit panels are widened once for each stretch.  Bias starts the sums, the
 * activation ends them while the tile is in L1. */
#include <string.h>

#include "nn/kernels.h"
#include "panels.h"
#include "simd.h"

enum {
    STRETCH = 768,              /* inputs at a time */
    BLOCK_ROWS = 200,           /* at most, about */
    TILE_ROWS_MAX = 16,
    TILE_PANELS_MAX = 3,
    SMALL = 4000000             /* FLOP below which waking a thread is dearer */
};

struct product {
    const struct simd *simd;
    const struct weights *w;
    const float *bias;
    const float *x;             /* [n, in] */
    float *y;                   /* [n, out] */
    int n;
    const enum activation *act; /* NULL: none */
    int block_rows;
    int groups;                 /* of `simd->panels` panels */
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

/* Inputs [first, first + depth) of a block's panels as floats, and how far
 * one panel is from the next. */
static const float *stretch_of(ptrdiff_t *stride, const struct product *p,
                               const struct block *b, int first, int depth,
                               float *room)
{
    const struct weights *w = p->w;
    ptrdiff_t next = (ptrdiff_t)w->depth * PANEL;
    ptrdiff_t at = b->panel * next + (ptrdiff_t)first * PANEL;

    *stride = w->dtype == DTYPE_F32 ? next : (ptrdiff_t)depth * PANEL;
    if (w->dtype == DTYPE_F32)
        return (const float *)w->panels + at;
    for (int i = 0; i < b->panels; i++)
        p->simd->widen(room + i * *stride,
                       (const uint16_t *)w->panels + at + i * next, w->dtype,
                       depth * PANEL);
    return room;
}

/* One tile of y that ends inside a panel: computed beside it, the real columns
 * copied. */
static void edge_tile(const struct product *p, const struct block *b, float *y,
                      const float *x, const float *panels, ptrdiff_t stride,
                      int depth, int rows, const float *start)
{
    float tile[TILE_ROWS_MAX * TILE_PANELS_MAX * PANEL];
    ptrdiff_t width = (ptrdiff_t)b->panels * PANEL, out = p->w->out;
    size_t size = sizeof(float) * (size_t)b->columns;

    for (int r = 0; r < rows && !start; r++)
        memcpy(tile + r * width, y + r * out, size);
    p->simd->tile(tile, width, x, p->w->in, panels, stride, depth, rows,
                  b->panels, start);
    for (int r = 0; r < rows; r++)
        memcpy(y + r * out, tile + r * width, size);
}

/* Inputs [first, first + depth) over all rows of a block. */
static void add_stretch(const struct product *p, const struct block *b,
                        int first, int depth)
{
    const struct simd *simd = p->simd;
    int in = p->w->in, out = p->w->out;
    const float *start = first ? NULL : b->start;
    float room[TILE_PANELS_MAX * STRETCH * PANEL];
    ptrdiff_t stride;
    const float *panels = stretch_of(&stride, p, b, first, depth, room);

    for (int r = 0; r < b->rows; r += simd->rows) {
        int rows = least(b->rows - r, simd->rows);
        const float *x = p->x + (ptrdiff_t)(b->row + r) * in + first;
        float *y = p->y + (ptrdiff_t)(b->row + r) * out + b->panel * PANEL;

        if (b->columns < b->panels * PANEL)
            edge_tile(p, b, y, x, panels, stride, depth, rows, start);
        else
            simd->tile(y, out, x, in, panels, stride, depth, rows, b->panels,
                       start);
        if (p->act && first + depth == in)
            simd->activate(y, out, rows, b->columns, *p->act);
    }
}

static void compute_block(void *ctx, int index, int worker)
{
    const struct product *p = ctx;
    const struct weights *w = p->w;
    struct block b = { .row = index / p->groups * p->block_rows,
                       .panel = index % p->groups * p->simd->panels };

    b.rows = least(p->n - b.row, p->block_rows);
    b.panels = least(panel_count(w) - b.panel, p->simd->panels);
    b.columns = least(w->out - b.panel * PANEL, b.panels * PANEL);
    if (p->bias)
        memcpy(b.start, p->bias + b.panel * PANEL,
               sizeof(float) * (size_t)b.columns);
    for (int first = 0; first < w->in; first += STRETCH)
        add_stretch(p, &b, first, least(w->in - first, STRETCH));
}

static void multiply(const struct engine *e, float *y, const float *x,
                     const struct linear *l, const enum activation *act, int n)
{
    struct product p = { .simd = simd_of(e), .w = l->w, .bias = l->bias,
                         .x = x, .y = y, .n = n, .act = act };
    double flop = 2.0 * n * l->w->in * l->w->out;
    int blocks = (n + BLOCK_ROWS - 1) / BLOCK_ROWS;
    int tiles = (n + p.simd->rows - 1) / p.simd->rows;

    if (n < 1)
        return;
    weights_pack(l->w, e);
    p.block_rows = (tiles + blocks - 1) / blocks * p.simd->rows;
    p.groups = (panel_count(l->w) + p.simd->panels - 1) / p.simd->panels;
    blocks = (n + p.block_rows - 1) / p.block_rows;
    parallel_for(flop < SMALL ? NULL : e->pool, blocks * p.groups,
                 compute_block, &p);
}

void linear(const struct engine *e, float *y, const float *x,
            const struct linear *w, int n, struct arena scratch)
{
    multiply(e, y, x, w, NULL, n);
}

void linear_act(const struct engine *e, float *y, const float *x,
                const struct linear *w, enum activation act, int n,
                struct arena scratch)
{
    multiply(e, y, x, w, &act, n);
}

ptrdiff_t linear_scratch(int n, int in, int out)
{
    return 0;
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
