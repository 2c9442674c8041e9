/* glyph.c - what stands for a glyph where there is only ASCII. */
#include "glyph.h"

#include <stddef.h>

struct stand_in {
    uint32_t first, last;
    const char *ascii; /* one for all, or one for each */
};

/* clang-format off */
static const struct stand_in stand_ins[] = {
    { 0x00a0, 0x00a0, " " },    { 0x00ab, 0x00ab, "<" },
    { 0x00b0, 0x00b0, "o" },    { 0x00b1, 0x00b1, "+" },
    { 0x00b2, 0x00b3, "23" },   { 0x00b5, 0x00b5, "u" },
    { 0x00b7, 0x00b7, "." },    { 0x00b9, 0x00b9, "1" },
    { 0x00bb, 0x00bb, ">" },
    /* Latin letters without their marks */
    { 0x00c0, 0x00ff, "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
                      "aaaaaaaceeeeiiiidnooooo/ouuuuyty" },
    { 0x0391, 0x03a9, "ABGDEZHQIKLMNXOPR?STUFCYW" },
    { 0x03b1, 0x03c9, "abgdezhqiklmnxoprsstufcyw" },
    { 0x2010, 0x2015, "-" },    { 0x2016, 0x2016, "|" },
    { 0x2018, 0x2019, "'" },    { 0x201c, 0x201d, "\"" },
    { 0x2022, 0x2022, "*" },    { 0x2026, 0x2026, "~" },
    { 0x2032, 0x2032, "'" },    { 0x2070, 0x2079, "0i??456789" },
    { 0x207b, 0x207b, "-" },    { 0x2080, 0x2089, "0123456789" },
    { 0x2113, 0x2113, "l" },    { 0x2190, 0x2195, "<^>v-|" },
    { 0x21b5, 0x21b5, "<" },    { 0x21d0, 0x21d3, "<^>v" },
    { 0x2206, 0x2206, "D" },    { 0x2208, 0x2208, "e" },
    { 0x2211, 0x2211, "S" },    { 0x2212, 0x2212, "-" },
    { 0x2218, 0x2219, "o." },   { 0x221a, 0x221a, "V" },
    { 0x2225, 0x2225, "|" },    { 0x2248, 0x2248, "~" },
    { 0x2260, 0x2260, "!" },    { 0x2264, 0x2265, "<>" },
    { 0x2295, 0x2297, "+-x" },  { 0x22c5, 0x22c5, "." },
    /* lines */
    { 0x2500, 0x250b, "--||--||--||" }, { 0x250c, 0x254b, "+" },
    { 0x254c, 0x2551, "--||=|" },       { 0x2552, 0x2570, "+" },
    { 0x2571, 0x257f, "/\\X-|-|-|-|-|-|" },
    /* blocks: upper half, eighths rising, eighths narrowing, shades */
    { 0x2580, 0x258f, "'_.-=+*######=-|" },
    { 0x2590, 0x2595, "#:+%-|" },       { 0x2596, 0x259f, "#" },
    { 0x25a0, 0x25ab, "#oooooooooo#" }, { 0x25ac, 0x25b1, "-" },
    { 0x25b2, 0x25b5, "^" },    { 0x25b6, 0x25bb, ">" },
    { 0x25bc, 0x25bf, "v" },    { 0x25c0, 0x25c5, "<" },
    { 0x25c6, 0x25cf, "*oooooooo*" },   { 0x25e6, 0x25e6, "o" },
    { 0x2605, 0x2606, "*" },    { 0x2713, 0x2714, "x" },
    { 0x2715, 0x2718, "x" },    { 0x27e8, 0x27e9, "<>" },
};
/* clang-format on */

char glyph_ascii(uint32_t glyph)
{
    const struct stand_in *s = stand_ins;

    if (glyph >= 0x20 && glyph < 0x7f)
        return (char)glyph;
    for (size_t i = 0; i < sizeof stand_ins / sizeof stand_ins[0]; i++, s++)
        if (glyph >= s->first && glyph <= s->last)
            return s->ascii[s->ascii[1] ? glyph - s->first : 0];
    return '?';
}

const char *glyph_spelled(uint32_t glyph)
{
    return glyph == 0x221a   ? "sqrt "
           : glyph == 0x2211 ? "sum "
           : glyph == 0x00b1 ? "+-"
                             : NULL;
}

bool glyph_invisible(uint32_t g)
{
    return (g >= 0x200b && g <= 0x200f) || (g >= 0x2028 && g <= 0x202e) ||
           (g >= 0x2060 && g <= 0x206f) || g == 0xfeff || g == 0x00ad;
}

uint32_t glyph_density(double share, bool ascii)
{
    static const char ramp[] = " .:-=+*#%@";
    static const uint16_t shades[] = { ' ',    0xb7,   0x2591,
                                       0x2592, 0x2593, GLYPH_FULL };
    double s = share > 0 ? share < 1 ? share : 1 : 0;

    return ascii ? (uint32_t)ramp[(int)(s * 9 + 0.5)]
                 : shades[(int)(s * 5 + 0.5)];
}
