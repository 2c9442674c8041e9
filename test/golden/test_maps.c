/* test_maps.c - maps of the explainers where no token reads out, but a pooling
 * query; and where two do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../unit/scenes.h"
#include "explain/explainer.h"
#include "golden.h"

struct fixture {
    struct scenes w;
    struct golden golden;
};

static void open(struct fixture *f, const char *folder)
{
    golden_open(&f->golden, folder, "expected.safetensors");
    scenes_open(&f->w, folder);
    scenes_picture(&f->w, golden_path(&f->golden, "input.png"));
    scenes_run_all(&f->w);
}

static void done(struct fixture *f)
{
    scenes_close(&f->w);
    golden_close(&f->golden);
}

/* Expected row `at` of a tensor [..., T]. */
static const float *expected(struct fixture *f, const char *name, int at)
{
    int T = f->w.study.trace.shape.tokens;
    const struct tensor *t = golden_find(&f->golden, name);
    float *row = arena_floats(&f->w.keep, T);

    if (!t)
        fail_msg("nothing expected as %s", name);
    tensor_floats(row, t, (int64_t)at * T, T);
    return row;
}

/* The mean of the first n rows. */
static const float *mean(struct fixture *f, const char *name, int n)
{
    int T = f->w.study.trace.shape.tokens;
    float *row = arena_floats(&f->w.keep, T);

    for (int i = 0; i < n; i++)
        for (int t = 0; t < T; t++)
            row[t] += expected(f, name, i)[t] / (float)n;
    return row;
}

/* The map of a method by default: after the last layer, for what reads out. */
static void assert_map(struct fixture *f, const struct explainer *method,
                       int head, const float *want)
{
    struct study *s = &f->w.study;
    int T = s->trace.shape.tokens;
    float *map = arena_floats(&f->w.keep, T);
    struct question q = {
        .trace = &s->trace, .layer = s->trace.shape.layers - 1, .head = head,
        .query = study_query(s), .pool_attn = s->outcome.pool_attn,
        .pool_heads = s->model->pool ? s->model->pool->heads : 0,
    };

    explain(map, method, &q, &f->w.keep, f->w.scratch);
    for (int t = 0; t < T; t++)
        assert_float_equal(map[t], want[t], 1e-5);
}

static void test_a_pooling_query_reads_by_its_own_heads(void **state)
{
    struct fixture f;
    int heads;

    open(&f, OWN_CASES "/09b-siglip-timm");
    heads = f.w.model.pool->heads;
    assert_int_equal(study_query(&f.w.study), -1);
    for (int h = 0; h < heads; h++)
        assert_map(&f, &attention_explainer, h, expected(&f, "pool_attn", h));
    assert_map(&f, &attention_explainer, HEAD_MEAN,
               mean(&f, "pool_attn", heads));
    assert_true(study_has_row(&f.w.study, 0, -1));
    done(&f);
}

static void test_rollout_without_a_token_is_the_mean_of_its_rows(void **state)
{
    struct fixture f;
    int T;

    open(&f, OWN_CASES "/09b-siglip-timm");
    T = f.w.study.trace.shape.tokens;
    assert_map(&f, &rollout_explainer, HEAD_MEAN,
               mean(&f, "rollout_rn_mean_d0", T));
    assert_map(&f, &rollout_explainer, HEAD_MAX,
               mean(&f, "rollout_rn_max_d0", T));
    done(&f);
}

static void test_maps_of_two_read_out_are_those_of_cls(void **state)
{
    struct fixture f;

    open(&f, OWN_CASES "/03b-deit-distilled-timm");
    assert_int_equal(study_query(&f.w.study), 0);
    assert_map(&f, &rollout_explainer, HEAD_MIN,
               expected(&f, "rollout_rn_min_d0", 0));
    assert_map(&f, &attention_explainer, 2, expected(&f, "attn_1", 2 * 18));
    done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_pooling_query_reads_by_its_own_heads),
        cmocka_unit_test(test_rollout_without_a_token_is_the_mean_of_its_rows),
        cmocka_unit_test(test_maps_of_two_read_out_are_those_of_cls),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
