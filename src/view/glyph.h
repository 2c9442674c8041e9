/* glyph.h - code points we draw with, and what stands for them in ASCII. */
#ifndef VIEW_GLYPH_H
#define VIEW_GLYPH_H

#include <stdbool.h>
#include <stdint.h>

enum {
    GLYPH_UPPER = 0x2580, /* upper half; LOWER - 1 + n: n eighths high */
    GLYPH_LOWER = 0x2581,
    GLYPH_HALF = 0x2584, /* lower half */
    GLYPH_FULL = 0x2588,
    GLYPH_LEFT = 0x258f, /* LEFT + 1 - n: n eighths wide */
    GLYPH_LEFT_HALF = 0x258c,
    GLYPH_SHADE = 0x2591, /* light, medium, dark */
    GLYPH_BRAILLE = 0x2800,
    GLYPH_ELLIPSIS = 0x2026
};

/* One ASCII character for any code point; '?' where nothing resembles it. */
char glyph_ascii(uint32_t glyph);

/* A few are words in ASCII text (square root, sum); NULL for the others. */
const char *glyph_spelled(uint32_t glyph);

/* Does it show nothing, or steer the terminal?  Such never reach a cell. */
bool glyph_invisible(uint32_t glyph);

/* Ink for a share in [0, 1]: blank to full, ASCII or shades. */
uint32_t glyph_density(double share, bool ascii);

#endif
