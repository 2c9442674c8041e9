/* path_table.h - a token's way through the layers, a line a state: its length,
 * its cosine with the last state, and what the classifier would say of it. */
#ifndef VIEW_PATH_TABLE_H
#define VIEW_PATH_TABLE_H

#include "view/canvas.h"
#include "view/scene.h"

struct path_table {
    const float *states;        /* [L+1, D] */
    const float *lens;          /* [L+1, C]; NULL: nothing would be said */
};

/* Where not all states fit, some are left out evenly. */
void path_table_draw(struct canvas *c, struct rect r, const struct scene *s,
                     const struct path_table *v);

#endif
