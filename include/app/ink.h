/* ink.h - cells as a terminal is told them: colours by number, and of the ways
 * to say the same the one that takes the fewest bytes. */
#ifndef APP_INK_H
#define APP_INK_H

#include "view/canvas.h"

struct ink {
    uint32_t glyph;         /* 0: right half of a wide one */
    uint32_t mark;
    int fg, bg;             /* numbers of the terminal; -1: its own colour */
    uint8_t attrs;          /* LOOK_BOLD ... */
};

/* Row `y` of a canvas [width].  `colors`: how many the terminal has. */
void ink_row(struct ink *out, const struct canvas *c, int y, int colors);

#endif
