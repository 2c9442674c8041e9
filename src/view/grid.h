/* grid.h - patches by half cells, counted from the corner of the area. */
#ifndef VIEW_GRID_H
#define VIEW_GRID_H

#include "view/plot.h"

/* Half cells a patch covers (those it shares when several share one). */
struct rect grid_halves(const struct grid_layout *g, int row, int col);

/* The patch, or the first of those, at column x, half row y; -1: outside. */
int grid_patch(const struct grid_layout *g, int x, int y);

#endif
