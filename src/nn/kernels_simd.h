/* kernels_simd.h - the kernels of one instruction set, in vector extensions.
 *
 * The including kernels_<isa>.c defines
 *     LANES        floats in a vector
 *     TILE_ROWS    rows of the register tile
 *     TILE_PANELS  panels it is wide
 * so that TILE_ROWS x (TILE_PANELS * PANEL / LANES) accumulators, one row of B
 * and one broadcast fill the registers.  Every row of a product is summed in
 * the same order whatever the tile, so results depend on neither the number of
 * threads nor the rows computed along. */
#include <math.h>
#include <string.h>
#ifdef __AVX__
#include <immintrin.h>
#endif

#include "half.h"
#include "panels.h"
#include "simd.h"

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 64")

enum { PANEL_VECS = PANEL / LANES };

typedef float vec __attribute__((vector_size(4 * LANES)));
typedef int32_t ivec __attribute__((vector_size(4 * LANES)));
typedef float loose __attribute__((vector_size(4 * LANES), aligned(4),
                                   may_alias));

INLINE vec load(const float *p)
{
    return *(const loose *)p;
}

INLINE void store(float *p, vec v)
{
    *(loose *)p = v;
}

INLINE vec splat(float x)
{
    return x - (vec){ 0 };      /* x + 0 would cost an addition, for -0 */
}

/* mask lanes are all ones or all zeros */
INLINE vec choose(ivec mask, vec yes, vec no)
{
    return (vec)((mask & (ivec)yes) | (~mask & (ivec)no));
}

/* Both give b when one is a NaN.  One instruction, which compilers do not see
 * in the comparison: they take three. */
#if LANES == 16 && defined(__AVX512F__)
#define LEAST(a, b) _mm512_min_ps((__m512)(a), (__m512)(b))
#define MOST(a, b) _mm512_max_ps((__m512)(a), (__m512)(b))
#elif LANES == 8 && defined(__AVX__)
#define LEAST(a, b) _mm256_min_ps((__m256)(a), (__m256)(b))
#define MOST(a, b) _mm256_max_ps((__m256)(a), (__m256)(b))
#else
#define LEAST(a, b) choose((a) < (b), a, b)
#define MOST(a, b) choose((a) > (b), a, b)
#endif

INLINE vec least(vec a, vec b)
{
    return (vec)LEAST(a, b);
}

INLINE vec most(vec a, vec b)
{
    return (vec)MOST(a, b);
}

/* The first `n` lanes from memory, the others `rest`. */
INLINE vec load_some(const float *p, int n, float rest)
{
    vec v = splat(rest);

    memcpy(&v, p, (size_t)n * 4);
    return v;
}

INLINE void store_some(float *p, vec v, int n)
{
    memcpy(p, &v, (size_t)n * 4);
}

/* Halves onto each other until one lane is left. */
INLINE float sum_lanes(vec v)
{
    UNROLL for (int half = LANES / 2; half > 0; half /= 2)
        UNROLL for (int i = 0; i < half; i++)
            v[i] += v[i + half];
    return v[0];
}

INLINE float most_lane(vec v)
{
    UNROLL for (int half = LANES / 2; half > 0; half /= 2)
        UNROLL for (int i = 0; i < half; i++)
            v[i] = v[i] > v[i + half] ? v[i] : v[i + half];
    return v[0];
}

/* Added to a float below 2^22 it leaves the nearest whole number n in the low
 * bits, from where it can go straight to the exponent of another. */
#define WHOLE 0x1.8p23f

/* 2^(n + f) of `shifted` = n + WHOLE, n in [-127, 127], |f| <= 1/2: a
 * minimax polynomial of degree 5, relative error 9e-8, pairs first (Estrin).
 */
INLINE vec exp2_parts(vec shifted, vec f)
{
    vec f2 = f * f;
    vec a = f * 2.4022242426872253e-1f + 6.931470036506653e-1f;
    vec b = f * 9.671512991189957e-3f + 5.550733581185341e-2f;
    vec p = (a + (b + f2 * 1.326472731307149e-3f) * f2) * f + 1.0f;

    return (vec)((ivec)p + ((ivec)shifted << 23));
}

/* 2^x, x in [-127, 127] */
INLINE vec exp2_of(vec x)
{
    vec shifted = x + WHOLE;

    return exp2_parts(shifted, x - (shifted - WHOLE));
}

/* e^x for x <= 88, 0 below -87.  log2(e) in two floats keeps large x exact. */
INLINE vec exp_of(vec x)
{
    vec z = most(splat(-87.0f), x);
    vec shifted = z * 1.44269502f + WHOLE;
    vec f = (z * 1.44269502f - (shifted - WHOLE)) + z * 1.92596299e-8f;

    return choose(x < -87.0f, (vec){ 0 }, exp2_parts(shifted, f));
}

/* e^x for x <= 0, as softmax wants it: one rounding of x log2(e) costs |x| 6e-8
 * of a weight that small.  Far below, 2^-127 * 1 has no bit left: exactly 0;
 * NaN stays NaN. */
INLINE vec exp_below_0(vec x)
{
    return exp2_of(most(splat(-127.0f), x * 1.44269504f));
}

/* --- activations --------------------------------------------------------- */

/* x Phi(x) = max(x, 0) - |x| Q(|x|), Q the tail of the normal distribution.
 * log2 Q is smooth: a polynomial of degree 8, fitted with weight |x| Q(|x|),
 * leaves an absolute error of 1.1e-8, below the rounding of a float.  From 10
 * on (where it is -110) nothing is left of Q. */
INLINE vec gelu(vec x)
{
    vec t = least(splat(10.0f), (vec)((ivec)x & 0x7fffffff));
    vec t2 = t * t;
    vec a = t * -4.591806828975678e-1f + -1.1511080265045166f;
    vec b = t * 7.196287624537945e-3f + -5.258500948548317e-2f;
    vec c = t * -1.4245661441236734e-4f + -2.4091567320283502e-4f;
    vec d = t * -2.0502561710600276e-6f + 3.006627957802266e-5f;
    vec p = ((a + b * t2) + (c + d * t2) * (t2 * t2)) * t + -1.0f;

    return most(x, (vec){ 0 }) - t * exp2_of(p);
}

INLINE vec sigmoid(vec x)
{
    return 1.0f / (1.0f + exp_of(least(splat(88.0f), -x)));
}

INLINE vec gelu_tanh(vec x)
{
    return x * sigmoid(1.5957691216057308f * (x + 0.044715f * x * x * x));
}

INLINE vec activated(vec x, enum activation act)
{
    switch (act) {
    case ACT_GELU:
        return gelu(x);
    case ACT_GELU_TANH:
        return gelu_tanh(x);
    case ACT_QUICK_GELU:
        return x * sigmoid(1.702f * x);
    case ACT_SILU:
        return x * sigmoid(x);
    default:
        return most(x, (vec){ 0 });
    }
}

INLINE void activate_as(float *x, ptrdiff_t stride, int rows, int n,
                        enum activation act)
{
    int i = 0;

    for (; i + PANEL <= n; i += PANEL)
        for (int r = 0; r < rows; r++)
            UNROLL for (int v = i; v < i + PANEL; v += LANES)
                store(x + r * stride + v,
                      activated(load(x + r * stride + v), act));
    for (; i < n; i += LANES)
        for (int r = 0; r < rows; r++) {
            float *at = x + r * stride + i;
            int some = n - i < LANES ? n - i : LANES;

            store_some(at, activated(load_some(at, some, 0), act), some);
        }
}

/* One loop for each, so that its constants stay in registers. */
static void simd_activate(float *x, ptrdiff_t stride, int rows, int n,
                          enum activation act)
{
    switch (act) {
    case ACT_GELU:
        activate_as(x, stride, rows, n, ACT_GELU);
        break;
    case ACT_GELU_TANH:
        activate_as(x, stride, rows, n, ACT_GELU_TANH);
        break;
    case ACT_QUICK_GELU:
        activate_as(x, stride, rows, n, ACT_QUICK_GELU);
        break;
    case ACT_SILU:
        activate_as(x, stride, rows, n, ACT_SILU);
        break;
    default:
        activate_as(x, stride, rows, n, ACT_RELU);
    }
}

/* --- rows ---------------------------------------------------------------- */

enum { EXP_ROWS = 4 };          /* at a time */

/* v[i] of n, or `rest` behind them */
INLINE vec load_upto(const float *x, int i, int n, float rest)
{
    return i + LANES <= n ? load(x + i) : load_some(x + i, n - i, rest);
}

INLINE void store_upto(float *x, int i, int n, vec v)
{
    if (i + LANES <= n)
        store(x + i, v);
    else
        store_some(x + i, v, n - i);
}

/* Rows side by side: their sums across lanes overlap. */
INLINE void exps_of(float *inverse, float *x, ptrdiff_t stride, int rows,
                    int n)
{
    vec best[EXP_ROWS], sum[EXP_ROWS] = { { 0 } };

    UNROLL for (int r = 0; r < rows; r++)
        best[r] = splat(-INFINITY);
    for (int i = 0; i < n; i += LANES)
        UNROLL for (int r = 0; r < rows; r++)
            best[r] = most(best[r], load_upto(x + r * stride, i, n, -INFINITY));
    UNROLL for (int r = 0; r < rows; r++) {
        float m = most_lane(best[r]);

        best[r] = splat(m == -INFINITY ? 0 : m);
    }
    for (int i = 0; i < n; i += LANES)
        UNROLL for (int r = 0; r < rows; r++) {
            vec e = load_upto(x + r * stride, i, n, -INFINITY) - best[r];

            e = exp_below_0(e);
            store_upto(x + r * stride, i, n, e);
            sum[r] += e;
        }
    UNROLL for (int r = 0; r < rows; r++) {
        float all = sum_lanes(sum[r]);

        inverse[r] = all == 0 ? 0 : 1.0f / all;
    }
}

static void simd_exps(float *inverse, float *x, ptrdiff_t stride, int rows,
                      int n)
{
    for (; rows >= EXP_ROWS; rows -= EXP_ROWS) {
        exps_of(inverse, x, stride, EXP_ROWS, n);
        inverse += EXP_ROWS;
        x += EXP_ROWS * stride;
    }
    for (int r = 0; r < rows; r++)
        exps_of(inverse + r, x + r * stride, stride, 1, n);
}

/* Sum of (x - shift)^power, power 1 or 2, in four sums a lane. */
INLINE float sum_row(const float *x, int n, float shift, int power)
{
    vec sum[4] = { { 0 } };
    int i = 0;

    for (; i + 4 * LANES <= n; i += 4 * LANES)
        UNROLL for (int j = 0; j < 4; j++) {
            vec v = load(x + i + j * LANES) - shift;

            sum[j] += power == 1 ? v : v * v;
        }
    for (; i < n; i += LANES) {
        vec v = load_some(x + i, n - i < LANES ? n - i : LANES, shift) - shift;

        sum[0] += power == 1 ? v : v * v;
    }
    return sum_lanes((sum[0] + sum[1]) + (sum[2] + sum[3]));
}

static void simd_layer_norm(float *y, const float *x, const struct norm *norm,
                            int D)
{
    float guess = sum_row(x, D, 0, 1) / (float)D;
    float mean = guess + sum_row(x, D, guess, 1) / (float)D;
    float variance = sum_row(x, D, mean, 2) / (float)D;
    float scale = 1.0f / sqrtf(variance + norm->eps);
    int i = 0;

    for (; i + LANES <= D; i += LANES) {
        vec v = (load(x + i) - mean) * scale * load(norm->scale + i);

        store(y + i, norm->bias ? v + load(norm->bias + i) : v);
    }
    for (; i < D; i++)
        y[i] = (x[i] - mean) * scale * norm->scale[i] +
               (norm->bias ? norm->bias[i] : 0);
}

/* --- products ------------------------------------------------------------ */

enum { AHEAD = 32 * PANEL };    /* floats from the cache line in use to the one
                                 * asked for: panels stream from L2 */

typedef vec sums[TILE_ROWS][TILE_PANELS * PANEL_VECS];

INLINE void load_sums(sums sum, int rows, int vecs, const float *c,
                      ptrdiff_t ldc, const float *start)
{
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vecs; v++)
            sum[r][v] = load(start ? start + v * LANES
                                   : c + r * ldc + v * LANES);
}

INLINE void store_sums(float *c, ptrdiff_t ldc, int rows, int vecs, sums sum)
{
    UNROLL for (int r = 0; r < rows; r++)
        UNROLL for (int v = 0; v < vecs; v++)
            store(c + r * ldc + v * LANES, sum[r][v]);
}

INLINE void tile_of(int rows, int panels, float *c, ptrdiff_t ldc,
                    const float *a, ptrdiff_t lda, const float *b,
                    ptrdiff_t stride, int depth, const float *start)
{
    const int vecs = panels * PANEL_VECS;
    sums sum;

    load_sums(sum, rows, vecs, c, ldc, start);
    for (int i = 0; i < depth; i++) {
        const float *at = b + (ptrdiff_t)i * PANEL;
        vec column[TILE_PANELS * PANEL_VECS];

        UNROLL for (int p = 0; p < panels; p++)
            __builtin_prefetch(at + p * stride + AHEAD);
        UNROLL for (int v = 0; v < vecs; v++)
            column[v] = load(at + v / PANEL_VECS * stride +
                             v % PANEL_VECS * LANES);
        UNROLL for (int r = 0; r < rows; r++) {
            vec x = splat(a[r * lda + i]);

            UNROLL for (int v = 0; v < vecs; v++)
                sum[r][v] += x * column[v];
        }
    }
    store_sums(c, ldc, rows, vecs, sum);
}

/* The first or second of each pair of bf16, as floats. */
INLINE vec half_of(ivec pairs, int second)
{
    return (vec)(second ? pairs & (int32_t)0xffff0000 : pairs << 16);
}

INLINE ivec load_pairs(const uint16_t *p)
{
    return (ivec)load((const float *)p);
}

INLINE ivec splat_pair(const uint16_t *p)
{
    int32_t pair;

    memcpy(&pair, p, 4);
    return pair + (ivec){ 0 };
}

INLINE void pair_tile_of(int rows, int panels, float *c, ptrdiff_t ldc,
                         const uint16_t *a, ptrdiff_t lda, const uint16_t *b,
                         ptrdiff_t stride, int depth, const float *start)
{
    const int vecs = panels * PANEL_VECS;
    sums sum;

    load_sums(sum, rows, vecs, c, ldc, start);
    for (int i = 0; i < depth; i++) {
        const uint16_t *at = b + (ptrdiff_t)(i / 2) * 2 * PANEL;
        vec column[TILE_PANELS * PANEL_VECS];

        UNROLL for (int v = 0; v < vecs; v++)
            column[v] = half_of(load_pairs(at + v / PANEL_VECS * stride +
                                           v % PANEL_VECS * 2 * LANES), i % 2);
        UNROLL for (int r = 0; r < rows; r++) {
            vec x = half_of(splat_pair(a + r * lda + i / 2 * 2), i % 2);

            UNROLL for (int v = 0; v < vecs; v++)
                sum[r][v] += x * column[v];
        }
    }
    store_sums(c, ldc, rows, vecs, sum);
}

/* All rows of a call, tile by tile.  Rows and panels are constants inside each
 * case, so that sums stay in registers. */
#define CASE(n, tile, panels)                                                 \
    case n:                                                                   \
        tile(n <= TILE_ROWS ? n : 1, panels, c, ldc, a, lda, b, stride,       \
             depth, start);                                                   \
        break;
#define ROWS(tile, panels)                                                    \
    for (; rows > 0; rows -= TILE_ROWS) {                                     \
        switch (rows < TILE_ROWS ? rows : TILE_ROWS) {                        \
            CASE(1, tile, panels) CASE(2, tile, panels) CASE(3, tile, panels) \
            CASE(4, tile, panels) CASE(5, tile, panels) CASE(6, tile, panels) \
            CASE(7, tile, panels) CASE(8, tile, panels)                       \
        }                                                                     \
        a += TILE_ROWS * lda;                                                 \
        c += TILE_ROWS * ldc;                                                 \
    }
#if TILE_PANELS == 1
#define SIZES(tile) ROWS(tile, 1)
#else
#define SIZES(tile)                                                           \
    if (panels == 1)                                                          \
        ROWS(tile, 1)                                                         \
    else if (panels == 2)                                                     \
        ROWS(tile, 2)                                                         \
    else                                                                      \
        ROWS(tile, 3)
#endif

static void simd_tile(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t lda,
                      const float *b, ptrdiff_t stride, int depth, int rows,
                      int panels, const float *start)
{
    SIZES(tile_of)
}

#ifndef OWN_PAIR_TILE
static void simd_pair_tile(float *c, ptrdiff_t ldc, const uint16_t *a,
                           ptrdiff_t lda, const uint16_t *b, ptrdiff_t stride,
                           int depth, int rows, int panels, const float *start)
{
    SIZES(pair_tile_of)
}
#endif

/* --- precisions ---------------------------------------------------------- */

static void simd_narrow(uint16_t *out, const float *x, int n, int padded)
{
    for (int i = 0; i < n; i++)
        out[i] = bf16_from(x[i]);
    for (int i = n; i < padded; i++)
        out[i] = 0;
}

static void simd_widen(float *out, const uint16_t *in, enum dtype d, int n)
{
    if (d == DTYPE_BF16)
        for (int i = 0; i < n; i++)
            out[i] = bf16_float(in[i]);
    else
        for (int i = 0; i < n; i++)
            out[i] = f16_float(in[i]);
}

/* --- the machine's limit ------------------------------------------------- */

enum { PEAK_SUMS = 12 };        /* latency of a multiply-add times two ports, and some */

/* Independent multiply-adds, nothing else: what a timer sees is the peak. */
static float simd_peak(int rounds)
{
    vec sum[PEAK_SUMS], all = { 0 }, by = splat(0.5f);

    for (int j = 0; j < PEAK_SUMS; j++)     /* unequal, or they become one */
        sum[j] = splat(2.0f + (float)j);
    for (int i = 0; i < rounds; i++)
        UNROLL for (int j = 0; j < PEAK_SUMS; j++)
            sum[j] = sum[j] * by + by;
    for (int j = 0; j < PEAK_SUMS; j++)
        all += sum[j];
    return sum_lanes(all);
}

/* All of the above; the tile for pairs may be the including file's own. */
#define SIMD_TABLE(own_rows, own_panels, own_tile)                            \
    {                                                                         \
        .rows = TILE_ROWS, .panels = TILE_PANELS, .tile = simd_tile,          \
        .pair_rows = own_rows, .pair_panels = own_panels,                     \
        .pair_tile = own_tile, .narrow = simd_narrow, .widen = simd_widen,    \
        .activate = simd_activate, .exps = simd_exps,                         \
        .layer_norm = simd_layer_norm, .peak = simd_peak,                     \
        .peak_flop = 2 * PEAK_SUMS * LANES,                                   \
    }
