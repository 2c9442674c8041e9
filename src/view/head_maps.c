/* head_maps.c - a map for every head of the layer. */
#include "head_maps.h"

#include <math.h>
#include <stdio.h>

#include "explain/measure.h"
#include "head_table.h"
#include "tile.h"
#include "token_bars.h"

enum { GAP = 2, SMALLEST_W = 12, SMALLEST_H = 5 };

struct maps_plan {
    int across;
    int item_w, item_h;
    struct rect tile;
};

/* As many across as make the maps largest. */
static struct maps_plan make_plan(struct rect r, const struct scene *s,
                                  int count)
{
    struct maps_plan best = { 0 };

    for (int across = 1; across <= count; across++) {
        int down = (count + across - 1) / across;
        int w = (r.w + GAP) / across, h = (r.h + 1) / down;
        struct rect t = tile_size(s, w - GAP, h - 2);

        if (t.w > best.tile.w)
            best = (struct maps_plan){ across, w, h, t };
    }
    best.item_w = best.tile.w + GAP;
    best.item_h = best.tile.h + 2;
    return best;
}

static void draw_one(struct canvas *c, int x, int y, const struct maps_plan *p,
                     const struct scene *s, int head, double max,
                     struct arena scratch)
{
    const float *row = head_row(s, head, &scratch);
    enum role role = head == scene_head(s) ? ROLE_CURRENT : ROLE_DIM;
    char name[16];
    int w = canvas_textf(c, x, y, p->tile.w, role, head < 0 ? "%s" : "head %s",
                         head_name(name, head));

    if (p->tile.w - w >= 10)
        canvas_textf(c, x + w + 1, y, p->tile.w - w - 1, ROLE_NUMBER,
                     "%.2f nats", entropy(row, s->study->trace.shape.tokens));
    tile_draw(c, x, y + 1, p->tile, s, row, max);
}

/* The largest weight any head gives a patch. */
static double scale_of(const struct scene *s, int heads, struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    double max = 0;

    for (int h = 0; h < heads; h++) {
        struct arena own = scratch;
        const float *row = head_row(s, h, &own);

        max = fmax(max, largest_patch(row, shape));
    }
    return max;
}

/* Mean and heads; one head alone. */
static int maps(const struct scene *s)
{
    return head_count(s) > 1 ? head_count(s) + 1 : 1;
}

bool head_maps_fit(struct rect r, const struct scene *s)
{
    struct maps_plan p = make_plan(r, s, maps(s));

    return p.tile.w >= SMALLEST_W && p.tile.h >= SMALLEST_H;
}

void head_maps_draw(struct canvas *c, struct rect r, const struct scene *s,
                    struct arena scratch)
{
    int heads = head_count(s), count = maps(s);
    struct maps_plan p = make_plan(r, s, count);
    double max;

    if (!head_maps_fit(r, s))
        return;
    max = scale_of(s, heads, scratch);
    for (int i = 0; i < count; i++)
        draw_one(c, r.x + i % p.across * p.item_w,
                 r.y + i / p.across * p.item_h, &p, s,
                 heads > 1 ? i - 1 : 0, max, scratch);
}
