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

struct norm_rows {
    const struct simd *simd;
    const struct norm *norm;
    const float *x;
    float *y;
    int n, D;
};

enum { NORM_ROWS = 16, NORM_SMALL = 1 << 15 };

static void norm_some(void *ctx, int index, int worker)
{
    const struct norm_rows *a = ctx;
    int end = (index + 1) * NORM_ROWS < a->n ? (index + 1) * NORM_ROWS : a->n;

    for (ptrdiff_t r = (ptrdiff_t)index * NORM_ROWS; r < end; r++)
        a->simd->layer_norm(a->y + r * a->D, a->x + r * a->D, a->norm, a->D);
}

void layer_norm(const struct engine *e, float *y, const float *x,
                const struct norm *norm, int n, int D)
{
    struct norm_rows a = { simd_of(e), norm, x, y, n, D };

    parallel_for((double)n * D < NORM_SMALL ? NULL : e->pool,
                 (n + NORM_ROWS - 1) / NORM_ROWS, norm_some, &a);
}

void softmax(float *x, int n)
{
    float scale = simd_baseline()->exps(x, n);

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
