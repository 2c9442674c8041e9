/* attribution.h - where a logit comes from: parts that sum to it.
 *
 * The residual stream is a sum: what entered the first block, what each token
 * sent through attention, what the MLPs and the biases added.  With the scale
 * of the final norm frozen the classifier is linear in it, so every part has
 * its own share of a logit (direct attribution; Elhage et al. 2021). */
#ifndef EXPLAIN_ATTRIBUTION_H
#define EXPLAIN_ATTRIBUTION_H

#include "nn/forward.h"
#include "nn/trace.h"

/* A linear reading of the last state: sum over rows of weight * row.  Most
 * readouts are one of these; [cls; mean of patches] and a pair of heads are
 * two. */
struct linear_reading {
    float *rows;        /* [T] weight of each row, 1/sigma of the norm in it */
    double scale;       /* 1/sigma of the norm behind the mean, else 1 */
    float *start;       /* [D] of what entered the first block */
    float *tokens;      /* [T, D] what each token sent through attention */
    float *attention;   /* [L, D] the same by layer, with the bias of W_o */
    float *bias;        /* [D] biases of W_o of all layers */
    float *mlp;         /* [L, D] */
};

enum { READINGS_MAX = 2 };

struct attribution {
    const struct trace *trace;
    const struct prompts *prompts;
    double feature_norm;        /* frozen length of CLIP's image features */
    int count;                  /* readings; 0: this readout is not linear */
    struct linear_reading reading[READINGS_MAX];
    int done;                   /* layers taken in */
};

/* Can the readout of this model be taken apart? */
bool attribution_possible(const struct model *m, const struct outcome *o);

/* Make room; then one step a layer, from 0 to L-1, after the run has ended
 * (it recomputes the layer: the DEMAND tensors are its).  Whole when
 * done == L. */
void attribution_begin(struct attribution *a, struct trace *t,
                       const struct outcome *o, const struct prompts *prompts,
                       struct arena *keep, struct arena scratch);
void attribution_step(struct attribution *a, struct trace *t,
                      struct arena scratch);

/* The parts of one logit, in `keep`.  start + sum of tokens + sum of mlp + bias is the
 * logit; start + sum of attention + sum of mlp + (bias of norm and head) too. */
struct logit_parts {
    double start;
    double *tokens;             /* [T] through attention, all layers */
    double *attention, *mlp;    /* [L] */
    double bias;                /* of W_o, the final norm and the classifier */
    double head_bias;           /* of the last two alone */
    double sum;
};
void attribution_parts(struct logit_parts *out, const struct attribution *a,
                       int label, struct arena *keep);

#endif
