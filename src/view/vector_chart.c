/* vector_chart.c - vectors as charts below each other. */
#include "vector_chart.h"

#include <math.h>
#include <stdio.h>

#include "layout.h"
#include "nn/kernels.h"
#include "token_bars.h"
#include "view/plot.h"

/* Name at the left; length, fact and scale at the right, as far as they fit. */
static void draw_line(struct canvas *c, struct rect r,
                      const struct vector_line *l, int n, double scale)
{
    char right[160];
    int w = canvas_text(c, r.x, r.y, r.w, l->role, l->name), used;

    used = snprintf(right, sizeof right, "length %.3f%s%s", vector_norm(l->v, n),
                    l->fact ? " · " : "", l->fact ? l->fact : "");
    if (w + used + 10 < r.w && used + 12 < (int)sizeof right)
        snprintf(right + used, sizeof right - (size_t)used, " · ±%.2g", scale);
    if (w + 2 < r.w)
        canvas_right(c, r.x + w + 2, r.y, r.w - w - 2, ROLE_NUMBER, right);
}

static void draw_one(struct canvas *c, struct rect r,
                     const struct vector_line *l, int n, double scale, bool raw)
{
    struct rect line = rect_top(&r, 1);

    draw_line(c, line, l, n, scale);
    if (raw)
        vector_numbers_draw(c, r, l->v, n);
    else
        plot_vector(c, r, l->v, n, scale);
}

void vector_charts(struct canvas *c, struct rect r,
                   const struct vector_line *lines, int count, int n,
                   bool shared, bool raw)
{
    double most = 0;

    while (count > 1 && r.h / count < VECTOR_CHART_MIN)
        count--;
    for (int i = 0; i < count; i++)
        most = fmax(most, largest_magnitude(lines[i].v, n));
    for (int i = 0; i < count; i++) {
        struct rect own = rect_top(&r, r.h / (count - i));
        double scale = shared ? most : largest_magnitude(lines[i].v, n);

        if (own.h > 5 && i + 1 < count)
            own.h--;
        draw_one(c, own, &lines[i], n, scale, raw);
    }
}
