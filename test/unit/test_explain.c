/* test_explain.c - attention, rollout and the measures, against formulas
 * computed the slow way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <math.h>

#include <cmocka.h>

#include "explain/components.h"
#include "explain/explainer.h"
#include "explain/measure.h"
#include "tiny.h"

enum { T = TINY_TOKENS };

static void test_weights_of_every_query_sum_to_one(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);
    float map[T];

    for (int layer = 0; layer < TINY_LAYERS; layer++)
        for (int query = 0; query < T; query++) {
            double sum = 0;

            explain(map, &attention_explainer,
                    &(struct question){ .trace = &t, .layer = layer,
                                        .head = HEAD_MEAN, .query = query },
                    &tiny->keep, tiny->scratch);
            for (int i = 0; i < T; i++)
                sum += map[i];
            assert_float_equal(sum, 1, 1e-5);
        }
    tiny_free(tiny);
}

static void test_cls_row_on_demand_is_the_row_the_run_kept(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);

    for (int layer = 0; layer < TINY_LAYERS; layer++) {
        trace_demand(&t, layer, tiny->scratch);
        for (int h = 0; h < TINY_HEADS; h++)
            for (int i = 0; i < T; i++) {
                assert_float_equal(trace_attn(&t, h, 0)[i],
                                   trace_read_attn(&t, layer, h)[i], 1e-6);
                assert_float_equal(trace_scores(&t, h, 0)[i],
                                   trace_read_scores(&t, layer, h)[i], 1e-5);
            }
    }
    tiny_free(tiny);
}

/* (A + I)/2 of one layer in double. */
static void slow_factor(double *A, struct trace *t, int layer,
                        struct arena scratch)
{
    trace_demand(t, layer, scratch);
    for (int i = 0; i < T; i++)
        for (int j = 0; j < T; j++) {
            double mean = 0;

            for (int h = 0; h < TINY_HEADS; h++)
                mean += trace_attn(t, h, i)[j] / (double)TINY_HEADS;
            A[i * T + j] = (mean + (i == j)) / 2;
        }
}

static void test_rollout_is_the_product_of_the_layers(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);
    double first[T * T], second[T * T];
    float map[T];

    slow_factor(first, &t, 0, tiny->scratch);
    slow_factor(second, &t, 1, tiny->scratch);
    explain(map, &rollout_explainer,
            &(struct question){ .trace = &t, .layer = 1, .head = HEAD_MEAN },
            &tiny->keep, tiny->scratch);
    for (int j = 0; j < T; j++) {
        double want = 0;

        for (int k = 0; k < T; k++)
            want += second[k] * first[k * T + j];
        assert_float_equal(map[j], want, 1e-6);
    }
    tiny_free(tiny);
}

static void test_rollout_through_the_first_layer_is_half_attention(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);
    float map[T], row[T];
    struct question q = { .trace = &t, .layer = 0, .head = HEAD_MEAN };

    explain(row, &attention_explainer, &q, &tiny->keep, tiny->scratch);
    explain(map, &rollout_explainer, &q, &tiny->keep, tiny->scratch);
    for (int i = 0; i < T; i++)
        assert_float_equal(map[i], (row[i] + (i == 0)) / 2, 1e-6);
    tiny_free(tiny);
}

static void test_fusing_takes_mean_largest_and_smallest(void **state)
{
    const float rows[2 * 3] = { 1, 5, 2, 3, 1, 2 };
    float out[3];

    fuse_heads(out, rows, 2, 3, HEAD_MEAN);
    assert_true(out[0] == 2 && out[1] == 3 && out[2] == 2);
    fuse_heads(out, rows, 2, 3, HEAD_MAX);
    assert_true(out[0] == 3 && out[1] == 5 && out[2] == 2);
    fuse_heads(out, rows, 2, 3, HEAD_MIN);
    assert_true(out[0] == 1 && out[1] == 1 && out[2] == 2);
    fuse_heads(out, rows, 2, 3, 1);
    assert_true(out[0] == 3 && out[1] == 1 && out[2] == 2);
}

static void test_entropy_of_a_flat_row_is_log_n_and_of_a_peak_zero(void **state)
{
    const float flat[4] = { 3, 3, 3, 3 }, peak[4] = { 0, 2, 0, 0 };

    assert_float_equal(entropy(flat, 4), log(4), 1e-12);
    assert_float_equal(entropy(peak, 4), 0, 1e-12);
}

static void test_mass_keeps_the_fewest_tokens_that_hold_the_share(void **state)
{
    const float row[4] = { 0.1f, 0.5f, 0.15f, 0.25f };
    unsigned char kept[4];

    assert_int_equal(mass_count(row, 4, 0.7, kept), 2);
    assert_true(!kept[0] && kept[1] && !kept[2] && kept[3]);
    assert_int_equal(mass_count(row, 4, 0, kept), 0);
    assert_int_equal(mass_count(row, 4, 1, kept), 4);
}

static void test_distance_is_counted_in_patches(void **state)
{
    const struct shape s = { .tokens = 5, .cls = 1, .grid_h = 2, .grid_w = 2 };
    const float row[5] = { 0.5f, 0, 0.25f, 0, 0.25f };

    assert_float_equal(mean_distance(row, &s, 1), (1 + sqrt(2)) / 2, 1e-6);
    assert_true(mean_distance(row, &s, 0) < 0);
}

static void test_order_puts_the_largest_first_and_nan_last(void **state)
{
    const float v[6] = { 1, NAN, 7, 7, -2, 3 };
    const int want[6] = { 2, 3, 5, 0, 4, 1 };
    int order[6];

    order_by_value(order, v, 6);
    assert_memory_equal(order, want, sizeof want);
}

static void test_components_find_the_axes_of_a_stretched_cloud(void **state)
{
    const struct shape s = { .tokens = 9, .cls = 1, .dim = 4, .grid_h = 2,
                             .grid_w = 4 };
    float x[9 * 4] = { 99, 99, 99, 99 }, out[8 * 3];
    double share[3];
    struct arena scratch;

    assert_true(arena_open(&scratch, 1 << 20));
    for (int t = 0; t < 8; t++) {   /* a cross: 4 far along axis 2, 2 along 0 */
        x[(1 + t) * 4 + 2] = t < 2 ? (t ? 4.0f : -5.0f) : 0.125f;
        x[(1 + t) * 4 + 0] = t == 2 ? 2 : t == 3 ? -2 : 0;
    }
    components(out, share, x, &s, scratch);
    assert_float_equal(share[0] + share[1], 1, 1e-5);
    assert_true(share[0] > share[1]);
    assert_float_equal(out[0 * 3], 1, 1e-5);    /* -5 is furthest: positive */
    assert_float_equal(out[1 * 3], 0, 1e-5);
    assert_true(fabsf(out[2 * 3 + 1] - out[3 * 3 + 1]) > 0.99f);
    arena_close(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weights_of_every_query_sum_to_one),
        cmocka_unit_test(test_cls_row_on_demand_is_the_row_the_run_kept),
        cmocka_unit_test(test_rollout_is_the_product_of_the_layers),
        cmocka_unit_test(test_rollout_through_the_first_layer_is_half_attention),
        cmocka_unit_test(test_fusing_takes_mean_largest_and_smallest),
        cmocka_unit_test(test_entropy_of_a_flat_row_is_log_n_and_of_a_peak_zero),
        cmocka_unit_test(test_mass_keeps_the_fewest_tokens_that_hold_the_share),
        cmocka_unit_test(test_distance_is_counted_in_patches),
        cmocka_unit_test(test_components_find_the_axes_of_a_stretched_cloud),
        cmocka_unit_test(test_order_puts_the_largest_first_and_nan_last),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
