/* pixels.h - half cells by exact colour, for what is drawn over pictures. */
#ifndef VIEW_PIXELS_H
#define VIEW_PIXELS_H

#include "view/canvas.h"

/* Can half cells hold exact colours here? */
static inline bool pixels_exact(const struct canvas *c)
{
    return c->depth >= DEPTH_256 && !c->ascii;
}

/* Set, read the half cell at column x, half row y2 (counted from the top). */
void pixel_set(struct canvas *c, int x, int y2, uint32_t rgb);
uint32_t pixel_get(const struct canvas *c, int x, int y2);

/* canvas_pixels() on a canvas of DEPTH_16. */
void pixels_16(struct canvas *c, int x, int y, uint32_t top, uint32_t bottom);

#endif
