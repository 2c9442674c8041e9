/* shade16.c - two pixels with sixteen colours.
 *
 * A shade of one colour over another stands for the tones between them; half
 * blocks keep what the two pixels differ in.  All that a cell can show with the
 * colours near its own is tried, and the nearest is taken. */
#include "glyph.h"
#include "pixels.h"
#include "view/colormap.h"

struct choice {
    uint32_t glyph, fg, bg;
    int miss;
};

static int byte_of(uint32_t rgb, int i)
{
    return rgb >> 8 * i & 255;
}

static int square(int v)
{
    return v * v;
}

static int miss(uint32_t a, uint32_t b)
{
    int y = color_luma(a) - color_luma(b);

    return 2 * y * y + square(byte_of(a, 2) - byte_of(b, 2) - y) +
           square(byte_of(a, 0) - byte_of(b, 0) - y);
}

static void offer(struct choice *best, uint32_t glyph, uint32_t fg, uint32_t bg,
                  int missed)
{
    if (missed < best->miss)
        *best = (struct choice){ glyph, fg, bg, missed };
}

static uint32_t nearest(uint32_t rgb)
{
    struct choice best = { .miss = 1 << 30 };

    for (int i = 0; i < 16; i++)
        offer(&best, 0, color_of_16(i), 0, miss(rgb, color_of_16(i)));
    return best.fg;
}

enum { NEAR = 6 };

/* The NEAR colours of 16 that are nearest, nearest first. */
static void neighbours(uint32_t near[NEAR], uint32_t rgb)
{
    int far[NEAR], n = 0;

    for (int i = 0; i < 16; i++) {
        int missed = miss(rgb, color_of_16(i)), at = n;

        for (; at > 0 && missed < far[at - 1]; at--)
            if (at < NEAR) {
                far[at] = far[at - 1];
                near[at] = near[at - 1];
            }
        if (at == NEAR)
            continue;
        far[at] = missed;
        near[at] = color_of_16(i);
        n += n < NEAR;
    }
}

/* Colours far apart make a coarse pattern: that counts against them. */
static void offer_shades(struct choice *best, uint32_t top, uint32_t bottom)
{
    uint32_t near[NEAR];

    neighbours(near, color_mix(top, bottom, 0.5));
    for (int i = 0; i < NEAR; i++)
        for (int j = 0; j < i; j++)
            for (int k = 1; k < 4; k++) {
                uint32_t a = near[j], b = near[i];
                uint32_t mixed = color_mix(a, b, k / 4.0);

                offer(best, (uint32_t)(GLYPH_SHADE + k - 1), b, a,
                      miss(top, mixed) + miss(bottom, mixed) + miss(a, b) / 8);
            }
}

void pixels_16(struct canvas *c, int x, int y, uint32_t top, uint32_t bottom)
{
    uint32_t fg = nearest(top), bg = nearest(bottom);
    struct choice best = { GLYPH_UPPER, fg, bg,
                           miss(top, fg) + miss(bottom, bg) };

    offer_shades(&best, top, bottom);
    canvas_put(c, x, y, best.glyph, ROLE_TEXT);
    canvas_paint(c, x, y, best.fg, best.bg);
}
