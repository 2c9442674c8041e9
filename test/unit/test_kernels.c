/* test_kernels.c - every kernel of every instruction set of this machine
 * against the same formula in double precision. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "nn/kernels.h"

static struct arena memory;

static int open_memory(void **state)
{
    return arena_open(&memory, (ptrdiff_t)4 << 30) ? 0 : 1;
}

static int close_memory(void **state)
{
    arena_close(&memory);
    return 0;
}

static uint32_t noise_state = 1;

/* Evenly spread over [-size, size). */
static float noise(float size)
{
    noise_state = noise_state * 1664525u + 1013904223u;
    return size * ((float)(noise_state >> 8) / 8388608.0f - 1.0f);
}

static float *noises(int64_t n, float size)
{
    float *x = arena_floats(&memory, (ptrdiff_t)n);

    for (int64_t i = 0; i < n; i++)
        x[i] = noise(size);
    return x;
}

static void assert_near(float got, double want, double absolute,
                        double relative)
{
    double off = fabs(got - want);

    if (!(off <= absolute + relative * fabs(want)))
        fail_msg("%.9g is not %.9g", got, want);
}

/* An engine for each instruction set up to the best, then (last) one with
 * threads; false when there is none left. */
static bool next_engine(struct engine *e, int index)
{
    enum isa best = cpu_best_isa();

    if (index > (int)best + 1)
        return false;
    *e = (struct engine){ .isa = index > (int)best ? best : (enum isa)index };
    if (index > (int)best)
        e->pool = pool_start(3);
    return true;
}

#define EACH_ENGINE(e)                                                        \
    for (int index_ = 0; next_engine(e, index_); pool_stop((e)->pool), index_++)

/* --- products ------------------------------------------------------------ */

/* A matrix of noise in dtype `d`; w becomes what its elements round to. */
static struct weights *matrix(float **w, enum dtype d, int out, int in)
{
    struct tensor *t = arena_new(&memory, struct tensor);
    const struct tensor *parts[1] = { t };
    int64_t n = (int64_t)out * in;
    char *data = arena_raw(&memory, (ptrdiff_t)n, 8, 64);
    float *given = noises(n, 1);

    *t = (struct tensor){ .name = "w", .dtype = d, .rank = 2, .data = data,
                          .shape = { out, in }, .count = n };
    for (int64_t i = 0; i < n; i++) {
        double wide = given[i];
        uint32_t bits;
        uint16_t half;

        memcpy(&bits, &given[i], 4);
        half = (uint16_t)(bits >> 16);
        if (d == DTYPE_F16)     /* a normal number, fraction cut */
            half = (uint16_t)((bits >> 16 & 0x8000) |
                              (fabsf(given[i]) < 1e-4f
                                   ? 0
                                   : (bits >> 13 & 0x3ffff) - (112 << 10)));
        memcpy(data + i * dtype_size(d),
               d == DTYPE_F64   ? (void *)&wide
               : d == DTYPE_F32 ? (void *)&given[i]
                                : (void *)&half,
               (size_t)dtype_size(d));
    }
    *w = arena_floats(&memory, (ptrdiff_t)n);
    tensor_floats(*w, t, 0, n);
    return weights_new(&memory, NULL, parts, 1, false);
}

static void product_is_right(const struct engine *e, enum dtype d, int n,
                             int in, int out, bool bias)
{
    float *w, *x = noises((int64_t)n * in, 1);
    struct linear l = { matrix(&w, d, out, in), bias ? noises(out, 1) : NULL };
    float *y = noises((int64_t)n * out + 1, 1);
    float *want = arena_floats(&memory, (ptrdiff_t)n * out);
    float behind = y[(int64_t)n * out];

    linear(e, y, x, &l, n, memory);
    reference_linear(want, x, w, l.bias, n, in, out);
    for (int64_t i = 0; i < (int64_t)n * out; i++)
        assert_near(y[i], want[i], 1e-6 * sqrt(in), 1e-6);
    assert_true(y[(int64_t)n * out] == behind);
}

static void test_products_of_all_sizes(void **state)
{
    static const int sizes[][3] = {
        /* n, in, out */
        { 1, 1, 1 },     { 3, 1, 10 },    { 1, 96, 3 },     { 10, 96, 288 },
        { 2, 33, 15 },   { 5, 10, 16 },   { 7, 64, 17 },    { 9, 65, 47 },
        { 13, 255, 48 }, { 72, 256, 49 }, { 73, 257, 100 }, { 197, 384, 96 },
        { 17, 600, 33 }, { 50, 768, 64 }, { 1, 384, 1000 }, { 4, 1000, 40 },
    };
    struct arena mark = memory;
    struct engine e;

    EACH_ENGINE(&e)
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            product_is_right(&e, DTYPE_F32, sizes[i][0], sizes[i][1],
                             sizes[i][2], i % 2);
            memory = mark;
        }
}

static void test_products_with_weights_of_every_precision(void **state)
{
    static const enum dtype dtypes[] = { DTYPE_F16, DTYPE_BF16, DTYPE_F64 };
    struct arena mark = memory;
    struct engine e;

    EACH_ENGINE(&e)
        for (int i = 0; i < 3; i++) {
            product_is_right(&e, dtypes[i], 10, 97, 35, true);
            product_is_right(&e, dtypes[i], 101, 600, 100, false);
            memory = mark;
        }
}

/* To the nearest bf16, ties to even. */
static void round_all(float *x, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        uint32_t bits;

        memcpy(&bits, &x[i], 4);
        bits = (bits + 0x7fff + (bits >> 16 & 1)) & 0xffff0000;
        memcpy(&x[i], &bits, 4);
    }
}

static void test_products_in_bf16_round_both_sides_and_sum_in_floats(
    void **state)
{
    static const int sizes[][3] = {
        /* n, in, out */
        { 1, 1, 1 },     { 3, 10, 7 },    { 10, 96, 288 },  { 16, 32, 32 },
        { 33, 65, 47 },  { 100, 800, 49 }, { 197, 97, 100 }, { 17, 1600, 33 },
        { 31, 768, 16 }, { 1, 384, 1000 },
    };
    static const enum dtype dtypes[] = { DTYPE_F32, DTYPE_F16, DTYPE_BF16 };
    struct arena mark = memory;
    struct engine e;

    EACH_ENGINE(&e)
        for (int i = 0; i < 10; i++, memory = mark) {
            int n = sizes[i][0], in = sizes[i][1], out = sizes[i][2];
            float *w, *x = noises(n * in, 1);
            struct linear l = { matrix(&w, dtypes[i % 3], out, in),
                                i % 2 ? noises(out, 1) : NULL };
            float *y = noises(n * out + 1, 1), behind = y[n * out];
            float *want = arena_floats(&memory, n * out);

            e.precision = PRECISION_BF16;
            linear(&e, y, x, &l, n, arena_carve(&memory, linear_scratch(n, in)));
            round_all(x, n * in);
            round_all(w, out * in);
            reference_linear(want, x, w, l.bias, n, in, out);
            for (int j = 0; j < n * out; j++)
                assert_near(y[j], want[j], 1e-6 * sqrt(in), 1e-6);
            assert_true(y[n * out] == behind);
        }
}

/* Threads, and rows computed along, change no bit. */
static void rows_stand_alone(enum precision precision)
{
    enum { N = 100, IN = 400, OUT = 200 };
    float *w, *x = noises(N * IN, 1);
    struct linear l = { matrix(&w, DTYPE_F32, OUT, IN), noises(OUT, 1) };
    float *y = noises(N * OUT, 1), *again = noises(N * OUT, 1);
    struct engine e;

    for (int isa = 0; isa <= (int)cpu_best_isa(); isa++) {
        e = (struct engine){ .isa = (enum isa)isa, .precision = precision };
        linear_act(&e, y, x, &l, ACT_GELU, N, memory);
        for (int r = 0; r < N; r++)
            linear_act(&e, again + r * OUT, x + r * IN, &l, ACT_GELU, 1,
                       memory);
        assert_memory_equal(y, again, sizeof(float) * N * OUT);
        e.pool = pool_start(4);
        linear_act(&e, again, x, &l, ACT_GELU, N, memory);
        assert_memory_equal(y, again, sizeof(float) * N * OUT);
        pool_stop(e.pool);
    }
}

static void test_a_row_does_not_depend_on_threads_or_other_rows(void **state)
{
    rows_stand_alone(PRECISION_F32);
    rows_stand_alone(PRECISION_BF16);
}

/* --- activations --------------------------------------------------------- */

static double act_of(double x, enum activation act)
{
    switch (act) {
    case ACT_GELU:
        return 0.5 * x * erfc(-x / sqrt(2));
    case ACT_GELU_TANH:
        return 0.5 * x *
               (1 + tanh(sqrt(2 / acos(-1)) * (x + 0.044715 * x * x * x)));
    case ACT_QUICK_GELU:
        return x / (1 + exp(-1.702 * x));
    case ACT_SILU:
        return x / (1 + exp(-x));
    default:
        return x > 0 ? x : 0;
    }
}

/* Through the product with a 1 x 1 matrix of 1, as every instruction set
 * computes it, and alone. */
static void test_activations_are_right_to_the_last_bits(void **state)
{
    enum { N = 40001 };
    float one = 1, *x = arena_floats(&memory, N), *y = arena_floats(&memory, N);
    struct tensor t = { .dtype = DTYPE_F32, .rank = 2, .shape = { 1, 1 },
                        .data = &one, .count = 1 };
    const struct tensor *parts[] = { &t };
    struct linear l = { weights_new(&memory, NULL, parts, 1, false), NULL };
    struct engine e;

    for (int i = 0; i < N; i++)
        x[i] = (float)(i - N / 2) / 1000.0f;
    EACH_ENGINE(&e)
        for (int act = ACT_GELU; act <= ACT_RELU; act++) {
            linear_act(&e, y, x, &l, (enum activation)act, N, memory);
            for (int i = 0; i < N; i++)
                assert_near(y[i], act_of(x[i], (enum activation)act), 6e-8,
                            3e-7);
            memcpy(y, x, sizeof(float) * N);
            activate(y, (enum activation)act, N);
            for (int i = 0; i < N; i++)
                assert_near(y[i], act_of(x[i], (enum activation)act), 6e-8,
                            3e-7);
        }
}

static void test_activations_keep_what_is_not_finite(void **state)
{
    for (int act = ACT_GELU; act <= ACT_RELU; act++) {
        float x[] = { INFINITY, 100, -100, 1e30f, NAN };

        activate(x, (enum activation)act, 5);
        assert_true(x[0] == INFINITY && x[1] == 100 && x[3] == 1e30f);
        assert_near(x[2], 0, 1e-30, 0);
        assert_true(act == ACT_RELU || isnan(x[4]));
    }
}

/* --- rows ---------------------------------------------------------------- */

static void test_layer_norm_is_right(void **state)
{
    static const int widths[] = { 1, 3, 10, 96, 197, 384, 1000 };
    struct arena mark = memory;
    struct engine e;

    EACH_ENGINE(&e)
        for (int i = 0; i < 7; i++, memory = mark) {
            int D = widths[i], n = 101;
            float *x = noises((int64_t)n * D, 4), *y = noises((int64_t)n * D, 1);
            struct norm norm = { noises(D, 1), i % 2 ? noises(D, 1) : NULL,
                                 1e-6f };

            for (int j = 0; j < n * D; j++)
                x[j] += 10;
            layer_norm(&e, y, x, &norm, n, D);
            for (int r = 0; r < n; r++) {
                double mean = 0, square = 0, inverse;

                for (int j = 0; j < D; j++)
                    mean += x[r * D + j] / (double)D;
                for (int j = 0; j < D; j++)
                    square += pow(x[r * D + j] - mean, 2) / D;
                inverse = 1 / sqrt(square + norm.eps);
                for (int j = 0; j < D; j++)
                    assert_near(y[r * D + j],
                                (x[r * D + j] - mean) * inverse *
                                        norm.scale[j] +
                                    (norm.bias ? norm.bias[j] : 0),
                                1e-6 * (1 + fabs(mean) * inverse), 1e-6);
            }
            layer_norm(&e, x, x, &norm, n, D);
            assert_memory_equal(x, y, sizeof(float) * (size_t)(n * D));
        }
}

static void test_a_residual_is_added_scaled_or_not(void **state)
{
    enum { N = 250, D = 150 };
    struct engine e;

    EACH_ENGINE(&e)
        for (int scaled = 0; scaled < 2; scaled++) {
            float *y = noises(N * D, 1), *x = noises(N * D, 1);
            float *before = arena_copy(&memory, x, N * D * sizeof *x);
            float *gamma = scaled ? noises(D, 1) : NULL;

            add_residual(&e, x, y, gamma, N, D);
            for (int i = 0; i < N * D; i++)
                assert_near(x[i],
                            before[i] + (scaled ? gamma[i % D] : 1.0) * y[i],
                            2e-7, 0);
        }
}

static void test_softmax_sums_to_one_and_drops_the_muted(void **state)
{
    for (int n = 1; n < 70; n++) {
        float x[70], given[70];
        double sum = 0;

        for (int i = 0; i < n; i++)
            given[i] = x[i] = noise(19);
        if (n > 2)
            given[1] = x[1] = -INFINITY;
        for (int i = 0; i < n; i++)
            sum += exp(given[i]);
        softmax(x, n);
        for (int i = 0; i < n; i++)     /* 38 is rounded to 2e-6 */
            assert_near(x[i], exp(given[i]) / sum, 0, 5e-6);
        assert_true(n <= 2 || x[1] == 0);
    }
}

static void test_softmax_of_nobody_is_nothing(void **state)
{
    float x[3] = { -INFINITY, -INFINITY, -INFINITY };

    softmax(x, 3);
    assert_true(x[0] == 0 && x[1] == 0 && x[2] == 0);
}

static void test_vectors(void **state)
{
    for (int n = 0; n < 40; n++) {
        float *a = noises(n + 1, 1), *b = noises(n + 1, 1);
        float *c = arena_copy(&memory, b, (n + 1) * 4);
        double ab = 0, aa = 0, bb = 0;

        for (int i = 0; i < n; i++) {
            ab += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
        }
        assert_near(dot(a, b, n), ab, 1e-6, 1e-6);
        assert_near((float)vector_norm(a, n), sqrt(aa), 0, 1e-6);
        if (n > 0)
            assert_near((float)cosine(a, b, n), ab / sqrt(aa * bb), 1e-6, 0);
        axpy(c, 0.5f, a, n);
        for (int i = 0; i < n; i++)
            assert_near(c[i], b[i] + 0.5 * a[i], 1e-7, 0);
        assert_true(c[n] == b[n]);
    }
    assert_true(cosine((float[]){ 0, 0 }, (float[]){ 1, 2 }, 2) == 0);
}

/* --- attention ----------------------------------------------------------- */

/* scores and attn [H, rows, T], out [rows, H*d] in double. */
static void plain_attention(const struct attention *a, double *scores,
                            double *attn, double *out)
{
    int T = a->tokens, d = a->head_dim, D = a->heads * d;

    for (int h = 0; h < a->heads; h++)
        for (int r = 0; r < a->rows; r++) {
            double *s = scores + ((ptrdiff_t)h * a->rows + r) * T;
            double *p = attn + ((ptrdiff_t)h * a->rows + r) * T;
            double sum = 0;

            for (int t = 0; t < T; t++) {
                s[t] = 0;
                for (int i = 0; i < d; i++)
                    s[t] += (double)a->qkv[r * 3 * D + h * d + i] *
                            a->qkv[t * 3 * D + D + h * d + i];
                s[t] *= a->scale;
                if (a->bias)
                    s[t] += a->bias[((ptrdiff_t)h * T + r) * T + t];
                if ((a->muted && a->muted[t]) || (a->causal && t > r))
                    s[t] = -INFINITY;
                sum += exp(s[t]);
            }
            for (int t = 0; t < T; t++)
                p[t] = exp(s[t]) / sum;
            for (int i = 0; i < d; i++) {
                double *o = out + r * D + h * d + i;

                *o = 0;
                for (int t = 0; t < T; t++)
                    *o += p[t] * a->qkv[t * 3 * D + 2 * D + h * d + i];
            }
        }
}

static void same(const float *got, const double *want, ptrdiff_t n,
                 double absolute)
{
    for (ptrdiff_t i = 0; i < n; i++) {
        if (want[i] == -INFINITY)
            assert_true(got[i] == -INFINITY);
        else
            assert_near(got[i], want[i], absolute, 1e-5);
    }
}

static void attention_is_right(const struct engine *e, struct attention *a)
{
    bool exact = e->precision == PRECISION_F32;
    int T = a->tokens, D = a->heads * a->head_dim;
    ptrdiff_t pairs = (ptrdiff_t)a->heads * a->rows * T;
    double *scores = arena_array(&memory, double, pairs);
    double *attn = arena_array(&memory, double, pairs);
    double *out = arena_array(&memory, double, a->rows * D);
    ptrdiff_t room = attention_scratch(T, a->heads, a->head_dim);

    a->qkv = noises((int64_t)T * 3 * D, 2);
    a->out = noises((int64_t)a->rows * D, 1);
    a->read_scores = noises(a->heads * T, 1);
    a->read_attn = noises(a->heads * T, 1);
    a->scale = 1 / sqrtf((float)a->head_dim);
    plain_attention(a, scores, attn, out);
    attention(e, a, arena_carve(&memory, room));
    same(a->out, out, a->rows * D, exact ? 1e-6 : 5e-2);
    if (a->scores) {
        same(a->scores, scores, pairs, exact ? 1e-5 : 5e-2);
        same(a->attn, attn, pairs, exact ? 1e-7 : 2e-2);
    }
    for (int h = 0; h < a->heads && a->read >= 0; h++) {
        ptrdiff_t row = ((ptrdiff_t)h * a->rows + a->read) * T;

        same(a->read_scores + h * T, scores + row, T, exact ? 1e-5 : 5e-2);
        same(a->read_attn + h * T, attn + row, T, exact ? 1e-7 : 2e-2);
    }
}

static void attention_of_all_sizes(enum precision precision)
{
    static const struct attention sizes[] = {
        { .tokens = 1, .rows = 1, .heads = 1, .head_dim = 4 },
        { .tokens = 10, .rows = 10, .heads = 4, .head_dim = 24, .read = 0 },
        { .tokens = 17, .rows = 17, .heads = 2, .head_dim = 16, .read = -1 },
        { .tokens = 50, .rows = 1, .heads = 3, .head_dim = 72, .read = 0 },
        { .tokens = 197, .rows = 197, .heads = 3, .head_dim = 64, .read = 5 },
        { .tokens = 130, .rows = 40, .heads = 2, .head_dim = 33, .read = 39 },
    };
    struct arena mark = memory;
    struct engine e;

    EACH_ENGINE(&e)
        for (size_t i = 0; i < 6; i++, memory = mark) {
            struct attention a = sizes[i];
            ptrdiff_t pairs = (ptrdiff_t)a.heads * a.rows * a.tokens;

            e.precision = precision;
            if (i % 2) {
                a.scores = noises(pairs, 1);
                a.attn = noises(pairs, 1);
            }
            attention_is_right(&e, &a);
        }
}

static void test_attention_of_all_sizes(void **state)
{
    attention_of_all_sizes(PRECISION_F32);
}

static void test_attention_in_bf16_is_near(void **state)
{
    attention_of_all_sizes(PRECISION_BF16);
}

static void test_attention_with_bias_mutes_and_causality(void **state)
{
    enum { T = 45, H = 2 };
    struct arena mark = memory;
    struct engine e;

    EACH_ENGINE(&e)
        for (int what = 0; what < 8; what++, memory = mark) {
            unsigned char muted[T] = { [3] = 1, [T - 1] = 1 };
            struct attention a = {
                .tokens = T, .rows = T, .heads = H, .head_dim = 20, .read = 7,
                .bias = what & 1 ? noises(H * T * T, 3) : NULL,
                .muted = what & 2 ? muted : NULL,
                .causal = what & 4,
                .scores = noises(H * T * T, 1),
                .attn = noises(H * T * T, 1),
            };

            attention_is_right(&e, &a);
        }
}

static void test_attention_does_not_depend_on_threads(void **state)
{
    enum { T = 150, H = 5, d = 32 };
    struct engine e = { .isa = cpu_best_isa() };
    struct attention a = { .tokens = T, .rows = T, .heads = H, .head_dim = d,
                           .read = -1, .scale = 0.2f,
                           .qkv = noises(T * 3 * H * d, 1),
                           .out = noises(T * H * d, 1) };
    float *first = a.out;

    attention(&e, &a, memory);
    a.out = noises(T * H * d, 1);
    e.pool = pool_start(4);
    attention(&e, &a, memory);
    pool_stop(e.pool);
    assert_memory_equal(first, a.out, sizeof(float) * T * H * d);
}

static void test_rotation_turns_queries_and_keys_by_halves(void **state)
{
    /* one token left alone, one turned; one head of 4 */
    float qkv[24];
    float cosine[4] = { 0, 1, 0, 1 }, sine[4] = { 1, 0, 1, 0 };

    for (int i = 0; i < 24; i++)
        qkv[i] = (float)i;
    rotate(qkv, cosine, sine, 1, 2, 1, 4);
    for (int i = 0; i < 12; i++)
        assert_true(qkv[i] == (float)i);
    /* q = 12 13 14 15 -> -14 13 12 15; k likewise; v untouched */
    assert_true(qkv[12] == -14 && qkv[13] == 13 && qkv[14] == 12 &&
                qkv[15] == 15);
    assert_true(qkv[16] == -18 && qkv[17] == 17 && qkv[18] == 16 &&
                qkv[19] == 19);
    assert_true(qkv[20] == 20 && qkv[23] == 23);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_products_of_all_sizes),
        cmocka_unit_test(test_products_with_weights_of_every_precision),
        cmocka_unit_test(
            test_products_in_bf16_round_both_sides_and_sum_in_floats),
        cmocka_unit_test(test_a_row_does_not_depend_on_threads_or_other_rows),
        cmocka_unit_test(test_activations_are_right_to_the_last_bits),
        cmocka_unit_test(test_activations_keep_what_is_not_finite),
        cmocka_unit_test(test_layer_norm_is_right),
        cmocka_unit_test(test_a_residual_is_added_scaled_or_not),
        cmocka_unit_test(test_softmax_sums_to_one_and_drops_the_muted),
        cmocka_unit_test(test_softmax_of_nobody_is_nothing),
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_attention_of_all_sizes),
        cmocka_unit_test(test_attention_in_bf16_is_near),
        cmocka_unit_test(test_attention_with_bias_mutes_and_causality),
        cmocka_unit_test(test_attention_does_not_depend_on_threads),
        cmocka_unit_test(test_rotation_turns_queries_and_keys_by_halves),
    };

    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
