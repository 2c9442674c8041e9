/* wall.h - what the readout reads in every layer and head, as small maps. */
#ifndef VIEW_WALL_H
#define VIEW_WALL_H

#include "view/canvas.h"
#include "view/scene.h"

/* All layers below each other, the mean and every head beside each other; or,
 * where that does not fit, every layer at the head of the cursor. */
void wall_overview(struct canvas *c, struct rect r, const struct scene *s,
                   struct arena scratch);

/* Rows and columns the overview would like, at most `h` and `w`: 0 when there
 * is nothing to show. */
void wall_wish(int *rows, int *columns, int w, int h, const struct scene *s);

#endif
