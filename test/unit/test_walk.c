/* test_walk.c - where keys lead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "view/stage.h"
#include "view/walk.h"

/* 2 layers, 3 heads; CLS, dist, one register, 2 x 3 patches. */
static const struct shape shape = { .layers = 2, .dim = 4, .heads = 3,
                                    .tokens = 9, .cls = 1, .dist = 1,
                                    .registers = 1, .grid_h = 2, .grid_w = 3 };
/* The same picture in a larger model without a CLS token. */
static const struct shape bare = { .layers = 1, .dim = 4, .heads = 2,
                                   .tokens = 24, .grid_h = 4, .grid_w = 6 };
enum { CLS, DIST, REG, P1, P2, P3, P4, P5, P6 };

static void test_steps_walk_the_layers_in_the_middle(void **state)
{
    static const char walked[] = "1 2 3 4.1 5.1 6.1 4.2 5.2 6.2 7 8";
    struct cursor c = walk_start(&shape);
    char got[64];
    size_t n = 0;

    do {
        n += (size_t)snprintf(got + n, sizeof(got) - n, "%s%d", n ? " " : "",
                              c.stage + 1);
        if (stages[c.stage]->layered)
            n += (size_t)snprintf(got + n, sizeof(got) - n, ".%d", c.layer + 1);
    } while (walk_next(&c, &shape));
    assert_string_equal(got, walked);
}

static void test_steps_walk_back_the_way_they_came(void **state)
{
    struct cursor c = walk_start(&shape);
    int n = walk_steps(&shape);

    assert_int_equal(n, 11);
    assert_false(walk_back(&c, &shape));
    for (int i = 0; i < n; i++, walk_next(&c, &shape))
        assert_int_equal(walk_step(&c, &shape), i);
    for (int i = n - 1; i > 0; i--) {
        assert_int_equal(walk_step(&c, &shape), i);
        assert_true(walk_back(&c, &shape));
    }
    assert_int_equal(c.stage, 0);
}

static void test_layers_end_where_they_end(void **state)
{
    struct cursor c = walk_start(&shape);

    assert_false(walk_layer(&c, &shape, -1));
    assert_true(walk_layer(&c, &shape, 1));
    assert_false(walk_layer(&c, &shape, 1));
    assert_int_equal(c.layer, 1);
}

static void test_before_the_first_head_are_mean_max_and_min(void **state)
{
    struct cursor c = walk_start(&shape);

    assert_int_equal(c.head, HEAD_MEAN);
    assert_true(walk_head(&c, &shape, 1, false));
    assert_int_equal(c.head, 0);
    assert_true(walk_head(&c, &shape, -3, false));
    assert_int_equal(c.head, HEAD_MIN);
    assert_false(walk_head(&c, &shape, -1, false));
    assert_true(walk_head(&c, &shape, 9, false));
    assert_int_equal(c.head, 2);
    assert_true(walk_head(&c, &shape, 1, true));    /* brought back to mean */
    assert_int_equal(c.head, HEAD_MEAN);
}

/* Where it leads; whether it leads anywhere is what is returned. */
static int move(struct cursor *c, int dx, int dy)
{
    int before = cursor_token(c, &shape);
    bool moved = walk_token(c, &shape, dx, dy);

    assert_int_equal(moved, cursor_token(c, &shape) != before);
    return cursor_token(c, &shape);
}

static void test_arrows_walk_the_grid_and_its_edges_hold(void **state)
{
    struct cursor c = walk_start(&shape);

    assert_int_equal(cursor_token(&c, &shape), P1);
    assert_int_equal(move(&c, 1, 0), P2);
    assert_int_equal(move(&c, 0, 1), P5);
    assert_int_equal(move(&c, 0, 1), P5);
    assert_int_equal(move(&c, 1, 0), P6);
    assert_false(walk_token(&c, &shape, 1, 0));
    assert_int_equal(move(&c, 0, -1), P3);
}

static void test_left_of_the_first_patch_stand_the_other_tokens(void **state)
{
    struct cursor c = walk_start(&shape);

    assert_int_equal(move(&c, -1, 0), REG);
    assert_int_equal(move(&c, 0, -1), DIST);
    assert_int_equal(move(&c, -1, 0), CLS);
    assert_false(walk_token(&c, &shape, -1, 0));
    assert_int_equal(move(&c, 1, 0), DIST);
    assert_true(walk_last(&c, &shape));
    assert_false(walk_last(&c, &shape));
    assert_int_equal(cursor_token(&c, &shape), P6);
    assert_true(walk_first(&c, &shape));
    assert_false(walk_first(&c, &shape));
    assert_int_equal(cursor_token(&c, &shape), CLS);
}

static void test_goto_takes_names_and_places(void **state)
{
    struct cursor c = walk_start(&shape);

    assert_true(walk_goto(&c, &shape, "2,3"));
    assert_int_equal(cursor_token(&c, &shape), P6);
    assert_true(walk_goto(&c, &shape, "1 , 2"));
    assert_int_equal(cursor_token(&c, &shape), P2);
    assert_true(walk_goto(&c, &shape, "reg1"));
    assert_int_equal(cursor_token(&c, &shape), REG);
    assert_false(walk_goto(&c, &shape, "3,1"));
    assert_false(walk_goto(&c, &shape, "0,1"));
    assert_false(walk_goto(&c, &shape, "1,"));
    assert_false(walk_goto(&c, &shape, "1,1x"));
    assert_false(walk_goto(&c, &shape, ""));
    assert_false(walk_goto(&c, &shape, "p7"));
    assert_int_equal(cursor_token(&c, &shape), REG);
}

static void test_goto_takes_layers_and_heads(void **state)
{
    static const char *const wrong[] = { "", "l", "l0", "l3", "l1x", "h4",
                                         "l3h1", "l1h4", "2", "h1l1" };
    struct cursor c = walk_start(&shape);

    assert_true(walk_to(&c, &shape, "L2", false));
    assert_int_equal(c.layer, 1);
    assert_int_equal(c.head, HEAD_MEAN);
    assert_true(walk_to(&c, &shape, "h3", false));
    assert_int_equal(c.layer, 1);
    assert_int_equal(c.head, 2);
    assert_true(walk_to(&c, &shape, "l1h2", false));
    assert_int_equal(c.layer, 0);
    assert_int_equal(c.head, 1);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_false(walk_to(&c, &shape, wrong[i], false));
    assert_false(walk_to(&c, &shape, "h1", true));
    assert_int_equal(c.layer, 0);
    assert_int_equal(c.head, 1);
}

static void test_a_query_is_taken_and_given_back(void **state)
{
    struct cursor c = walk_start(&shape);

    assert_true(c.query_own);
    assert_false(walk_query_own(&c, &shape));
    assert_true(walk_query(&c, &shape));
    assert_false(c.query_own);
    assert_int_equal(c.query_kind, TOKEN_PATCH);
    assert_false(walk_query(&c, &shape));
    assert_true(walk_query_own(&c, &shape));
    assert_true(c.query_own);
}

static void test_a_place_fits_into_another_model(void **state)
{
    struct cursor c = walk_start(&shape);

    c.layer = 1;
    c.head = 2;
    walk_goto(&c, &shape, "2,3");
    walk_fit(&c, &bare);
    assert_int_equal(c.layer, 0);
    assert_int_equal(c.head, 1);
    /* the centre of (2, 3) of 2x3 lies in (4, 6) or (3, 5 or 6) of 4x6 */
    assert_true(cursor_token(&c, &bare) >= 12);
    walk_goto(&c, &shape, "cls");
    walk_query(&c, &shape);
    walk_fit(&c, &bare);
    assert_true(cursor_token(&c, &bare) >= 0);
    assert_true(c.query_own);
}

static void test_at_reads_every_part_or_leaves_it(void **state)
{
    struct cursor c = walk_start(&shape);
    struct error err;

    assert_true(walk_at(&c, "weights:2:max:r2c1", &shape, &err));
    assert_int_equal(c.stage, 4);
    assert_int_equal(c.layer, 1);
    assert_int_equal(c.head, HEAD_MAX);
    assert_int_equal(cursor_token(&c, &shape), P4);
    assert_true(walk_at(&c, "8", &shape, &err));
    assert_true(walk_at(&c, ":1:3", &shape, &err));
    assert_int_equal(c.stage, 7);
    assert_int_equal(c.layer, 0);
    assert_int_equal(c.head, 2);
}

static void test_at_says_what_is_wrong(void **state)
{
    static const char *const bad[] = { "9", "0", "nowhere", "5:3", "5:0", "5:x",
                                       "5:1:4", "5:1:median", "5:1:1:p7",
                                       "5:1:1:p1:6" };
    struct cursor c = walk_start(&shape);
    struct error err;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        err.text[0] = 0;
        assert_false(walk_at(&c, bad[i], &shape, &err));
        assert_int_equal(strncmp(err.text, "--at: ", 6), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps_walk_the_layers_in_the_middle),
        cmocka_unit_test(test_steps_walk_back_the_way_they_came),
        cmocka_unit_test(test_layers_end_where_they_end),
        cmocka_unit_test(test_before_the_first_head_are_mean_max_and_min),
        cmocka_unit_test(test_arrows_walk_the_grid_and_its_edges_hold),
        cmocka_unit_test(test_left_of_the_first_patch_stand_the_other_tokens),
        cmocka_unit_test(test_goto_takes_names_and_places),
        cmocka_unit_test(test_goto_takes_layers_and_heads),
        cmocka_unit_test(test_a_query_is_taken_and_given_back),
        cmocka_unit_test(test_a_place_fits_into_another_model),
        cmocka_unit_test(test_at_reads_every_part_or_leaves_it),
        cmocka_unit_test(test_at_says_what_is_wrong),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
