/* weights.c - matrices as the file has them: parts, rows, types.
 *
 * What is multiplied is packed into panels (weights_pack.c).  A lookup table
 * (word embeddings) is never multiplied, so never packed: its rows come
 * straight from the file. */
#include "nn/weights.h"

#include <assert.h>
#include <string.h>

#include "half.h"
#include "panels.h"

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

const struct tensor *weights_part(const struct weights *w, int *row)
{
    const struct tensor *const *part = w->parts;

    while (*row >= part_rows(*part, w->transposed))
        *row -= part_rows(*part++, w->transposed);
    return *part;
}

void weights_read(float *out, const struct weights *w, int row, int first,
                     int n)
{
    const struct tensor *t = weights_part(w, &row);

    if (!w->transposed) {
        tensor_floats(out, t, (int64_t)row * w->in + first, n);
        return;
    }
    for (int i = 0; i < n; i++)
        tensor_floats(out + i, t,
                      (int64_t)(first + i) * part_rows(t, true) + row, 1);
}

void weights_share(struct weights *const *w, int count, struct arena *keep)
{
    struct shared_room *room = arena_new(keep, struct shared_room);
    ptrdiff_t most = 0;

    for (int i = 0; i < count; i++) {
        ptrdiff_t size = (ptrdiff_t)panel_count(w[i]) * PANEL *
                         row_bytes(w[i]->in, element_size(w[i]->dtype));

        if (size >= most)
            room->panels = w[i]->panels;
        most = size > most ? size : most;
    }
    for (int i = 0; i < count; i++) {
        assert(!atomic_load(&w[i]->packed));
        w[i]->panels = room->panels;
        w[i]->room = room;
    }
}

const char *weights_fault(const struct weights *w)
{
    int row = atomic_load(&w->spoilt) - 1;

    return row < 0 ? NULL : weights_part(w, &row)->name;
}

void weights_row(float *out, const struct weights *w, int row)
{
    ptrdiff_t start = (ptrdiff_t)(row / PANEL) * PANEL * w->depth;

    if (!atomic_load(&w->packed)) {
        weights_read(out, w, row, 0, w->in);
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
