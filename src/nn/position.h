/* position.h - what tells a token where it is: tables brought to another grid,
 * rotations, relative biases. */
#ifndef NN_POSITION_H
#define NN_POSITION_H

#include "nn/model.h"

/* The table for a grid gh x gw of an image h x w: out [prefix_rows + gh*gw, D],
 * by the family's rule or, when `original`, by its first authors'. */
void position_table(float *out, const struct model *m, int gh, int gw, int h,
                    int w, bool original, struct arena scratch);

/* cos and sin [gh*gw, d] of DINOv3's rotary embedding. */
void position_rotation(float *cosine, float *sine, const struct model *m,
                       int gh, int gw);

/* BEiT's additive bias of one layer for this grid: out [H, T, T]. */
void position_bias(float *out, const struct model *m, int layer, int gh,
                   int gw, struct arena scratch);

/* Has this model a relative bias in layer `layer`? */
bool position_has_bias(const struct model *m, int layer);

#endif
