/* weights_pack.c - matrices packed into panels.
 *
 * The file's rows are copied once, in the file's precision, into the order in
 * which the product reads them; then the file's pages may go. */
#include <string.h>

#include "half.h"
#include "panels.h"

enum { CHUNK = 256 };           /* inputs turned at a time: long runs from each row */

/* weights_read() in the bits of the file's own 16-bit type. */
static void read_halves(uint16_t *out, const struct weights *w, int row,
                        int first, int n)
{
    const struct tensor *t = weights_part(w, &row);
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

/* Does a NaN or an infinity stand among these?  Their exponents are all ones:
 * one more runs over into the sign. */
static bool floats_spoilt(const float *x, int n)
{
    uint32_t over = 0;

    for (int i = 0; i < n; i++)
        over |= (bits_of_float(x[i]) & 0x7fffffff) + 0x00800000;
    return over >> 31;
}

static bool halves_spoilt(const uint16_t *x, int n, enum dtype d)
{
    uint16_t one = d == DTYPE_F16 ? 0x0400 : 0x0080, over = 0;

    for (int i = 0; i < n; i++)
        over |= (uint16_t)((x[i] & 0x7fff) + one);
    return over >> 15;
}

/* CHUNK inputs of all rows of a panel; rows and inputs beyond the matrix are
 * zeros. */
static void read_chunk(float rows[PANEL][CHUNK], struct weights *w, int row,
                       int first)
{
    int n = w->in - first < CHUNK ? w->in - first : CHUNK;

    if (n < CHUNK || row + PANEL > w->out)
        memset(rows, 0, sizeof(float) * PANEL * CHUNK);
    for (int r = 0; r < PANEL && row + r < w->out; r++) {
        weights_read(rows[r], w, row + r, first, n);
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

/* Into the shared room, out of which the one before goes. */
static void move_in(struct weights *w)
{
    if (w->room->tenant)
        atomic_store(&w->room->tenant->packed, false);
    w->room->tenant = w;
}

void weights_pack(struct weights *w, const struct engine *engine)
{
    const struct tensor_list *from = w->from;

    if (atomic_load(&w->packed))
        return;
    if (w->room)
        move_in(w);
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
