/* tile.h - what the readout reads in one layer and head, as a map so small
 * that several stand side by side. */
#ifndef VIEW_TILE_H
#define VIEW_TILE_H

#include "view/plot.h"
#include "view/scene.h"

/* Cells the largest map of the study's grid takes within `w` x `h`. */
struct rect tile_size(const struct scene *s, int w, int h);

/* A row [T] at (x, y) in cells of that size; colours from 0 to max. */
void tile_draw(struct canvas *c, int x, int y, struct rect size,
               const struct scene *s, const float *row, double max);

/* Row [T] of the readout query in one layer and head (HEAD_MEAN too), into
 * `keep`; NULL while it is not known. */
float *tile_row(const struct scene *s, int layer, int head, struct arena *keep);

/* Layers and heads there are to show: a pooling query has one layer. */
int tile_layers(const struct scene *s);
int tile_heads(const struct scene *s);

/* The ends of the colour scales of all layers' tiles: each its own largest
 * weight among patches or, with `s`, the largest of all.  [tile_layers()] */
double *tile_scales(const struct scene *s, struct arena *keep);

#endif
