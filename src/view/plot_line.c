/* plot_line.c - a line chart in braille: 2x4 dots a cell. */
#include <math.h>
#include <stdlib.h>

#include "glyph.h"
#include "view/plot.h"

struct chart {
    struct canvas *c;
    struct rect r;
    int wide, high; /* dots a cell: 2x4, ASCII 1x1 */
    double low, high_value;
    enum role role;
};

/* Dots of a cell are numbered down its columns, the lowest row last. */
static void dot(const struct chart *k, int x, int y, char ascii)
{
    static const unsigned char bits[4][2] = {
        { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 }
    };
    int cx = k->r.x + x / k->wide, cy = k->r.y + y / k->high;
    struct cell *cell = canvas_at(k->c, cx, cy);
    uint32_t before;

    if (!cell)
        return;
    if (k->c->ascii) {
        if (cell->glyph != '*' || cell->role != k->role)
            canvas_put(k->c, cx, cy, (uint32_t)ascii, k->role);
        return;
    }
    before = cell->glyph >= GLYPH_BRAILLE && cell->glyph < GLYPH_BRAILLE + 256
                 ? cell->glyph
                 : GLYPH_BRAILLE;
    canvas_put(k->c, cx, cy, before | bits[y % 4][x % 2], k->role);
}

static int row_of(const struct chart *k, double v)
{
    int rows = k->r.h * k->high;
    double share = (v - k->low) / (k->high_value - k->low);

    share = fmin(fmax(share, 0), 1);
    return (int)floor((1 - share) * (rows - 1) + 0.5);
}

/* Every dot between two points; steps along the longer side. */
static void segment(const struct chart *k, int x0, int y0, int x1, int y1)
{
    int steps = abs(x1 - x0) > abs(y1 - y0) ? abs(x1 - x0) : abs(y1 - y0);

    for (int i = 1; i < steps; i++)
        dot(k, x0 + (int)floor((double)(x1 - x0) * i / steps + 0.5),
            y0 + (int)floor((double)(y1 - y0) * i / steps + 0.5), '.');
}

void plot_line(struct canvas *c, struct rect r, const double *v, int n,
               double low, double high, enum role role)
{
    struct chart k = { c,
                       r,
                       c->ascii ? 1 : 2,
                       c->ascii ? 1 : 4,
                       low,
                       high > low ? high : low + 1,
                       role };
    int columns = r.w * k.wide, x, y, x0 = 0, y0 = 0;
    bool joined = false;

    if (r.w < 1 || r.h < 1)
        return;
    for (int i = 0; i < n; i++) {
        if (!isfinite(v[i])) {
            joined = false;
            continue;
        }
        x = n > 1 ? (int)((double)i * (columns - 1) / (n - 1) + 0.5) : 0;
        y = row_of(&k, v[i]);
        if (joined)
            segment(&k, x0, y0, x, y);
        dot(&k, x, y, '*');
        joined = true;
        x0 = x;
        y0 = y;
    }
}
