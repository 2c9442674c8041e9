/* test_stages.c - what the stages say and draw: sentences for every place one
 * can stand, drawings that keep to their room, the crosshair, and screens of
 * a study that is still being computed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <math.h>

#include <cmocka.h>

#include "scenes.h"
#include "view/action.h"
#include "view/render.h"

#define MODEL "models/catdogbird-3x3"

/* Stages, from 0. */
enum { CLS = 1, SCORES = 3, WEIGHTS, UPDATE, FINAL, CLASSES };

static void built_in(struct scenes *w, const char *picture)
{
    scenes_open(w, MODEL);
    scenes_picture(w, picture);
    scenes_run_all(w);
}

/* --- the built-in model ---------------------------------------------------- */

static void test_sentences_are_whole_wherever_one_stands(void **state)
{
    static const char *const pictures[] = {
        "examples/cat.png", "examples/dog.png", "examples/bird.png",
        "examples/small-bird.png", "examples/two-animals.png",
    };
    struct scenes w;

    for (int i = 0; i < 5; i++) {
        built_in(&w, pictures[i]);
        scenes_try_sentences(&w);
        scenes_close(&w);
    }
}

/* What `y` hands over: the place of the number in what report prints. */
static void is_at(struct scenes *w, int stage, const char *path)
{
    struct text t;

    arena_reset(&w->page);
    t = text_new(&w->page);
    w->scene.cursor.stage = stage;
    stages[stage]->path(&t, &w->scene);
    assert_string_equal(t.data, path);
}

static void test_numbers_have_a_place_in_a_report(void **state)
{
    struct scenes w;
    struct cursor *c;
    const struct shape *s;

    built_in(&w, "examples/cat.png");
    c = &w.scene.cursor;
    s = &w.study.trace.shape;
    c->layer = 2;
    cursor_choose(c, s, 5);
    is_at(&w, UPDATE, ".cls_norm[3]");
    is_at(&w, FINAL, ".cls_norm[3]");
    c->head = 1;
    is_at(&w, WEIGHTS, ".cls_attention[2][1][5]");
    c->head = HEAD_MEAN;
    is_at(&w, WEIGHTS, ".cls_attention[2] | map(.[5]) | add / length");
    is_at(&w, CLASSES, ".top[0].probability");
    cursor_ask(c, s, 3);        /* report prints the row of CLS alone */
    is_at(&w, UPDATE, "");
    is_at(&w, WEIGHTS, "");
    scenes_close(&w);
}

static void test_sentences_are_whole_for_rollout_and_every_class(void **state)
{
    struct scenes w;
    float map[10];

    built_in(&w, "examples/tricky-dog.png");
    w.scene.method = &rollout_explainer;
    w.scene.map = map;
    for (w.scene.cursor.layer = 0; w.scene.cursor.layer < 4;
         w.scene.cursor.layer++) {
        explain(map, &rollout_explainer,
                &(struct question){ .trace = &w.study.trace,
                                    .layer = w.scene.cursor.layer,
                                    .head = HEAD_MEAN },
                &w.keep, w.scratch);
        w.scene.cursor.stage = WEIGHTS;
        scenes_sentence(&w);
    }
    w.scene.cursor.stage = CLASSES;
    for (w.scene.cursor.label = 0; w.scene.cursor.label <= 4;
         w.scene.cursor.label++)
        scenes_sentence(&w);
    scenes_close(&w);
}

/* With { and } one walks down the list of classes, and the number that y hands
 * over goes along. */
static void test_every_class_may_be_asked_about(void **state)
{
    static const char *const paths[] = { ".top[0].probability",
                                         ".top[1].probability",
                                         ".top[2].probability" };
    struct scenes w;

    built_in(&w, "examples/tricky-dog.png");
    for (int i = 0; i < 3; i++) {
        int label = w.study.outcome.order[i];

        assert_int_equal(scene_class(&w.scene), label);
        is_at(&w, CLASSES, paths[i]);
        assert_int_equal(scene_class_step(&w.scene, -1),
                         w.study.outcome.order[i > 0 ? i - 1 : 0]);
        w.scene.cursor.label = 1 + scene_class_step(&w.scene, 1);
    }
    assert_int_equal(scene_class(&w.scene), w.study.outcome.order[2]);
    w.scene.done = 2;
    assert_int_equal(scene_class_step(&w.scene, 1), -1);
    is_at(&w, CLASSES, "");
    scenes_close(&w);
}

/* Two pictures may be beside each other whose models differ. */
static void test_a_cursor_is_brought_within_what_the_model_has(void **state)
{
    struct scenes w;

    built_in(&w, "examples/cat.png");           /* 4 layers, 3 heads */
    w.scene.cursor.head = 2;
    assert_int_equal(scene_head(&w.scene), 2);
    w.scene.cursor.head = 3;
    assert_int_equal(scene_head(&w.scene), HEAD_MEAN);
    w.scene.cursor.head = HEAD_MIN;
    assert_int_equal(scene_head(&w.scene), HEAD_MIN);
    w.scene.cursor.head = HEAD_MIN - 1;
    assert_int_equal(scene_head(&w.scene), HEAD_MEAN);
    w.scene.cursor.layer = 2;
    assert_int_equal(scene_layer(&w.scene), 2);
    w.scene.cursor.layer = 9;
    assert_int_equal(scene_layer(&w.scene), 3);
    scenes_close(&w);
}

/* With x the numbers of a row are there with all their digits. */
static void shows_all_digits(struct scenes *w, int stage, const float *row)
{
    struct canvas c;
    struct text text;

    w->scene.cursor.stage = stage;
    c = scenes_draw(w, 100, 50, DEPTH_MONO, false);
    text = text_new(&w->page);
    render_text(&text, &c);
    for (int i = 0; i < w->study.trace.shape.tokens; i++) {
        char digits[32];

        snprintf(digits, sizeof digits, " %.9g ", (double)row[i]);
        if (!strstr(text.data, digits))
            fail_msg("no%sin\n%s", digits, text.data);
    }
}

static void test_raw_numbers_have_all_their_digits(void **state)
{
    struct scenes w;
    const struct trace *t = &w.study.trace;

    built_in(&w, "examples/cat.png");
    cursor_ask(&w.scene.cursor, &t->shape, 0);
    w.scene.settings.raw = true;
    w.scene.cursor.layer = 2;
    w.scene.cursor.head = 1;
    shows_all_digits(&w, SCORES, trace_read_scores(t, 2, 1));
    shows_all_digits(&w, WEIGHTS, trace_read_attn(t, 2, 1));
    scenes_close(&w);
}

/* With s the scale under the picture ends at the largest weight a patch has in
 * any layer and head, not in the row at hand. */
static void test_one_scale_may_hold_for_all_layers(void **state)
{
    struct scenes w;
    struct canvas c;
    struct text page;
    char end[16];
    float largest = 0;

    built_in(&w, "examples/cat.png");
    for (int l = 0; l < 4; l++)
        for (int h = 0; h < 3; h++)
            for (int t = 1; t < 10; t++)
                largest = fmaxf(largest,
                                trace_read_attn(&w.study.trace, l, h)[t]);
    snprintf(end, sizeof end, " %.3f", (double)largest);
    w.scene.cursor.stage = WEIGHTS;
    for (int shared = 0; shared < 2; shared++) {
        w.scene.settings.shared_scale = shared;
        c = scenes_draw(&w, 100, 30, DEPTH_MONO, false);
        page = text_new(&w.page);
        render_text(&page, &c);
        assert_int_equal(strstr(page.data, end) != NULL, shared);
    }
    scenes_close(&w);
}

static void test_sentences_say_what_is_being_computed(void **state)
{
    struct scenes w;

    for (int steps = 0; steps <= 6; steps++) {
        scenes_open(&w, MODEL);
        scenes_picture(&w, "examples/cat.png");
        scenes_run(&w, steps);
        for (int stage = 0; stage < stage_count; stage++) {
            w.scene.cursor.stage = stage;
            w.scene.cursor.layer = 3;
            scenes_sentence(&w);
            scenes_draw(&w, 100, 30, DEPTH_24BIT, false);
        }
        w.scene.cursor.stage = WEIGHTS;
        if (steps == 3)     /* input and two layers */
            assert_string_equal(scenes_sentence(&w), "Computing layer 3 of 4.");
        w.scene.stopped = true;
        scenes_draw(&w, 100, 30, DEPTH_24BIT, false);
        if (steps == 3)
            assert_string_equal(scenes_sentence(&w),
                                "Stopped at layer 3 of 4.");
        scenes_close(&w);
    }
}

/* The numbers in it are those of the study. */
static void test_the_weights_sentence_names_the_largest_weight(void **state)
{
    struct scenes w;
    char place[64];

    built_in(&w, "examples/cat.png");
    w.scene.cursor.stage = WEIGHTS;
    for (int layer = 0; layer < 4; layer++)
        for (int head = 0; head < 3; head++) {
            const float *row = trace_read_attn(&w.study.trace, layer, head);
            int top = 0;

            for (int i = 1; i < 10; i++)
                top = row[i] > row[top] ? i : top;
            w.scene.cursor.layer = layer;
            w.scene.cursor.head = head;
            snprintf(place, sizeof place, top ? "from P%d " : "itself", top);
            assert_non_null(strstr(scenes_sentence(&w), place));
        }
    scenes_close(&w);
}

/* --- drawings -------------------------------------------------------------- */

static void test_stages_are_drawn_at_every_size(void **state)
{
    struct scenes w;

    built_in(&w, "examples/two-animals.png");
    scenes_demand(&w);
    scenes_try_drawings(&w);
    scenes_close(&w);
}

/* Cells outside of `r` are as they were. */
static void assert_kept_outside(const struct canvas *c, struct rect r,
                                const char *stage)
{
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++) {
            bool inside = x >= r.x && x < r.x + r.w && y >= r.y &&
                          y < r.y + r.h;

            if (!inside && c->cells[y * c->width + x].glyph != '~')
                fail_msg("%s drew at %d, %d, outside of %d x %d", stage, x, y,
                         r.w, r.h);
        }
}

static void test_a_stage_keeps_to_its_place(void **state)
{
    static const int sizes[][2] = {
        { 78, 18 }, { 98, 21 }, { 158, 35 }, { 39, 17 }, { 30, 9 }, { 12, 4 }
    };
    struct scenes w;

    built_in(&w, "examples/dog.png");
    scenes_demand(&w);
    for (int i = 0; i < stage_count; i++)
        for (int k = 0; k < 6 * 2; k++) {
            struct rect r = { 3, 2, sizes[k / 2][0], sizes[k / 2][1] };
            struct canvas c;

            arena_reset(&w.page);
            c = canvas_new(&w.page, r.w + 6, r.h + 4, DEPTH_24BIT, false,
                           THEME_DARK);
            canvas_fill(&c, (struct rect){ 0, 0, c.width, c.height }, '~',
                        ROLE_TEXT);
            w.scene.settings.raw = k % 2;
            stages[i]->draw(&c, r, &w.scene, w.scratch);
            assert_kept_outside(&c, r, stages[i]->name);
        }
    scenes_close(&w);
}

/* Cells of a role in the columns [from, to). */
static int count_role(const struct canvas *c, enum role role, int from, int to)
{
    int n = 0;

    for (int y = 0; y < c->height; y++)
        for (int x = from; x < to; x++)
            n += c->cells[y * c->width + x].role == role;
    return n;
}

static void test_the_chosen_patch_is_marked_on_picture_and_bars(void **state)
{
    static const char *const marked[] = { "scores", "weights", "update" };
    struct scenes w;

    built_in(&w, "examples/cat.png");
    scenes_demand(&w);
    cursor_choose(&w.scene.cursor, &w.study.trace.shape, 6);
    for (int i = 0; i < 3; i++) {
        struct canvas c;

        w.scene.cursor.stage = stage_parse(marked[i]);
        c = scenes_draw(&w, 80, 24, DEPTH_16, false);
        assert_true(count_role(&c, ROLE_CHOSEN, 0, 36) > 8);
        assert_true(count_role(&c, ROLE_CHOSEN, 36, 80) > 2);
    }
    scenes_close(&w);
}

static void test_a_click_on_a_patch_finds_it(void **state)
{
    struct scenes w;
    struct grid_layout g;
    struct canvas c;

    built_in(&w, "examples/cat.png");
    w.scene.cursor.stage = WEIGHTS;
    c = scenes_draw(&w, 100, 30, DEPTH_24BIT, false);
    assert_true(stages[WEIGHTS]->grid(&g, screen_stage_rect(&c, &w.scene),
                                      &w.scene));
    for (int p = 0; p < 9; p++) {
        struct rect r = grid_cell(&g, p / 3, p % 3);

        assert_int_equal(screen_hit(&c, &w.scene, r.x + r.w / 2,
                                    r.y + r.h / 2), p);
    }
    assert_int_equal(screen_hit(&c, &w.scene, 0, 0), -1);
    assert_int_equal(screen_hit(&c, &w.scene, 90, 10), -1);
    scenes_close(&w);
}

/* Of a line longer than the screen the end is seen, where one types. */
static void test_a_long_line_is_seen_at_its_end(void **state)
{
    char typed[128], shown[128] = "…";
    struct scenes w;
    struct canvas c;
    struct text page;

    built_in(&w, "examples/cat.png");
    memset(typed, 'a', sizeof typed);
    strcpy(typed + 100, "the end");
    w.scene.prompt = typed;
    c = scenes_draw(&w, 80, 24, DEPTH_MONO, false);
    page = text_new(&w.page);
    render_text(&page, &c);
    strcat(shown, typed + 107 - 76);
    strcat(shown, "▏");
    assert_non_null(strstr(page.data, shown));
    scenes_close(&w);
}

static void test_pages_are_drawn_at_every_size(void **state)
{
    static const enum page pages[] = { PAGE_HELP, PAGE_WALL, PAGE_SEEN,
                                       PAGE_CONCEPTS };
    struct scenes w;

    built_in(&w, "examples/two-animals.png");
    for (int i = 0; i < 4; i++) {
        w.scene.page = pages[i];
        for (int at = 0; at <= page_last(&w.scene); at += 5) {
            w.scene.page_at = at;
            scenes_draw(&w, 80, 24, DEPTH_24BIT, false);
            scenes_draw(&w, 250, 70, DEPTH_MONO, true);
        }
    }
    scenes_close(&w);
}

static void test_a_window_too_small_is_told_kindly(void **state)
{
    struct scenes w;

    built_in(&w, "examples/cat.png");
    scenes_draw(&w, 79, 24, DEPTH_24BIT, false);
    scenes_draw(&w, 80, 23, DEPTH_24BIT, true);
    scenes_draw(&w, 10, 3, DEPTH_24BIT, false);
    scenes_draw(&w, 1, 1, DEPTH_24BIT, false);
    scenes_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sentences_are_whole_wherever_one_stands),
        cmocka_unit_test(test_numbers_have_a_place_in_a_report),
        cmocka_unit_test(test_sentences_are_whole_for_rollout_and_every_class),
        cmocka_unit_test(test_every_class_may_be_asked_about),
        cmocka_unit_test(test_a_cursor_is_brought_within_what_the_model_has),
        cmocka_unit_test(test_raw_numbers_have_all_their_digits),
        cmocka_unit_test(test_one_scale_may_hold_for_all_layers),
        cmocka_unit_test(test_sentences_say_what_is_being_computed),
        cmocka_unit_test(test_the_weights_sentence_names_the_largest_weight),
        cmocka_unit_test(test_stages_are_drawn_at_every_size),
        cmocka_unit_test(test_a_stage_keeps_to_its_place),
        cmocka_unit_test(test_the_chosen_patch_is_marked_on_picture_and_bars),
        cmocka_unit_test(test_a_click_on_a_patch_finds_it),
        cmocka_unit_test(test_a_long_line_is_seen_at_its_end),
        cmocka_unit_test(test_pages_are_drawn_at_every_size),
        cmocka_unit_test(test_a_window_too_small_is_told_kindly),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
