/* test_builtin.c - the built-in model on the example pictures, from the file
 * to the logits, against the numbers its makers' code gave. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "explain/study.h"
#include "golden.h"
#include "io/checkpoint.h"
#include "io/image_file.h"

#define MODEL "models/catdogbird-3x3"

enum { SIDE = 48 };

/* What all of these tests look at. */
struct built_in {
    struct arena keep, scratch;
    struct checkpoint checkpoint;
    struct engine engine;
    struct model model;
    struct processor processor;
};

static void open_model(struct built_in *b)
{
    struct error err = { "" };

    assert_true(arena_open(&b->keep, (ptrdiff_t)1 << 30));
    assert_true(arena_open(&b->scratch, (ptrdiff_t)1 << 34));
    b->engine = (struct engine){ .isa = cpu_best_isa() };
    if (!checkpoint_open(&b->checkpoint, MODEL, &(struct hub){ 0 }, &b->keep,
                         &err) ||
        !model_build(&b->model, &b->checkpoint.config, &b->checkpoint.tensors,
                     &b->engine, &b->keep, &err) ||
        !processor_make(&b->processor, &b->checkpoint.config,
                        &b->checkpoint.processor, SIDE, SIDE, &b->keep, &err))
        fail_msg("%s", err.text);
    b->model.name = MODEL;
}

static void close_model(struct built_in *b)
{
    checkpoint_close(&b->checkpoint);
    arena_close(&b->keep);
    arena_close(&b->scratch);
}

/* Run the study and hold its numbers against those under `name`. */
static void compare(struct built_in *b, struct study *s, const char *name)
{
    struct golden g;
    struct error err = { "" };
    struct shape *shape = &s->trace.shape;
    char prefix[64];

    golden_open(&g, OWN_CASES "/builtin", "expected.safetensors");
    snprintf(prefix, sizeof prefix, "%s_", name);
    g.prefix = prefix;
    if (!study_run(s, b->scratch, &err))
        fail_msg("%s", err.text);
    golden_floats(&g, "logits", s->outcome.logits, s->outcome.classes, 2e-5, 0);
    golden_floats(&g, "cls_attention", s->trace.read_attn,
                  (ptrdiff_t)shape->layers * shape->heads * shape->tokens,
                  2e-5, 0);
    golden_floats(&g, "cls_final", s->outcome.final_norm, shape->dim, 2e-5, 0);
    golden_close(&g);
}

static void test_example_pictures_give_the_reference_numbers(void **state)
{
    static const char *const names[] = { "cat", "dog", "bird", "small-bird",
                                         "tricky-dog", "tricky-owl",
                                         "two-animals" };
    struct run_options options = { .keep = KEEP_STUDY };
    struct error err = { "" };
    struct built_in b;

    open_model(&b);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct image picture;
        struct study s;
        char path[64];

        snprintf(path, sizeof path, "examples/%s.png", names[i]);
        if (!image_read(&picture, path, &b.keep, &err) ||
            !study_open(&s, &b.model, &b.processor, NULL, &picture, path,
                        &options, NULL, &err))
            fail_msg("%s", err.text);
        compare(&b, &s, names[i]);
        study_close(&s);
    }
    close_model(&b);
}

static void test_pixels_by_formula_give_the_reference_numbers(void **state)
{
    static float x[3 * SIDE * SIDE];
    struct run_options options = { .keep = KEEP_STUDY };
    struct error err = { "" };
    struct built_in b;
    struct study s;

    for (int c = 0; c < 3; c++)
        for (int row = 0; row < SIDE; row++)
            for (int col = 0; col < SIDE; col++)
                x[(c * SIDE + row) * SIDE + col] =
                    (float)((col * (3 + c) + row * (5 - c)) % 17 / 8.5 - 1);
    open_model(&b);
    if (!study_open(&s, &b.model, &b.processor, NULL, NULL, "formula",
                    &options, NULL, &err))
        fail_msg("%s", err.text);
    study_feed(&s, x, SIDE, SIDE);
    compare(&b, &s, "formula");
    study_close(&s);
    close_model(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_example_pictures_give_the_reference_numbers),
        cmocka_unit_test(test_pixels_by_formula_give_the_reference_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
