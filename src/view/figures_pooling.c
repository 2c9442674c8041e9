/* figures_pooling.c - figures of how tokens become one answer. */
#include <math.h>
#include <stdio.h>

#include "figures.h"
#include "layout.h"
#include "tile.h"

/* Test accuracy of the same small model with each pooling: 3,500 steps, photos
 * 3,000, drawings on backgrounds 696, mean over the runs.  The order is that
 * of the photos. */
static const struct accuracy {
    const char *pooling;
    int runs;
    double photos, drawings; /* per cent */
} measured[] = {
    { "all patches", 2, 65.0, 45.9 }, { "CLS", 2, 62.6, 41.8 },
    { "average", 1, 62.2, 43.2 },     { "weighted", 1, 62.2, 43.5 },
    { "MAP", 1, 61.7, 40.1 },
};
enum {
    MEASURED = sizeof measured / sizeof measured[0],
    NAME_W = 12,
    PERCENT_W = 7
};

static void accuracy_bars(struct canvas *c, struct rect *r, const char *title,
                          bool drawings)
{
    figure_label(c, r, ROLE_TITLE, title);
    for (int i = 0; i < MEASURED && r->h > 0; i++, r->y++, r->h--) {
        double v = drawings ? measured[i].drawings : measured[i].photos;
        char text[16];

        snprintf(text, sizeof text, "%.1f %%", v);
        canvas_text(c, r->x, r->y, NAME_W, ROLE_TEXT, measured[i].pooling);
        plot_bar(c, r->x + NAME_W, r->y, r->w - NAME_W - PERCENT_W, v, 100,
                 ROLE_BAR);
        canvas_right(c, r->x + r->w - PERCENT_W, r->y, PERCENT_W, ROLE_NUMBER,
                     text);
    }
}

void figure_accuracy(struct canvas *c, struct rect r, const struct scene *s,
                     struct arena scratch)
{
    figure_caption(c, &r, "first two: mean of 2 runs");
    accuracy_bars(c, &r, "photos", false);
    if (r.h > MEASURED + 1) {
        r.y++;
        r.h--;
    }
    accuracy_bars(c, &r, "drawings", true);
}

/* What the readout reads in the last layer, mean of heads; NULL: not known. */
static float *last_row(const struct scene *s, struct arena *keep)
{
    return tile_row(s, tile_layers(s) - 1, HEAD_MEAN, keep);
}

void figure_mean(struct canvas *c, struct rect r, const struct scene *s,
                 struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    int n = shape_patches(shape);
    float *same, *row;
    double max = 0;

    if (!figure_live(c, r, s, n > 0, "This model reads no picture."))
        return;
    row = last_row(s, &scratch);
    figure_caption(c, &r,
                   "Weight of each patch in this picture, to one scale: "
                   "in a mean, and in the last layer's reading.");
    same = arena_floats(&scratch, n);
    for (int i = 0; i < n; i++) {
        same[i] = 1 / (float)n;
        max = fmax(max, row ? row[shape_prefix(shape) + i] : same[i]);
    }
    figure_tile(c, figure_cell(r, 2, 0), "average", same, shape->grid_h,
                shape->grid_w, max);
    if (row)
        figure_tile(c, figure_cell(r, 2, 1), "read", row + shape_prefix(shape),
                    shape->grid_h, shape->grid_w, max);
}

/* Lines of a sketch, from the top of r. */
static void sketch(struct canvas *c, struct rect r, const char *const *lines,
                   int n)
{
    int y = r.y + (r.h > n ? (r.h - n) / 2 : 0);

    for (int i = 0; i < n && i < r.h; i++)
        canvas_text(c, r.x, y + i, r.w, ROLE_TEXT, lines[i]);
}

void figure_probe(struct canvas *c, struct rect r, const struct scene *s,
                  struct arena scratch)
{
    /* clang-format off */
    static const char *const lines[] = {
        "P1 ──╮",
        "P2 ──┤",
        "P3 ──┼─▸ probe ─▸ classes",
        "P4 ──┤",
        "·  ──╯",
    };
    /* clang-format on */
    const struct shape *shape = &s->study->trace.shape;
    float *row;

    if (!s->study->model->pool) {
        figure_caption(c, &r,
                       "This model has no probe; with a SigLIP "
                       "checkpoint its map would stand here.");
        sketch(c, r, lines, sizeof lines / sizeof lines[0]);
        return;
    }
    figure_caption(c, &r,
                   "What this model's probe reads, the mean of its "
                   "heads.");
    if (!figure_live(c, r, s, true, "") || !(row = last_row(s, &scratch)))
        return;
    figure_map(c, r, row + shape_prefix(shape), shape->grid_h, shape->grid_w,
               0);
}

void figure_all_patches(struct canvas *c, struct rect r, const struct scene *s,
                        struct arena scratch)
{
    /* clang-format off */
    static const char *const lines[] = {
        "P1 × W1 ──╮",
        "P2 × W2 ──┤",
        "P3 × W3 ──┼─▸ + ─▸ classes",
        "P4 × W4 ──┤",
        "·    ·  ──╯",
    };
    /* clang-format on */
    const struct shape *shape = &s->study->trace.shape;
    int classes = s->study->model->classes;
    double n = (double)shape->dim * classes;
    char line[160];

    if (classes && shape_patches(shape)) {
        snprintf(line, sizeof line,
                 "For this model: %d classes × %d numbers × "
                 "%d patches = %.0f weights in place of %.0f.",
                 classes, shape->dim, shape_patches(shape),
                 n * shape_patches(shape), n);
        figure_caption(c, &r, line);
    }
    sketch(c, r, lines, sizeof lines / sizeof lines[0]);
}

void figure_weighted(struct canvas *c, struct rect r, const struct scene *s,
                     struct arena scratch)
{
    static const char *const lines[] = {
        "w1·P1 + w2·P2 + w3·P3",     "", "  + w4·P4 + w5·P5 + w6·P6", "",
        "  + w7·P7 + w8·P8 + w9·P9", "", "w1 + w2 + ... + w9 = 1",
    };

    figure_caption(c, &r,
                   "One weight a place, found in training, the same for "
                   "every picture.");
    sketch(c, r, lines, sizeof lines / sizeof lines[0]);
}
