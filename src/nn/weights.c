/* weights.c - matrices packed into panels.
 *
 * The file's rows are copied once, in the file's precision, into the order in
 * which the product reads them; then the file's pages may go.  A lookup table
 * (word embeddings) is never multiplied, so never packed: its rows come
 * straight from the file. */
#include "nn/weights.h"

#include <string.h>

#include "half.h"
#include "panels.h"

enum { CHUNK = 256 };           /* inputs turned at a time: long runs from each row */

static int part_rows(const struct tensor *t, bool transposed)
{
    if (transposed)
        return t->shape[0] ? (int)(t->count / t->shape[0]) : 0;
    return (int)t->shape[0];
}

static int part_cols(const struct tensor *t, bool transposed)
{
    if (transposed)
        return (int)t->shape[0];
    return t->shape[0] ? (int)(t->count / t->shape[0]) : 0;
}

/* The precision of the panels: the parts' own when they agree and a kernel
 * can widen it, else float. */
static enum dtype panel_dtype(const struct tensor *const *parts, int count)
{
    enum dtype d = parts[0]->dtype;

    for (int i = 1; i < count; i++)
        if (parts[i]->dtype != d)
            return DTYPE_F32;
    return d == DTYPE_F16 || d == DTYPE_BF16 ? d : DTYPE_F32;
}

static int element_size(enum dtype d)
{
    return d == DTYPE_F32 ? 4 : 2;
}

/* One row's share of the panels, in whatever precision they will be packed. */
static ptrdiff_t row_bytes(ptrdiff_t in, ptrdiff_t size)
{
    ptrdiff_t pairs = 2 * round_up(in, PAIRS_STEP);

    return in * size > pairs ? in * size : pairs;
}

ptrdiff_t weights_bytes(ptrdiff_t out, ptrdiff_t in, enum dtype dtype)
{
    ptrdiff_t size = dtype == DTYPE_F16 || dtype == DTYPE_BF16 ? 2 : 4;

    return round_up(out, PANEL) * row_bytes(in, size) +
           (ptrdiff_t)sizeof(struct weights) + 128;
}

struct weights *weights_new(struct arena *keep, const struct tensor_list *from,
                            const struct tensor *const *parts, int count,
                            bool transposed)
{
    struct weights *w = arena_new(keep, struct weights);

    w->from = from;
    w->parts = arena_copy(keep, parts, count * (ptrdiff_t)sizeof *parts);
    w->count = count;
    w->transposed = transposed;
    w->in = part_cols(parts[0], transposed);
    for (int i = 0; i < count; i++)
        w->out += part_rows(parts[i], transposed);
    w->depth = w->in;
    w->dtype = panel_dtype(parts, count);
    w->panels = arena_raw(keep, (ptrdiff_t)panel_count(w) * PANEL,
                          row_bytes(w->in, element_size(w->dtype)), 64);
    return w;
}

const char *weights_name(const struct weights *w)
{
    return w->parts[0]->name;
}

int weights_out(const struct weights *w)
{
    return w->out;
}

int weights_in(const struct weights *w)
{
    return w->in;
}

enum dtype weights_dtype(const struct weights *w)
{
    return w->dtype;
}

/* The part that holds row `*row`, which becomes a row of that part. */
static const struct tensor *find_part(const struct weights *w, int *row)
{
    const struct tensor *const *part = w->parts;

    while (*row >= part_rows(*part, w->transposed))
        *row -= part_rows(*part++, w->transposed);
    return *part;
}

/* Inputs [first, first + n) of a row, as floats from the file. */
static void read_row(float *out, const struct weights *w, int row, int first,
                     int n)
{
    const struct tensor *t = find_part(w, &row);

    if (!w->transposed) {
        tensor_floats(out, t, (int64_t)row * w->in + first, n);
        return;
    }
    for (int i = 0; i < n; i++)
        tensor_floats(out + i, t,
                      (int64_t)(first + i) * part_rows(t, true) + row, 1);
}

/* The same in the bits of the file's own 16-bit type. */
static void read_halves(uint16_t *out, const struct weights *w, int row,
                        int first, int n)
{
    const struct tensor *t = find_part(w, &row);
    const uint16_t *data = t->data;     /* maybe unaligned: memcpy only */
    int64_t step = w->transposed ? part_rows(t, true) : 1;
    int64_t at = w->transposed ? first * step + row
                               : (int64_t)row * w->in + first;

    if (step == 1) {
        memcpy(out, data + at, 2 * (size_t)n);
        return;
    }
    for (int i = 0; i < n; i++)
        memcpy(out + i, data + at + i * step, 2);
}

/* Does a NaN or an infinity stand among these?  Their exponents are all
 * ones. */
static bool floats_spoilt(const float *x, int n)
{
    bool spoilt = false;

    for (int i = 0; i < n; i++)
        spoilt |= (bits_of_float(x[i]) & 0x7f800000) == 0x7f800000;
    return spoilt;
}

static bool halves_spoilt(const uint16_t *x, int n, enum dtype d)
{
    uint16_t ones = d == DTYPE_F16 ? 0x7c00 : 0x7f80;
    bool spoilt = false;

    for (int i = 0; i < n; i++)
        spoilt |= (x[i] & ones) == ones;
    return spoilt;
}

/* CHUNK inputs of all rows of a panel; rows and inputs beyond the matrix are
 * zeros. */
static void read_chunk(float rows[PANEL][CHUNK], struct weights *w, int row,
                       int first)
{
    int n = w->in - first < CHUNK ? w->in - first : CHUNK;

    memset(rows, 0, sizeof(float) * PANEL * CHUNK);
    for (int r = 0; r < PANEL && row + r < w->out; r++) {
        read_row(rows[r], w, row + r, first, n);
        if (floats_spoilt(rows[r], n))
            atomic_store(&w->spoilt, row + r + 1);
    }
}

static void pack_chunk_floats(float *panel, struct weights *w, int row,
                              int first)
{
    float rows[PANEL][CHUNK];
    int deep = w->depth - first < CHUNK ? w->depth - first : CHUNK;

    read_chunk(rows, w, row, first);
    for (int i = 0; i < deep; i++)
        for (int r = 0; r < PANEL; r++)
            panel[i * PANEL + r] = rows[r][i];
}

static void pack_chunk_pairs(uint16_t *panel, struct weights *w, int row,
                             int first)
{
    float rows[PANEL][CHUNK];
    int deep = w->depth - first < CHUNK ? w->depth - first : CHUNK;

    read_chunk(rows, w, row, first);
    for (int i = 0; i < deep; i++)
        for (int r = 0; r < PANEL; r++)
            panel[pair_at(i, r)] = bf16_from(rows[r][i]);
}

static void pack_chunk_halves(uint16_t *panel, struct weights *w, int row,
                              int first)
{
    uint16_t rows[PANEL][CHUNK];
    int n = w->in - first < CHUNK ? w->in - first : CHUNK;
    int deep = w->depth - first < CHUNK ? w->depth - first : CHUNK;

    memset(rows, 0, sizeof rows);
    for (int r = 0; r < PANEL && row + r < w->out; r++) {
        read_halves(rows[r], w, row + r, first, n);
        if (halves_spoilt(rows[r], n, w->dtype))
            atomic_store(&w->spoilt, row + r + 1);
    }
    for (int i = 0; i < deep; i++)
        for (int r = 0; r < PANEL; r++)
            panel[i * PANEL + r] = rows[r][i];
}

static void pack_panel(void *ctx, int index, int worker)
{
    struct weights *w = ctx;
    ptrdiff_t start = (ptrdiff_t)index * PANEL * w->depth;
    int row = index * PANEL;

    for (int first = 0; first < w->depth; first += CHUNK) {
        ptrdiff_t at = start + (ptrdiff_t)first * PANEL;

        if (w->paired)
            pack_chunk_pairs((uint16_t *)w->panels + at, w, row, first);
        else if (w->dtype == DTYPE_F32)
            pack_chunk_floats((float *)w->panels + at, w, row, first);
        else
            pack_chunk_halves((uint16_t *)w->panels + at, w, row, first);
    }
}

void weights_pack(struct weights *w, const struct engine *engine)
{
    const struct tensor_list *from = w->from;

    if (atomic_load(&w->packed))
        return;
    if (engine && engine->precision == PRECISION_BF16) {
        w->paired = true;
        w->dtype = DTYPE_BF16;
        w->depth = (int)round_up(w->in, PAIRS_STEP);
    }
    parallel_for(engine ? engine->pool : NULL, panel_count(w), pack_panel, w);
    atomic_store(&w->packed, true);
    for (int i = 0; from && from->release && i < w->count; i++)
        from->release(from->ctx, w->parts[i]->data,
                      w->parts[i]->count * dtype_size(w->parts[i]->dtype));
}

const char *weights_fault(const struct weights *w)
{
    int row = atomic_load(&w->spoilt) - 1;

    return row < 0 ? NULL : find_part(w, &row)->name;
}

void weights_row(float *out, const struct weights *w, int row)
{
    ptrdiff_t start = (ptrdiff_t)(row / PANEL) * PANEL * w->depth;

    if (!atomic_load(&w->packed)) {
        read_row(out, w, row, 0, w->in);
        return;
    }
    for (int i = 0; i < w->in; i++) {
        ptrdiff_t at = start + (w->paired ? pair_at(i, row % PANEL)
                                          : (ptrdiff_t)i * PANEL + row % PANEL);

        out[i] = w->dtype == DTYPE_F32 ? ((const float *)w->panels)[at]
                 : w->dtype == DTYPE_F16
                     ? f16_float(((const uint16_t *)w->panels)[at])
                     : bf16_float(((const uint16_t *)w->panels)[at]);
    }
}
