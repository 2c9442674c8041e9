/* vector_chart.c - vectors as charts below each other. */
#include "vector_chart.h"

#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "layout.h"
#include "nn/kernels.h"
#include "token_bars.h"
#include "view/plot.h"

/* Name at the left; at the right its length, a fact and the scale, less of
 * them where they do not fit. */
static void draw_line(struct canvas *c, struct rect r,
                      const struct vector_line *l, int n, double scale)
{
    static const char *const forms[] = {
        "length %.3f%s%s · ±%.2g", "length %.3f%s%s", "%.3f%s%s", "%.3f",
    };
    int room = r.w - canvas_text(c, r.x, r.y, r.w, l->role, l->name) - 2;
    char right[160];

    for (int i = 0; i < 4; i++) {
        snprintf(right, sizeof right, forms[i], vector_norm(l->v, n),
                 l->fact ? " · " : "", l->fact ? l->fact : "", scale);
        if (utf8_width(right) <= room) {
            canvas_right(c, r.x, r.y, r.w, ROLE_NUMBER, right);
            return;
        }
    }
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
