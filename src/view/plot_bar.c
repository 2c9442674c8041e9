/* plot_bar.c - one number as a length. */
#include <math.h>

#include "glyph.h"
#include "view/plot.h"

/* Eighths of a column `value` takes of `width` columns; something that is not
 * nothing shows. */
static int eighths(double value, double max, int width)
{
    double share = max > 0 ? value / max : 0;

    if (!(share > 0) || width < 1)
        return 0;
    share = share < 1 ? share : 1;
    return (int)fmax(1, floor(share * width * 8 + 0.5));
}

/* `n` of 8 eighths of a cell, from the left or from the right.  There are no
 * blocks that begin at the right: the rest is drawn and the cell reversed. */
static void part(struct canvas *c, int x, int y, int n, bool from_right,
                 enum role role)
{
    struct cell *cell;

    if (c->ascii) {
        canvas_put(c, x, y, n >= 4 ? '#' : '=', role);
    } else if (n >= 8) {
        canvas_put(c, x, y, GLYPH_FULL, role);
    } else if (!from_right) {
        canvas_put(c, x, y, (uint32_t)(GLYPH_LEFT + 1 - n), role);
    } else if (n == 4) {
        canvas_put(c, x, y, 0x2590, role);
    } else {
        canvas_put(c, x, y, (uint32_t)(GLYPH_LEFT + 1 - (8 - n)), role);
        if ((cell = canvas_at(c, x, y)))
            cell->attrs = LOOK_REVERSE;
    }
}

/* Without colours roles are attributes, and an underlined bar looks wrong. */
static enum role bar_role(const struct canvas *c, enum role role)
{
    return c->depth == DEPTH_MONO ? ROLE_BAR : role;
}

void plot_bar(struct canvas *c, int x, int y, int width, double value,
              double max, enum role role)
{
    role = bar_role(c, role);
    for (int n = eighths(value, max, width); n > 0; n -= 8)
        part(c, x++, y, n, false, role);
}

void plot_signed_bar(struct canvas *c, int x, int y, int width, double value,
                     double max)
{
    int half = (width - 1) / 2, middle = x + half;
    int step = value < 0 ? -1 : 1, at = middle + step;

    if (width < 1)
        return;
    canvas_put(c, middle, y, 0x2502, ROLE_FRAME);
    for (int n = eighths(fabs(value), max, half); n > 0; n -= 8, at += step)
        part(c, at, y, n, value < 0, value < 0 ? ROLE_MINUS : ROLE_PLUS);
}
