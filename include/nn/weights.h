/* weights.h - the matrix of a linear layer, opaque.
 *
 * Kernels never see the bytes of a weights file.  A matrix keeps the file's
 * precision in panels made for the micro-kernel and is widened inside it, so
 * f16, bf16 or AMX are matters of weights.c and the kernels_<isa> files. */
#ifndef NN_WEIGHTS_H
#define NN_WEIGHTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "nn/tensor.h"

struct weights;
struct engine;

/* One matrix [out, in] made of the rows of `parts`, one below the other (q, k
 * and v as one product).  A part of rank > 2 counts as [shape[0], rest].
 * `transposed`: the file stores [in, out].  The parts' data must stay until
 * weights_pack(); the caller has checked shapes and that the arena has room.
 * Packing is lazy: weights_pack() does it, and the first product if nobody
 * did. */
struct weights *weights_new(struct arena *keep, const struct tensor_list *from,
                            const struct tensor *const *parts, int count,
                            bool transposed);

/* Pack now, on the pool of `engine` (may be NULL). Idempotent. Source pages
 * are given back through the list's release(). */
void weights_pack(struct weights *w, const struct engine *engine);

/* Matrices that are multiplied one after the other, once, need panels only one
 * at a time: they share the room of the largest, and each is out when the next
 * is packed.  Before any of them is packed; from then on nothing may multiply
 * on two threads at once. */
void weights_share(struct weights *const *w, int count, struct arena *keep);

/* After packing: the name of a tensor that holds a NaN or an infinity; NULL
 * when all numbers are finite. */
const char *weights_fault(const struct weights *w);

/* The name of its first tensor. */
const char *weights_name(const struct weights *w);

int weights_out(const struct weights *w);
int weights_in(const struct weights *w);
enum dtype weights_dtype(const struct weights *w);

/* Row `row` as floats: out [in]. */
void weights_row(float *out, const struct weights *w, int row);

/* Bytes of panels that `count` elements of this dtype take, for sizing. */
ptrdiff_t weights_bytes(ptrdiff_t out, ptrdiff_t in, enum dtype dtype);

#endif
