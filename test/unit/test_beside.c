/* test_beside.c - two pictures beside each other: what is drawn of both, what
 * is compared, and where a click belongs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <math.h>

#include <cmocka.h>

#include "explain/measure.h"
#include "scenes.h"
#include "view/render.h"

/* Stages, from 0. */
enum { WEIGHTS = 4, FINAL = 6 };

enum { W = 140, H = 40 };

struct pair {
    struct scenes left, right;
};

static void open(struct pair *p)
{
    static const char model[] = "models/catdogbird-3x3";

    scenes_open(&p->left, model);
    scenes_picture(&p->left, "examples/cat.png");
    scenes_run_all(&p->left);
    scenes_open(&p->right, model);
    scenes_picture(&p->right, "examples/dog.png");
    scenes_run_all(&p->right);
    p->left.scene.other = &p->right.study;
    p->left.scene.other_done = p->right.scene.done;
    p->left.scene.other_parts = p->right.scene.parts;
}

static void leave(struct pair *p)
{
    scenes_close(&p->left);
    scenes_close(&p->right);
}

/* The screen as text; it lives until the next. */
static const char *drawn(struct pair *p)
{
    struct canvas c = scenes_draw(&p->left, W, H, DEPTH_MONO, false);
    struct text t = text_new(&p->left.page);

    render_text(&t, &c);
    return t.data;
}

static int count(const char *s, const char *what)
{
    int n = 0;

    for (s = strstr(s, what); s; s = strstr(s + 1, what))
        n++;
    return n;
}

static void test_both_are_drawn_at_every_stage(void **state)
{
    struct pair p;

    open(&p);
    for (int i = 0; i < stage_count; i++) {
        p.left.scene.cursor.stage = i;
        assert_non_null(strstr(drawn(&p), "cat.png · cat 98 %"));
        assert_non_null(strstr(drawn(&p), "dog.png · dog 98 %"));
    }
    leave(&p);
}

/* Before the second has classes its name alone stands over it. */
static void test_one_may_be_ahead_of_the_other(void **state)
{
    struct pair p;

    open(&p);
    p.left.scene.other_done = 1;
    for (int i = 0; i < stage_count; i++) {
        p.left.scene.cursor.stage = i;
        assert_non_null(strstr(drawn(&p), "dog.png"));
        assert_null(strstr(drawn(&p), "dog.png ·"));
    }
    leave(&p);
}

/* Patches of both are compared with one token, that of the first picture. */
static void test_final_states_are_compared_across_pictures(void **state)
{
    struct pair p;
    const struct shape *s = &p.left.study.trace.shape;
    char said[64];
    int L, D;

    open(&p);
    L = s->layers;
    D = s->dim;
    p.left.scene.cursor.stage = FINAL;
    cursor_choose(&p.left.scene.cursor, s, 5);
    assert_int_equal(count(drawn(&p), "cosine with P5 of cat.png"), 2);
    for (int t = 1; t < s->tokens; t += 4) {    /* P1, P5, P9 of the dog */
        const float *mine = trace_hidden(&p.left.study.trace, L) + 5 * D;
        const float *theirs = trace_hidden(&p.right.study.trace, L) + t * D;

        snprintf(said, sizeof said, "%.3f", cosine(mine, theirs, D));
        assert_non_null(strstr(drawn(&p), said));
    }
    p.left.scene.other_done = 2;
    assert_null(strstr(drawn(&p), "of cat.png"));
    leave(&p);
}

/* The patch under the middle of the cell, in either half. */
static void test_a_click_belongs_to_the_picture_under_it(void **state)
{
    struct pair p;
    struct canvas c;
    int hits[2][9] = { { 0 } };

    open(&p);
    p.left.scene.cursor.stage = WEIGHTS;
    c = scenes_draw(&p.left, W, H, DEPTH_24BIT, false);
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++) {
            int patch = screen_hit(&c, &p.left.scene, x, y);

            if (patch >= 0)
                hits[x >= W / 2][patch]++;
        }
    for (int i = 0; i < 9; i++) {
        assert_true(hits[0][i] > 0);
        assert_true(hits[1][i] > 0);
    }
    p.left.scene.page = PAGE_HELP;
    assert_int_equal(screen_hit(&c, &p.left.scene, 10, 10), -1);
    leave(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_are_drawn_at_every_stage),
        cmocka_unit_test(test_one_may_be_ahead_of_the_other),
        cmocka_unit_test(test_final_states_are_compared_across_pictures),
        cmocka_unit_test(test_a_click_belongs_to_the_picture_under_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
