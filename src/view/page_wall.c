/* page_wall.c - the wall: what the readout reads in every layer and head, as
 * large as fits; Enter jumps to the marked one. */
#include <stdio.h>

#include "explain/measure.h"
#include "layout.h"
#include "page.h"
#include "tile.h"
#include "words.h"

enum { LABEL_W = 4, GAP = 2, TILE_MIN_W = 4, TILE_MIN_H = 2,
       LARGE_MIN = 34 };

/* Where one stands on the wall. */
static int wall_layer(const struct scene *s)
{
    return s->page_at / tile_heads(s);
}

static int wall_head(const struct scene *s)
{
    return s->page_at % tile_heads(s);
}

static int wall_last(const struct scene *s)
{
    return tile_layers(s) * tile_heads(s) - 1;
}

/* A tile and the room around it: its number stands in the row below. */
struct wall_plan {
    struct rect tile;           /* its size */
    int item_w, item_h;
    int rows, first;            /* layers that are shown */
    int columns, first_head;    /* heads that are shown */
    const double *scales;       /* of the layers' colours */
};

static int window(int at, int room, int count)
{
    int first = at - room / 2;

    if (first > count - room)
        first = count - room;
    return first < 0 ? 0 : first;
}

static struct wall_plan make_plan(struct rect r, const struct scene *s)
{
    int layers = tile_layers(s), heads = tile_heads(s);
    int w = (r.w - LABEL_W) / heads - GAP, h = (r.h - 1) / layers - 1;
    struct wall_plan p = { 0 };

    w = w < TILE_MIN_W ? TILE_MIN_W : w;
    h = h < TILE_MIN_H ? TILE_MIN_H : h;
    p.tile = tile_size(s, w, h);
    p.item_w = p.tile.w + GAP;
    p.item_w = p.item_w < 7 && LABEL_W + 7 * heads <= r.w ? 7 : p.item_w;
    p.item_h = p.tile.h + 1;
    p.rows = (r.h - 1) / p.item_h;
    p.columns = (r.w - LABEL_W) / p.item_w;
    p.columns = p.columns > heads ? heads : p.columns;
    p.first = window(wall_layer(s), p.rows, layers);
    p.first_head = window(wall_head(s), p.columns, heads);
    return p;
}

static void draw_tile(struct canvas *c, int x, int y,
                      const struct wall_plan *p, const struct scene *s,
                      int layer, int head, struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    int prefix = shape_prefix(shape), below = y + p->tile.h;
    bool here = layer == wall_layer(s) && head == wall_head(s);
    const float *row = tile_row(s, layer, head, &scratch);
    char number[16];
    float most;
    bool small;

    if (!row) {
        canvas_text(c, x, y, 1, ROLE_DIM, "·");
        return;
    }
    tile_draw(c, x, y, p->tile, s, row, p->scales[layer]);
    most = row[prefix + largest(row + prefix, shape_patches(shape))];
    small = p->item_w >= 7 && most < 0.0095f;      /* its 0 goes for a digit */
    if (here)
        canvas_fill(c, (struct rect){ x - 1, below, p->item_w, 1 }, ' ',
                    ROLE_CURRENT);
    snprintf(number, sizeof number, p->item_w < 7 ? "%.2f" : small ? "%.4f"
                                                                  : "%.3f",
             (double)most);
    canvas_textf(c, x, below, p->item_w - 1, here ? ROLE_CURRENT : ROLE_NUMBER,
                 "%s%s", here && p->item_w >= 7 ? "▲" : "", number + small);
}

/* Rows of the average token are no part of what is kept of every layer. */
static void draw_why_empty(struct canvas *c, struct rect r,
                           const struct scene *s)
{
    char line[256];

    if (study_query(s->study) >= 0 || wall_layer(s) >= s->done)
        snprintf(line, sizeof line, "%s ...", wait_text((char[80]){ 0 }, s));
    else
        snprintf(line, sizeof line, "Without a CLS token only the layer where "
                 "one stands is at hand: Enter goes to layer %d, head %d.",
                 wall_layer(s) + 1, wall_head(s) + 1);
    canvas_wrap(c, r, ROLE_NOTE, line);
}

/* What the marked tile is, in words. */
static void draw_words(struct canvas *c, struct rect r, const struct scene *s,
                       struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    const float *row = tile_row(s, wall_layer(s), wall_head(s), &scratch);
    char reader[WORDS_MAX], place[WORDS_MAX], share[WORDS_MAX], line[256];
    int top;

    if (!row) {
        draw_why_empty(c, r, s);
        return;
    }
    top = largest(row, shape->tokens);
    snprintf(line, sizeof line, "Below each map stands the largest weight "
             "of a patch. Layer %d, head %d: %s takes %s of what it reads from %s; entropy "
             "%.2f nats.", wall_layer(s) + 1, wall_head(s) + 1,
             reader_text(reader, s, study_query(s->study)),
             percent_text(share, row[top]), place_text(place, shape, top),
             entropy(row, shape->tokens));
    canvas_wrap(c, r, ROLE_NOTE, line);
}

/* The marked one over the picture, where there is room beside the wall. */
static void draw_large(struct canvas *c, struct rect r, const struct scene *s,
                       struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    const float *row = tile_row(s, wall_layer(s), wall_head(s), &scratch);
    int prefix = shape_prefix(shape);
    char title[64];

    if (!row || r.w < LARGE_MIN)
        return;
    snprintf(title, sizeof title, "layer %d, head %d", wall_layer(s) + 1,
             wall_head(s) + 1);
    map_panel_draw(c, r, s, &(struct map_panel){
        .title = title, .values = row,
        .high = row[prefix + largest(row + prefix, shape_patches(shape))],
    }, scratch);
}

static void draw_walls(struct canvas *c, struct rect r, const struct scene *s,
                       struct arena scratch)
{
    struct wall_plan p = make_plan(r, s);
    int layers = tile_layers(s);

    p.scales = tile_scales(s, &scratch);
    for (int i = 0; i < p.columns; i++)
        canvas_textf(c, r.x + LABEL_W + i * p.item_w, r.y, p.item_w - 1,
                     p.first_head + i == wall_head(s) ? ROLE_CURRENT
                                                      : ROLE_DIM,
                     p.item_w > 7 ? "head %d" : "H%d", p.first_head + i + 1);
    for (int l = 0; l < p.rows && p.first + l < layers; l++) {
        int y = r.y + 1 + l * p.item_h;

        canvas_textf(c, r.x, y, LABEL_W - 1,
                     p.first + l == wall_layer(s) ? ROLE_CURRENT : ROLE_DIM,
                     "L%d", p.first + l + 1);
        for (int i = 0; i < p.columns; i++)
            draw_tile(c, r.x + LABEL_W + i * p.item_w, y, &p, s, p.first + l,
                      p.first_head + i, scratch);
    }
    if (p.first > 0)
        canvas_text(c, r.x, r.y, 1, ROLE_KEY, "↑");
    if (p.first + p.rows < layers)
        canvas_text(c, r.x, r.y + p.rows * p.item_h, 1, ROLE_KEY, "↓");
    rect_left(&r, LABEL_W + p.columns * p.item_w + 1);
    draw_large(c, r, s, scratch);
}

static void wall_draw(struct canvas *c, struct rect r, const struct scene *s,
                      struct arena scratch)
{
    char title[160], reader[WORDS_MAX];
    struct rect in;

    reader_text(reader, s, scene_begun(s) ? study_query(s->study) : 0);
    snprintf(title, sizeof title, "the wall: what %s reads in every layer and "
             "head · %s", reader, s->settings.shared_scale
             ? "one scale for all" : "a scale for each layer");
    in = rect_inset(canvas_frame(c, r, title, true), 1, 0);
    if (!scene_begun(s))
        return;
    draw_words(c, (struct rect){ in.x, in.y + in.h - 2, in.w, 2 }, s, scratch);
    in.h -= 3;
    draw_walls(c, in, s, scratch);
}

const struct page_row wall_page = {
    .page = PAGE_WALL,
    .title = "wall of all layers and heads",
    .draw = wall_draw,
    .last = wall_last,
};
