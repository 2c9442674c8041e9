/* ink.c - ways to spend fewer bytes on the same screen.
 *
 * A change of colours costs some 20 bytes, a glyph 3.  So halves of one colour
 * (and full blocks) are a blank on it (the foreground then stays the terminal's own), the two
 * ways to say a half block become one (neighbours share their pair), and a
 * blank between words looks like the word before it. */
#include "app/ink.h"

#include "view/colormap.h"

enum {
    UPPER_HALF = 0x2580, LOWER_HALF = 0x2584, FULL_BLOCK = 0x2588,
    BLANKS_MOST = 3
};

/* In 24 bit the numbers 0 to 7 are the eight ANSI colours, whatever they look
 * like: the darkest blue that is none of them is as good as black. */
static int number_of(uint32_t rgb, enum depth depth, int colors)
{
    if (rgb == LOOK_DEFAULT || depth == DEPTH_MONO)
        return -1;
    if (depth == DEPTH_24BIT)
        return rgb < 8 ? 8 : (int)rgb;
    if (depth == DEPTH_256)
        return color_to_256(rgb);
    return color_to_16(rgb) & (colors < 16 ? 7 : 15);
}

static void simplify_half(struct ink *k)
{
    int fg = k->fg;

    if ((k->glyph != UPPER_HALF && k->glyph != LOWER_HALF) || k->fg < 0 ||
        k->bg < 0 || k->fg < k->bg || k->attrs & LOOK_REVERSE)
        return;
    if (k->fg == k->bg) {
        k->glyph = ' ';
        k->fg = -1;
        return;
    }
    k->fg = k->bg;
    k->bg = fg;
    k->glyph = k->glyph == UPPER_HALF ? LOWER_HALF : UPPER_HALF;
}

/* A full block is a blank on its colour, a byte instead of three; runs of
 * blanks may be erased by one sequence. */
static void simplify_full(struct ink *k)
{
    if (k->glyph != FULL_BLOCK || k->fg < 0 ||
        k->attrs & (LOOK_REVERSE | LOOK_UNDERLINE))
        return;
    k->glyph = ' ';
    k->bg = k->fg;
    k->fg = -1;
}

/* Where there are eight colours dark grey is black, which no word may be. */
static void keep_legible(struct ink *k, uint32_t fg, enum depth depth,
                         int colors)
{
    enum { FIRST_BLOCK = 0x2580, LAST_BLOCK = 0x259F, BLACK = 0, WHITE = 7 };
    bool block = k->glyph >= FIRST_BLOCK && k->glyph <= LAST_BLOCK;

    if (depth == DEPTH_16 && colors < 16 && !block && k->fg == BLACK &&
        k->bg < 0 && fg != 0)
        k->fg = WHITE;
}

static struct ink ink_of(const struct canvas *c, const struct cell *cell,
                         int colors)
{
    struct look look = canvas_look(c, cell);
    struct ink k = { .glyph = cell->glyph, .mark = cell->mark,
                     .fg = number_of(look.fg, c->depth, colors),
                     .bg = number_of(look.bg, c->depth, colors),
                     .attrs = look.attrs };

    keep_legible(&k, look.fg, c->depth, colors);
    simplify_half(&k);
    simplify_full(&k);
    return k;
}

/* Does nothing of the ink show where there is no glyph? */
static bool bare(const struct ink *k)
{
    return k->bg < 0 && !(k->attrs & (LOOK_REVERSE | LOOK_UNDERLINE));
}

/* Where the blanks from `x` on end. */
static int blanks_end(const struct ink *row, int x, int width)
{
    while (x < width && row[x].glyph == ' ' && bare(&row[x]))
        x++;
    return x;
}

/* Blanks between two glyphs take the ink of the first; long gaps and the end
 * of a row stay plain, because they are moved over and erased for less. */
static void bridge(struct ink *row, int width)
{
    for (int x = 1; x < width; x++) {
        int end = blanks_end(row, x, width);

        if (end == width || end - x > BLANKS_MOST || !bare(&row[x - 1])) {
            x = end;
            continue;
        }
        for (; x < end; x++) {
            row[x].fg = row[x - 1].fg;
            row[x].attrs = row[x - 1].attrs;
        }
    }
}

void ink_row(struct ink *out, const struct canvas *c, int y, int colors)
{
    for (int x = 0; x < c->width; x++)
        out[x] = ink_of(c, c->cells + (ptrdiff_t)y * c->width + x, colors);
    bridge(out, c->width);
}
