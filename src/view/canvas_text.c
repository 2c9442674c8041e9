/* canvas_text.c - lines and paragraphs on a canvas.
 *
 * Names of files and classes come from outside: control characters show as
 * '?', characters that steer a terminal's direction are left out. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "glyph.h"
#include "view/canvas.h"

/* A code point as it will be drawn. */
static uint32_t visible(uint32_t g)
{
    return codepoint_is_control(g) ? '?' : g;
}

static int glyph_columns(const struct canvas *c, uint32_t g)
{
    if (glyph_invisible(g))
        return 0;
    if (!c->ascii)
        return codepoint_width(g);
    if (glyph_spelled(g))
        return (int)strlen(glyph_spelled(g));
    return codepoint_width(g) ? 1 : 0;
}

/* Columns of the bytes [s, end) of a line. */
static int columns(const struct canvas *c, const char *s, const char *end)
{
    int width = 0;

    while (s < end)
        width += glyph_columns(c, utf8_next(&s));
    return width;
}

int canvas_columns(const struct canvas *c, const char *s, int bytes)
{
    return columns(c, s, s + bytes);
}

/* Draw one code point at x; returns its columns.  Marks join the glyph before
 * them, which lies in this text when x > start. */
static int put_glyph(struct canvas *c, int x, int y, int start, enum role role,
                     uint32_t g)
{
    const char *word = c->ascii ? glyph_spelled(g) : NULL;
    struct cell *before;

    if (glyph_invisible(g))
        return 0;
    if (word) {
        for (int i = 0; word[i]; i++)
            canvas_put(c, x + i, y, (uint32_t)word[i], role);
        return (int)strlen(word);
    }
    if (codepoint_width(g) == 0) {
        before = x > start ? canvas_at(c, x - 1, y) : NULL;
        if (before && !before->glyph)
            before--;
        if (before && !c->ascii && !before->mark)
            before->mark = g;
        return 0;
    }
    canvas_put(c, x, y, visible(g), role);
    return glyph_columns(c, g);
}

/* Bytes [s, end) into `width` columns; `cut`: more follows that is not shown. */
static int put_line(struct canvas *c, int x, int y, int width, enum role role,
                    const char *s, const char *end, bool cut)
{
    int room = columns(c, s, end) > width || cut ? width - 1 : width;
    bool shorten = room < width;
    int used = 0;
    uint32_t g;

    while (s < end) {
        g = utf8_next(&s);
        if (used + glyph_columns(c, g) > room)
            break;
        used += put_glyph(c, x + used, y, x, role, g);
    }
    if (!shorten || width < 1)
        return used;
    canvas_put(c, x + used, y, GLYPH_ELLIPSIS, role);
    return used + 1;
}

int canvas_text(struct canvas *c, int x, int y, int width, enum role role,
                const char *s)
{
    return put_line(c, x, y, width, role, s, s + strlen(s), false);
}

int canvas_textf(struct canvas *c, int x, int y, int width, enum role role,
                 const char *fmt, ...)
{
    char line[1024];
    va_list args;

    va_start(args, fmt);
    vsnprintf(line, sizeof line, fmt, args);
    va_end(args);
    return canvas_text(c, x, y, width, role, line);
}

void canvas_right(struct canvas *c, int x, int y, int width, enum role role,
                  const char *s)
{
    int used = columns(c, s, s + strlen(s));
    int skip = used < width ? width - used : 0;

    canvas_text(c, x + skip, y, width - skip, role, s);
}

/* --- paragraphs ---------------------------------------------------------- */

/* A stretch of one line: [s, end) without the stars that toggle bold. */
struct piece {
    const char *s, *end;
    bool bold; /* state at its start */
};

static bool is_stars(const char *s)
{
    return s[0] == '*' && s[1] == '*';
}

/* Columns and the end of the word at `s`, stars not counted; a word that is
 * wider than `width` ends where the width does. */
static const char *word_end(const struct canvas *c, const char *s, int width,
                            int *used)
{
    const char *next;
    int w;

    for (*used = 0; *s && *s != ' ' && *s != '\n'; s = next) {
        if (is_stars(s)) {
            next = s + 2;
            continue;
        }
        next = s;
        w = glyph_columns(c, utf8_next(&next));
        if (*used && *used + w > width)
            break;
        *used += w;
    }
    return s;
}

/* The next line of a paragraph at `s`: its end; `*rest` where the one after it
 * starts. */
static const char *line_end(const struct canvas *c, const char *s, int width,
                            const char **rest)
{
    const char *end = s, *at = s;
    int used = 0, word, gap = 0;

    for (;;) {
        const char *after = word_end(c, at, width, &word);

        if (used + gap + word > width && used)
            break;
        used += gap + word;
        end = after;
        for (gap = 0, at = after; *at == ' '; at++)
            gap++;
        if (!*at || *at == '\n' || at == after)
            break;
    }
    *rest = *at == '\n' ? at + 1 : at;
    return end;
}

/* Draw a line with its stars taken as marks; `bold` lives across lines. */
static void put_marked(struct canvas *c, struct rect r, enum role role,
                       const char *s, const char *end, bool *bold)
{
    int x = r.x;

    while (s < end) {
        if (is_stars(s)) {
            *bold = !*bold;
            s += 2;
            continue;
        }
        x += put_glyph(c, x, r.y, r.x, *bold ? ROLE_STRONG : role,
                       utf8_next(&s));
    }
}

static void put_cut(struct canvas *c, struct rect r)
{
    int x = r.x + r.w - 1;

    while (x > r.x && canvas_at(c, x - 1, r.y) &&
           canvas_at(c, x - 1, r.y)->glyph == ' ')
        x--;
    canvas_put(c, x, r.y, GLYPH_ELLIPSIS, ROLE_DIM);
}

int canvas_wrap(struct canvas *c, struct rect r, enum role role, const char *s)
{
    bool bold = false;
    int lines = 0;
    const char *end, *rest;

    if (r.w < 1)
        return 0;
    while (*s && lines < r.h) {
        struct rect line = { r.x, r.y + lines, r.w, 1 };

        end = line_end(c, s, r.w, &rest);
        put_marked(c, line, role, s, end, &bold);
        lines++;
        if (*rest && lines == r.h)
            put_cut(c, line);
        s = rest;
    }
    return lines;
}

int canvas_wrap_lines(const struct canvas *c, int width, const char *s)
{
    int lines = 0;

    if (width < 1)
        return 0;
    for (const char *rest; *s; s = rest, lines++)
        line_end(c, s, width, &rest);
    return lines;
}
