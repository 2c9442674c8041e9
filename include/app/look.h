/* look.h - what -l, -H, -q and --method ask to look at. */
#ifndef APP_LOOK_H
#define APP_LOOK_H

#include "app/world.h"

struct spot {
    int layer, head;
    int query;      /* token; -1: pooling query, or mean of all rows */
};

/* Refuse what this model does not have, as far as it is known before a
 * picture is read. */
bool look_check(const struct world *w, struct error *err);

/* The spot in this study, which has its tokens. */
bool look_spot(struct spot *out, const struct options *o,
               const struct study *s, struct error *err);

const struct explainer *look_method(const struct options *o);

/* The method's map [T] of a study that has run with its DEMAND tensors. */
float *look_map(struct study *s, const struct spot *spot,
                const struct world *w, struct arena *keep);

#endif
