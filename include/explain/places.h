/* places.h - how a model tells its tokens where they are. */
#ifndef EXPLAIN_PLACES_H
#define EXPLAIN_PLACES_H

#include "nn/trace.h"

/* A learned vector added to each token; rotated queries and keys; a bias on
 * the scores for every pair; nothing. */
enum place_kind { PLACES_NONE, PLACES_TABLE, PLACES_ROTARY, PLACES_BIAS };
enum place_kind places_kind(const struct trace *t);

/* How alike the places of `token` and of every token are: out [T].
 * TABLE   cosine of their position vectors
 * ROTARY  mean cosine of the differences of their angles: 1 for equal places;
 *         NaN for tokens that are not rotated
 * BIAS    what `layer` adds to the score of the pair, mean of its heads
 * NONE    NaN */
void places_likeness(float *out, const struct trace *t, int layer, int token,
                     struct arena scratch);

#endif
