/* update.h - what one block adds to a token, and from whom it comes. */
#ifndef EXPLAIN_UPDATE_H
#define EXPLAIN_UPDATE_H

#include "nn/trace.h"

/* What each token sends through attention of `layer`:
 *     out[j] = gamma * W_o concat_h(alpha[h][j] v[h][j])        [T, D]
 * alpha [H, T]: how much of it is read.  The rows sum to what attention adds
 * to the reader, but for the bias of W_o.  The DEMAND tensors must be of that
 * layer.  Runs in the calling thread alone. */
void attention_shares(float *out, const struct trace *t, int layer,
                      const float *alpha, struct arena scratch);

/* alpha [H, T] of one query (-1: the mean of all rows) and one head (a fused
 * head: all of them, the others' rows are 0 otherwise). */
void update_alpha(float *alpha, const struct trace *t, int head, int query);

/* Length of each token's share |a W_o v| [T] (Kobayashi et al. 2020). */
void update_lengths(float *length, const struct trace *t, int layer, int head,
                    int query, struct arena scratch);

/* A token's state before the block, behind its attention and behind its MLP
 * [D] each; query -1: the mean of all rows. */
struct update {
    float *before, *mid, *after;
    float *attention, *mlp;     /* what was added: mid - before, after - mid */
};
struct update update_of(const struct trace *t, int layer, int query,
                        struct arena *keep);

/* Row `token` of x [T, D], or the mean of all rows for -1. */
void state_row(float *out, const float *x, const struct shape *s, int token);

#endif
