/* text.h - growing strings, UTF-8, and numbers that know no locale. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

/* A string that grows inside an arena.  `data` is always NUL-terminated once
 * text_new() has run; `size` does not count the NUL. */
struct text {
    char *data;
    ptrdiff_t size;
    ptrdiff_t room;
    struct arena *arena;
};

struct text text_new(struct arena *a);
void text_clear(struct text *t);
void text_add(struct text *t, const char *s);
void text_add_bytes(struct text *t, const void *s, ptrdiff_t size);
void text_addf(struct text *t, const char *fmt, ...) PRINTF_LIKE(2, 3);
void text_add_utf8(struct text *t, uint32_t codepoint);

/* A string as a JSON string with quotes, controls (C1 too) escaped; bytes that
 * are no UTF-8 come out as U+FFFD.  A number with 9 significant digits, null
 * when it is not finite. */
void text_add_json(struct text *t, const char *s);
void text_add_number(struct text *t, double value);

/* Controls, and bytes that are no UTF-8, become '?', in place: a hostile name
 * must not reach the terminal as escape sequences. */
void text_make_printable(char *s);
void text_make_lines_printable(char *s);    /* their ends stay */

/* Next code point of `*s`, which moves behind it; 0 at the end; a byte that is
 * no UTF-8 gives U+FFFD and moves by one. */
uint32_t utf8_next(const char **s);
ptrdiff_t utf8_put(char out[4], uint32_t codepoint);

/* Columns a string takes on a terminal: one for each code point, two for wide
 * East Asian ones, none for combining ones. */
int utf8_width(const char *s);
int codepoint_width(uint32_t codepoint);

/* C0, DEL and C1: what a terminal may obey. */
bool codepoint_is_control(uint32_t codepoint);

/* Does `s` start / end with `part`? */
bool text_starts(const char *s, const char *part);
bool text_ends(const char *s, const char *part);

/* A whole number, the whole string, within [low, high].  False otherwise. */
bool text_to_long(long *out, const char *s, long low, long high);

#endif
