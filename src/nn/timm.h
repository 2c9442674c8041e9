/* timm.h - what the parts of the timm family share. */
#ifndef NN_TIMM_H
#define NN_TIMM_H

#include "build.h"

struct timm {
    struct builder *b;
    const char *prefix; /* before every tensor's name */
    const char *name;   /* the architecture's, "" when it is not said */
    float eps;          /* of its norms */
};

/* A tensor's name with the prefix before it, and whether there is one. */
const char *timm_at(const struct timm *t, const char *name);
bool timm_has(const struct timm *t, const char *name);

/* Pooling, its norm and the classifiers. */
void timm_readout(const struct timm *t);

#endif
