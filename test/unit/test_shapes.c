/* test_shapes.c - models that have other tokens, heads or ends than the
 * built-in one: sentences and drawings of all of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scenes.h"
#include "tiny.h"
#include "view/render.h"

/* Stages, from 0. */
enum { CLS = 1, WEIGHTS = 4 };

/* Text of a screen at 100x30. */
static const char *drawn(struct scenes *w)
{
    struct canvas c = scenes_draw(w, 100, 30, DEPTH_MONO, false);
    struct text t = text_new(&w->page);

    render_text(&t, &c);
    return t.data;
}

/* A tiny model as a world; what is changed is changed before it runs. */
static struct tiny *tiny_world(struct scenes *w)
{
    struct tiny *t = tiny_new();

    memset(w, 0, sizeof *w);
    w->keep = t->keep;
    assert_true(arena_open(&w->scratch, (ptrdiff_t)1 << 34));
    assert_true(arena_open(&w->page, (ptrdiff_t)1 << 24));
    w->model = t->model;
    w->model.engine = &t->engine;
    return t;
}

static void close_tiny(struct scenes *w, struct tiny *t)
{
    study_close(&w->study);
    arena_close(&w->scratch);
    arena_close(&w->page);
    arena_close(&w->keep);
    arena_close(&t->scratch);
}

static void try_tiny(struct scenes *w, struct tiny *t)
{
    scenes_feed(w, t->pixels, TINY_H, TINY_W);
    scenes_run_all(w);
    scenes_try_sentences(w);
    scenes_demand(w);
    scenes_try_drawings(w);
    close_tiny(w, t);
}

static void test_pixels_that_were_fed_are_a_picture(void **state)
{
    struct scenes w;
    struct tiny *t = tiny_world(&w);

    try_tiny(&w, t);
}

static void take_cls_away(struct scenes *w)
{
    w->model.cls_token = NULL;
    w->model.readout = READ_MEAN;
    w->model.position.table += TINY_DIM;
    w->model.position.prefix_rows = 0;
}

static void test_a_model_without_cls(void **state)
{
    struct scenes w;
    struct tiny *t = tiny_world(&w);

    take_cls_away(&w);
    try_tiny(&w, t);
}

static void test_an_empty_wall_says_why(void **state)
{
    struct scenes w;
    struct tiny *t = tiny_world(&w);
    struct canvas c;
    struct text page;

    take_cls_away(&w);
    scenes_feed(&w, t->pixels, TINY_H, TINY_W);
    scenes_run_all(&w);
    w.scene.page = PAGE_WALL;
    c = scenes_draw(&w, 120, 30, DEPTH_24BIT, false);
    page = text_new(&w.keep);
    render_text(&page, &c);
    assert_non_null(strstr(page.data, "Enter goes to layer 1, head 1."));
    close_tiny(&w, t);
}

static void test_a_model_with_registers(void **state)
{
    static const float registers[2 * TINY_DIM] = { 1, -1, 0.5f };
    struct scenes w;
    struct tiny *t = tiny_world(&w);

    w.model.register_tokens = registers;
    w.model.registers = 2;
    try_tiny(&w, t);
}

static void test_a_register_is_a_vector_of_its_own(void **state)
{
    static const float registers[2 * TINY_DIM] = { 1, -1, 0.5f, 0.25f };
    struct scenes w;
    struct tiny *t = tiny_world(&w);

    w.model.register_tokens = registers;
    w.model.registers = 2;
    scenes_feed(&w, t->pixels, TINY_H, TINY_W);
    scenes_run_all(&w);
    w.scene.cursor.stage = CLS;
    cursor_choose(&w.scene.cursor, &w.study.trace.shape, 1);
    assert_non_null(strstr(drawn(&w), "length 1.521"));   /* of 1 -1 .5 .25 */
    close_tiny(&w, t);
}

static void test_a_model_without_classes(void **state)
{
    struct scenes w;
    struct tiny *t = tiny_world(&w);

    w.model.head.w = NULL;
    w.model.classes = 0;
    w.model.readout = READ_NONE;
    try_tiny(&w, t);
}

static void test_a_model_without_positions(void **state)
{
    struct scenes w;
    struct tiny *t = tiny_world(&w);

    w.model.position.kind = POSITION_NONE;
    try_tiny(&w, t);
}

static void test_a_model_with_a_distillation_token(void **state)
{
    static const float dist[TINY_DIM] = { 2, -2, 1 };
    struct scenes w;
    struct tiny *t = tiny_world(&w);

    w.model.dist_token = dist;
    scenes_feed(&w, t->pixels, TINY_H, TINY_W);
    scenes_run_all(&w);
    w.scene.cursor.stage = CLS;
    cursor_choose(&w.scene.cursor, &w.study.trace.shape, 1);
    assert_non_null(strstr(drawn(&w), "length 3.000"));
    scenes_try_sentences(&w);
    scenes_demand(&w);
    scenes_try_drawings(&w);
    close_tiny(&w, t);
}

static void test_a_model_with_one_head(void **state)
{
    struct scenes w;
    struct tiny *t = tiny_world(&w);

    w.model.tower.heads = 1;
    scenes_feed(&w, t->pixels, TINY_H, TINY_W);
    scenes_run_all(&w);
    w.scene.cursor.stage = WEIGHTS;
    w.scene.cursor.head = HEAD_MEAN;
    assert_null(strstr(scenes_sentence(&w), "of 1 heads"));
    scenes_try_sentences(&w);
    scenes_demand(&w);
    scenes_try_drawings(&w);
    close_tiny(&w, t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pixels_that_were_fed_are_a_picture),
        cmocka_unit_test(test_a_model_without_cls),
        cmocka_unit_test(test_an_empty_wall_says_why),
        cmocka_unit_test(test_a_model_with_registers),
        cmocka_unit_test(test_a_register_is_a_vector_of_its_own),
        cmocka_unit_test(test_a_model_without_classes),
        cmocka_unit_test(test_a_model_without_positions),
        cmocka_unit_test(test_a_model_with_a_distillation_token),
        cmocka_unit_test(test_a_model_with_one_head),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
