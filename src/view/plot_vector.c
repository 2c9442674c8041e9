/* plot_vector.c - many numbers as heights: vectors and sparklines. */
#include <math.h>

#include "glyph.h"
#include "view/plot.h"

/* How n numbers lie in w columns: several columns a number or, where there are
 * more numbers than columns, every column its share of them. */
struct spread {
    int numbers;
    int columns; /* drawn */
    int wide;    /* columns a number; 0: shares */
};

static struct spread spread_over(int n, int w)
{
    if (n < 1 || w < 1)
        return (struct spread){ 0 };
    if (n > w)
        return (struct spread){ n, w, 0 };
    return (struct spread){ n, n * (w / n), w / n };
}

/* The first number column `x` stands for. */
static int first_number(const struct spread *s, int x)
{
    return s->wide ? x / s->wide
                   : (int)((long long)x * s->numbers / s->columns);
}

/* The number furthest from zero among those column `x` stands for. */
static double column_value(const float *v, const struct spread *s, int x)
{
    int first = first_number(s, x);
    int end = s->wide ? first + 1 : first_number(s, x + 1);
    double best = NAN;

    for (int i = first; i < end; i++)
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
        double value = column_value(v, &s, x);

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
        else
            canvas_put(c, x + i, y,
                       (uint32_t)(GLYPH_LOWER + (int)(share * 7.999)), role);
    }
}
