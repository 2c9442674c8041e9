/* canvas_pixels.c - two pixels in a cell.
 *
 * A cell is twice as high as wide, so its halves are square: the upper half
 * block has one colour in front and one behind.  Where that cannot be shown a
 * glyph holds as much ink as the two are far from the background. */
#include "glyph.h"
#include "pixels.h"
#include "view/canvas.h"
#include "view/colormap.h"

/* Ink in [0, 1]: brightness on dark, darkness on light. */
static double ink(const struct canvas *c, uint32_t rgb)
{
    double share = color_luma(rgb) / 255.0;

    return color_luma(theme_background(c->theme)) > 127 ? 1 - share : share;
}

static uint32_t mono_glyph(const struct canvas *c, uint32_t top,
                           uint32_t bottom)
{
    double a = ink(c, top), b = ink(c, bottom);

    if (!c->ascii && a - b > 0.6)
        return GLYPH_UPPER;
    if (!c->ascii && b - a > 0.6)
        return GLYPH_HALF;
    return glyph_density((a + b) / 2, c->ascii);
}

void canvas_pixels(struct canvas *c, int x, int y, uint32_t top,
                   uint32_t bottom)
{
    uint32_t mean = color_mix(top, bottom, 0.5);

    if (!canvas_at(c, x, y))
        return;
    if (c->depth == DEPTH_MONO) {
        canvas_put(c, x, y, mono_glyph(c, top, bottom), ROLE_TEXT);
        return;
    }
    if (c->ascii) {
        /* the glyph is as bright as its ground: seen only as plain text */
        canvas_put(c, x, y, mono_glyph(c, mean, mean), ROLE_TEXT);
        canvas_paint(c, x, y, mean, mean);
        return;
    }
    if (c->depth == DEPTH_16) {
        pixels_16(c, x, y, top, bottom);
        return;
    }
    canvas_put(c, x, y, GLYPH_UPPER, ROLE_TEXT);
    canvas_paint(c, x, y, top, bottom);
}

void canvas_pixels_at(const struct canvas *c, int x, int y, uint32_t *top,
                      uint32_t *bottom)
{
    const struct cell *cell = canvas_at((struct canvas *)c, x, y);
    uint32_t front, back;

    *top = *bottom = theme_background(c->theme);
    if (!cell)
        return;
    back = cell->bg == COLOR_ROLE ? *top : cell->bg;
    front = cell->fg == COLOR_ROLE ? theme_foreground(c->theme) : cell->fg;
    *top = *bottom = back;
    if (cell->glyph == GLYPH_UPPER || cell->glyph == GLYPH_FULL)
        *top = front;
    if (cell->glyph == GLYPH_HALF || cell->glyph == GLYPH_FULL)
        *bottom = front;
}

uint32_t pixel_get(const struct canvas *c, int x, int y2)
{
    uint32_t half[2];

    canvas_pixels_at(c, x, y2 / 2, &half[0], &half[1]);
    return half[y2 & 1];
}

void pixel_set(struct canvas *c, int x, int y2, uint32_t rgb)
{
    uint32_t half[2];

    if (y2 < 0 || !canvas_at(c, x, y2 / 2))
        return;
    canvas_pixels_at(c, x, y2 / 2, &half[0], &half[1]);
    half[y2 & 1] = rgb;
    canvas_pixels(c, x, y2 / 2, half[0], half[1]);
}
