/* kept.h - the screen as it was shown last, to compare the next one with. */
#ifndef APP_KEPT_H
#define APP_KEPT_H

#include "view/canvas.h"

struct kept {
    struct arena cells;
    struct canvas canvas;   /* width 0: nothing yet */
};

bool kept_open(struct kept *k, struct error *err);
void kept_close(struct kept *k);
void kept_take(struct kept *k, const struct canvas *c);

/* Is a canvas of the same size (and theme); is its row `y` the same? */
bool kept_fits(const struct kept *k, const struct canvas *c);
bool kept_row(const struct kept *k, const struct canvas *c, int y);

#endif
