/* line.h - a line that is being typed at the foot of the screen. */
#ifndef APP_LINE_H
#define APP_LINE_H

#include <stdbool.h>

#include "base/text.h"

enum { LINE_MAX_BYTES = 1024 };

struct line {
    const char *label;              /* ":" "/" "open: "; NULL: nobody types */
    const char *hint;               /* what may be typed */
    char text[LINE_MAX_BYTES];      /* UTF-8 */
    char whole[LINE_MAX_BYTES + 16]; /* label and text, for the screen */
};

enum line_state { LINE_TYPING, LINE_TAB, LINE_ENTERED, LINE_LEFT };

void line_begin(struct line *l, const char *label, const char *hint);
void line_end(struct line *l);

/* A key goes into the line: characters, BSpace (on an empty line it leaves),
 * C-u, C-w; what it cannot take is ignored. */
enum line_state line_key(struct line *l, int key);

/* Replace the text, as completion does. */
void line_set(struct line *l, const char *text);

/* `out` becomes the longest beginning that the pictures and folders which go
 * on as `typed` have in common; false when there are none. */
bool complete_path(struct text *out, const char *typed, struct arena scratch);

#endif
