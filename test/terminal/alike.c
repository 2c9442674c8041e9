/* alike.c - are two screens the same to somebody who looks at them?
 *
 * There are many ways to write a cell of two pixels: as upper half, as lower
 * half, reversed, as a blank.  What counts is what is seen. */
#include "alike.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Lines of a file; a newline behind the last one would scroll. */
static void feed_file(struct emulator *e, FILE *f)
{
    char line[1 << 16];

    for (bool first = true; fgets(line, sizeof line, f); first = false) {
        if (!first)
            emulator_feed(e, "\r\n", 2);
        emulator_feed(e, line, strcspn(line, "\n"));
    }
}

struct emulator *screen_read(FILE *f, int width, int height)
{
    struct emulator *e = emulator_new(width, height, NULL, NULL);

    feed_file(e, f);
    return e;
}

/* --- letters ---------------------------------------------------------------- */

enum { UPPER = 0x2580, LOWER = 0x2584, FULL = 0x2588, SHADE_LAST = 0x2593 };

static bool is_block(uint32_t glyph)
{
    return glyph >= UPPER && glyph <= SHADE_LAST;
}

char *screen_letters(const struct emulator *e)
{
    int width = emulator_width(e), height = emulator_height(e);
    char *text = malloc((size_t)height * ((size_t)width * 4 + 1) + 1);
    char *p = text, *line;

    for (int y = 0; y < height; y++) {
        line = p;
        for (int x = 0; x < width; x++) {
            uint32_t glyph = emulator_cell(e, x, y).glyph;

            p += emulator_encode(p, is_block(glyph) ? ' ' : glyph);
        }
        while (p > line && p[-1] == ' ')
            p--;
        *p++ = '\n';
    }
    *p = '\0';
    return text;
}

void screen_tell_lines(const char *want, const char *got)
{
    int told = 0;

    while (*want && *got) {
        size_t w = strcspn(want, "\n"), g = strcspn(got, "\n");

        if ((w != g || memcmp(want, got, w) != 0) && told++ < 4)
            printf("# expected %.*s\n# shown    %.*s\n", (int)w, want, (int)g,
                   got);
        want += w + (want[w] == '\n');
        got += g + (got[g] == '\n');
    }
}

/* --- colours ---------------------------------------------------------------- */

/* In 24 bit the numbers below 8 stand for the user's own eight colours, so
 * near black is drawn as 8. */
static bool same_look(struct look a, struct look b)
{
    uint32_t least = a.kind == COLOR_RGB && a.value < 8 ? 8 : a.value;

    return a.kind == b.kind && least == b.value;
}

/* What is seen of a cell that is two pixels and no letter. */
static bool halves(struct seen s, struct look *top, struct look *bottom)
{
    struct look fg = s.reverse ? s.bg : s.fg, bg = s.reverse ? s.fg : s.bg;

    *top = s.glyph == UPPER || s.glyph == FULL ? fg : bg;
    *bottom = s.glyph == LOWER || s.glyph == FULL ? fg : bg;
    return s.glyph == ' ' || s.glyph == UPPER || s.glyph == LOWER ||
           s.glyph == FULL;
}

static bool same_cell(struct seen a, struct seen b)
{
    struct look a_top, a_bottom, b_top, b_bottom;

    if (halves(a, &a_top, &a_bottom) && halves(b, &b_top, &b_bottom))
        return same_look(a_top, b_top) && same_look(a_bottom, b_bottom);
    return a.glyph == b.glyph && same_look(a.bg, b.bg) &&
           same_look(a.fg, b.fg) && a.bold == b.bold;
}

static void tell_difference(int x, int y, struct seen want, struct seen got)
{
    printf("# column %d row %d: U+%04X %d:%06X on %d:%06X expected, U+%04X "
           "%d:%06X on %d:%06X shown\n", x, y, want.glyph, want.fg.kind,
           want.fg.value, want.bg.kind, want.bg.value, got.glyph, got.fg.kind,
           got.fg.value, got.bg.kind, got.bg.value);
}

int screen_differences(const struct emulator *want, const struct emulator *got,
                       bool tell)
{
    int n = 0;

    for (int y = 0; y < emulator_height(want); y++)
        for (int x = 0; x < emulator_width(want); x++) {
            struct seen w = emulator_cell(want, x, y);
            struct seen g = emulator_cell(got, x, y);

            if (!same_cell(w, g) && n++ < 3 && tell)
                tell_difference(x, y, w, g);
        }
    return n;
}
