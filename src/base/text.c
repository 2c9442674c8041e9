/* text.c - growing strings, UTF-8, and numbers that know no locale. */
#include "base/text.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text text_new(struct arena *a)
{
    struct text t = { .arena = a, .room = 64 };

    t.data = arena_raw(a, t.room, 1, 1);
    t.data[0] = '\0';
    return t;
}

void text_clear(struct text *t)
{
    t->size = 0;
    t->data[0] = '\0';
}

/* Make room for `more` bytes and a NUL: in place when the text is the last
 * thing in its arena, else in a copy of twice the size. */
static void grow(struct text *t, ptrdiff_t more)
{
    ptrdiff_t need = t->size + more + 1;
    ptrdiff_t room = t->room;
    char *data;

    if (need <= room)
        return;
    while (room < need)
        room *= 2;
    if (t->data + t->room == t->arena->at) {
        arena_raw(t->arena, room - t->room, 1, 1);
    } else {
        data = arena_raw(t->arena, room, 1, 1);
        memcpy(data, t->data, (size_t)t->size + 1);
        t->data = data;
    }
    t->room = room;
}

void text_add_bytes(struct text *t, const void *s, ptrdiff_t size)
{
    grow(t, size);
    if (size)
        memcpy(t->data + t->size, s, (size_t)size);
    t->size += size;
    t->data[t->size] = '\0';
}

void text_add(struct text *t, const char *s)
{
    text_add_bytes(t, s, (ptrdiff_t)strlen(s));
}

void text_addf(struct text *t, const char *fmt, ...)
{
    va_list args, again;
    int size;

    va_start(args, fmt);
    va_copy(again, args);
    size = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (size > 0) {
        grow(t, size);
        vsnprintf(t->data + t->size, (size_t)size + 1, fmt, again);
        t->size += size;
    }
    va_end(again);
}

void text_add_utf8(struct text *t, uint32_t codepoint)
{
    char bytes[4];

    text_add_bytes(t, bytes, utf8_put(bytes, codepoint));
}

bool codepoint_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

void text_add_json(struct text *t, const char *s)
{
    uint32_t c;

    text_add(t, "\"");
    while ((c = utf8_next(&s))) {
        if (c == '"' || c == '\\')
            text_addf(t, "\\%c", (int)c);
        else if (c == '\n')
            text_add(t, "\\n");
        else if (c == '\t')
            text_add(t, "\\t");
        else if (codepoint_is_control(c))
            text_addf(t, "\\u%04x", (unsigned)c);
        else
            text_add_utf8(t, c);
    }
    text_add(t, "\"");
}

void text_add_number(struct text *t, double value)
{
    if (isfinite(value))
        text_addf(t, "%.9g", value);
    else
        text_add(t, "null");
}

/* How many bytes the sequence that starts with `lead` has; 0: none starts. */
static int sequence_length(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead < 0xe0)
        return 2;
    if (lead >= 0xe0 && lead < 0xf0)
        return 3;
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

uint32_t utf8_next(const char **s)
{
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *p = (const unsigned char *)*s;
    int n = sequence_length(p[0]);
    uint32_t c;

    if (!p[0])
        return 0;
    *s += 1;
    if (n == 1)
        return p[0];
    if (!n)
        return 0xfffd;
    c = p[0] & (0x7fu >> n);
    for (int i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0xfffd;
        c = c << 6 | (p[i] & 0x3f);
    }
    if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        return 0xfffd;
    *s += n - 1;
    return c;
}

ptrdiff_t utf8_put(char out[4], uint32_t c)
{
    int n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    for (int i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(n == 1 ? c : (0xf0u << (4 - n) & 0xff) | c);
    return n;
}

int codepoint_width(uint32_t c)
{
    static const struct { uint32_t first, last; } wide[] = {
        { 0x1100, 0x115f }, { 0x2e80, 0x303e }, { 0x3041, 0xa4cf },
        { 0xac00, 0xd7a3 }, { 0xf900, 0xfaff }, { 0xfe30, 0xfe6f },
        { 0xff00, 0xff60 }, { 0xffe0, 0xffe6 }, { 0x1f300, 0x1f64f },
        { 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd },
    };

    if ((c >= 0x300 && c < 0x370) || c == 0x200d || (c >= 0xfe00 && c < 0xfe10))
        return 0;
    for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
        if (c >= wide[i].first && c <= wide[i].last)
            return 2;
    return 1;
}

int utf8_width(const char *s)
{
    int width = 0;
    uint32_t c;

    while ((c = utf8_next(&s)))
        width += codepoint_width(c);
    return width;
}

void text_make_printable(char *s)
{
    const char *next = s;
    uint32_t c;

    while ((c = utf8_next(&next))) {
        bool broken = c == 0xfffd && next - s == 1;

        if (broken || codepoint_is_control(c))
            memset(s, '?', (size_t)(next - s));
        s += next - s;
    }
}

void text_make_lines_printable(char *s)
{
    char *end;

    for (; (end = strchr(s, '\n')); s = end + 1) {
        *end = '\0';
        text_make_printable(s);
        *end = '\n';
    }
    text_make_printable(s);
}

bool text_starts(const char *s, const char *part)
{
    return strncmp(s, part, strlen(part)) == 0;
}

bool text_ends(const char *s, const char *part)
{
    size_t n = strlen(s), m = strlen(part);

    return n >= m && strcmp(s + n - m, part) == 0;
}

bool text_to_long(long *out, const char *s, long low, long high)
{
    char *end;
    long value;

    errno = 0;
    value = strtol(s, &end, 10);
    if (end == s || *end || errno || value < low || value > high)
        return false;
    *out = value;
    return true;
}
