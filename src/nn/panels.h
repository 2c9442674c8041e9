/* panels.h - how a matrix lies in memory once packed; for nn's kernels only.
 *
 * PANEL rows of W [out, in] (columns of the product) stand side by side, and
 * a panel goes down the inputs: element (row r, input i) of panel p = r/PANEL
 * is at p*PANEL*depth + i*PANEL + r%PANEL.  The width is a vector of AVX-512,
 * two of AVX2, four of SSE and NEON, so one order serves them all; rows
 * beyond the last are zeros.
 *
 * For products in bf16 two inputs of a row stand together (pair_at), which is
 * how both AVX512-BF16 and AMX want them; inputs beyond the last are zeros. */
#ifndef NN_PANELS_H
#define NN_PANELS_H

#include <stdatomic.h>
#include <stdint.h>

#include "nn/kernels.h"
#include "nn/tensor.h"
#include "nn/weights.h"

enum { PANEL = 16 };
enum { PAIRS_STEP = 32 };       /* inputs in a row of an AMX tile */

struct weights {
    int out, in;
    int depth;                  /* inputs in a panel: `in`; of pairs rounded up */
    enum dtype dtype;           /* of the panels: F32, F16 or BF16 */
    bool paired;                /* panels of pairs, for products in bf16 */
    bool transposed;            /* parts are [in, out] */
    const struct tensor_list *from;
    const struct tensor *const *parts;
    int count;
    void *panels;
    struct shared_room *room;   /* whose panels these are; NULL: its own */
    atomic_bool packed;
    atomic_int spoilt;          /* row + 1 of a NaN or infinity; 0: none seen */
};

/* Panels for matrices that need them one after the other. */
struct shared_room {
    void *panels;
    struct weights *tenant;     /* packed there now; NULL: none yet */
};

/* Rows of one of the tensors a matrix is made of. */
static inline int part_rows(const struct tensor *t, bool transposed)
{
    if (transposed)
        return t->shape[0] ? (int)(t->count / t->shape[0]) : 0;
    return (int)t->shape[0];
}

/* The part that holds row `*row`, which becomes a row of that part. */
const struct tensor *weights_part(const struct weights *w, int *row);

/* Inputs [first, first + n) of a row, as floats from the file. */
void weights_read(float *out, const struct weights *w, int row, int first,
                  int n);

/* Where input `i` of row `r` is in a panel of pairs. */
static inline ptrdiff_t pair_at(ptrdiff_t i, int r)
{
    return i / 2 * (2 * PANEL) + 2 * r + i % 2;
}

static inline ptrdiff_t round_up(ptrdiff_t n, ptrdiff_t step)
{
    return (n + step - 1) / step * step;
}

static inline int panel_count(const struct weights *w)
{
    return (w->out + PANEL - 1) / PANEL;
}

#endif
