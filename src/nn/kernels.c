/* kernels.c - which kernels run, and the small arithmetic around products. */
#include "nn/kernels.h"

#include <math.h>

#include "simd.h"

const struct simd *simd_of(const struct engine *e)
{
    static const struct simd *(*const table[])(void) = {
        [ISA_BASELINE] = simd_baseline,     [ISA_AVX2] = simd_avx2,
        [ISA_AVX512] = simd_avx512,         [ISA_AVX512BF16] = simd_avx512bf16,
        [ISA_AMX] = simd_amx,
    };
    int isa = e->isa;

    while (!table[isa]())
        isa--;
    return table[isa]();
}

/* Work on rows [n, D], some at a time. */
struct rows {
    const struct simd *simd;
    const struct norm *norm;
    const float *gamma;
    const float *from;
    float *to;
    int n, D;
};

enum { SOME_ROWS = 16, SMALL = 1 << 15 };

static void for_rows(const struct engine *e, parallel_fn *fn, struct rows *a)
{
    parallel_for((double)a->n * a->D < SMALL ? NULL : e->pool,
                 (a->n + SOME_ROWS - 1) / SOME_ROWS, fn, a);
}

static int end_of(const struct rows *a, int index)
{
    return (index + 1) * SOME_ROWS < a->n ? (index + 1) * SOME_ROWS : a->n;
}

static void norm_some(void *ctx, int index, int worker)
{
    const struct rows *a = ctx;
    int end = end_of(a, index);

    for (ptrdiff_t r = (ptrdiff_t)index * SOME_ROWS; r < end; r++)
        a->simd->layer_norm(a->to + r * a->D, a->from + r * a->D, a->norm,
                            a->D);
}

void layer_norm(const struct engine *e, float *y, const float *x,
                const struct norm *norm, int n, int D)
{
    for_rows(e, norm_some, &(struct rows){ .simd = simd_of(e), .norm = norm,
                                           .from = x, .to = y, .n = n,
                                           .D = D });
}

static void add_row(float *restrict x, const float *restrict y,
                    const float *restrict gamma, int n)
{
    if (gamma)
        for (int i = 0; i < n; i++)
            x[i] += gamma[i] * y[i];
    else
        for (int i = 0; i < n; i++)
            x[i] += y[i];
}

static void add_some(void *ctx, int index, int worker)
{
    const struct rows *a = ctx;
    int end = end_of(a, index);

    for (ptrdiff_t r = (ptrdiff_t)index * SOME_ROWS; r < end; r++)
        add_row(a->to + r * a->D, a->from + r * a->D, a->gamma, a->D);
}

void add_residual(const struct engine *e, float *x, const float *y,
                  const float *gamma, int n, int D)
{
    for_rows(e, add_some, &(struct rows){ .gamma = gamma, .from = y, .to = x,
                                          .n = n, .D = D });
}

void softmax(float *x, int n)
{
    float scale;

    simd_baseline()->exps(&scale, x, n, 1, n);
    for (int i = 0; i < n; i++)
        x[i] *= scale;
}

void activate(float *x, enum activation act, int n)
{
    simd_baseline()->activate(x, n, 1, n, act);
}

float dot(const float *a, const float *b, int n)
{
    float sum[8] = { 0 };
    int i = 0;

    for (; i + 8 <= n; i += 8)
        for (int j = 0; j < 8; j++)
            sum[j] += a[i + j] * b[i + j];
    for (; i < n; i++)
        sum[0] += a[i] * b[i];
    return ((sum[0] + sum[4]) + (sum[1] + sum[5])) +
           ((sum[2] + sum[6]) + (sum[3] + sum[7]));
}

void axpy(float *y, float a, const float *x, int n)
{
    for (int i = 0; i < n; i++)
        y[i] += a * x[i];
}

static double dot_exact(const float *a, const float *b, int n)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum += (double)a[i] * b[i];
    return sum;
}

double vector_norm(const float *x, int n)
{
    return sqrt(dot_exact(x, x, n));
}

double cosine(const float *a, const float *b, int n)
{
    double length = vector_norm(a, n) * vector_norm(b, n);

    return length > 0 ? dot_exact(a, b, n) / length : 0;
}
