/* test_concepts.c - the concept pages: whole at 80x24, whatever the model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "io/checkpoint.h"
#include "io/image_file.h"
#include "view/concept.h"
#include "view/render.h"
#include "view/screen.h"
#include "view/stage.h"
#include "view/walk.h"

#define BUILTIN "models/catdogbird-3x3"
#define CASES   "test/golden/cases/"

/* A model and a picture, as far as they have been looked at. */
struct look_at {
    struct arena keep, scratch;
    struct checkpoint checkpoint;
    struct engine engine;
    struct model model;
    struct processor processor;
    struct image picture;
    struct run_options options;
    struct study study;
    struct scene scene;
};

static void look_open(struct look_at *l, const char *model, const char *picture)
{
    struct error err = { "" };

    *l = (struct look_at){ .options = { .keep = KEEP_STUDY } };
    assert_true(arena_open(&l->keep, (ptrdiff_t)1 << 30));
    assert_true(arena_open(&l->scratch, (ptrdiff_t)1 << 32));
    l->engine = (struct engine){ .isa = cpu_best_isa() };
    if (!checkpoint_open(&l->checkpoint, model, &(struct hub){ 0 }, &l->keep,
                         &err) ||
        !model_build(&l->model, &l->checkpoint.config, &l->checkpoint.tensors,
                     &l->engine, &l->keep, &err) ||
        !processor_make(&l->processor, &l->checkpoint.config,
                        &l->checkpoint.processor, l->model.image_h,
                        l->model.image_w, &l->keep, &err) ||
        !image_read(&l->picture, picture, &l->keep, &err) ||
        !study_open(&l->study, &l->model, &l->processor, NULL, &l->picture,
                    picture, &l->options, NULL, &err))
        fail_msg("%s", err.text);
    l->model.name = "model";
    l->study.trace.shape =
        model_shape(&l->model, l->model.image_h, l->model.image_w);
    l->scene = (struct scene){ .study = &l->study,
                               .method = &attention_explainer,
                               .cursor = walk_start(&l->study.trace.shape),
                               .done = -1,
                               .detail = -1,
                               .pictures = 1,
                               .page = PAGE_CONCEPTS };
}

static void look_run(struct look_at *l)
{
    struct error err = { "" };

    if (!study_run(&l->study, l->scratch, &err))
        fail_msg("%s", err.text);
    l->scene.done = l->model.tower.layers + 1;
    l->scene.cursor = walk_start(&l->study.trace.shape);
}

static void look_close(struct look_at *l)
{
    study_close(&l->study);
    checkpoint_close(&l->checkpoint);
    arena_close(&l->keep);
    arena_close(&l->scratch);
}

static struct canvas draw(struct look_at *l, int w, int h, bool ascii)
{
    struct canvas c = canvas_new(&l->keep, w, h, DEPTH_256, ascii, THEME_DARK);

    screen_draw(&c, &l->scene, l->scratch);
    return c;
}

static const char *shown(struct look_at *l, const struct canvas *c)
{
    struct text out = text_new(&l->keep);

    render_text(&out, c);
    return out.data;
}

/* Cut text ends in an ellipsis, which no page has for another reason; what is
 * computed says so at most in the header and the steps. */
static void assert_whole(struct look_at *l, struct canvas *c)
{
    uint32_t mark = c->ascii ? '~' : 0x2026;

    for (int y = 2; y < c->height; y++)
        for (int x = 0; x < c->width; x++)
            if (canvas_at(c, x, y)->glyph == mark &&
                !(c->ascii && canvas_at(c, x, y)->role == ROLE_TEXT))
                fail_msg("page %s is cut:\n%s", concepts[l->scene.page_at].name,
                         shown(l, c));
}

static void assert_all_whole(struct look_at *l, int w, int h)
{
    struct canvas c;

    for (int i = 0; i < concept_count; i++) {
        l->scene.page_at = i;
        c = draw(l, w, h, false);
        assert_whole(l, &c);
        c = draw(l, w, h, true);
        assert_whole(l, &c);
    }
}

static void test_every_page_is_whole_at_80x24(void **state)
{
    struct look_at l;

    look_open(&l, BUILTIN, "examples/cat.png");
    look_run(&l);
    assert_all_whole(&l, 80, 24);
    assert_all_whole(&l, 100, 30);
    assert_all_whole(&l, 250, 70);
    look_close(&l);
}

static void test_every_page_is_whole_before_anything_is_computed(void **state)
{
    struct look_at l;

    look_open(&l, BUILTIN, "examples/cat.png");
    assert_all_whole(&l, 80, 24);
    look_close(&l);
}

static void test_every_page_is_whole_for_every_kind_of_model(void **state)
{
    static const char *const models[] = {
        "01-vit-hf",  "03b-deit-distilled-timm", "08-clip", "09b-siglip-timm",
        "10-vit-gap", "12b-dinov3-gated",        "13a-beit"
    };
    char folder[96];

    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        struct look_at l;

        snprintf(folder, sizeof folder, CASES "%s", models[i]);
        look_open(&l, folder, "examples/dog.png");
        look_run(&l);
        assert_all_whole(&l, 80, 24);
        look_close(&l);
    }
}

/* The last word of the text stands on the page. */
static void test_every_page_shows_its_text_to_the_end(void **state)
{
    struct look_at l;

    look_open(&l, BUILTIN, "examples/cat.png");
    look_run(&l);
    for (int i = 0; i < concept_count; i++) {
        const char *last = strrchr(concepts[i].text, ' ') + 1;
        struct canvas c;

        l.scene.page_at = i;
        c = draw(&l, 80, 24, false);
        if (!strstr(shown(&l, &c), last))
            fail_msg("%s: no \"%s\"", concepts[i].name, last);
    }
    look_close(&l);
}

static void test_links_lead_to_other_pages(void **state)
{
    for (int i = 0; i < concept_count; i++) {
        assert_true(concept_link(i, 1) >= 0);
        assert_int_equal(concept_link(i, 0), -1);
        assert_int_equal(concept_link(i, CONCEPT_LINKS + 1), -1);
        for (int n = 1; n <= CONCEPT_LINKS; n++)
            if (concepts[i].links[n - 1]) {
                assert_true(concept_link(i, n) >= 0);
                assert_int_not_equal(concept_link(i, n), i);
            }
    }
}

static void test_links_are_named_on_the_page(void **state)
{
    struct look_at l;

    look_open(&l, BUILTIN, "examples/cat.png");
    for (int i = 0; i < concept_count; i++) {
        struct canvas c;

        l.scene.page_at = i;
        c = draw(&l, 80, 24, false);
        for (int n = 1; concept_link(i, n) >= 0; n++) {
            char link[64];

            snprintf(link, sizeof link, "%d %s", n, concepts[i].links[n - 1]);
            assert_non_null(strstr(shown(&l, &c), link));
        }
    }
    look_close(&l);
}

/* Every page can be reached by links from the first one. */
static void test_no_page_is_an_island(void **state)
{
    bool reached[64] = { true };

    assert_true(concept_count <= 64);
    for (int round = 0; round < concept_count; round++)
        for (int i = 0; i < concept_count; i++)
            for (int n = 1; reached[i] && n <= CONCEPT_LINKS; n++)
                if (concept_link(i, n) >= 0)
                    reached[concept_link(i, n)] = true;
    for (int i = 0; i < concept_count; i++)
        if (!reached[i])
            fail_msg("no way leads to %s", concepts[i].name);
}

static void test_every_stage_has_its_page_and_every_page_a_stage(void **state)
{
    for (int i = 0; i < stage_count; i++) {
        int at = concept_of_stage(stages[i]->name);

        assert_string_equal(concepts[at].stage, stages[i]->name);
    }
    for (int i = 0; i < concept_count; i++)
        assert_true(stage_parse(concepts[i].stage) >= 0);
}

static void test_words_and_titles_are_found(void **state)
{
    assert_int_equal(page_find(PAGE_CONCEPTS, "bert", 0), 0);
    assert_int_equal(page_find(PAGE_CONCEPTS, "global average", 0),
                     concept_find("average"));
    assert_int_equal(page_find(PAGE_CONCEPTS, "DARCET", 0),
                     concept_find("registers"));
    assert_int_equal(page_find(PAGE_CONCEPTS, "bert", concept_count), -1);
    assert_int_equal(page_find(PAGE_CONCEPTS, "zebra", 0), -1);
    assert_int_equal(page_find(PAGE_WALL, "layer", 0), -1);
    assert_int_equal(concept_find("zebra"), -1);
}

/* The built-in model's CLS, picture and attention are what the figures show. */
static void test_figures_are_of_the_loaded_picture(void **state)
{
    struct look_at cat, dog;
    struct canvas a, b;

    look_open(&cat, BUILTIN, "examples/cat.png");
    look_open(&dog, BUILTIN, "examples/dog.png");
    look_run(&cat);
    look_run(&dog);
    cat.scene.page_at = dog.scene.page_at = concept_find("query, key, value");
    a = draw(&cat, 80, 24, false);
    b = draw(&dog, 80, 24, false);
    assert_string_not_equal(strstr(shown(&cat, &a), "token  score"),
                            strstr(shown(&dog, &b), "token  score"));
    look_close(&cat);
    look_close(&dog);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_page_is_whole_at_80x24),
        cmocka_unit_test(test_every_page_is_whole_before_anything_is_computed),
        cmocka_unit_test(test_every_page_is_whole_for_every_kind_of_model),
        cmocka_unit_test(test_every_page_shows_its_text_to_the_end),
        cmocka_unit_test(test_links_lead_to_other_pages),
        cmocka_unit_test(test_links_are_named_on_the_page),
        cmocka_unit_test(test_no_page_is_an_island),
        cmocka_unit_test(test_every_stage_has_its_page_and_every_page_a_stage),
        cmocka_unit_test(test_words_and_titles_are_found),
        cmocka_unit_test(test_figures_are_of_the_loaded_picture),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
