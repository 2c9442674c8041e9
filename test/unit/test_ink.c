/* test_ink.c - the same screen in fewer bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/ink.h"
#include "view/colormap.h"

enum { W = 12, UPPER = 0x2580, LOWER = 0x2584, FULL = 0x2588 };

struct world {
    struct arena arena;
    struct canvas canvas;
    struct ink row[W];
};

static void begin(struct world *w, enum depth depth)
{
    assert_true(arena_open(&w->arena, 1 << 16));
    w->canvas = canvas_new(&w->arena, W, 1, depth, false, THEME_DARK);
}

static void put(struct world *w, int x, uint32_t glyph, uint32_t fg,
                uint32_t bg)
{
    canvas_put(&w->canvas, x, 0, glyph, ROLE_TEXT);
    canvas_paint(&w->canvas, x, 0, fg, bg);
}

static const struct ink *inked(struct world *w, int colors)
{
    ink_row(w->row, &w->canvas, 0, colors);
    return w->row;
}

static void test_black_is_no_ansi_colour(void **state)
{
    struct world w;
    const struct ink *row;

    begin(&w, DEPTH_24BIT);
    put(&w, 0, 'x', 0x000000, 0x000007);
    put(&w, 1, 'x', 0x000008, 0x123456);
    row = inked(&w, 1 << 24);
    assert_int_equal(row[0].fg, 8);
    assert_int_equal(row[0].bg, 8);
    assert_int_equal(row[1].fg, 8);
    assert_int_equal(row[1].bg, 0x123456);
    arena_close(&w.arena);
}

static void test_dim_words_are_not_black_among_eight_colours(void **state)
{
    struct world w;

    begin(&w, DEPTH_16);
    canvas_put(&w.canvas, 0, 0, 'x', ROLE_DIM);
    assert_int_equal(inked(&w, 8)[0].fg, 7);
    assert_int_equal(inked(&w, 16)[0].fg, 8);
    arena_close(&w.arena);
}

static void test_256_colours_are_the_240_fixed_ones(void **state)
{
    struct world w;
    const struct ink *row;

    begin(&w, DEPTH_256);
    put(&w, 0, 'x', 0x000000, 0xffffff);
    row = inked(&w, 256);
    assert_int_equal(row[0].fg, color_to_256(0x000000));
    assert_true(row[0].fg >= 16 && row[0].bg >= 16);
    arena_close(&w.arena);
}

static void test_eight_colours_have_no_bright_half(void **state)
{
    struct world w;

    begin(&w, DEPTH_16);
    put(&w, 0, 'x', 0xffffff, 0xff5555);
    assert_true(inked(&w, 16)[0].fg >= 8);
    assert_true(inked(&w, 8)[0].fg < 8);
    arena_close(&w.arena);
}

static void test_a_mono_terminal_is_told_no_colours(void **state)
{
    struct world w;

    begin(&w, DEPTH_MONO);
    canvas_put(&w.canvas, 0, 0, 'x', ROLE_CHOSEN);
    assert_int_equal(inked(&w, 0)[0].fg, -1);
    assert_int_equal(w.row[0].bg, -1);
    arena_close(&w.arena);
}

static void test_halves_of_one_colour_are_a_blank_on_it(void **state)
{
    struct world w;
    const struct ink *row;

    begin(&w, DEPTH_24BIT);
    put(&w, 0, UPPER, 0x102030, 0x102030);
    put(&w, 1, FULL, 0x102030, LOOK_DEFAULT);
    row = inked(&w, 1 << 24);
    for (int x = 0; x < 2; x++) {
        assert_int_equal(row[x].glyph, ' ');
        assert_int_equal(row[x].fg, -1);
        assert_int_equal(row[x].bg, 0x102030);
    }
    arena_close(&w.arena);
}

static void test_upside_down_halves_share_a_pair(void **state)
{
    struct world w;
    const struct ink *row;

    begin(&w, DEPTH_24BIT);
    put(&w, 0, UPPER, 0x111111, 0x222222);
    put(&w, 1, UPPER, 0x222222, 0x111111);
    row = inked(&w, 1 << 24);
    assert_int_equal(row[0].glyph, UPPER);
    assert_int_equal(row[1].glyph, LOWER);
    assert_int_equal(row[0].fg, row[1].fg);
    assert_int_equal(row[0].bg, row[1].bg);
    arena_close(&w.arena);
}

static void test_blanks_between_words_take_the_ink_before_them(void **state)
{
    struct world w;
    const struct ink *row;

    begin(&w, DEPTH_24BIT);
    put(&w, 1, 'a', 0xff0000, LOOK_DEFAULT);
    put(&w, 4, 'b', 0xff0000, LOOK_DEFAULT);
    put(&w, 9, 'c', 0xff0000, LOOK_DEFAULT);
    row = inked(&w, 1 << 24);
    assert_int_equal(row[2].fg, 0xff0000);
    assert_int_equal(row[3].fg, 0xff0000);
    assert_int_not_equal(row[0].fg, 0xff0000);  /* nothing before it */
    assert_int_not_equal(row[5].fg, 0xff0000);  /* a long gap */
    assert_int_not_equal(row[10].fg, 0xff0000); /* the end of the row */
    arena_close(&w.arena);
}

static void test_a_coloured_blank_keeps_its_ground(void **state)
{
    struct world w;
    const struct ink *row;

    begin(&w, DEPTH_24BIT);
    put(&w, 0, 'a', 0xff0000, LOOK_DEFAULT);
    put(&w, 1, ' ', 0xff0000, 0x00ff00);
    put(&w, 2, ' ', 0xffffff, LOOK_DEFAULT);
    put(&w, 3, 'b', 0xff0000, LOOK_DEFAULT);
    row = inked(&w, 1 << 24);
    assert_int_equal(row[1].bg, 0x00ff00);
    assert_int_equal(row[2].bg, -1);
    arena_close(&w.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_black_is_no_ansi_colour),
        cmocka_unit_test(test_dim_words_are_not_black_among_eight_colours),
        cmocka_unit_test(test_256_colours_are_the_240_fixed_ones),
        cmocka_unit_test(test_eight_colours_have_no_bright_half),
        cmocka_unit_test(test_a_mono_terminal_is_told_no_colours),
        cmocka_unit_test(test_halves_of_one_colour_are_a_blank_on_it),
        cmocka_unit_test(test_upside_down_halves_share_a_pair),
        cmocka_unit_test(test_blanks_between_words_take_the_ink_before_them),
        cmocka_unit_test(test_a_coloured_blank_keeps_its_ground),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
