/* test_products.c - scores taken apart, and how alike places are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <math.h>

#include <cmocka.h>

#include "explain/explainer.h"
#include "explain/places.h"
#include "explain/products.h"
#include "nn/kernels.h"
#include "tiny.h"

enum { T = TINY_TOKENS, D = TINY_DIM, H = TINY_HEADS };

/* A run whose DEMAND tensors are of the second layer. */
static struct trace demanded(struct tiny *tiny)
{
    struct trace t = tiny_run(tiny);

    trace_demand(&t, 1, tiny->scratch);
    return t;
}

static void test_products_of_a_head_sum_to_its_score(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = demanded(tiny);

    for (int h = 0; h < H; h++)
        for (int q = 0; q < T; q++)
            for (int k = 0; k < T; k++) {
                struct products p = products_of(&t, h, q, k, &tiny->keep);

                assert_int_equal(p.n, D / H);
                assert_int_equal(p.head, h);
                assert_float_equal(p.sum, trace_scores(&t, h, q)[k], 1e-5);
                assert_float_equal(p.bias, 0, 1e-5);
            }
    tiny_free(tiny);
}

static void test_products_of_all_heads_sum_to_the_mean_score(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = demanded(tiny);

    for (int k = 0; k < T; k++) {
        struct products p = products_of(&t, HEAD_MEAN, 2, k, &tiny->keep);
        double mean = 0;

        for (int h = 0; h < H; h++)
            mean += trace_scores(&t, h, 2)[k] / H;
        assert_int_equal(p.n, D);
        assert_float_equal(p.sum, mean, 1e-5);
    }
    tiny_free(tiny);
}

static void test_max_and_min_are_the_heads_that_give_them(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = demanded(tiny);

    for (int k = 0; k < T; k++) {
        struct products max = products_of(&t, HEAD_MAX, 0, k, &tiny->keep);
        struct products min = products_of(&t, HEAD_MIN, 0, k, &tiny->keep);

        for (int h = 0; h < H; h++) {
            assert_true(max.sum >= trace_scores(&t, h, 0)[k] - 1e-5);
            assert_true(min.sum <= trace_scores(&t, h, 0)[k] + 1e-5);
        }
    }
    tiny_free(tiny);
}

static void test_the_mean_query_has_the_mean_of_the_scores(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = demanded(tiny);
    struct products p = products_of(&t, 1, -1, 3, &tiny->keep);
    double mean = 0;

    for (int q = 0; q < T; q++)
        mean += trace_scores(&t, 1, q)[3] / T;
    assert_float_equal(p.sum, mean, 1e-5);
    tiny_free(tiny);
}

/* --- places ---------------------------------------------------------------- */

static void test_tables_are_compared_by_cosine(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);
    float like[T];

    assert_int_equal(places_kind(&t), PLACES_TABLE);
    places_likeness(like, &t, 0, 4, tiny->scratch);
    for (int j = 0; j < T; j++)
        assert_float_equal(like[j], cosine(t.positions + 4 * D,
                                           t.positions + j * D, D), 1e-6);
    assert_float_equal(like[4], 1, 1e-6);
    tiny_free(tiny);
}

static void test_rotations_compare_patches_alone(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t;
    float like[T];

    tiny->model.position.kind = POSITION_ROTARY;
    tiny->model.position.theta = 100;
    t = tiny_run(tiny);
    assert_int_equal(places_kind(&t), PLACES_ROTARY);
    places_likeness(like, &t, 0, 2, tiny->scratch);
    assert_true(isnan(like[0]));
    assert_float_equal(like[2], 1, 1e-6);
    for (int j = 1; j < T; j++)
        assert_true(like[j] >= -1.0001f && like[j] <= 1.0001f);
    places_likeness(like, &t, 0, 0, tiny->scratch);     /* CLS has no place */
    for (int j = 0; j < T; j++)
        assert_true(isnan(like[j]));
    tiny_free(tiny);
}

static void test_without_positions_there_is_nothing_to_compare(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t;
    float like[T];

    tiny->model.position.kind = POSITION_NONE;
    t = tiny_run(tiny);
    assert_int_equal(places_kind(&t), PLACES_NONE);
    places_likeness(like, &t, 0, 2, tiny->scratch);
    assert_true(isnan(like[2]));
    tiny_free(tiny);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_products_of_a_head_sum_to_its_score),
        cmocka_unit_test(test_products_of_all_heads_sum_to_the_mean_score),
        cmocka_unit_test(test_max_and_min_are_the_heads_that_give_them),
        cmocka_unit_test(test_the_mean_query_has_the_mean_of_the_scores),
        cmocka_unit_test(test_tables_are_compared_by_cosine),
        cmocka_unit_test(test_rotations_compare_patches_alone),
        cmocka_unit_test(test_without_positions_there_is_nothing_to_compare),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
