/* test_work.c - what a scene lacks is computed beside the loop. */
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/work.h"
#include "tiny.h"
#include "view/stage.h"

struct world {
    struct tiny *tiny;
    struct ui_world ui;
    struct work *work;
    struct scene scene;
    int opened;                 /* how often a picture was */
};

/* "bad" cannot be read; every other picture is the tiny one. */
static bool open_study(void *ctx, struct study *s, const char *path,
                       struct arena *keep, struct error *err)
{
    struct world *w = ctx;
    struct run_options run = { .keep = KEEP_DEMAND };

    w->opened++;
    if (strncmp(path, "bad", 3) == 0)
        return error_set(err, "%s: not a picture", path);
    if (!study_open(s, &w->tiny->model, NULL, NULL, NULL, path, &run, NULL,
                    err))
        return false;
    study_feed(s, w->tiny->pixels, TINY_H, TINY_W);
    return true;
}

static void begin(struct world *w)
{
    static const char *const paths[] = { "one" };
    struct error err;
    struct shape shape;

    memset(w, 0, sizeof(*w));
    w->tiny = tiny_new();
    w->ui = (struct ui_world){ .model = &w->tiny->model, .paths = paths,
                               .count = 1, .open = open_study,
                               .open_ctx = w };
    shape = ui_shape(&w->ui);
    w->scene.cursor = walk_start(&shape);
    w->scene.method = &attention_explainer;
    w->work = work_new(&w->ui, &w->tiny->keep, &err);
    assert_non_null(w->work);
}

static void end(struct world *w)
{
    work_free(w->work);
    tiny_free(w->tiny);
}

/* As the loop does it, until there is nothing left to do. */
static void settle(struct world *w, const char *path, const char *beside,
                   unsigned needs)
{
    work_serve(w->work, &w->scene, path, beside, needs);
    while (work_busy(w->work)) {
        work_wait(w->work, -1);
        work_serve(w->work, &w->scene, path, beside, needs);
    }
}

static void test_before_anything_is_done_the_shape_is_known(void **state)
{
    struct world w;

    begin(&w);
    work_serve(w.work, &w.scene, "one", NULL, NEED_INPUT);
    assert_int_equal(w.scene.study->trace.shape.tokens, TINY_TOKENS);
    assert_string_equal(w.scene.study->path, "one");
    assert_true(work_busy(w.work));
    end(&w);
}

static void test_a_study_is_run_to_its_end(void **state)
{
    struct world w;

    begin(&w);
    settle(&w, "one", NULL, NEED_INPUT);
    assert_true(work_satisfied(w.work));
    assert_int_equal(w.scene.done, TINY_LAYERS + 1);
    assert_true(w.scene.study->finished);
    assert_int_equal(w.scene.study->outcome.classes, TINY_CLASSES);
    settle(&w, "one", NULL, NEED_OUTCOME);
    assert_int_equal(w.opened, 1);
    end(&w);
}

static void test_another_query_needs_the_details_of_its_layer(void **state)
{
    struct world w;

    begin(&w);
    settle(&w, "one", NULL, NEED_LAYER | NEED_DETAIL);
    assert_int_equal(w.scene.detail, -1);
    cursor_ask(&w.scene.cursor, &w.scene.study->trace.shape, 3);
    w.scene.cursor.layer = 1;
    settle(&w, "one", NULL, NEED_LAYER | NEED_DETAIL);
    assert_int_equal(w.scene.detail, 1);
    assert_non_null(scene_weights(&w.scene, &w.tiny->keep));
    end(&w);
}

static void test_maps_of_an_explainer_are_those_it_gives(void **state)
{
    struct world w;
    struct trace trace;
    float want[TINY_TOKENS];

    begin(&w);
    trace = tiny_run(w.tiny);
    w.scene.method = &rollout_explainer;
    for (int layer = TINY_LAYERS - 1; layer >= 0; layer--) {
        struct question q = { .trace = &trace, .layer = layer,
                              .head = HEAD_MEAN, .query = 0 };

        w.scene.cursor.layer = layer;
        settle(&w, "one", NULL, NEED_LAYER | NEED_MAP);
        explain(want, &rollout_explainer, &q, &w.tiny->keep, w.tiny->scratch);
        assert_non_null(w.scene.map);
        for (int i = 0; i < TINY_TOKENS; i++)
            assert_float_equal(w.scene.map[i], want[i], 1e-6f);
    }
    end(&w);
}

static void test_the_parts_of_a_logit_come_last(void **state)
{
    struct world w;

    begin(&w);
    settle(&w, "one", NULL, NEED_OUTCOME);
    assert_null(w.scene.parts);
    settle(&w, "one", NULL, NEED_OUTCOME | NEED_PARTS);
    assert_non_null(w.scene.parts);
    assert_int_equal(w.scene.parts->done, TINY_LAYERS);
    end(&w);
}

static void test_the_picture_beside_is_run_too(void **state)
{
    struct world w;

    begin(&w);
    settle(&w, "one", "two", NEED_LAYER);
    assert_string_equal(w.scene.other->path, "two");
    assert_int_equal(w.scene.other_done, TINY_LAYERS + 1);
    settle(&w, "one", NULL, NEED_LAYER);
    assert_null(w.scene.other);
    end(&w);
}

static void test_why_a_picture_cannot_be_looked_at(void **state)
{
    struct world w;

    begin(&w);
    settle(&w, "bad.png", NULL, NEED_INPUT);
    assert_string_equal(work_failure(w.work, "bad.png"),
                        "bad.png: not a picture");
    assert_int_equal(w.opened, 1);      /* and it is not tried again */
    work_retry(w.work, "bad.png");
    assert_null(work_failure(w.work, "bad.png"));
    settle(&w, "bad.png", NULL, NEED_INPUT);
    assert_int_equal(w.opened, 2);      /* unless it is wanted */
    end(&w);
}

static void test_what_was_stopped_goes_on_for_another_wish(void **state)
{
    struct world w;

    begin(&w);
    work_serve(w.work, &w.scene, "one", NULL, NEED_INPUT);
    work_cancel(w.work);
    settle(&w, "one", NULL, NEED_INPUT);
    assert_false(work_busy(w.work));    /* however far it came */
    assert_true(work_held(w.work));
    w.scene.cursor.layer = 1;
    settle(&w, "one", NULL, NEED_LAYER);
    assert_false(work_held(w.work));
    assert_int_equal(w.scene.done, TINY_LAYERS + 1);
    end(&w);
}

/* A clock that a run reads at each of its steps, and that stops it there. */
static struct {
    atomic_int ticks, stop_at;
    atomic_bool held;
} watch;

static double hold(void)
{
    if (atomic_fetch_add(&watch.ticks, 1) + 1 == atomic_load(&watch.stop_at)) {
        atomic_store(&watch.held, true);
        while (atomic_load(&watch.held))
            sched_yield();
    }
    return 0;
}

static bool open_watched(void *ctx, struct study *s, const char *path,
                         struct arena *keep, struct error *err)
{
    bool ok = open_study(ctx, s, path, keep, err);

    s->clock_ms = hold;
    return ok;
}

/* The logits of a run that is cancelled when it reads the clock the `at`-th
 * time (0: never) and taken up again; how often it reads it. */
static int logits_after_cancel(float *logits, int at)
{
    struct world w;

    begin(&w);
    w.ui.open = open_watched;
    atomic_store(&watch.ticks, 0);
    atomic_store(&watch.stop_at, at);
    work_serve(w.work, &w.scene, "one", NULL, NEED_INPUT);
    while (at && !atomic_load(&watch.held))
        sched_yield();
    if (at)
        work_cancel(w.work);
    atomic_store(&watch.held, false);
    settle(&w, "one", NULL, NEED_INPUT);
    settle(&w, "one", NULL, NEED_OUTCOME);
    assert_true(w.scene.study->finished);
    memcpy(logits, w.scene.study->outcome.logits,
           TINY_CLASSES * sizeof *logits);
    end(&w);
    return atomic_load(&watch.ticks);
}

static void test_a_run_can_be_cancelled_at_every_step(void **state)
{
    float want[TINY_CLASSES], got[TINY_CLASSES];
    int ticks = logits_after_cancel(want, 0);

    assert_true(ticks >= 2 * (TINY_LAYERS + 1));
    for (int at = 1; at <= ticks; at++) {
        logits_after_cancel(got, at);
        assert_memory_equal(got, want, sizeof want);
    }
}

/* Wherever in it the cancellation is noticed. */
static void test_the_parts_of_a_logit_can_be_cancelled(void **state)
{
    struct world w;

    for (int wait = 0; wait < 40; wait++) {
        begin(&w);
        settle(&w, "one", NULL, NEED_OUTCOME);
        work_serve(w.work, &w.scene, "one", NULL, NEED_OUTCOME | NEED_PARTS);
        for (int i = 0; i < wait; i++)
            sched_yield();
        work_cancel(w.work);
        settle(&w, "one", NULL, NEED_OUTCOME);
        settle(&w, "one", NULL, NEED_OUTCOME | NEED_PARTS);
        assert_non_null(w.scene.parts);
        assert_int_equal(w.scene.parts->done, TINY_LAYERS);
        end(&w);
    }
}

/* More pictures than are kept: the first is opened once more. */
static void test_pictures_looked_at_long_ago_are_forgotten(void **state)
{
    struct world w;
    char path[32];

    begin(&w);
    for (int i = 0; i < 40; i++) {
        snprintf(path, sizeof(path), "picture %d", i);
        settle(&w, path, NULL, NEED_INPUT);
        assert_int_equal(w.scene.done, TINY_LAYERS + 1);
    }
    settle(&w, path, NULL, NEED_INPUT);
    assert_int_equal(w.opened, 40);
    settle(&w, "picture 0", NULL, NEED_INPUT);
    assert_int_equal(w.opened, 41);
    end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_before_anything_is_done_the_shape_is_known),
        cmocka_unit_test(test_a_study_is_run_to_its_end),
        cmocka_unit_test(test_another_query_needs_the_details_of_its_layer),
        cmocka_unit_test(test_maps_of_an_explainer_are_those_it_gives),
        cmocka_unit_test(test_the_parts_of_a_logit_come_last),
        cmocka_unit_test(test_the_picture_beside_is_run_too),
        cmocka_unit_test(test_why_a_picture_cannot_be_looked_at),
        cmocka_unit_test(test_what_was_stopped_goes_on_for_another_wish),
        cmocka_unit_test(test_a_run_can_be_cancelled_at_every_step),
        cmocka_unit_test(test_the_parts_of_a_logit_can_be_cancelled),
        cmocka_unit_test(test_pictures_looked_at_long_ago_are_forgotten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
