/* wall.c - the overview below the stage: every layer and, where there is room,
 * every head, as small maps; where one stands is marked. */
#include "wall.h"

#include <stdio.h>

#include "explain/measure.h"
#include "tile.h"
#include "view/plot.h"

enum { LABEL_W = 4, TILE_MIN = 3 };

/* How the overview is laid out. */
struct plan {
    struct rect tile;           /* its size */
    bool heads;                 /* layers x heads; else layers alone */
    int across;                 /* layers a line, when alone */
    int item_w, item_h;
    const double *scales;       /* of the layers' colours */
};

static int at_least(int gw)
{
    return gw < TILE_MIN ? gw : TILE_MIN;
}

/* Layers below each other, mean and heads beside each other. */
static bool plan_heads(struct plan *p, const struct scene *s, int w, int h)
{
    const struct shape *shape = &s->study->trace.shape;
    int layers = tile_layers(s), columns = tile_heads(s) + 1;
    int tw = (w - LABEL_W) / columns - 1, th = (h - 1) / layers;

    if (tw < at_least(shape->grid_w) || th < 1)
        return false;
    p->tile = tile_size(s, tw, th);
    p->heads = true;
    p->item_w = p->tile.w + 1;
    p->item_h = p->tile.h;
    if (LABEL_W + columns * (p->item_w + 6) <= w)
        p->item_w += 6;
    else if (p->item_w < 6 && LABEL_W + columns * 6 <= w)
        p->item_w = 6;
    if (layers * (p->item_h + 1) <= h)
        p->item_h++;
    return p->tile.w >= at_least(shape->grid_w);
}

/* Every layer at one head, in one line or more. */
static bool plan_layers(struct plan *p, const struct scene *s, int w, int h)
{
    const struct shape *shape = &s->study->trace.shape;
    int layers = tile_layers(s), best = 0;

    for (int lines = 1; 2 * lines <= h; lines++) {
        int across = (layers + lines - 1) / lines;
        struct rect t = tile_size(s, w / across - 1, h / lines - 1);

        if (t.w <= best || w / across - 1 < t.w)
            continue;
        best = t.w;
        *p = (struct plan){ .tile = t, .across = across,
                            .item_w = t.w + 1,
                            .item_h = t.h + 1 };
        while (p->item_w < 9 && (p->item_w + 1) * across <= w)
            p->item_w++;
    }
    return best >= at_least(shape->grid_w);
}

static bool make_plan(struct plan *p, const struct scene *s, int w, int h)
{
    *p = (struct plan){ 0 };
    if (!scene_begun(s) || s->study->trace.shape.grid_w < 1 || h < 2)
        return false;
    return plan_heads(p, s, w, h) || plan_layers(p, s, w, h);
}

void wall_wish(int *rows, int *columns, int w, int h, const struct scene *s)
{
    int layers = tile_layers(s);
    struct plan p;

    *rows = *columns = 0;
    if (!make_plan(&p, s, w, h))
        return;
    if (p.heads) {
        *rows = 1 + layers * p.item_h;
        *columns = LABEL_W + (tile_heads(s) + 1) * p.item_w;
    } else {
        *rows = (layers + p.across - 1) / p.across * p.item_h;
        *columns = p.across * p.item_w;
    }
}

/* The largest weight of a patch. */
static double most(const struct scene *s, const float *row)
{
    const struct shape *shape = &s->study->trace.shape;

    row += shape_prefix(shape);
    return row[largest(row, shape_patches(shape))];
}

/* It as a number, in three places where there is room for them; a small one
 * gives its 0 away. */
static void draw_most(struct canvas *c, int x, int y, int room,
                      const struct scene *s, const float *row)
{
    double v = most(s, row);
    bool bare = room < 5 && v < 0.0995;
    char number[16];

    snprintf(number, sizeof number, room > 4 || bare ? "%.3f" : "%.2f", v);
    canvas_text(c, x, y, room, ROLE_NUMBER, number + bare);
}

/* A tile; the largest weight in it stands beside it or, where there is a line
 * with room for it, above it. */
static void draw_item(struct canvas *c, int x, int y, const struct plan *p,
                      const struct scene *s, int layer, int head,
                      struct arena scratch)
{
    const float *row = tile_row(s, layer, head, &scratch);
    int beside = p->item_w - p->tile.w - 1;
    bool own = !p->heads && !s->settings.shared_scale;

    if (!row) {
        canvas_text(c, x, y, 1, ROLE_DIM, "·");
        return;
    }
    tile_draw(c, x, y, p->tile, s, row, own ? most(s, row)
                                            : p->scales[layer]);
    if (!p->heads && p->item_w >= 9)
        draw_most(c, x + LABEL_W, y - 1, p->item_w - LABEL_W - 1, s, row);
    else if (beside >= 4)
        draw_most(c, x + p->tile.w + 1, y, beside, s, row);
}

static void draw_heads(struct canvas *c, struct rect r, const struct plan *p,
                       const struct scene *s, struct arena scratch)
{
    int layer = scene_layer(s), head = scene_head(s);
    char name[16];

    for (int h = HEAD_MEAN; h < tile_heads(s); h++)
        canvas_textf(c, r.x + LABEL_W + (h + 1) * p->item_w, r.y,
                     p->item_w - 1, h == head ? ROLE_CURRENT : ROLE_DIM,
                     h < 0 ? "%s" : "H%s", head_name(name, h));
    for (int l = 0; l < tile_layers(s); l++) {
        int y = r.y + 1 + l * p->item_h;

        canvas_textf(c, r.x, y, LABEL_W - 1,
                     l == layer ? ROLE_CURRENT : ROLE_DIM, "L%d", l + 1);
        for (int h = HEAD_MEAN; h < tile_heads(s); h++)
            draw_item(c, r.x + LABEL_W + (h + 1) * p->item_w, y, p, s, l, h,
                      scratch);
    }
}

static void draw_layers(struct canvas *c, struct rect r, const struct plan *p,
                        const struct scene *s, struct arena scratch)
{
    for (int l = 0; l < tile_layers(s); l++) {
        int x = r.x + l % p->across * p->item_w;
        int y = r.y + l / p->across * p->item_h;

        canvas_textf(c, x, y, p->item_w - 1,
                     l == scene_layer(s) ? ROLE_CURRENT : ROLE_DIM, "L%d",
                     l + 1);
        draw_item(c, x, y + 1, p, s, l, scene_head(s), scratch);
    }
}

void wall_overview(struct canvas *c, struct rect r, const struct scene *s,
                   struct arena scratch)
{
    struct plan p;

    if (!make_plan(&p, s, r.w, r.h))
        return;
    p.scales = tile_scales(s, &scratch);
    if (p.heads)
        draw_heads(c, r, &p, s, scratch);
    else
        draw_layers(c, r, &p, s, scratch);
}
