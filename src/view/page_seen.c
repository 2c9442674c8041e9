/* page_seen.c - what the model saw of the picture: what was cut off, squashed,
 * which filter made it smaller, and what became of it. */
#include <math.h>
#include <stdio.h>

#include "layout.h"
#include "page.h"
#include "view/colormap.h"
#include "view/plot.h"

/* A rect of cells that shows w x h pixels as they are shaped. */
static struct rect shaped(struct rect r, double w, double h)
{
    int rows = r.h, columns = (int)(2 * rows * w / h + 0.5);

    if (columns > r.w) {
        columns = r.w;
        rows = (int)(columns * h / w / 2 + 0.5);
    }
    return (struct rect){ r.x, r.y, columns < 1 ? 1 : columns,
                          rows < 1 ? 1 : rows };
}

/* Cells outside of what the model sees, darker. */
static void shade(struct canvas *c, struct rect area, const struct image *im,
                  const struct prepared *p)
{
    uint32_t back = theme_background(c->theme);

    for (int y = 0; y < area.h; y++)
        for (int x = 0; x < area.w; x++) {
            double px = (x + 0.5) * im->width / area.w;
            double py = (y + 0.5) * im->height / area.h;
            struct cell *cell = canvas_at(c, area.x + x, area.y + y);

            if (!cell || (px >= p->x0 && px < p->x1 && py >= p->y0 &&
                          py < p->y1))
                continue;
            if (cell->fg < COLOR_ROLE && cell->bg < COLOR_ROLE)
                canvas_paint(c, area.x + x, area.y + y,
                             color_mix(cell->fg, back, 0.7),
                             color_mix(cell->bg, back, 0.7));
        }
}

/* The picture with what the model does not see shaded, and framed corners. */
static void draw_original(struct canvas *c, struct rect r,
                          const struct scene *s)
{
    const struct image *im = &s->study->picture;
    struct rect in = rect_inset(canvas_frame(c, r, "the picture", false), 1, 0);
    struct rect area;

    if (!im->pixels) {
        canvas_text(c, in.x, in.y, in.w, ROLE_DIM,
                    "pixel values were given in place of a picture");
        return;
    }
    area = shaped((struct rect){ in.x, in.y, in.w, in.h - 1 }, im->width,
                  im->height);
    plot_picture(c, area, im);
    shade(c, area, im, &s->study->prepared);
    canvas_textf(c, in.x, in.y + in.h - 1, in.w, ROLE_NUMBER,
                 "%d × %d pixels", im->width, im->height);
}

static void draw_seen(struct canvas *c, struct rect r, const struct scene *s,
                      struct arena scratch)
{
    struct rect in = rect_inset(canvas_frame(c, r, "as the model gets it", false),
                                1, 0);
    struct image im = picture_seen(s->study, &scratch);
    struct rect room = { in.x, in.y, in.w, in.h - 1 };

    plot_picture(c, shaped(room, im.width, im.height), &im);
    canvas_textf(c, in.x, in.y + in.h - 1, in.w, ROLE_NUMBER,
                 "%d × %d pixels", im.width, im.height);
}

/* Share of the picture's area that the model sees, and how much the two sides
 * were scaled differently. */
static void describe(struct text *out, const struct scene *s)
{
    const struct image *im = &s->study->picture;
    const struct prepared *p = &s->study->prepared;
    double x0 = fmax(p->x0, 0), x1 = fmin(p->x1, im->width);
    double y0 = fmax(p->y0, 0), y1 = fmin(p->y1, im->height);
    double area = (double)im->width * im->height, squash;

    if (s->study->processor) {
        processor_describe(out, s->study->processor);
        text_add(out, ". ");
    }
    if (!im->pixels || area <= 0)
        return;
    squash = (p->x1 - p->x0) / p->w / ((p->y1 - p->y0) / p->h);
    text_addf(out, "Of this picture the model saw %.0f %%",
              100 * (x1 - x0) * (y1 - y0) / area);
    if (fabs(squash - 1) > 0.02)
        text_addf(out, ", squashed %.2f times in %s", squash > 1 ? squash
                  : 1 / squash, squash > 1 ? "width" : "height");
    text_add(out, ".");
}

static void seen_draw(struct canvas *c, struct rect r, const struct scene *s,
                      struct arena scratch)
{
    struct rect in = rect_inset(canvas_frame(c, r, "what the model saw", true),
                                1, 0);
    struct text t = text_new(&scratch);
    struct rect top, left;

    if (!scene_begun(s))
        return;
    top = rect_top(&in, in.h - 4);
    left = rect_left(&top, (top.w - 1) / 2);
    rect_left(&top, 1);
    draw_original(c, left, s);
    draw_seen(c, top, s, scratch);
    describe(&t, s);
    canvas_wrap(c, in, ROLE_NOTE, t.data);
}

const struct page_row seen_page = {
    .page = PAGE_SEEN,
    .title = "what the model saw of the picture",
    .draw = seen_draw,
};
