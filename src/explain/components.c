/* components.c - principal components of the patch tokens.
 *
 * Orthogonal iteration on the covariance, which is never formed: V <- X'(X V),
 * made orthonormal again, until the three directions stand.  With DINOv2 they
 * separate object, parts and background (Oquab et al. 2023, fig. 1). */
#include "explain/components.h"

#include <math.h>
#include <string.h>

#include "nn/kernels.h"

enum { COMPONENTS = 3, ROUNDS = 60 };

/* X [n, D]: patch tokens minus their mean. */
static float *centered(const float *x, const struct shape *s,
                       struct arena *arena)
{
    int n = shape_patches(s), D = s->dim;
    const float *first = x + (ptrdiff_t)shape_prefix(s) * D;
    float *X = arena_floats(arena, (ptrdiff_t)n * D);
    float *mean = arena_array(arena, float, D);

    for (ptrdiff_t t = 0; t < n; t++)
        axpy(mean, 1.0f / (float)n, first + t * D, D);
    for (ptrdiff_t t = 0; t < n; t++)
        for (int i = 0; i < D; i++)
            X[t * D + i] = first[t * D + i] - mean[i];
    return X;
}

/* Gram-Schmidt on the rows of V [3, D]; a row that vanishes becomes 0. */
static void orthonormal(float *V, int D)
{
    for (int a = 0; a < COMPONENTS; a++) {
        float *v = V + (ptrdiff_t)a * D;
        double norm;

        for (int b = 0; b < a; b++)
            axpy(v, -dot(V + (ptrdiff_t)b * D, v, D), V + (ptrdiff_t)b * D, D);
        norm = vector_norm(v, D);
        for (int i = 0; i < D; i++)
            v[i] = norm > 1e-12 ? (float)(v[i] / norm) : 0;
    }
}

/* One round: V <- X'(X V).  next [3, D] is scratch. */
static void iterate(float *V, float *next, const float *X, int n, int D)
{
    memset(next, 0, COMPONENTS * (size_t)D * sizeof *next);
    for (ptrdiff_t t = 0; t < n; t++)
        for (ptrdiff_t a = 0; a < COMPONENTS; a++)
            axpy(next + a * D, dot(X + t * D, V + a * D, D), X + t * D, D);
    memcpy(V, next, COMPONENTS * (size_t)D * sizeof *V);
    orthonormal(V, D);
}

/* Any start will do that is not orthogonal to the answer. */
static float *directions(const float *X, int n, int D, struct arena *arena)
{
    float *V = arena_floats(arena, COMPONENTS * (ptrdiff_t)D);
    float *next = arena_floats(arena, COMPONENTS * (ptrdiff_t)D);
    unsigned seed = 1;

    for (ptrdiff_t i = 0; i < COMPONENTS * (ptrdiff_t)D; i++) {
        seed = seed * 1664525u + 1013904223u;
        V[i] = (float)(seed >> 8) / 8388608.0f - 1;
    }
    orthonormal(V, D);
    for (int i = 0; i < ROUNDS; i++)
        iterate(V, next, X, n, D);
    return V;
}

/* Column `a` of out [n, 3] to [0, 1], the furthest value counted positive. */
static void stretch(float *out, int n, int a)
{
    float low = out[a], high = out[a];

    for (ptrdiff_t t = 0; t < n; t++) {
        low = fminf(low, out[t * COMPONENTS + a]);
        high = fmaxf(high, out[t * COMPONENTS + a]);
    }
    for (ptrdiff_t t = 0; t < n; t++) {
        float v = out[t * COMPONENTS + a];

        out[t * COMPONENTS + a] = high <= low ? 0.5f
                                  : -low > high ? (high - v) / (high - low)
                                                : (v - low) / (high - low);
    }
}

void components(float *out, double share[3], const float *x,
                const struct shape *s, struct arena scratch)
{
    int n = shape_patches(s), D = s->dim;
    const float *X = centered(x, s, &scratch);
    const float *V = directions(X, n, D, &scratch);
    double total = pow(vector_norm(X, n * D), 2);

    for (ptrdiff_t a = 0; a < COMPONENTS; a++) {
        double sum = 0;

        for (ptrdiff_t t = 0; t < n; t++) {
            float v = dot(X + t * D, V + a * D, D);

            out[t * COMPONENTS + a] = v;
            sum += (double)v * v;
        }
        share[a] = total > 0 ? sum / total : 0;
        stretch(out, n, (int)a);
    }
}
