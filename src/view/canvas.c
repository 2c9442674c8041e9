/* canvas.c - cells, and the simplest things drawn into them. */
#include "view/canvas.h"

#include <string.h>

#include "base/text.h"
#include "glyph.h"

static const struct cell blank = {
    .glyph = ' ', .fg = COLOR_ROLE, .bg = COLOR_ROLE, .role = ROLE_TEXT
};

struct canvas canvas_new(struct arena *a, int width, int height,
                         enum depth depth, bool ascii, enum theme theme)
{
    struct canvas c = { .width = width > 0 ? width : 0,
                        .height = height > 0 ? height : 0,
                        .depth = depth,
                        .ascii = ascii,
                        .theme = theme };

    c.cells = arena_array(a, struct cell, (ptrdiff_t)c.width * c.height);
    canvas_clear(&c);
    return c;
}

void canvas_clear(struct canvas *c)
{
    for (ptrdiff_t i = 0; i < (ptrdiff_t)c->width * c->height; i++)
        c->cells[i] = blank;
}

struct cell *canvas_at(struct canvas *c, int x, int y)
{
    if (x < 0 || y < 0 || x >= c->width || y >= c->height)
        return NULL;
    return c->cells + (ptrdiff_t)y * c->width + x;
}

struct look canvas_look(const struct canvas *c, const struct cell *cell)
{
    struct look look = theme_look(c->theme, (enum role)cell->role);

    if (c->depth == DEPTH_MONO) {
        look.fg = look.bg = LOOK_DEFAULT;
        look.attrs = look.attrs_mono;
    } else {
        if (cell->fg != COLOR_ROLE)
            look.fg = cell->fg;
        if (cell->bg != COLOR_ROLE)
            look.bg = cell->bg;
    }
    look.attrs = (uint8_t)((look.attrs | (cell->attrs & ~LOOK_REVERSE)) ^
                           (cell->attrs & LOOK_REVERSE));
    return look;
}

/* Overwriting half of a wide glyph blanks its other half. */
static void part_wide(struct canvas *c, int x, int y)
{
    struct cell *cell = canvas_at(c, x, y);
    struct cell *left = canvas_at(c, x - 1, y);
    struct cell *right = canvas_at(c, x + 1, y);

    if (!cell->glyph && left)
        left->glyph = ' ';
    if (right && !right->glyph)
        right->glyph = ' ';
}

void canvas_put(struct canvas *c, int x, int y, uint32_t glyph, enum role role)
{
    struct cell *cell = canvas_at(c, x, y);
    uint32_t shown =
        c->ascii ? (uint32_t)(unsigned char)glyph_ascii(glyph) : glyph;

    if (!cell)
        return;
    part_wide(c, x, y);
    *cell = blank;
    cell->glyph = shown;
    cell->role = (uint8_t)role;
    if (codepoint_width(shown) < 2)
        return;
    if (!(cell = canvas_at(c, x + 1, y))) {
        canvas_at(c, x, y)->glyph = ' ';
        return;
    }
    part_wide(c, x + 1, y);
    *cell = *canvas_at(c, x, y);
    cell->glyph = 0;
}

void canvas_fill(struct canvas *c, struct rect r, uint32_t glyph,
                 enum role role)
{
    for (int y = r.y; y < r.y + r.h; y++)
        for (int x = r.x; x < r.x + r.w; x++)
            canvas_put(c, x, y, glyph, role);
}

void canvas_paint(struct canvas *c, int x, int y, uint32_t fg, uint32_t bg)
{
    struct cell *cell = canvas_at(c, x, y);

    if (!cell)
        return;
    cell->fg = fg;
    cell->bg = bg;
}

struct rect rect_inset(struct rect r, int dx, int dy)
{
    struct rect in = { r.x + dx, r.y + dy, r.w - 2 * dx, r.h - 2 * dy };

    in.w = in.w > 0 ? in.w : 0;
    in.h = in.h > 0 ? in.h : 0;
    return in;
}

static void edges(struct canvas *c, struct rect r, enum role role)
{
    int right = r.x + r.w - 1, bottom = r.y + r.h - 1;

    canvas_fill(c, (struct rect){ r.x, r.y, r.w, 1 }, 0x2500, role);
    canvas_fill(c, (struct rect){ r.x, bottom, r.w, 1 }, 0x2500, role);
    canvas_fill(c, (struct rect){ r.x, r.y, 1, r.h }, 0x2502, role);
    canvas_fill(c, (struct rect){ right, r.y, 1, r.h }, 0x2502, role);
    canvas_put(c, r.x, r.y, 0x256d, role);
    canvas_put(c, right, r.y, 0x256e, role);
    canvas_put(c, r.x, bottom, 0x2570, role);
    canvas_put(c, right, bottom, 0x256f, role);
}

/* Bytes of a title that does not fit up to its last " · " that does; without
 * one the whole, to be cut anywhere. */
static int title_bytes(const struct canvas *c, const char *title, int width)
{
    const char *part = title;
    int fit = 0;

    if (canvas_columns(c, title, (int)strlen(title)) <= width)
        return (int)strlen(title);
    while ((part = strstr(part, " · ")) &&
           canvas_columns(c, title, (int)(part - title)) <= width) {
        fit = (int)(part - title);
        part++;
    }
    return fit ? fit : (int)strlen(title);
}

struct rect canvas_frame(struct canvas *c, struct rect r, const char *title,
                         bool strong)
{
    int used;

    if (r.w < 2 || r.h < 2)
        return rect_inset(r, 1, 1);
    edges(c, r, strong ? ROLE_TITLE : ROLE_FRAME);
    if (title && *title && r.w > 6) {
        used = canvas_textf(c, r.x + 2, r.y, r.w - 5, ROLE_TITLE, "%.*s",
                            title_bytes(c, title, r.w - 5), title);
        canvas_put(c, r.x + 1, r.y, ' ', ROLE_TITLE);
        canvas_put(c, r.x + 2 + used, r.y, ' ', ROLE_TITLE);
    }
    return rect_inset(r, 1, 1);
}
