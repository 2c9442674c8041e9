/* kept.c - a copy of a canvas that outlives the frame it was drawn in. */
#include "kept.h"

#include <string.h>

/* Of the largest screen a script may ask for, and more. */
enum { KEPT_BYTES = 256 << 20 };

bool kept_open(struct kept *k, struct error *err)
{
    k->canvas = (struct canvas){ 0 };
    return arena_reserve(&k->cells, KEPT_BYTES, 16) ||
           error_set(err, "there is no memory for a screen");
}

void kept_close(struct kept *k)
{
    arena_close(&k->cells);
}

bool kept_fits(const struct kept *k, const struct canvas *c)
{
    return k->canvas.width == c->width && k->canvas.height == c->height &&
           k->canvas.theme == c->theme;
}

void kept_take(struct kept *k, const struct canvas *c)
{
    ptrdiff_t count = (ptrdiff_t)c->width * c->height;
    struct cell *cells = k->canvas.cells;

    if (!kept_fits(k, c)) {
        arena_reset(&k->cells);
        cells = arena_array(&k->cells, struct cell, count);
    }
    k->canvas = *c;
    k->canvas.cells = cells;
    memcpy(cells, c->cells, sizeof(*cells) * (size_t)count);
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
    return a->glyph == b->glyph && a->fg == b->fg && a->bg == b->bg &&
           a->role == b->role && a->attrs == b->attrs && a->mark == b->mark;
}

bool kept_row(const struct kept *k, const struct canvas *c, int y)
{
    ptrdiff_t from = (ptrdiff_t)y * c->width;

    for (ptrdiff_t i = from; i < from + c->width; i++)
        if (!same_cell(&k->canvas.cells[i], &c->cells[i]))
            return false;
    return true;
}
