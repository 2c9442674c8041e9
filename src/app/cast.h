/* cast.h - a session as asciinema plays it (version 2). */
#ifndef APP_CAST_H
#define APP_CAST_H

#include "base/text.h"
#include "kept.h"

struct cast {
    struct arena file;      /* of `out` */
    struct text out;        /* the file so far */
    struct kept last;       /* what has been written */
};

bool cast_begin(struct cast *c, struct error *err);

/* A screen at `ms`: the lines that changed, after a resize all of them. */
void cast_show(struct cast *c, const struct canvas *canvas, double ms,
               struct arena scratch);

/* Nothing more: the last screen stays until `ms`, then the cursor is back. */
void cast_finish(struct cast *c, double ms, struct arena scratch);
void cast_end(struct cast *c);

#endif
