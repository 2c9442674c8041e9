/* color.c - colours mixed, weighed, and brought to fewer. */
#include <stdlib.h>

#include "view/colormap.h"

static int red(uint32_t rgb)
{
    return rgb >> 16 & 255;
}

static int green(uint32_t rgb)
{
    return rgb >> 8 & 255;
}

static int blue(uint32_t rgb)
{
    return rgb & 255;
}

static uint32_t rgb_of(int r, int g, int b)
{
    return (uint32_t)r << 16 | (uint32_t)g << 8 | (uint32_t)b;
}

static int mix_byte(int a, int b, double share)
{
    return (int)(a + (b - a) * share + 0.5);
}

uint32_t color_mix(uint32_t a, uint32_t b, double share)
{
    double s = share > 0 ? share < 1 ? share : 1 : 0;

    return rgb_of(mix_byte(red(a), red(b), s), mix_byte(green(a), green(b), s),
                  mix_byte(blue(a), blue(b), s));
}

int color_luma(uint32_t rgb)
{
    return (299 * red(rgb) + 587 * green(rgb) + 114 * blue(rgb) + 500) / 1000;
}

uint32_t color_contrast(uint32_t bg)
{
    return color_luma(bg) < 140 ? 0xffffff : 0x000000;
}

/* --- 256: a cube of 6x6x6 from 16 on, 24 greys from 232 on --------------- */

static int cube_level(int i)
{
    return i ? 55 + 40 * i : 0;
}

uint32_t color_of_256(int index)
{
    int i = index - 16;

    if (index < 16)
        return color_of_16(index);
    if (index < 232)
        return rgb_of(cube_level(i / 36), cube_level(i / 6 % 6),
                      cube_level(i % 6));
    return rgb_of(8 + 10 * (index - 232), 8 + 10 * (index - 232),
                  8 + 10 * (index - 232));
}

/* Squared distance in lightness and in the two ways off grey: a wrong hue
 * hurts nearly as much as a wrong lightness. */
static int distance(uint32_t a, uint32_t b)
{
    int y = color_luma(a) - color_luma(b);
    int u = red(a) - red(b) - y, v = blue(a) - blue(b) - y;

    return 10 * y * y + 7 * (u * u + v * v);
}

/* Level of the cube at or below a byte, at most the last but one. */
static int cube_below(int byte)
{
    return byte < 95 ? 0 : byte < 255 ? (byte - 55) / 40 : 4;
}

/* One of the eight cube colours around it, or the grey as light as it is. */
int color_to_256(uint32_t rgb)
{
    int corner = 16 + 36 * cube_below(red(rgb)) + 6 * cube_below(green(rgb)) +
                 cube_below(blue(rgb));
    int luma = color_luma(rgb);
    int best = 232 + (luma < 8 ? 0 : luma > 238 ? 23 : (luma - 3) / 10);

    for (int i = 0; i < 8; i++) {
        int at = corner + (i >> 2) * 36 + (i >> 1 & 1) * 6 + (i & 1);

        if (distance(rgb, color_of_256(at)) < distance(rgb, color_of_256(best)))
            best = at;
    }
    return best;
}

/* --- 16 ------------------------------------------------------------------ */

uint32_t color_of_16(int index)
{
    static const uint32_t xterm[16] = {
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd,
        0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00,
        0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
    };

    return xterm[index & 15];
}

static int largest_of(int a, int b, int c)
{
    int m = a > b ? a : b;

    return m > c ? m : c;
}

/* Sixth of the colour circle around red, yellow, green, cyan, blue, magenta,
 * as bits 1 red, 2 green, 4 blue: which primaries are nearer the largest than
 * the smallest.  Orange counts as yellow and azure as blue. */
static int hue_bits(uint32_t rgb, int high, int low)
{
    int half = (high + low) / 2;
    int least = blue(rgb) == high ? half + 8 : half - 8;

    return (red(rgb) > half ? 1 : 0) | (green(rgb) > least ? 2 : 0) |
           (blue(rgb) > half ? 4 : 0);
}

/* The 16 differ from terminal to terminal, so distance means little: a colour
 * keeps its kind (grey or hue) and whether it is bright. */
int color_to_16(uint32_t rgb)
{
    int high = largest_of(red(rgb), green(rgb), blue(rgb));
    int low =
        255 - largest_of(255 - red(rgb), 255 - green(rgb), 255 - blue(rgb));
    int luma = color_luma(rgb);

    if (high - low < 64 || (high - low) * 5 < high * 2)
        return luma < 48 ? 0 : luma < 166 ? 8 : luma < 240 ? 7 : 15;
    return hue_bits(rgb, high, low) + (high > 215 && luma > 75 ? 8 : 0);
}
