/* head_maps.h - a map for every head of the layer, where there is room. */
#ifndef VIEW_HEAD_MAPS_H
#define VIEW_HEAD_MAPS_H

#include "view/canvas.h"
#include "view/scene.h"

/* Are the maps large enough here to be looked at? */
bool head_maps_fit(struct rect r, const struct scene *s);

/* Mean and heads beside and below each other, each under its name and the
 * entropy of its row; nothing when they would be too small.  The row of the
 * query must be there (scene_weights). */
void head_maps_draw(struct canvas *c, struct rect r, const struct scene *s,
                    struct arena scratch);

#endif
