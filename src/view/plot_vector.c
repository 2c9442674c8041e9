/* plot_vector.c - many numbers as heights: vectors and sparklines. */
#include <math.h>

#include "glyph.h"
#include "view/plot.h"

/* How n numbers lie in w columns: either several columns a number or several
 * numbers a column. */
struct spread {
    int columns; /* drawn */
    int wide;    /* columns a number */
    int share;   /* numbers a column */
};

static struct spread spread_over(int n, int w)
{
    struct spread s = { 0, 1, 1 };

    if (n < 1 || w < 1)
        return s;
    s.wide = w >= n ? w / n : 1;
    s.share = (n + w - 1) / w;
    s.columns = s.share > 1 ? (n + s.share - 1) / s.share : n * s.wide;
    return s;
}

/* The number furthest from zero among those column `x` stands for. */
static double column_value(const float *v, int n, const struct spread *s, int x)
{
    int first = x / s->wide * s->share;
    double best = NAN;

    for (int i = first; i < first + s->share && i < n; i++)
        if (!isnan(v[i]) && !(fabs(v[i]) <= fabs(best)))
            best = v[i];
    return best;
}

static double largest_size(const float *v, int n)
{
    double max = 0;

    for (int i = 0; i < n; i++)
        if (isfinite(v[i]))
            max = fmax(max, fabs(v[i]));
    return max;
}

/* `n` of 8 eighths of a cell, standing or hanging (the rest, reversed). */
static void part(struct canvas *c, int x, int y, int n, bool hanging,
                 enum role role)
{
    struct cell *cell;

    if (c->ascii) {
        canvas_put(c, x, y, n >= 4 ? '#' : hanging ? '\'' : '.', role);
    } else if (n >= 8 || !hanging) {
        canvas_put(c, x, y, (uint32_t)(GLYPH_LOWER - 1 + (n < 8 ? n : 8)),
                   role);
    } else if (n == 4) {
        canvas_put(c, x, y, GLYPH_UPPER, role);
    } else {
        canvas_put(c, x, y, (uint32_t)(GLYPH_LOWER - 1 + 8 - n), role);
        if ((cell = canvas_at(c, x, y)))
            cell->attrs = LOOK_REVERSE;
    }
}

/* One column from `zero` (the row above the line) up, or down from below it. */
static void column(struct canvas *c, int x, int zero, int rows, double share,
                   bool down)
{
    int n = isnan(share) ? 0 : (int)floor(fmin(fabs(share), 1) * rows * 8 + .5);
    enum role role = share < 0 ? ROLE_MINUS : ROLE_PLUS;

    if (!n || down) /* the line itself, where no bar stands on it */
        canvas_put(c, x, zero, GLYPH_LOWER, ROLE_FRAME);
    for (int row = 0; n > 0; n -= 8, row++)
        part(c, x, down ? zero + 1 + row : zero - row, n, down, role);
}

double plot_vector(struct canvas *c, struct rect r, const float *v, int n,
                   double max)
{
    struct spread s = spread_over(n, r.w);
    double scale = max > 0 ? max : largest_size(v, n);
    int rows = r.h > 1 ? r.h / 2 : 1;
    int zero = r.y + rows - 1;

    if (r.h < 1)
        return scale;
    for (int x = 0; x < s.columns; x++) {
        double value = column_value(v, n, &s, x);

        column(c, r.x + x, zero, rows, scale > 0 ? value / scale : 0,
               value < 0 && r.h > 1);
    }
    return scale;
}

void plot_spark(struct canvas *c, int x, int y, const float *v, int n,
                double max, enum role role)
{
    for (int i = 0; i < n; i++) {
        double share = max > 0 ? fmin(fmax(v[i] / max, 0), 1) : 0;

        if (isnan(v[i]))
            canvas_put(c, x + i, y, ' ', role);
        else if (c->ascii)
            canvas_put(c, x + i, y, (uint32_t)('0' + (int)(share * 9.999)),
                       role);
        else
            canvas_put(c, x + i, y,
                       (uint32_t)(GLYPH_LOWER + (int)(share * 7.999)), role);
    }
}
