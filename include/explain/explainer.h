/* explainer.h - a question put to a trace, answered as one number a token. */
#ifndef EXPLAIN_EXPLAINER_H
#define EXPLAIN_EXPLAINER_H

#include <stdbool.h>

#include "base/arena.h"
#include "nn/trace.h"

/* A head, or how heads are fused. */
enum { HEAD_MEAN = -1, HEAD_MAX = -2, HEAD_MIN = -3 };

struct question {
    struct trace *trace;        /* DEMAND tensors may be recomputed */
    int layer;                  /* from 0 */
    int head;                   /* from 0, or HEAD_MEAN ... */
    int query;                  /* token; -1: the pooling query, or the mean of all rows */
    const float *pool_attn;     /* [Hp, T] when query is -1 and there is a pooling head */
    int pool_heads;
};

struct explainer {
    const char *name;           /* --method argument, tab label, JSON key */
    const char *title;          /* what the map is, a few words for its frame */
    const char *cite;           /* where it comes from */
    const char *formula;        /* one line */
    bool fused_only;            /* asks for mean, max or min, not one head */
    bool from_first;            /* runs layers 0..layer, one a step */

    /* One bounded piece of work: step `n` from 0.  True when `map` [T] is
     * whole.  State between steps lives in *state (arena `keep`). */
    bool (*step)(float *map, const struct question *q, int n, void **state,
                 struct arena *keep, struct arena scratch);
};

extern const struct explainer attention_explainer;
extern const struct explainer rollout_explainer;

/* The table; the first row is the default. */
extern const struct explainer *const explainers[];
extern const int explainer_count;
const struct explainer *explainer_find(const char *name);

/* All steps of one question: map [T]. */
void explain(float *map, const struct explainer *x, const struct question *q,
             struct arena *keep, struct arena scratch);

/* Fuse rows [H, n] to one: out [n]. */
void fuse_heads(float *out, const float *rows, int heads, int n, int head);

/* Rollout whole, as the goldens name it: out [T, T] (see rollout.c). */
struct rollout_rule {
    int fusion;                 /* HEAD_MEAN, HEAD_MAX, HEAD_MIN */
    double discard;             /* share of entries set to 0 */
    bool literal;               /* vit-explain's division by the wrong sums */
};
void rollout_matrix(float *out, struct trace *t, const struct rollout_rule *r,
                    struct arena scratch);

#endif
