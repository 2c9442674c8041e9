/* test_report.c - one object a line: what is a number, what is null. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tiny.h"

#include "explain/measure.h"
#include "io/json_file.h"
#include "view/report.h"

struct desk {
    struct tiny *tiny;
    struct study study;
    struct text line;
    struct config json;
};

static const struct report_options everything = { .top = 5, .attention = true };

static int open_desk(void **state)
{
    static struct desk d;
    struct run_options options = { .keep = KEEP_ALWAYS };
    struct error err;

    d = (struct desk){ .tiny = tiny_new() };
    assert_true(study_open(&d.study, &d.tiny->model, NULL, NULL, NULL,
                           "a \"cat\".png", &options, NULL, &err));
    study_feed(&d.study, d.tiny->pixels, TINY_H, TINY_W);
    assert_true(study_run(&d.study, d.tiny->scratch, &err));
    d.line = text_new(&d.tiny->keep);
    *state = &d;
    return 0;
}

static int close_desk(void **state)
{
    struct desk *d = *state;

    study_close(&d->study);
    tiny_free(d->tiny);
    return 0;
}

/* The report, read back. */
static const struct config *report(struct desk *d,
                                   const struct report_options *o)
{
    struct file f;
    struct error err;

    text_clear(&d->line);
    report_write(&d->line, &d->study, o);
    f = file_of_memory("report", d->line.data, d->line.size);
    if (!config_read(&d->json, &f, &d->tiny->keep, &err))
        fail_msg("%s", err.text);
    return &d->json;
}

static void test_an_object_is_one_line(void **state)
{
    struct desk *d = *state;

    report(d, &everything);
    assert_ptr_equal(strchr(d->line.data, '\n'),
                     d->line.data + d->line.size - 1);
}

static void test_sizes_are_those_of_the_run(void **state)
{
    const struct config *c = report(*state, &everything);

    assert_string_equal(config_string(c, "image", ""), "a \"cat\".png");
    assert_string_equal(config_string(c, "model", ""), "tiny");
    assert_string_equal(config_string(c, "family", ""), "vit");
    assert_int_equal(config_int(c, "layers", 0), TINY_LAYERS);
    assert_int_equal(config_int(c, "heads", 0), TINY_HEADS);
    assert_int_equal(config_int(c, "dim", 0), TINY_DIM);
    assert_int_equal(config_int(c, "tokens", 0), TINY_TOKENS);
    assert_int_equal(config_int(c, "classes", 0), TINY_CLASSES);
    assert_int_equal(config_int(c, "grid.0", 0), 2);
    assert_int_equal(config_int(c, "grid.1", 0), 3);
    assert_int_equal(config_int(c, "resolution.0", 0), TINY_H);
    assert_int_equal(config_int(c, "resolution.1", 0), TINY_W);
}

static void test_attention_and_entropy_count_from_0(void **state)
{
    struct desk *d = *state;
    const struct config *c = report(d, &everything);
    const float *row = trace_read_attn(&d->study.trace, 1, 0);

    assert_float_equal(config_number(c, "cls_attention.1.0.3", -1), row[3],
                       1e-8);
    assert_float_equal(config_number(c, "entropy.1.0", -1),
                       entropy(row, TINY_TOKENS), 1e-8);
    assert_false(config_has(c, "cls_attention.2"));
    assert_false(config_has(c, "cls_attention.0.0.7"));
    assert_false(config_has(c, "entropy.0.2"));
}

static void test_classes_fall_by_probability(void **state)
{
    struct desk *d = *state;
    const struct config *c = report(d, &everything);
    int best = config_int(c, "top.0.index", -1);

    assert_int_equal(best, largest(d->study.outcome.probs, TINY_CLASSES));
    assert_string_equal(config_string(c, "top.0.label", ""),
                        study_label(&d->study, best));
    assert_float_equal(config_number(c, "top.0.logit", 0),
                       d->study.outcome.logits[best], 1e-6);
    assert_true(config_number(c, "top.0.probability", 0) >=
                config_number(c, "top.1.probability", 1));
    assert_false(config_has(c, "top.3"));
}

static void test_paths_have_an_entry_before_the_first_block(void **state)
{
    struct desk *d = *state;
    const struct config *c = report(d, &everything);

    assert_float_equal(config_number(c, "cls_norm.0", 0),
                       study_norm(&d->study, 0, 0), 1e-6);
    assert_float_equal(config_number(c, "cls_cosine_to_final.2", 0), 1, 1e-9);
    assert_true(config_has(c, "lens.2.label"));
    assert_false(config_has(c, "cls_norm.3"));
    assert_false(config_has(c, "lens.3"));
    assert_float_equal(config_number(c, "lens.2.probability", 0),
                       config_number(c, "top.0.probability", 1), 1e-9);
}

/* Of any token, from one vector to the other. */
static void test_paths_are_followed_from_any_token(void **state)
{
    struct desk *d = *state;
    struct study *s = &d->study;
    int D = s->trace.shape.dim, L = s->trace.shape.layers;

    for (int token = 0; token < s->trace.shape.tokens; token++) {
        const float *a = trace_hidden(&s->trace, 0) + token * D;
        const float *b = trace_hidden(&s->trace, L) + token * D;
        double ab = 0, aa = 0, bb = 0;

        for (int i = 0; i < D; i++) {
            ab += (double)a[i] * b[i];
            aa += (double)a[i] * a[i];
            bb += (double)b[i] * b[i];
        }
        assert_float_equal(study_norm(s, 0, token), sqrt(aa), 1e-6);
        assert_float_equal(study_cosine(s, 0, token), ab / sqrt(aa * bb),
                           1e-6);
    }
}

static void test_what_is_not_finite_is_null(void **state)
{
    struct desk *d = *state;
    const struct config *c;

    d->study.outcome.logits[d->study.outcome.order[0]] = NAN;
    d->study.trace.read_attn[0] = INFINITY;
    c = report(d, &everything);
    assert_true(config_has(c, "top.0.index"));
    assert_false(config_has(c, "top.0.logit"));
    assert_non_null(strstr(d->line.data, "\"logit\":null"));
    assert_non_null(strstr(d->line.data, "\"cls_attention\":[[[null,"));
}

static void test_options_choose_keys_and_classes(void **state)
{
    struct desk *d = *state;
    const struct config *c = report(d, &(struct report_options){ .top = 1 });

    assert_true(config_has(c, "top.0"));
    assert_false(config_has(c, "top.1"));
    assert_null(strstr(d->line.data, "attention"));
    assert_true(config_has(c, "entropy"));
}

static void test_no_head_is_no_lens_and_an_empty_top(void **state)
{
    struct desk *d = *state;

    d->study.outcome.classes = 0;
    d->study.lens = NULL;
    report(d, &everything);
    assert_non_null(strstr(d->line.data, "\"top\":[]"));
    assert_non_null(strstr(d->line.data, "\"lens\":null"));
    assert_non_null(strstr(d->line.data, "\"classes\":0"));
}

static void test_no_cls_is_null_not_nought(void **state)
{
    struct desk *d = *state;

    d->study.trace.shape.cls = 0;
    report(d, &everything);
    assert_non_null(strstr(d->line.data, "\"cls_attention\":null"));
    assert_non_null(strstr(d->line.data, "\"entropy\":null"));
    assert_non_null(strstr(d->line.data, "\"cls_norm\":null"));
    assert_non_null(strstr(d->line.data, "\"cls_cosine_to_final\":null"));
}

static void test_a_failure_is_a_line_too(void **state)
{
    struct desk *d = *state;

    report_failure(&d->line, "a\xff.png", "a?.png: is \"text\"");
    assert_string_equal(d->line.data,
                        "{\"image\":\"a\xef\xbf\xbd.png\","
                        "\"error\":\"a?.png: is \\\"text\\\"\"}\n");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_desk, close_desk)
    const struct CMUnitTest tests[] = {
        TEST(test_an_object_is_one_line),
        TEST(test_sizes_are_those_of_the_run),
        TEST(test_attention_and_entropy_count_from_0),
        TEST(test_classes_fall_by_probability),
        TEST(test_paths_have_an_entry_before_the_first_block),
        TEST(test_paths_are_followed_from_any_token),
        TEST(test_what_is_not_finite_is_null),
        TEST(test_options_choose_keys_and_classes),
        TEST(test_no_head_is_no_lens_and_an_empty_top),
        TEST(test_no_cls_is_null_not_nought),
        TEST(test_a_failure_is_a_line_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
