/* lines.h - the lines of a list that may still be growing: a file, a pipe,
 * somebody who types. */
#ifndef APP_LINES_H
#define APP_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

enum { LINE_BYTES_MAX = 1 << 16 };

struct lines {
    const char *path;           /* for sentences */
    int fd;                     /* -1: closed */
    bool ended;                 /* nothing more will be read */
    int failure;                /* errno of the reading that failed; 0: none */
    ptrdiff_t at, size;         /* of `data`: not handed out yet, and all */
    char *data;                 /* [LINE_BYTES_MAX] */
};

/* The buffer is taken from `keep`; nothing is read yet. */
struct lines lines_new(struct arena *keep);

/* "-" is standard input. */
bool lines_open(struct lines *l, const char *path, struct error *err);
void lines_close(struct lines *l);

/* Would lines_next() answer at once? */
bool lines_ready(struct lines *l);

/* The next line that is not empty, without its end, taken from `keep`.  NULL
 * at the end and, with a sentence, when the list cannot be read on. */
const char *lines_next(struct lines *l, struct arena *keep, struct error *err);

#endif
