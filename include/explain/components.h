/* components.h - what the patch tokens have in common, as colours. */
#ifndef EXPLAIN_COMPONENTS_H
#define EXPLAIN_COMPONENTS_H

#include "nn/trace.h"

/* What a study keeps of them. */
struct component_map {
    int state;                  /* of the residual stream: 0..L */
    float *rgb;                 /* [patches, 3] */
    double share[3];
};

/* The first three principal components of the patch tokens of x [T, D], each
 * brought to [0, 1]: out [patches, 3].  `share` [3] is how much of the variance
 * each explains.  Signs are fixed by the token furthest from the mean. */
void components(float *out, double share[3], const float *x,
                const struct shape *s, struct arena scratch);

#endif
