/* figures_related.c - figures of models and ideas around CLS. */
#include <math.h>
#include <stdio.h>

#include "figures.h"
#include "layout.h"

/* --- who reads what ------------------------------------------------------ */

static const struct family_line {
    const char *name, *extra, *reads;
} family_lines[] = {
    { "model", "tokens", "reads" },
    { "ViT", "cls", "cls" },
    { "DeiT", "cls dist", "mean of two" },
    { "DINO", "cls", "cls" },
    { "DINOv2", "cls (reg)", "cls; mean" },
    { "CLIP", "cls", "cls" },
    { "BEiT", "cls", "mean" },
    { "MAE", "cls", "cls or mean" },
    { "SigLIP", "", "probe" },
};
enum { FAMILY_LINES = sizeof family_lines / sizeof family_lines[0] };

static const char *readout_words(enum readout r)
{
    switch (r) {
    case READ_CLS:
        return "CLS";
    case READ_BOTH:
        return "the mean of CLS's and dist's answers";
    case READ_MEAN:
        return "the mean of the patches";
    case READ_CLS_MEAN:
        return "CLS and the mean of the patches";
    case READ_POOL:
        return "a pooling query";
    default:
        return "nothing: there is no classifier";
    }
}

void figure_families(struct canvas *c, struct rect r, const struct scene *s,
                     struct arena scratch)
{
    char line[128];

    snprintf(line, sizeof line,
             "The classifier of the loaded model (%s) reads "
             "%s.",
             s->study->model->family, readout_words(s->study->model->readout));
    figure_caption(c, &r, line);
    for (int i = 0; i < FAMILY_LINES && i < r.h; i++) {
        const struct family_line *f = &family_lines[i];
        enum role role = i ? ROLE_TEXT : ROLE_DIM;

        canvas_text(c, r.x, r.y + i, 8, i ? ROLE_STRONG : role, f->name);
        canvas_text(c, r.x + 8, r.y + i, 10, role, f->extra);
        canvas_text(c, r.x + 18, r.y + i, r.w - 18, role, f->reads);
    }
}

/* --- ways to train ------------------------------------------------------- */

enum { THUMB_W = 6, THUMB_H = 3 };

static int thumb(struct canvas *c, int x, int y, const struct image *im)
{
    plot_picture(c, (struct rect){ x, y, THUMB_W, THUMB_H }, im);
    return x + THUMB_W + 1;
}

void figure_pretraining(struct canvas *c, struct rect r, const struct scene *s,
                        struct arena scratch)
{
    struct image seen, part;
    int x, y = r.y;

    if (!figure_live(c, r, s, s->study->trace.shape.grid_h > 0,
                     "This model reads no picture."))
        return;
    seen = picture_seen(s->study, &scratch);
    part = image_part(&seen, seen.width / 4, seen.height / 6, seen.width / 2,
                      seen.height / 2, &scratch);
    if (r.h < 3 * THUMB_H + 4)
        return;
    canvas_text(c, r.x, y, r.w, ROLE_DIM, "labels");
    x = thumb(c, r.x, y + 1, &seen);
    canvas_text(c, x, y + 2, r.w - THUMB_W - 1, ROLE_TEXT, "CLS → class");
    y += THUMB_H + 2;
    canvas_text(c, r.x, y, r.w, ROLE_DIM, "itself (DINO)");
    x = thumb(c, r.x, y + 1, &part);
    x += canvas_text(c, x, y + 2, 9, ROLE_TEXT, "CLS ≈ CLS") + 1;
    thumb(c, x, y + 1, &seen);
    y += THUMB_H + 2;
    canvas_text(c, r.x, y, r.w, ROLE_DIM, "text (CLIP)");
    x = thumb(c, r.x, y + 1, &seen);
    canvas_text(c, x, y + 2, r.w - THUMB_W - 1, ROLE_TEXT, "CLS ≈ its caption");
}

/* --- windows ------------------------------------------------------------- */

enum { TOKENS = 8, WINDOW = 4 };

/* Tokens in the shade of their window. */
static void windows(struct canvas *c, struct rect r, const char *title,
                    int tokens, int window, int shift)
{
    float v[TOKENS * TOKENS];

    for (int i = 0; i < tokens * tokens; i++) {
        int row = (i / tokens + shift) / window;
        int col = (i % tokens + shift) / window;

        v[i] = 0.25f + 0.25f * (float)((row + 2 * col) % 3);
    }
    figure_label(c, &r, ROLE_DIM, title);
    r.w = grid_fit(r, TOKENS, TOKENS).area.w * tokens / TOKENS;
    r.h = (r.w + 1) / 2;
    figure_map(c, r, v, tokens, tokens, 1);
}

void figure_windows(struct canvas *c, struct rect r, const struct scene *s,
                    struct arena scratch)
{
    figure_caption(c, &r,
                   "Tokens of one shade read each other; the third map "
                   "is merged, 2 × 2 to one.");
    windows(c, figure_cell(r, 3, 0), "windows", TOKENS, WINDOW, 0);
    windows(c, figure_cell(r, 3, 1), "shifted", TOKENS, WINDOW, WINDOW / 2);
    windows(c, figure_cell(r, 3, 2), "merged", TOKENS / 2, WINDOW, 0);
}

/* --- tiles --------------------------------------------------------------- */

/* The grid of at most six tiles whose shape is nearest the picture's. */
static void choose_grid(const struct image *im, int *rows, int *cols)
{
    double best = INFINITY, shape = log((double)im->width / im->height);

    for (int h = 1; h <= 3; h++)
        for (int w = 1; w <= 3; w++) {
            double off = fabs(log((double)w / h) - shape) - 0.01 * w * h;

            if (w * h <= 6 && off < best) {
                best = off;
                *rows = h;
                *cols = w;
            }
        }
}

void figure_tiles(struct canvas *c, struct rect r, const struct scene *s,
                  struct arena scratch)
{
    const struct image *im = &s->study->picture;
    int rows = 1, cols = 1, side;
    char line[96];

    if (!figure_live(c, r, s, im->pixels != NULL,
                     "Pixel values were given in place of a picture."))
        return;
    choose_grid(im, &rows, &cols);
    snprintf(line, sizeof line, "This picture in %d × %d tiles, and whole.",
             cols, rows);
    figure_caption(c, &r, line);
    side = (r.w - cols - THUMB_W) / cols; /* columns a tile */
    side = side / 2 < (r.h + 1) / rows - 1 ? side : 2 * ((r.h + 1) / rows - 1);
    for (int i = 0; i < rows * cols && side > 1; i++) {
        int w = im->width / cols, h = im->height / rows;
        struct image part =
            image_part(im, i % cols * w, i / cols * h, w, h, &scratch);
        struct rect at = { r.x + i % cols * (side + 1),
                           r.y + i / cols * (side / 2 + 1), side, side / 2 };

        plot_picture(c, at, &part);
    }
    thumb(c, r.x + cols * (side + 1), r.y, im);
}

/* --- distance ------------------------------------------------------------ */

static void distance_map(struct canvas *c, struct rect r, const char *title,
                         double slope)
{
    enum { SIDE = 9, AT = 3 };
    float v[SIDE * SIDE];
    struct grid_layout g;

    for (int i = 0; i < SIDE * SIDE; i++)
        v[i] = (float)exp(-slope * hypot(i / SIDE - AT, i % SIDE - AT));
    g = figure_tile(c, r, title, v, SIDE, SIDE, 1);
    plot_mark(c, &g, AT, AT, ROLE_QUERY);
}

void figure_distance(struct canvas *c, struct rect r, const struct scene *s,
                     struct arena scratch)
{
    figure_caption(c, &r,
                   "How the framed patch would weigh all others if they "
                   "were equal: exp(-slope × distance).");
    distance_map(c, figure_cell(r, 2, 0), "slope 1/2", 0.5);
    distance_map(c, figure_cell(r, 2, 1), "slope 1/8", 0.125);
}
