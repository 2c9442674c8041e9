/* linear.c - the product with a packed matrix.
 *
 * y is cut into blocks of some rows and a few panels; a block is one unit of
 * work for the pool.  Inside, the inputs are walked in stretches so that the
 * stretch of the panels stays in the L1 cache while the rows pass over it;
 * 16-bit panels are widened once for each stretch.  Bias starts the sums, the
 * activation ends them while the block is in cache. */
#include <string.h>

#include "nn/kernels.h"
#include "panels.h"
#include "simd.h"

enum {
    STRETCH = 256,              /* inputs at a time */
    BLOCK_ROWS = 72,            /* a multiple of every tile's rows */
    PANELS_MAX = 4,
    SMALL = 4000000             /* FLOP below which waking a thread is dearer */
};

struct product {
    const struct simd *simd;
    const struct weights *w;
    const float *bias;
    const float *x;
    float *y;
    int n;
    bool activated;
    enum activation act;
    int groups;                 /* of `simd->panels` panels */
};

/* A block at hand: rows [row, row + rows) of panels [panel, panel + panels). */
struct block_of {
    int row, rows, panel, panels;
    int columns;                /* real ones */
};

/* The stretch [first, first + depth) of a block's panels as floats, and the
 * distance between panels. */
static const float *stretch_of(const struct product *p,
                               const struct block_of *b, int first, int depth,
                               float *room, ptrdiff_t *stride)
{
    const struct weights *w = p->w;
    ptrdiff_t at = ((ptrdiff_t)b->panel * w->depth + first) * PANEL;

    if (w->dtype == DTYPE_F32) {
        *stride = (ptrdiff_t)w->depth * PANEL;
        return (const float *)w->panels + at;
    }
    *stride = (ptrdiff_t)depth * PANEL;
    for (int i = 0; i < b->panels; i++)
        p->simd->widen(room + i * *stride,
                       (const uint16_t *)w->panels + at +
                           (ptrdiff_t)i * w->depth * PANEL,
                       w->dtype, depth * PANEL);
    return room;
}

/* One stretch over all rows of a block.  The last columns of y may end inside
 * a panel: then the tile is computed beside it and the real part copied. */
static void add_stretch(const struct product *p, const struct block_of *b,
                        int first, int depth, const float *start)
{
    const struct simd *simd = p->simd;
    float room[PANELS_MAX * STRETCH * PANEL];
    float edge[16 * PANELS_MAX * PANEL];
    int out = p->w->out, width = b->panels * PANEL;
    ptrdiff_t stride;
    const float *panels = stretch_of(p, b, first, depth, room, &stride);

    for (int r = 0; r < b->rows; r += simd->rows) {
        int rows = b->rows - r < simd->rows ? b->rows - r : simd->rows;
        const float *x = p->x + (ptrdiff_t)(b->row + r) * p->w->in + first;
        float *y = p->y + (ptrdiff_t)(b->row + r) * out + b->panel * PANEL;

        if (b->columns == width) {
            simd->tile(y, out, x, p->w->in, panels, stride, depth, rows,
                       b->panels, start);
            continue;
        }
        for (int i = 0; i < rows && !start; i++)
            memcpy(edge + i * width, y + (ptrdiff_t)i * out,
                   (size_t)b->columns * 4);
        simd->tile(edge, width, x, p->w->in, panels, stride, depth, rows,
                   b->panels, start);
        for (int i = 0; i < rows; i++)
            memcpy(y + (ptrdiff_t)i * out, edge + i * width,
                   (size_t)b->columns * 4);
    }
}

static void compute_block(void *ctx, int index, int worker)
{
    const struct product *p = ctx;
    const struct weights *w = p->w;
    struct block_of b = { .row = index / p->groups * BLOCK_ROWS,
                          .panel = index % p->groups * p->simd->panels };
    float start[PANELS_MAX * PANEL] = { 0 };
    int left = panel_count(w) - b.panel;

    b.rows = p->n - b.row < BLOCK_ROWS ? p->n - b.row : BLOCK_ROWS;
    b.panels = left < p->simd->panels ? left : p->simd->panels;
    b.columns = w->out - b.panel * PANEL;
    if (b.columns > b.panels * PANEL)
        b.columns = b.panels * PANEL;
    if (p->bias)
        memcpy(start, p->bias + b.panel * PANEL, (size_t)b.columns * 4);
    for (int first = 0; first < w->in; first += STRETCH)
        add_stretch(p, &b, first,
                    w->in - first < STRETCH ? w->in - first : STRETCH,
                    first ? NULL : start);
    for (int r = 0; r < b.rows && p->activated; r++)
        p->simd->activate(p->y + (ptrdiff_t)(b.row + r) * w->out +
                              b.panel * PANEL,
                          p->act, b.columns);
}

static void run(const struct engine *e, struct product *p)
{
    int blocks = (p->n + BLOCK_ROWS - 1) / BLOCK_ROWS;
    double flop = 2.0 * p->n * p->w->in * p->w->out;

    p->simd = simd_of(e);
    p->groups = (panel_count(p->w) + p->simd->panels - 1) / p->simd->panels;
    parallel_for(flop < SMALL ? NULL : e->pool, blocks * p->groups,
                 compute_block, p);
}

void linear(const struct engine *e, float *y, const float *x,
            const struct linear *l, int n, struct arena scratch)
{
    weights_pack(l->w, e);
    run(e, &(struct product){ .w = l->w, .bias = l->bias, .x = x, .y = y,
                              .n = n });
}

void linear_act(const struct engine *e, float *y, const float *x,
                const struct linear *l, enum activation act, int n,
                struct arena scratch)
{
    weights_pack(l->w, e);
    run(e, &(struct product){ .w = l->w, .bias = l->bias, .x = x, .y = y,
                              .n = n, .activated = true, .act = act });
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
