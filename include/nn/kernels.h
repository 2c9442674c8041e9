/* kernels.h - the arithmetic.  Output first, shapes stated, no allocation but
 * from the scratch that is handed in, no I/O.
 *
 * Legend, in all of nn/: T tokens, D width, H heads, d = D/H head width,
 * L layers, C classes, P patch side in pixels, n any number of rows. */
#ifndef NN_KERNELS_H
#define NN_KERNELS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/cpu.h"
#include "base/parallel.h"
#include "nn/weights.h"

enum precision { PRECISION_F32, PRECISION_BF16 };

/* How to compute: made once in app, passed to everything that multiplies. */
struct engine {
    struct pool *pool;          /* NULL: this thread alone */
    enum isa isa;
    enum precision precision;
};

enum activation { ACT_GELU, ACT_GELU_TANH, ACT_QUICK_GELU, ACT_SILU, ACT_RELU };

struct norm {
    const float *scale, *bias;  /* [D]; bias may be NULL; scale NULL: no norm */
    float eps;
};

struct linear {
    struct weights *w;          /* NULL: absent */
    const float *bias;          /* [out] or NULL */
};

/* y = x W' + b.   x [n, in]   w [out, in]   b [out] or NULL   y [n, out] */
void linear(const struct engine *e, float *y, const float *x,
            const struct linear *w, int n, struct arena scratch);

/* The same and then act(), fused. */
void linear_act(const struct engine *e, float *y, const float *x,
                const struct linear *w, enum activation act, int n,
                struct arena scratch);

/* y = norm(x) over each row; y may be x.   x, y [n, D] */
void layer_norm(const struct engine *e, float *y, const float *x,
                const struct norm *norm, int n, int D);

/* x += gamma * y, row by row; gamma [D] NULL is 1.   x, y [n, D] */
void add_residual(const struct engine *e, float *x, const float *y,
                  const float *gamma, int n, int D);

/* x [n] to its softmax, in place; the maximum is subtracted first. -inf
 * entries become 0. */
void softmax(float *x, int n);

void activate(float *x, enum activation act, int n);

float dot(const float *a, const float *b, int n);
void axpy(float *y, float a, const float *x, int n);     /* y += a x */
double vector_norm(const float *x, int n);               /* sqrt(sum x^2) */
double cosine(const float *a, const float *b, int n);    /* 0 for a 0 vector */

/* What attention reads and writes.  Queries are the rows [0, rows) of the T
 * tokens; keys and values always all T. */
struct attention {
    int tokens, rows, heads, head_dim;
    const float *qkv;           /* [T, 3*H*d]: q, k and v of each token */
    const float *bias;          /* [H, T, T] added to the scaled scores, or NULL */
    const unsigned char *muted; /* [T] keys whose score becomes -inf, or NULL */
    bool causal;
    float scale;                /* 1/sqrt(d) */
    float *out;                 /* [rows, H*d]: sum of weight * value */
    float *scores, *attn;       /* [H, rows, T] recorded, or NULL */
    int read;                   /* query row to record below, -1: none */
    float *read_scores;         /* [H, T] scores of that row, or NULL */
    float *read_attn;           /* [H, T] its softmax, or NULL */
};
void attention(const struct engine *e, const struct attention *a,
               struct arena scratch);

/* Scratch bytes that attention(), and one linear(), need at most. */
ptrdiff_t attention_scratch(int tokens, int heads, int head_dim);
ptrdiff_t linear_scratch(int n, int in);

/* Turn q and k of rows [first, T) in place, halves as DINOv3 does:
 * q' = q cos + rotate_half(q) sin.   qkv [T, 3*H*d]
 * cosine, sine [T - first, d] */
void rotate(float *qkv, const float *cosine, const float *sine, int first,
            int T, int H, int d);

/* The plain kernels every faster one is checked against. */
void reference_linear(float *y, const float *x, const float *w, const float *b,
                      int n, int in, int out);

#endif
