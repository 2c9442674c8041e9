/* test_model.c - building a model from parts, and what is said when a part is
 * wrong; running it block by block. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <math.h>

#include <cmocka.h>

#include "tiny.h"

static struct tensor *part(struct tiny *t, const char *name)
{
    for (int i = 0; i < t->tensors.count; i++)
        if (strcmp(t->items[i].name, name) == 0)
            return &t->items[i];
    fail_msg("no tensor %s", name);
    return NULL;
}

/* Building must fail with a sentence that holds each of the words. */
static void refuses(struct tiny *t, const char *const *words)
{
    struct error err = { "" };

    assert_false(tiny_build(t, &err));
    for (; *words; words++)
        if (!strstr(err.text, *words))
            fail_msg("\"%s\" does not say \"%s\"", err.text, *words);
    tiny_free(t);
}

static void test_a_missing_tensor_is_named(void **state)
{
    struct tiny *t = tiny_parts();

    part(t, "vit.encoder.layer.1.output.dense.weight")->name =
        "vit.encoder.layer.1.output.dense.weighs";
    refuses(t, (const char *[]){ "tiny/model.safetensors", "is missing",
                                 "vit.encoder.layer.1.output.dense.weight",
                                 NULL });
}

static void test_a_wrong_shape_is_told_with_the_expected_one(void **state)
{
    struct tiny *t = tiny_parts();
    struct tensor *w = part(t, "vit.encoder.layer.0.intermediate.dense.weight");

    w->shape[0] = TINY_DIM;
    w->shape[1] = TINY_MLP;
    refuses(t, (const char *[]){ w->name, "[8, 12]", "[12, 8]", NULL });
}

static void test_not_a_number_is_told_with_its_place(void **state)
{
    struct tiny *t = tiny_parts();
    struct tensor *w = part(t, "vit.layernorm.weight");
    float values[TINY_DIM] = { 0, 0, NAN };

    w->data = values;
    refuses(t, (const char *[]){ w->name, "NaN", "position 2", NULL });
}

static void test_a_part_of_a_block_that_nobody_reads_is_refused(void **state)
{
    struct tiny *t = tiny_parts();

    tiny_tensor(t, "vit.encoder.layer.0.attention.q_norm.weight", 1, 4, 0);
    qsort(t->items, (size_t)t->tensors.count, sizeof *t->items, tiny_compare);
    refuses(t, (const char *[]){ "tiny/model.safetensors",
                                 "vit.encoder.layer.0.attention.q_norm.weight",
                                 "family vit", NULL });
}

static void test_an_unknown_family_is_told_with_the_known_ones(void **state)
{
    struct tiny *t = tiny_parts();

    t->config = config_new(&t->keep, "tiny/config.json");
    config_add_string(&t->config, "model_type", "resnet");
    config_sort(&t->config);
    refuses(t, (const char *[]){ "resnet", "not supported", " vit", NULL });
}

/* All names behind `prefix`, but this one. */
static struct tiny *parts_behind(const char *prefix, const char *but)
{
    struct tiny *t = tiny_parts();

    for (int i = 0; i < t->tensors.count; i++) {
        struct text name = text_new(&t->keep);

        text_addf(&name, "%s%s", prefix, t->items[i].name);
        if (strcmp(t->items[i].name, but) != 0)
            t->items[i].name = name.data;
    }
    qsort(t->items, (size_t)t->tensors.count, sizeof t->items[0],
          tiny_compare);
    return t;
}

static void test_what_a_training_script_put_before_names_is_left_out(void **state)
{
    static const char *const prefixes[] = { "module.", "_orig_mod.module.",
                                            "model.backbone." };
    struct error err;

    for (int i = 0; i < 3; i++) {
        struct tiny *t = parts_behind(prefixes[i], "classifier.weight");

        if (!tiny_build(t, &err))
            fail_msg("%s", err.text);
        assert_int_equal(t->model.classes, TINY_CLASSES);
        tiny_free(t);
    }
}

static void test_names_that_would_become_the_same_stay(void **state)
{
    struct tiny *t = parts_behind("module.", "");
    struct tensor *twin = &t->items[t->tensors.count++];

    *twin = *part(t, "module.vit.layernorm.weight");
    twin->name = "vit.layernorm.weight";
    refuses(t, (const char *[]){ "embeddings.patch_embeddings", "is missing",
                                 NULL });
}

/* The tiny config with one number changed. */
static struct tiny *parts_with(const char *path, double value)
{
    struct tiny *t = tiny_parts();

    for (int i = 0; i < t->config.count; i++)
        if (strcmp(t->config.entries[i].path, path) == 0)
            t->config.entries[i].number = value;
    return t;
}

static void test_lying_sizes_are_refused(void **state)
{
    refuses(parts_with("num_attention_heads", 3),
            (const char *[]){ "tiny/config.json", "8", "3 heads", NULL });
    refuses(parts_with("num_hidden_layers", 1e9),
            (const char *[]){ "num_hidden_layers", "1e+09", NULL });
    refuses(parts_with("hidden_size", 7.5),
            (const char *[]){ "hidden_size", "7.5", NULL });
    refuses(parts_with("patch_size", 0),
            (const char *[]){ "patch_size", NULL });
    refuses(parts_with("patch_size", 1),
            (const char *[]){ "projection.weight", "[8, 12]", "[8, 3]", NULL });
}

static void test_every_layer_can_be_computed_again(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);

    for (int layer = TINY_LAYERS - 1; layer >= 0; layer--) {
        trace_demand(&t, layer, tiny->scratch);
        assert_int_equal(t.demand, layer);
        assert_memory_equal(t.after, trace_hidden(&t, layer + 1),
                            sizeof(float) * TINY_TOKENS * TINY_DIM);
    }
    tiny_free(tiny);
}

static void test_run_once_says_what_kept_panels_say(void **state)
{
    enum { STATES = (TINY_LAYERS + 1) * TINY_TOKENS * TINY_DIM };
    struct tiny *tiny = tiny_new();
    float want[STATES];
    struct trace t = tiny_run(tiny);

    memcpy(want, t.hidden, sizeof want);
    tiny_free(tiny);
    tiny = tiny_new();
    model_run_once(&tiny->model, &tiny->keep);
    for (int run = 0; run < 2; run++) {         /* once is what it is for */
        t = tiny_run(tiny);
        assert_memory_equal(t.hidden, want, sizeof want);
    }
    trace_demand(&t, 0, tiny->scratch);
    assert_memory_equal(t.after, trace_hidden(&t, 1),
                        sizeof(float) * TINY_TOKENS * TINY_DIM);
    tiny_free(tiny);
}

static void count_one(void *ctx, const void *data, ptrdiff_t size)
{
    ++*(int *)ctx;
}

/* How often a part of a matrix was packed, after which it is given back. */
static void test_run_once_keeps_one_matrix_at_a_time(void **state)
{
    enum { PER_LAYER = 6 }; /* query, key, value, out, up, down */

    for (int once = 0; once < 2; once++) {
        struct tiny *tiny = tiny_parts();
        struct error err;
        int packed = 0, first;

        tiny->tensors.release = count_one;
        tiny->tensors.ctx = &packed;
        assert_true(tiny_build(tiny, &err));
        if (once)
            model_run_once(&tiny->model, &tiny->keep);
        tiny_run(tiny);
        first = packed;
        tiny_run(tiny);
        assert_int_equal(packed - first, once ? TINY_LAYERS * PER_LAYER : 0);
        tiny_free(tiny);
    }
}

static void test_a_short_last_block_gives_the_same_cls(void **state)
{
    struct tiny *tiny = tiny_new();
    struct run_options options = { .keep = KEEP_ALWAYS, .short_last = true };
    struct trace whole = tiny_run(tiny), t;
    struct error err;
    const float *want = trace_hidden(&whole, TINY_LAYERS);

    assert_true(forward_begin(&t, &tiny->model, tiny->pixels, TINY_H, TINY_W,
                              &options, &tiny->keep, tiny->scratch, &err));
    while (t.done < TINY_LAYERS)
        forward_step(&t, tiny->scratch);
    assert_false(t.whole_last);
    for (int i = 0; i < TINY_DIM; i++)
        assert_float_equal(trace_hidden(&t, TINY_LAYERS)[i], want[i], 1e-6);
    trace_complete(&t, tiny->scratch);
    assert_memory_equal(trace_hidden(&t, TINY_LAYERS), want,
                        sizeof(float) * TINY_TOKENS * TINY_DIM);
    tiny_free(tiny);
}

static void test_a_muted_token_is_read_by_nobody(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);
    unsigned char muted[TINY_TOKENS] = { 0, 0, 1 };
    struct edits edits = { .muted_tokens = muted };
    struct tap tap = { .attn = t.attn };
    struct span span = trace_span(&t, 0, &tiny->keep);
    float x[TINY_TOKENS * TINY_DIM];

    memcpy(x, trace_hidden(&t, 0), sizeof x);
    block_run(tiny->model.engine, t.tower, 0, x, &span, &tap, &edits,
              tiny->scratch);
    for (int h = 0; h < TINY_HEADS; h++)
        for (int q = 0; q < TINY_TOKENS; q++)
            assert_true(trace_attn(&t, h, q)[2] == 0);
    tiny_free(tiny);
}

/* The first block on the first state, without its MLP: what it adds. */
static void heard(float *added, struct tiny *tiny, const struct trace *t,
                  const unsigned char *muted)
{
    struct edits edits = { .muted_heads = muted, .mlp_off = 1 };
    struct span span = trace_span(t, 0, &tiny->keep);
    const float *before = trace_hidden(t, 0);

    memcpy(added, before, sizeof(float) * TINY_TOKENS * TINY_DIM);
    block_run(tiny->model.engine, t->tower, 0, added, &span, NULL, &edits,
              tiny->scratch);
    for (int i = 0; i < TINY_TOKENS * TINY_DIM; i++)
        added[i] -= before[i];
}

/* Heads add up: all of them and none are together as much as each without the
 * other, and none is the bias of the projection. */
static void test_a_muted_head_adds_nothing(void **state)
{
    static const unsigned char muted[4][TINY_HEADS] = { { 0, 0 }, { 1, 1 },
                                                        { 1, 0 }, { 0, 1 } };
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);
    float added[4][TINY_TOKENS * TINY_DIM];

    for (int i = 0; i < 4; i++)
        heard(added[i], tiny, &t, muted[i]);
    for (int i = 0; i < TINY_TOKENS * TINY_DIM; i++) {
        assert_float_equal(added[1][i],
                           t.tower->blocks[0].out.bias[i % TINY_DIM], 1e-6);
        assert_float_equal(added[0][i] + added[1][i],
                           added[2][i] + added[3][i], 1e-5);
    }
    assert_memory_not_equal(added[2], added[3], sizeof added[2]);
    tiny_free(tiny);
}

static void test_a_block_with_both_branches_off_changes_nothing(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);
    struct edits edits = { .attn_off = 1, .mlp_off = 1 };
    struct span span = trace_span(&t, 0, &tiny->keep);
    float x[TINY_TOKENS * TINY_DIM];

    memcpy(x, trace_hidden(&t, 0), sizeof x);
    block_run(tiny->model.engine, t.tower, 0, x, &span, NULL, &edits,
              tiny->scratch);
    assert_memory_equal(x, trace_hidden(&t, 0), sizeof x);
    tiny_free(tiny);
}

static void test_probabilities_sum_to_one_in_falling_order(void **state)
{
    struct tiny *tiny = tiny_new();
    struct trace t = tiny_run(tiny);
    struct outcome o;
    double sum = 0;

    outcome_read(&o, &tiny->model, trace_hidden(&t, TINY_LAYERS), &t.shape,
                 NULL, true, &tiny->keep, tiny->scratch);
    assert_int_equal(o.classes, TINY_CLASSES);
    for (int i = 0; i < TINY_CLASSES; i++) {
        sum += o.probs[i];
        if (i)
            assert_true(o.probs[o.order[i]] <= o.probs[o.order[i - 1]]);
    }
    assert_float_equal(sum, 1, 1e-6);
    assert_string_equal(outcome_label(&tiny->model, NULL, 2), "bird");
    tiny_free(tiny);
}

static void test_token_names_are_read_back(void **state)
{
    const struct shape s = { .tokens = 12, .cls = 1, .dist = 1,
                             .registers = 4, .grid_h = 2, .grid_w = 3 };
    char name[TOKEN_NAME_MAX];

    for (int t = 0; t < s.tokens; t++)
        assert_int_equal(
            shape_token_parse(&s, shape_token_name(name, &s, t)), t);
    assert_string_equal(
        shape_token_name(name, &(struct shape){ .tokens = 3, .words = 3 }, 2),
        "W3");
    assert_int_equal(shape_token_parse(&s, "r2c3"), 11);
    assert_int_equal(shape_token_parse(&s, "R1C1"), 6);
    assert_int_equal(shape_token_parse(&s, "p7"), -1);
    assert_int_equal(shape_token_parse(&s, "r3c1"), -1);
    assert_int_equal(shape_token_parse(&s, "reg0"), -1);
    assert_int_equal(shape_token_parse(&s, "regal"), -1);
    assert_int_equal(shape_token_parse(&s, "p"), -1);
    assert_int_equal(shape_token_parse(&s, ""), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_missing_tensor_is_named),
        cmocka_unit_test(test_a_wrong_shape_is_told_with_the_expected_one),
        cmocka_unit_test(test_not_a_number_is_told_with_its_place),
        cmocka_unit_test(test_a_part_of_a_block_that_nobody_reads_is_refused),
        cmocka_unit_test(test_an_unknown_family_is_told_with_the_known_ones),
        cmocka_unit_test(test_lying_sizes_are_refused),
        cmocka_unit_test(
            test_what_a_training_script_put_before_names_is_left_out),
        cmocka_unit_test(test_names_that_would_become_the_same_stay),
        cmocka_unit_test(test_every_layer_can_be_computed_again),
        cmocka_unit_test(test_run_once_says_what_kept_panels_say),
        cmocka_unit_test(test_run_once_keeps_one_matrix_at_a_time),
        cmocka_unit_test(test_a_short_last_block_gives_the_same_cls),
        cmocka_unit_test(test_a_muted_token_is_read_by_nobody),
        cmocka_unit_test(test_a_muted_head_adds_nothing),
        cmocka_unit_test(test_a_block_with_both_branches_off_changes_nothing),
        cmocka_unit_test(test_probabilities_sum_to_one_in_falling_order),
        cmocka_unit_test(test_token_names_are_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
