/* map_panel.c - the picture under its patches: heat over it, the chosen patch
 * and the query framed, and the key that says what a colour means. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "layout.h"
#include "view/colormap.h"
#include "words.h"

/* Share of the map where it lies over the picture. */
#define BLEND 0.5

/* --- what lies over it ----------------------------------------------------- */

/* Text over a picture, readable on whatever is there. */
static void label(struct canvas *c, int x, int y, const char *s, enum role role)
{
    for (; *s; s++, x++) {
        struct cell *cell = canvas_at(c, x, y);
        uint32_t fg, bg;

        if (!cell)
            return;
        fg = cell->fg;
        bg = cell->bg;
        canvas_put(c, x, y, (unsigned char)*s, role);
        if (c->depth > DEPTH_16 && fg < COLOR_ROLE && bg < COLOR_ROLE) {
            bg = color_mix(fg, bg, 0.5);
            canvas_paint(c, x, y, color_contrast(bg), bg);
        }
    }
}

/* Name and number in the corners of every patch that has room for them. */
static void write_numbers(struct canvas *c, const struct grid_layout *g,
                          const struct scene *s, const struct map_panel *m)
{
    const struct shape *shape = &s->study->trace.shape;
    char name[TOKEN_NAME_MAX], number[WORDS_MAX];

    for (int p = 0; p < shape_patches(shape); p++) {
        struct rect r = grid_cell(g, p / g->gw, p % g->gw);
        int token = shape_prefix(shape) + p;

        if (r.w < 8 || r.h < 4)
            return;
        label(c, r.x + 1, r.y + 1, shape_token_name(name, shape, token),
              ROLE_TEXT);
        if (!m->values)
            continue;
        digits_text(number, m->values[token], m->high);
        label(c, r.x + r.w - 1 - (int)strlen(number), r.y + r.h - 2, number,
              ROLE_NUMBER);
    }
}

/* Room for lines between patches without hiding them? */
static bool roomy(const struct grid_layout *g)
{
    struct rect r = grid_cell(g, 0, 0);

    return r.w >= 4 && r.h >= 2;
}

/* Frame the patch of a token, if it is one. */
static void mark(struct canvas *c, const struct grid_layout *g,
                 const struct shape *s, int token, enum role role)
{
    int patch;

    if (token < 0 || shape_kind(s, token) != TOKEN_PATCH)
        return;
    patch = shape_index(s, token);
    plot_mark(c, g, patch / g->gw, patch % g->gw, role);
}

/* --- the key --------------------------------------------------------------- */

static uint32_t color_of(const struct canvas *c, const struct map_panel *p,
                         double v)
{
    if (p->diverging)
        return colormap_signed(c->theme, p->high > 0 ? v / p->high : 0);
    return colormap_heat(c->theme, p->high > p->low
                         ? (v - p->low) / (p->high - p->low) : 0);
}

/* "CLS # 0.063": a token that is no patch, with its colour and its number. */
struct other {
    char name[TOKEN_NAME_MAX], number[WORDS_MAX];
    int w;
};

static struct other other_of(const struct scene *s, const struct map_panel *p,
                             int token)
{
    struct other o;

    shape_token_name(o.name, &s->study->trace.shape, token);
    digits_text(o.number, p->values[token], p->high);
    o.w = (int)(strlen(o.name) + strlen(o.number)) + 4;
    return o;
}

static void write_other(struct canvas *c, int x, int y, const struct scene *s,
                        const struct map_panel *p, int token)
{
    struct other o = other_of(s, p, token);
    uint32_t color = color_of(c, p, p->values[token]);
    enum role role = token == scene_token(s)   ? ROLE_CHOSEN
                     : token == scene_query(s) ? ROLE_QUERY
                                               : ROLE_TEXT;

    x += canvas_text(c, x, y, TOKEN_NAME_MAX, role, o.name) + 1;
    canvas_pixels(c, x, y, color, color);
    canvas_text(c, x + 2, y, WORDS_MAX, ROLE_NUMBER, o.number);
}

/* They stand at the right end of the key, the first of them first: they are
 * never part of the map. */
static void write_others(struct canvas *c, struct rect r, const struct scene *s,
                         const struct map_panel *p)
{
    int prefix = shape_prefix(&s->study->trace.shape), w = 0, count = 0;

    while (count < prefix && !isnan(p->values[count]) &&
           w + other_of(s, p, count).w - 1 <= r.w)
        w += other_of(s, p, count++).w;
    r.x += r.w + 1 - w;
    for (int t = 0; t < count; t++) {
        write_other(c, r.x, r.y, s, p, t);
        r.x += other_of(s, p, t).w;
    }
}

static void draw_key(struct canvas *c, struct rect r, const struct scene *s,
                     const struct map_panel *p)
{
    int prefix = shape_prefix(&s->study->trace.shape);
    struct rect key = r;

    if (r.h < 1)
        return;
    if (!p->values) {
        canvas_text(c, r.x, r.y, r.w, ROLE_DIM, p->note ? p->note : "");
        return;
    }
    if (prefix > 0)
        key.w = r.w > 48 ? r.w / 2 : r.w - other_of(s, p, 0).w;
    plot_key(c, key, p->low, p->high, p->diverging);
    rect_left(&r, key.w + 1);
    write_others(c, r, s, p);
}

/* --- the panel ------------------------------------------------------------- */

/* Inside the frame: the picture, and the key in the last row. */
static bool layout(struct grid_layout *g, struct rect in, const struct scene *s)
{
    const struct shape *shape = &s->study->trace.shape;

    in.h -= 1;
    if (shape->grid_h < 1 || shape->grid_w < 1 || in.h < 1 || in.w < 1)
        return false;
    *g = grid_fit(in, shape->grid_h, shape->grid_w);
    return true;
}

/* Patches in the colours of their components, a pixel each. */
static struct image colors_image(const struct scene *s, struct arena *keep)
{
    const struct shape *shape = &s->study->trace.shape;
    struct image im = image_new(keep, shape->grid_w, shape->grid_h);

    for (int i = 0; i < 3 * shape_patches(shape); i++)
        im.pixels[i] = (uint8_t)(255 * s->colors->rgb[i] + 0.5f);
    return im;
}

/* In the map's place: tokens that are alike in one colour. */
static void draw_colors(struct canvas *c, const struct grid_layout *g,
                        const struct scene *s, struct arena scratch)
{
    struct image im;

    if (!s->colors)
        return;
    im = colors_image(s, &scratch);
    plot_grid_picture(c, g, &im);
}

static void draw_map(struct canvas *c, const struct grid_layout *g,
                     const struct scene *s, const struct map_panel *p,
                     struct arena scratch)
{
    int prefix = shape_prefix(&s->study->trace.shape);
    struct image picture = { 0 };

    if (s->settings.components) {
        draw_colors(c, g, s, scratch);
        return;
    }
    if (!p->bare)
        picture = picture_for(s, g->area.w, &scratch);
    if (!p->values)
        plot_grid_picture(c, g, &picture);
    else
        plot_heat(c, g, &(struct heat){
            .values = p->values + prefix, .low = p->low, .high = p->high,
            .diverging = p->diverging, .under = p->bare ? NULL : &picture,
            .alpha = BLEND, .kept = p->kept ? p->kept + prefix : NULL,
        });
}

/* `b` and `f`: another look at the same panel.  What it says is written to
 * title and note. */
static struct map_panel as_set(const struct map_panel *p, const struct scene *s,
                               char title[64], char note[64])
{
    struct map_panel set = *p;
    const struct component_map *m = s->colors;
    int state = scene_state(s);

    set.bare = p->bare || (s->settings.bare && p->values);
    if (!s->settings.components)
        return set;
    snprintf(title, 64, state ? "components after layer %d"
                              : "components of the embeddings", state);
    if (m)
        snprintf(note, 64, "variance: r %.0f g %.0f b %.0f %%",
                 100 * m->share[0], 100 * m->share[1], 100 * m->share[2]);
    set.title = title;
    set.note = m ? note : "computing the components";
    set.values = NULL;
    return set;
}

/* "what speaks for a photo of a dog" where there is room for so much. */
static const char *title_within(const struct map_panel *p, int width)
{
    bool shorter = utf8_width(p->title) > width - 5 &&
                   text_starts(p->title, "what ");

    return p->title + (shorter ? strlen("what ") : 0);
}

void map_panel_draw(struct canvas *c, struct rect r, const struct scene *s,
                    const struct map_panel *asked, struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    char title[64], note[64];
    struct map_panel set = as_set(asked, s, title, note);
    const struct map_panel *p = &set;
    struct rect in = rect_inset(canvas_frame(c, r, title_within(p, r.w), false),
                                1, 0);
    struct grid_layout g;

    if (!layout(&g, in, s))
        return;
    draw_map(c, &g, s, p, scratch);
    if (p->grid && roomy(&g))
        plot_grid_lines(c, &g);
    write_numbers(c, &g, s, p);
    mark(c, &g, shape, scene_query(s), ROLE_QUERY);
    mark(c, &g, shape, scene_token(s), ROLE_CHOSEN);
    draw_key(c, (struct rect){ in.x, in.y + in.h - 1, in.w, 1 }, s, p);
}

bool map_panel_grid(struct grid_layout *out, struct rect r,
                    const struct scene *s)
{
    struct rect left = panels_split(r, s).left;

    return scene_begun(s) && layout(out, rect_inset(left, 2, 1), s);
}
