/* terminfo.h - an own description of the terminals of today.
 *
 * The databases of most machines have no entry with 24 bit colour under the
 * name TERM gives.  ncurses takes a compiled entry from the environment
 * ("b64:..."), so the program brings one: vitscope.ti is its source. */
#ifndef APP_TERMINFO_H
#define APP_TERMINFO_H

#include "base/text.h"
#include "view/canvas.h"

/* "vitscope-24bit", "vitscope-256", "vitscope-16"; not for DEPTH_MONO. */
const char *terminfo_name(enum depth depth);

/* The compiled entry, and the same as TERMINFO takes it. */
void terminfo_entry(struct text *out, enum depth depth);
void terminfo_variable(struct text *out, enum depth depth);

/* Bytes as base64 (RFC 4648, padded). */
void text_add_base64(struct text *t, const void *data, ptrdiff_t size);

#endif
