/* alike.h - are two screens the same to somebody who looks at them? */
#ifndef TEST_ALIKE_H
#define TEST_ALIKE_H

#include <stdbool.h>
#include <stdio.h>

#include "emulator.h"

/* Lines of text or of an ANSI snapshot, as a terminal of this size shows
 * them. */
struct emulator *screen_read(FILE *f, int width, int height);

/* All that is written and framed, from malloc(); blocks, which have many ways
 * to look the same, as blanks. */
char *screen_letters(const struct emulator *e);
void screen_tell_lines(const char *want, const char *got);  /* that differ */

/* How many cells differ by glyph or colour; the first three are told. */
int screen_differences(const struct emulator *want, const struct emulator *got,
                       bool tell);

#endif
