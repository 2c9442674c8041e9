/* svg_shapes.c - what of a canvas is geometry.
 *
 * The screen is cut into half cells of one colour, which are joined into as
 * few rectangles as a simple sweep finds; other blocks, lines and dots are
 * rectangles on top.  One path holds all of a colour. */
#include <stdlib.h>

#include "glyph.h"
#include "svg.h"
#include "view/colormap.h"

/* A rectangle in half cells (ground) or in eighths of a pixel. */
struct shape_rect {
    uint32_t rgb;
    int x, y, w, h;
};

struct drawing {
    const struct canvas *c;
    struct text *out;
    struct shape_rect *rects;
    ptrdiff_t count, room;
};

struct paint svg_paint(const struct canvas *c, const struct cell *k)
{
    struct look look = canvas_look(c, k);
    struct paint paint = { look.fg, look.bg, look.attrs };
    uint32_t swap;

    if (paint.fg == LOOK_DEFAULT)
        paint.fg = theme_foreground(c->theme);
    if (paint.bg == LOOK_DEFAULT)
        paint.bg = theme_background(c->theme);
    if (paint.attrs & LOOK_REVERSE) {
        swap = paint.fg;
        paint.fg = paint.bg;
        paint.bg = swap;
    }
    if (paint.attrs & LOOK_FAINT)
        paint.fg = color_mix(paint.fg, paint.bg, 0.4);
    return paint;
}

static const struct cell *cell_at(const struct canvas *c, int x, int y)
{
    return c->cells + (ptrdiff_t)y * c->width + x;
}

/* --- half cells of one colour -------------------------------------------- */

static uint32_t half_color(const struct canvas *c, int x, int y2)
{
    const struct cell *k = cell_at(c, x, y2 / 2);
    struct paint paint = svg_paint(c, k);
    bool upper = y2 % 2 == 0;

    if (k->glyph == GLYPH_FULL || (k->glyph == GLYPH_UPPER && upper) ||
        (k->glyph == GLYPH_HALF && !upper))
        return paint.fg;
    if (k->glyph >= GLYPH_SHADE && k->glyph < GLYPH_SHADE + 3)
        return color_mix(paint.bg, paint.fg,
                         (k->glyph - GLYPH_SHADE + 1) / 4.0);
    return paint.bg;
}

/* Rectangles come sorted by colour, and among equals in the order made. */
static int by_color(const void *a, const void *b)
{
    const struct shape_rect *p = a, *q = b;

    if (p->rgb != q->rgb)
        return p->rgb < q->rgb ? -1 : 1;
    if (p->y != q->y)
        return p->y < q->y ? -1 : 1;
    return p->x < q->x ? -1 : p->x > q->x;
}

static void add_rect(struct drawing *d, uint32_t rgb, int x, int y, int w,
                     int h)
{
    struct shape_rect *last = d->count ? &d->rects[d->count - 1] : NULL;

    if (last && last->rgb == rgb && last->y == y && last->h == h &&
        last->x + last->w == x) {
        last->w += w; /* goes on where the one before ended */
        return;
    }
    if (d->count < d->room)
        d->rects[d->count++] = (struct shape_rect){ rgb, x, y, w, h };
}

/* Every rectangle starts from where the one before it did: short numbers. */
static void add_path(struct text *out, const struct shape_rect *r,
                     const struct shape_rect *before)
{
    int x = before ? r->x - before->x : r->x;
    int y = before ? r->y - before->y : r->y;

    text_addf(out, "%s%d%s%dh%dv%dh%dz", before ? "m" : "M", x,
              y < 0 ? "" : " ", y, r->w, r->h, -r->w);
}

/* All that was collected, in a group of its own; `unit` in pixels. */
static void flush(struct drawing *d, const char *unit)
{
    struct text *out = d->out;

    qsort(d->rects, (size_t)d->count, sizeof *d->rects, by_color);
    text_addf(out, "<g transform=\"translate(%d %d) scale(%s)\">\n", MARGIN,
              MARGIN, unit);
    for (ptrdiff_t i = 0; i < d->count; i++) {
        const struct shape_rect *r = &d->rects[i];
        bool goes_on = i && r[-1].rgb == r->rgb;

        if (!goes_on)
            text_addf(out, "%s<path fill=\"#%06x\" d=\"", i ? "\"/>\n" : "",
                      (unsigned)r->rgb);
        add_path(out, r, goes_on ? r - 1 : NULL);
    }
    text_add(out, d->count ? "\"/>\n</g>\n" : "</g>\n");
    d->count = 0;
}

/* Half cells of one colour from `i`: right, then down as far as all go on. */
static void extent(const uint32_t *map, int w, int h, int i, int *run,
                   int *rows)
{
    int x = 0;

    for (*run = 1; i % w + *run < w && map[i + *run] == map[i];)
        ++*run;
    for (*rows = 1; i / w + *rows < h; ++*rows) {
        for (x = 0; x < *run && map[i + *rows * w + x] == map[i];)
            x++;
        if (x < *run)
            return;
    }
}

/* Sweep: each half cell not yet taken begins a rectangle.  map [2h][w]. */
static void draw_ground(struct drawing *d, uint32_t *map)
{
    int w = d->c->width, h = 2 * d->c->height, run, rows;
    uint32_t page = theme_background(d->c->theme), rgb;

    for (int i = 0; i < w * h; i++)
        map[i] = half_color(d->c, i % w, i / w);
    for (int i = 0; i < w * h; i++) {
        if ((rgb = map[i]) == page)
            continue;
        extent(map, w, h, i, &run, &rows);
        for (int y = 0; y < rows; y++)
            for (int x = 0; x < run; x++)
                map[i + y * w + x] = page;
        add_rect(d, rgb, i % w, i / w, run, rows);
    }
    flush(d, "9"); /* a half cell is 9 x 9 */
}

/* --- other blocks, lines, dots ------------------------------------------- */

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8, HEAVY = 16 };

/* clang-format off */
/* Arms of the lines we draw; 0: another glyph. */
static int line_arms(uint32_t g)
{
    switch (g) {
    case 0x2500: return LEFT | RIGHT;
    case 0x2501: return LEFT | RIGHT | HEAVY;
    case 0x2502: return UP | DOWN;
    case 0x2503: return UP | DOWN | HEAVY;
    case 0x250c: case 0x256d: return DOWN | RIGHT;
    case 0x2510: case 0x256e: return DOWN | LEFT;
    case 0x2514: case 0x2570: return UP | RIGHT;
    case 0x2518: case 0x256f: return UP | LEFT;
    case 0x250f: return DOWN | RIGHT | HEAVY;
    case 0x2513: return DOWN | LEFT | HEAVY;
    case 0x2517: return UP | RIGHT | HEAVY;
    case 0x251b: return UP | LEFT | HEAVY;
    case 0x251c: return UP | DOWN | RIGHT;
    case 0x2524: return UP | DOWN | LEFT;
    case 0x252c: return DOWN | LEFT | RIGHT;
    case 0x2534: return UP | LEFT | RIGHT;
    case 0x253c: return UP | DOWN | LEFT | RIGHT;
    default: return 0;
    }
}
/* clang-format on */

static void draw_lines(struct drawing *d, int arms, uint32_t rgb, int x, int y)
{
    int t = arms & HEAVY ? 20 : 9; /* thickness, eighths of a pixel */
    int cx = x + (8 * CELL_W - t) / 2, cy = y + (8 * CELL_H - t) / 2;
    int left = arms & LEFT ? x : cx;
    int right = arms & RIGHT ? x + 8 * CELL_W : cx + t;
    int top = arms & UP ? y : cy;
    int bottom = arms & DOWN ? y + 8 * CELL_H : cy + t;

    if (arms & (LEFT | RIGHT))
        add_rect(d, rgb, left, cy, right - left, t);
    if (arms & (UP | DOWN))
        add_rect(d, rgb, cx, top, t, bottom - top);
}

static void draw_braille(struct drawing *d, uint32_t bits, uint32_t rgb, int x,
                         int y)
{
    static const unsigned char at[8] = { 0, 1, 2, 4, 5, 6, 3, 7 };
    int size = 8 * CELL_W / 4;

    for (int i = 0; i < 8; i++)
        if (bits >> i & 1)
            add_rect(d, rgb, x + at[i] / 4 * 4 * CELL_W + size / 2,
                     y + at[i] % 4 * 2 * CELL_H + size / 2, size, size);
}

/* Whole and half blocks and shades are part of the ground. */
static bool is_ground(uint32_t g)
{
    return g == GLYPH_FULL || g == GLYPH_UPPER || g == GLYPH_HALF ||
           (g >= GLYPH_SHADE && g < GLYPH_SHADE + 3);
}

static bool is_braille(uint32_t g)
{
    return g >= GLYPH_BRAILLE && g < GLYPH_BRAILLE + 256;
}

bool svg_is_shape(const struct cell *k)
{
    return (k->glyph >= GLYPH_UPPER && k->glyph <= GLYPH_SHADE + 2) ||
           is_braille(k->glyph) || line_arms(k->glyph);
}

static void draw_shape(struct drawing *d, const struct cell *k, int x, int y)
{
    uint32_t g = k->glyph, rgb = svg_paint(d->c, k).fg;
    int px = 8 * CELL_W * x, py = 8 * CELL_H * y;
    int up = (int)g - GLYPH_LOWER + 1, wide = GLYPH_LEFT + 1 - (int)g;

    if (is_ground(g) || !svg_is_shape(k))
        return;
    if (is_braille(g))
        draw_braille(d, g - GLYPH_BRAILLE, rgb, px, py);
    else if (line_arms(g))
        draw_lines(d, line_arms(g), rgb, px, py);
    else if (g < GLYPH_FULL)
        add_rect(d, rgb, px, py + CELL_H * (8 - up), 8 * CELL_W, CELL_H * up);
    else if (g <= GLYPH_LEFT)
        add_rect(d, rgb, px, py, CELL_W * wide, 8 * CELL_H);
    else
        add_rect(d, rgb, px + 4 * CELL_W, py, 4 * CELL_W, 8 * CELL_H);
}

void svg_shapes(struct text *out, const struct canvas *c)
{
    ptrdiff_t cells = (ptrdiff_t)c->width * c->height;
    struct drawing d = { .c = c, .out = out };

    /* a braille cell has eight dots */
    d.room = 8 * cells + 1;
    d.rects = arena_array(out->arena, struct shape_rect, d.room);
    draw_ground(&d, arena_array(out->arena, uint32_t, 2 * cells + 1));
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++)
            draw_shape(&d, cell_at(c, x, y), x, y);
    flush(&d, ".125");
}
