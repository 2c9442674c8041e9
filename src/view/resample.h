/* resample.h - the mean colour of a stretch of a picture. */
#ifndef VIEW_RESAMPLE_H
#define VIEW_RESAMPLE_H

#include "view/plot.h"

/* What column x, half row y of a grid covers of the picture below it, as the
 * mean by area. */
uint32_t grid_pixel(const struct grid_layout *g, const struct image *im, int x,
                    int y);

#endif
