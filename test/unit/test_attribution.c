/* test_attribution.c - what a block adds, and where a logit comes from: sums
 * that must come out, whatever the model reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <math.h>

#include <cmocka.h>

#include "explain/attribution.h"
#include "explain/update.h"
#include "nn/kernels.h"
#include "tiny.h"

enum { T = TINY_TOKENS, D = TINY_DIM, L = TINY_LAYERS, H = TINY_HEADS };

/* A run, its outcome and the parts of it. */
struct run {
    struct trace t;
    struct outcome o;
    struct attribution a;
};

static struct run run(struct tiny *tiny)
{
    struct run r = { .t = tiny_run(tiny) };

    outcome_read(&r.o, &tiny->model, trace_hidden(&r.t, L), &r.t.shape, NULL,
                 true, &tiny->keep, tiny->scratch);
    return r;
}

static void take_apart(struct run *r, struct tiny *tiny)
{
    attribution_begin(&r->a, &r->t, &r->o, NULL, &tiny->keep, tiny->scratch);
    while (r->a.done < L)
        attribution_step(&r->a, &r->t, tiny->scratch);
}

/* Both ways to add the parts up give the logit of every class. */
static void assert_parts_sum(struct run *r, struct tiny *tiny)
{
    take_apart(r, tiny);
    assert_true(r->a.count > 0);
    for (int c = 0; c < TINY_CLASSES; c++) {
        struct logit_parts p;
        double by_layer;

        attribution_parts(&p, &r->a, c, &tiny->keep);
        by_layer = p.start + p.head_bias;
        for (int l = 0; l < L; l++)
            by_layer += p.attention[l] + p.mlp[l];
        assert_float_equal(p.sum, r->o.logits[c], 1e-4);
        assert_float_equal(by_layer, r->o.logits[c], 1e-4);
    }
}

static void test_parts_of_a_logit_sum_to_it(void **state)
{
    struct tiny *tiny = tiny_new();
    struct run r = run(tiny);

    assert_parts_sum(&r, tiny);
    tiny_free(tiny);
}

static void test_parts_sum_where_the_mean_of_patches_is_read(void **state)
{
    struct tiny *tiny = tiny_new();
    struct run r;

    tiny->model.readout = READ_MEAN;
    r = run(tiny);
    assert_parts_sum(&r, tiny);
    tiny_free(tiny);
}

static void test_parts_sum_where_a_norm_stands_behind_the_mean(void **state)
{
    struct tiny *tiny = tiny_new();
    struct run r;

    tiny->model.readout = READ_MEAN;
    tiny->model.pool_norm = tiny->model.tower.final;
    r = run(tiny);
    assert_parts_sum(&r, tiny);
    tiny->model.tower.final = (struct norm){ 0 };
    r = run(tiny);
    assert_parts_sum(&r, tiny);
    tiny->model.readout = READ_CLS;         /* a mean of one */
    r = run(tiny);
    assert_parts_sum(&r, tiny);
    tiny_free(tiny);
}

static void test_parts_sum_under_layer_scale(void **state)
{
    struct tiny *tiny = tiny_new();
    float gamma[D];
    struct run r;

    for (int i = 0; i < D; i++)
        gamma[i] = 0.1f * (float)(i + 1);
    for (int l = 0; l < L; l++) {
        tiny->model.tower.blocks[l].gamma1 = gamma;
        tiny->model.tower.blocks[l].gamma2 = gamma;
    }
    r = run(tiny);
    assert_parts_sum(&r, tiny);
    tiny_free(tiny);
}

static void test_parts_sum_where_two_tokens_have_a_head_each(void **state)
{
    struct tiny *tiny = tiny_new();
    struct run r;

    /* the first patch plays the distillation token */
    tiny->model.readout = READ_BOTH;
    tiny->model.head_dist = tiny->model.head;
    r = run(tiny);
    assert_parts_sum(&r, tiny);
    tiny_free(tiny);
}

static void test_a_pooling_head_cannot_be_taken_apart(void **state)
{
    struct tiny *tiny = tiny_new();
    struct run r = run(tiny);

    tiny->model.readout = READ_POOL;
    assert_false(attribution_possible(&tiny->model, &r.o));
    take_apart(&r, tiny);
    assert_int_equal(r.a.count, 0);
    assert_int_equal(r.a.done, L);
    tiny_free(tiny);
}

/* shares + bias of W_o = what attention added, for every query. */
static void test_shares_of_the_tokens_sum_to_what_attention_adds(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);
    float alpha[H * T], shares[T * D];

    trace_demand(&t, 1, tiny->scratch);
    for (int query = -1; query < T; query++) {
        struct update u = update_of(&t, 1, query, &tiny->keep);

        update_alpha(alpha, &t, -1, query);
        attention_shares(shares, &t, 1, alpha, tiny->scratch);
        for (int i = 0; i < D; i++) {
            double sum = tiny->model.tower.blocks[1].out.bias[i];

            for (int j = 0; j < T; j++)
                sum += shares[j * D + i];
            assert_float_equal(sum, u.attention[i], 1e-5);
            assert_float_equal(u.before[i] + u.attention[i] + u.mlp[i],
                               u.after[i], 1e-5);
        }
    }
    tiny_free(tiny);
}

static void test_heads_share_out_what_all_give_together(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);
    float one[H * T], all[H * T], length[T];

    trace_demand(&t, 0, tiny->scratch);
    update_alpha(all, &t, -1, 0);
    for (int h = 0; h < H; h++) {
        update_alpha(one, &t, h, 0);
        for (int i = 0; i < H * T; i++)
            assert_float_equal(one[i], (i / T == h ? all[i] : 0), 0);
    }
    update_lengths(length, &t, 0, 1, 0, tiny->scratch);
    for (int j = 0; j < T; j++)
        assert_true(length[j] > 0);
    tiny_free(tiny);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_of_a_logit_sum_to_it),
        cmocka_unit_test(test_parts_sum_where_the_mean_of_patches_is_read),
        cmocka_unit_test(test_parts_sum_where_a_norm_stands_behind_the_mean),
        cmocka_unit_test(test_parts_sum_under_layer_scale),
        cmocka_unit_test(test_parts_sum_where_two_tokens_have_a_head_each),
        cmocka_unit_test(test_a_pooling_head_cannot_be_taken_apart),
        cmocka_unit_test(test_shares_of_the_tokens_sum_to_what_attention_adds),
        cmocka_unit_test(test_heads_share_out_what_all_give_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
