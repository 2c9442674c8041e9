/* figures.c - what the drawings of the concept pages share. */
#include "figures.h"

#include <string.h>

void figure_caption(struct canvas *c, struct rect *r, const char *text)
{
    int lines = canvas_wrap_lines(c, r->w, text);
    struct rect at = *r;

    lines = lines < r->h ? lines : r->h;
    at.y += r->h - lines;
    at.h = lines;
    canvas_wrap(c, at, ROLE_DIM, text);
    r->h -= lines + 1;
    r->h = r->h > 0 ? r->h : 0;
}

void figure_label(struct canvas *c, struct rect *r, enum role role,
                  const char *text)
{
    if (r->h < 1)
        return;
    canvas_text(c, r->x, r->y, r->w, role, text);
    r->y++;
    r->h--;
}

void figure_none(struct canvas *c, struct rect r, const char *text)
{
    int lines = canvas_wrap_lines(c, r.w, text);

    if (lines < r.h)
        r.y += (r.h - lines) / 2;
    canvas_wrap(c, r, ROLE_DIM, text);
}

struct grid_layout figure_map(struct canvas *c, struct rect r, const float *v,
                              int gh, int gw, double max)
{
    struct grid_layout g = grid_fit(r, gh, gw);
    double top = max;

    for (int i = 0; max <= 0 && i < gh * gw; i++)
        top = v[i] > top ? v[i] : top;
    plot_heat(c, &g, &(struct heat){ .values = v, .high = top });
    return g;
}

struct grid_layout figure_tile(struct canvas *c, struct rect r,
                               const char *name, const float *v, int gh, int gw,
                               double max)
{
    struct rect size;

    figure_label(c, &r, ROLE_DIM, name);
    size = grid_fit(r, gh, gw).area;
    return figure_map(c, (struct rect){ r.x, r.y, size.w, size.h }, v, gh, gw,
                      max);
}

/* Half cells a side is long when n squares stand in so many columns. */
static int side_in(struct rect r, int n, int columns)
{
    int rows = (n + columns - 1) / columns;
    int w = (r.w + 1) / columns - 1, h = 2 * ((r.h + 1) / rows - 2);

    return w < h ? w : h;
}

struct rect figure_cell(struct rect r, int n, int i)
{
    int best = 1, rows, w, h;

    for (int columns = 2; columns <= n; columns++)
        if (side_in(r, n, columns) > side_in(r, n, best))
            best = columns;
    rows = (n + best - 1) / best;
    w = (r.w + 1) / best;
    h = (r.h + 1) / rows;
    return (struct rect){ r.x + i % best * w, r.y + i / best * h, w - 1,
                          h - 1 };
}

struct image image_part(const struct image *im, int x, int y, int w, int h,
                        struct arena *keep)
{
    struct image out;

    w = x + w > im->width ? im->width - x : w;
    h = y + h > im->height ? im->height - y : h;
    out = image_new(keep, w > 0 ? w : 0, h > 0 ? h : 0);
    for (int row = 0; row < out.height && out.width; row++)
        memcpy(image_at(&out, 0, row), image_at(im, x, y + row),
               3 * (size_t)out.width);
    return out;
}

bool figure_live(struct canvas *c, struct rect r, const struct scene *s,
                 bool possible, const char *why)
{
    if (!possible)
        figure_none(c, r, why);
    else if (!scene_begun(s))
        figure_none(c, r, "The picture is being prepared.");
    return possible && scene_begun(s);
}
