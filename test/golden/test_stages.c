/* test_stages.c - every family on screen: sentences for every place one can
 * stand, drawings at every size, and logits whose parts sum to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <math.h>

#include <cmocka.h>

#include "../unit/scenes.h"
#include "golden.h"

static const char *const families[] = {
    "01-vit-hf", "02-vit-timm", "03a-deit-distilled-hf", "04b-dino-interp",
    "05-dinov2", "07-dinov2-registers", "08-clip", "09a-siglip-hf",
    "10-vit-gap", "11-vit-registers-timm", "12a-dinov3", "13a-beit",
    "14a-mae", "14b-ijepa", "16-open-clip",
};
enum { FAMILIES = sizeof families / sizeof families[0] };

static void open_family(struct scenes *w, const char *name)
{
    char path[256];

    snprintf(path, sizeof path, "%s/cases/%s", GOLDENS, name);
    scenes_open(w, path);
    snprintf(path, sizeof path, "%s/cases/%s/input.png", GOLDENS, name);
    scenes_picture(w, arena_string(&w->keep, path));
    scenes_run_all(w);
}

static void test_sentences_are_whole_in_every_family(void **state)
{
    struct scenes w;

    if (!golden_here("stages of every family"))
        skip();
    for (int i = 0; i < FAMILIES; i++) {
        open_family(&w, families[i]);
        scenes_try_sentences(&w);
        scenes_close(&w);
    }
}

static void test_drawings_hold_in_every_family(void **state)
{
    struct scenes w;

    if (!golden_here("drawings of every family"))
        skip();
    for (int i = 0; i < FAMILIES; i++) {
        open_family(&w, families[i]);
        scenes_demand(&w);
        scenes_try_drawings(&w);
        w.scene.page = PAGE_WALL;
        scenes_draw(&w, 100, 30, DEPTH_24BIT, false);
        w.scene.page = PAGE_SEEN;
        scenes_draw(&w, 100, 30, DEPTH_24BIT, false);
        scenes_close(&w);
    }
}

/* Both ways to add the parts up give the logit. */
static void assert_sums(const struct attribution *a, const struct outcome *o,
                        const char *name, struct arena *keep)
{
    int L = a->trace->shape.layers;

    for (int c = 0; c < o->classes && c < 5; c++) {
        struct logit_parts p;
        double by_layer, logit = o->logits[c];

        attribution_parts(&p, a, c, keep);
        by_layer = p.start + p.head_bias;
        for (int l = 0; l < L; l++)
            by_layer += p.attention[l] + p.mlp[l];
        if (!(fabs(p.sum - logit) < 2e-4 * fmax(1, fabs(logit))) ||
            !(fabs(by_layer - logit) < 2e-4 * fmax(1, fabs(logit))))
            fail_msg("%s: logit %g is no sum of parts: %g, %g", name, logit,
                     p.sum, by_layer);
    }
}

static void test_logits_are_sums_of_their_parts(void **state)
{
    struct scenes w;
    int apart = 0;

    if (!golden_here("parts of logits"))
        skip();
    for (int i = 0; i < FAMILIES; i++) {
        open_family(&w, families[i]);
        if (w.parts.count)
            assert_sums(&w.parts, &w.study.outcome, families[i], &w.keep);
        apart += w.parts.count > 0;
        scenes_close(&w);
    }
    assert_true(apart >= 7);
}

/* Prompts are read through a projection and divided by a length. */
static void test_prompts_are_taken_apart_too(void **state)
{
    static const char *labels[] = { "near", "far" };
    struct scenes w;
    struct attribution a;
    struct outcome o;
    struct trace *t = &w.study.trace;

    if (!golden_here("parts of prompts"))
        skip();
    open_family(&w, "08-clip");
    {
        int E = w.study.outcome.embed_size;
        float *embeds = arena_floats(&w.keep, 2 * (ptrdiff_t)E);
        struct prompts prompts = { 2, labels, embeds };

        for (int i = 0; i < E; i++) {
            embeds[i] = w.study.outcome.image_embeds[i];
            embeds[E + i] = i % 2 ? 0.1f : -0.2f;
        }
        outcome_read(&o, &w.model, trace_hidden(t, t->shape.layers), &t->shape,
                     &prompts, true, &w.keep, w.scratch);
        assert_int_equal(o.classes, 2);
        attribution_begin(&a, t, &o, &prompts, &w.keep, w.scratch);
        while (a.done < t->shape.layers)
            attribution_step(&a, t, w.scratch);
        assert_int_equal(a.count, 1);
        assert_sums(&a, &o, "08-clip with prompts", &w.keep);
    }
    scenes_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences_are_whole_in_every_family),
        cmocka_unit_test(test_drawings_hold_in_every_family),
        cmocka_unit_test(test_logits_are_sums_of_their_parts),
        cmocka_unit_test(test_prompts_are_taken_apart_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
