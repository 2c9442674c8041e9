/* products.h - a score taken apart: the products q_i k_i it is the sum of. */
#ifndef EXPLAIN_PRODUCTS_H
#define EXPLAIN_PRODUCTS_H

#include "nn/trace.h"

/* What makes the score of one pair: sum + bias is the score. */
struct products {
    float *v;                   /* [n] q_i k_i / sqrt(d), divided by H for a mean */
    int n;                      /* d of one head, D of the mean of all */
    double sum;
    double bias;                /* what the model adds to the pair */
    int head;                   /* whose they are; HEAD_MEAN: of all heads */
};

/* The DEMAND tensors must be there.  head: one, HEAD_MEAN, or HEAD_MAX and
 * HEAD_MIN, which become the head that gives the pair the largest, the
 * smallest score.  query -1: the mean of all rows. */
struct products products_of(const struct trace *t, int head, int query, int key,
                            struct arena *keep);

#endif
