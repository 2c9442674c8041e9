/* render_ansi.c - a canvas as text with SGR sequences (ECMA-48, 8.3.117).
 *
 * Only what differs from the cell before is sent; a line starts from nothing
 * and ends with a reset when something is left on. */
#include "view/colormap.h"
#include "view/render.h"

static const struct look reset = { LOOK_DEFAULT, LOOK_DEFAULT, 0, 0 };

static bool same(const struct look *a, const struct look *b)
{
    return a->fg == b->fg && a->bg == b->bg && a->attrs == b->attrs;
}

/* Colours that differ only beyond the canvas's depth are the same. */
static uint32_t reduced(uint32_t rgb, enum depth depth)
{
    if (rgb == LOOK_DEFAULT || depth == DEPTH_24BIT)
        return rgb;
    return depth == DEPTH_256 ? color_of_256(color_to_256(rgb))
                              : color_of_16(color_to_16(rgb));
}

/* A parameter of the sequence that was begun at the end of `out`. */
static void add(struct text *out, int n)
{
    text_addf(out, out->data[out->size - 1] == '[' ? "%d" : ";%d", n);
}

/* `ground`: 0 for the front, 10 for the back. */
static void add_color(struct text *out, uint32_t rgb, enum depth depth,
                      int ground)
{
    int i = color_to_16(rgb);

    if (rgb == LOOK_DEFAULT) {
        add(out, 39 + ground);
    } else if (depth == DEPTH_24BIT) {
        add(out, 38 + ground);
        text_addf(out, ";2;%d;%d;%d", (int)(rgb >> 16 & 255),
                  (int)(rgb >> 8 & 255), (int)(rgb & 255));
    } else if (depth == DEPTH_256) {
        add(out, 38 + ground);
        text_addf(out, ";5;%d", color_to_256(rgb));
    } else {
        add(out, (i < 8 ? 30 + i : 82 + i) + ground);
    }
}

static void add_attrs(struct text *out, int attrs)
{
    if (attrs & LOOK_BOLD)
        add(out, 1);
    if (attrs & LOOK_FAINT)
        add(out, 2);
    if (attrs & LOOK_UNDERLINE)
        add(out, 4);
    if (attrs & LOOK_REVERSE)
        add(out, 7);
}

/* Attributes can only be added; to lose one all are reset. */
static void change(struct text *out, struct look *from, const struct look *to,
                   enum depth depth)
{
    if (same(from, to))
        return;
    text_add(out, "\033[");
    if (from->attrs & ~to->attrs && !same(to, &reset))
        add(out, 0);
    if (from->attrs & ~to->attrs || same(to, &reset))
        *from = reset;
    add_attrs(out, to->attrs & ~from->attrs);
    if (from->fg != to->fg)
        add_color(out, to->fg, depth, 0);
    if (from->bg != to->bg)
        add_color(out, to->bg, depth, 10);
    text_add(out, "m");
    *from = *to;
}

/* A blank shows its ground alone: its front and weight do not matter. */
static struct look look_at(const struct canvas *c, const struct cell *k,
                           const struct look *now)
{
    struct look look = canvas_look(c, k);

    look.fg = reduced(look.fg, c->depth);
    look.bg = reduced(look.bg, c->depth);
    if (k->glyph == ' ' && !(look.attrs & (LOOK_REVERSE | LOOK_UNDERLINE))) {
        look.fg = now->fg;
        look.attrs = now->attrs & (LOOK_BOLD | LOOK_FAINT);
    }
    return look;
}

/* Columns up to the last that shows something. */
static int line_length(const struct canvas *c, const struct cell *row)
{
    int n = c->width;

    while (n > 0) {
        struct look look = canvas_look(c, &row[n - 1]);

        if (row[n - 1].glyph != ' ' || look.bg != LOOK_DEFAULT ||
            look.attrs & (LOOK_REVERSE | LOOK_UNDERLINE))
            break;
        n--;
    }
    return n;
}

void render_ansi(struct text *out, const struct canvas *c)
{
    for (int y = 0; y < c->height; y++) {
        const struct cell *row = c->cells + (ptrdiff_t)y * c->width;
        struct look now = reset, next;
        int n = line_length(c, row);

        for (int x = 0; x < n; x++) {
            if (!row[x].glyph)
                continue;
            next = look_at(c, &row[x], &now);
            change(out, &now, &next, c->depth);
            text_add_utf8(out, row[x].glyph);
            if (row[x].mark)
                text_add_utf8(out, row[x].mark);
        }
        change(out, &now, &reset, c->depth);
        text_add(out, "\n");
    }
}
