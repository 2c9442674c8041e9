/* rollout.c - attention rollout: follow attention back through all layers.
 *
 * R = (A_L + I)/2 ... (A_1 + I)/2, each factor with rows that sum to 1; the
 * query's row of R says how much of each token reached it (Abnar & Zuidema
 * 2020).  A_l is the mean, maximum or minimum over the heads.
 *
 * vit-explain's variants are here for comparison: it sets the smallest entries
 * of the whole matrix to 0 (never [0,0]), and divides entry [i,j] by the sum of
 * row j, because a keepdim is missing in its code. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/order.h"
#include "explain/explainer.h"
#include "nn/kernels.h"

static float combine(float a, float b, int fusion)
{
    if (fusion == HEAD_MAX)
        return a > b ? a : b;
    if (fusion == HEAD_MIN)
        return a < b ? a : b;
    return a + b;
}

/* A [T, T] from the DEMAND tensors at hand. */
static void fuse(float *A, const struct trace *t, int fusion)
{
    ptrdiff_t size = (ptrdiff_t)t->shape.tokens * t->shape.tokens;
    int H = t->shape.heads;

    memcpy(A, t->attn, (size_t)size * sizeof *A);
    for (int h = 1; h < H; h++)
        for (ptrdiff_t i = 0; i < size; i++)
            A[i] = combine(A[i], t->attn[h * size + i], fusion);
    for (ptrdiff_t i = 0; fusion == HEAD_MEAN && i < size; i++)
        A[i] /= (float)H;
}

/* The floor(T*T*share) smallest entries to 0, but never [0,0]. */
static void discard(float *A, int T, double share, struct arena scratch)
{
    int size = T * T, drop = (int)(size * share);
    int *order = arena_array(&scratch, int, size);

    order_by_value(order, A, size);
    for (int i = size - drop; i < size; i++)
        if (order[i] != 0)
            A[order[i]] = 0;
}

/* A = (A + I)/2, then every row divided by its own sum or, literally, entry
 * [i,j] by the sum of row j.  sums [T] is scratch. */
static void with_identity(float *A, int T, bool literal, double *sums)
{
    for (ptrdiff_t i = 0; i < T; i++) {
        sums[i] = 0;
        for (int j = 0; j < T; j++) {
            A[i * T + j] = (A[i * T + j] + (i == j)) / 2;
            sums[i] += A[i * T + j];
        }
    }
    for (ptrdiff_t i = 0; i < T; i++)
        for (int j = 0; j < T; j++)
            A[i * T + j] = (float)(A[i * T + j] / sums[literal ? j : i]);
}

/* One layer's factor (from the DEMAND tensors of `layer`). */
static void factor(float *A, struct trace *t, int layer,
                   const struct rollout_rule *r, struct arena scratch)
{
    int T = t->shape.tokens;

    trace_demand(t, layer, scratch);
    fuse(A, t, r->fusion);
    if (r->discard > 0)
        discard(A, T, r->discard, scratch);
    with_identity(A, T, r->literal, arena_array(&scratch, double, T));
}

/* R = A R, both [T, T]. */
static void follow(float *R, const float *A, int T, struct arena scratch)
{
    size_t size = (size_t)T * (size_t)T * sizeof *R;
    float *before = arena_floats(&scratch, (ptrdiff_t)T * T);

    memcpy(before, R, size);
    memset(R, 0, size);
    for (ptrdiff_t i = 0; i < T; i++)
        for (ptrdiff_t k = 0; k < T; k++)
            if (A[i * T + k] != 0)
                axpy(R + i * T, A[i * T + k], before + k * T, T);
}

static void identity(float *R, int T)
{
    memset(R, 0, (size_t)T * (size_t)T * sizeof *R);
    for (ptrdiff_t i = 0; i < T; i++)
        R[i * T + i] = 1;
}

void rollout_matrix(float *out, struct trace *t, const struct rollout_rule *r,
                    struct arena scratch)
{
    int T = t->shape.tokens;
    float *A = arena_floats(&scratch, (ptrdiff_t)T * T);

    identity(out, T);
    for (int l = 0; l < t->shape.layers; l++) {
        factor(A, t, l, r, scratch);
        follow(out, A, T, scratch);
    }
}

/* Row of the query, or the mean of all rows where there is none. */
static void read_row(float *map, const float *R, int T, int query)
{
    if (query >= 0) {
        memcpy(map, R + (ptrdiff_t)query * T, (size_t)T * sizeof *map);
        return;
    }
    memset(map, 0, (size_t)T * sizeof *map);
    for (ptrdiff_t i = 0; i < T; i++)
        axpy(map, 1.0f / (float)T, R + i * T, T);
}

/* Step n multiplies layer n in; the state is R. */
static bool rollout_step(float *map, const struct question *q, int n,
                         void **state, struct arena *keep, struct arena scratch)
{
    int T = q->trace->shape.tokens;
    struct rollout_rule rule = { .fusion = q->head < 0 ? q->head : HEAD_MEAN };
    float *A = arena_floats(&scratch, (ptrdiff_t)T * T);

    if (n == 0) {
        *state = arena_floats(keep, (ptrdiff_t)T * T);
        identity(*state, T);
    }
    factor(A, q->trace, n, &rule, scratch);
    follow(*state, A, T, scratch);
    if (n < q->layer)
        return false;
    read_row(map, *state, T, q->query);
    return true;
}

const struct explainer rollout_explainer = {
    .name = "rollout",
    .title = "what reached %s through the layers so far",
    .cite = "Abnar & Zuidema 2020",
    .formula = "R = (A_l + I)/2 ... (A_1 + I)/2",
    .fused_only = true,
    .from_first = true,
    .step = rollout_step,
};
