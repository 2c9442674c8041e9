/* test_screens.c - what a terminal shows is what headless runs show: keys,
 * sizes, colours, bad luck with the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <unistd.h>

#include "explorer.h"

#define CAT "examples/cat.png"

/* One run for each list of keys, typed as fast as a key can repeat. */
static void test_keys_lead_where_headless_keys_lead(void **state)
{
    static const char *const scripts[] = {
        "", "1", "n", "n n n n n", "5 ] ]", "5 } }", "5 Right Down", "8",
        "5 . Enter", "7 p", "5 w", "?", "5 x", "5 r", "5 m", "2 End", "c",
    };

    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        struct pty *p = explore(100, 30, env_24bit, CAT);

        assert_true(shows_headless(p, CAT, ""));
        pty_keys(p, scripts[i]);
        assert_true(shows_headless(p, CAT, scripts[i]));
        pty_close(p);
    }
}

static void test_pictures_are_stepped_through(void **state)
{
    static const char *const args = CAT " examples/dog.png examples/bird.png";
    struct pty *p = explore(100, 30, env_24bit, args);

    assert_true(shows_headless(p, args, ""));
    pty_keys(p, "8 Tab");
    assert_true(shows_headless(p, args, "8 Tab"));
    pty_keys(p, "Tab");
    assert_true(shows_headless(p, args, "8 Tab Tab"));
    pty_keys(p, "S-Tab");
    assert_true(shows_headless(p, args, "8 Tab"));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_without_a_picture_the_built_in_ones_are_shown(void **state)
{
    struct pty *p = explore(100, 30, env_24bit, "");

    assert_true(shows_headless(p, "", ""));
    pty_keys(p, "Tab 5");
    assert_true(shows_headless(p, "", "Tab 5"));
    assert_true(leaves_well(p));
    pty_close(p);
}

/* Text first, then every cell's colours: the depth that was found out is the
 * one that --color names. */
static void has_colors_of(const char *const *env, const char *options)
{
    static const char *const scripts[] = { "1", "5", "5 [", "8" };

    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++) {
        struct pty *p = explore(100, 30, env, CAT);

        pty_keys(p, scripts[i]);
        assert_true(shows_headless(p, options, scripts[i]));
        assert_true(same_colors(p, options, scripts[i]));
        assert_true(leaves_well(p));
        pty_close(p);
    }
}

static void test_24_bit_cells_are_those_of_the_ansi_snapshot(void **state)
{
    has_colors_of(env_24bit, "--color 24bit " CAT);
}

/* More pairs of colours than are kept: they are forgotten on the way. */
static void test_thousands_of_colours_later_they_are_right(void **state)
{
    static const char *const pictures =
        "examples/two-animals.png examples/tricky-owl.png "
        "examples/tricky-dog.png examples/small-bird.png";
    static const char *const round[] = { "}", "}", "}", "]" };
    struct pty *p = explore(100, 30, env_24bit, pictures);
    char keys[512] = "5";

    pty_keys(p, keys);
    for (int i = 0; i < 48; i++) {
        const char *key = i % 24 == 23 ? "t" : i % 8 == 7 ? "Tab" : round[i % 4];

        assert_true(shows_headless(p, pictures, keys));
        pty_keys(p, key);
        strcat(strcat(keys, " "), key);
    }
    assert_true(same_colors(p, pictures, keys));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_256_colour_cells_are_those_of_the_ansi_snapshot(void **state)
{
    has_colors_of(env_256, "--color 256 " CAT);
}

static void test_24_bit_means_exact_colours(void **state)
{
    struct pty *p = explore(100, 30, env_24bit, CAT);

    assert_true(shows_headless(p, "--color 24bit " CAT, ""));
    assert_true(has_color(p, COLOR_RGB, 0, 0xffffff));
    assert_true(leaves_well(p));
    pty_close(p);
}

/* The first 16 are the user's own: themes change them. */
static void test_256_colours_leave_the_users_own_alone(void **state)
{
    struct pty *p = explore(100, 30, env_256, CAT);

    assert_true(shows_headless(p, "--color 256 " CAT, ""));
    assert_true(has_color(p, COLOR_INDEXED, 16, 255));
    assert_false(has_color(p, COLOR_INDEXED, 0, 15));
    assert_false(has_color(p, COLOR_RGB, 0, 0xffffff));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_8_colour_terminals_get_no_others(void **state)
{
    struct pty *p = explore(100, 30, env_16, CAT);

    assert_true(shows_headless(p, "--color 16 " CAT, ""));
    assert_true(has_color(p, COLOR_INDEXED, 1, 15));
    assert_false(has_color(p, COLOR_INDEXED, 16, 255));
    assert_false(has_color(p, COLOR_RGB, 0, 0xffffff));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_no_color_means_none(void **state)
{
    struct pty *p = explore(100, 30, env_mono, CAT);

    assert_true(shows_headless(p, "--color never " CAT, ""));
    pty_keys(p, "5");
    assert_true(shows_headless(p, "--color never " CAT, "5"));
    assert_false(has_color(p, COLOR_INDEXED, 0, 255));
    assert_false(has_color(p, COLOR_RGB, 0, 0xffffff));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_an_option_goes_before_no_color(void **state)
{
    struct pty *p = explore(100, 30, env_mono, "--color 256 " CAT);

    assert_true(shows_headless(p, "--color 256 " CAT, ""));
    assert_true(has_color(p, COLOR_INDEXED, 16, 255));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_without_utf8_all_is_ascii(void **state)
{
    struct pty *p = explore(100, 30, env_ascii, CAT);

    for (const char *key = "12345678"; *key; key++) {
        const char name[2] = { *key, '\0' };

        pty_keys(p, name);
        assert_true(shows_headless(p, "--ascii --color 256 " CAT, name));
        assert_true(has_only_ascii(p));
    }
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_a_resize_loses_nothing(void **state)
{
    struct pty *p = explore(100, 30, env_24bit, CAT);

    pty_keys(p, "5 ] Right");
    assert_true(shows_headless(p, CAT, "5 ] Right"));
    pty_resize(p, 160, 50);
    assert_true(shows_headless(p, CAT, "5 ] Right"));
    pty_resize(p, 80, 24);
    assert_true(shows_headless(p, CAT, "5 ] Right"));
    pty_resize(p, 30, 8);
    assert_true(shows_headless(p, CAT, "5 ] Right"));
    pty_resize(p, 100, 30);
    assert_true(shows_headless(p, CAT, "5 ] Right"));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_every_size_is_drawn(void **state)
{
    static const int sizes[][2] = { { 1, 1 },   { 2, 1 },   { 1, 5 },
                                    { 10, 3 },  { 79, 24 }, { 80, 23 },
                                    { 80, 24 }, { 132, 43 }, { 250, 70 },
                                    { 500, 200 } };

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct pty *p = explore(sizes[i][0], sizes[i][1], env_24bit, CAT);

        assert_true(shows_headless(p, CAT, ""));
        pty_keys(p, "5 8 w");
        assert_true(shows_headless(p, CAT, "5 8 w"));
        pty_close(p);
    }
}

/* Larger than a number of curses: as on a line somebody else set the size of. */
static void test_sizes_beyond_any_screen_are_survived(void **state)
{
    static const char *const env[] = { "TERM=xterm-256color", "LANG=C.UTF-8",
                                       "LINES=50000", "COLUMNS=50000", NULL };
    static const int sizes[][2] = { { 33000, 2 }, { 2, 33000 }, { 65535, 1 } };

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct pty *p = explore(sizes[i][0], sizes[i][1], env, CAT);

        assert_true(pty_until_bytes(p, 1));
        pty_resize(p, 100, 30);
        assert_true(shows_headless(p, "--color 256 " CAT, ""));
        pty_resize(p, sizes[i][0], sizes[i][1]);
        pty_resize(p, 90, 28);
        assert_true(shows_headless(p, "--color 256 " CAT, ""));
        assert_true(leaves_well(p));
        pty_close(p);
    }
}

/* Text that was meant for another window: not a screen for every letter. */
static void test_a_paste_is_not_drawn_letter_by_letter(void **state)
{
    char paste[3001];
    struct pty *p = explore(100, 30, env_24bit, CAT);
    long before, one;

    assert_true(shows_headless(p, CAT, ""));
    before = pty_bytes(p);
    pty_keys(p, "x");
    assert_true(shows_headless(p, CAT, "x"));
    one = pty_bytes(p) - before;
    memset(paste, 'x', sizeof paste - 1);
    paste[sizeof paste - 1] = '\0';
    pty_type(p, paste);
    pty_keys(p, "5");
    assert_true(shows_headless(p, CAT, "x 5"));
    assert_true(pty_bytes(p) - before < one * 1000);
    assert_true(leaves_well(p));
    pty_close(p);
}

/* Many sizes at once; the last one counts. */
static void test_a_storm_of_resizes_ends_in_the_right_screen(void **state)
{
    struct pty *p = explore(100, 30, env_24bit, CAT);

    assert_true(shows_headless(p, CAT, ""));
    pty_keys(p, "5");
    for (int i = 0; i < 200; i++)
        pty_resize(p, 20 + i * 37 % 150, 5 + i * 23 % 50);
    pty_resize(p, 90, 28);
    assert_true(shows_headless(p, CAT, "5"));
    assert_true(leaves_well(p));
    pty_close(p);
}

/* Smaller and back before the program looks: what a terminal cut off on the
 * way is not there any more, though the size is as it was. */
static void test_a_resize_there_and_back_is_drawn_anew(void **state)
{
    struct pty *p = explore(100, 30, env_24bit, CAT);

    assert_true(shows_headless(p, CAT, ""));
    for (int i = 0; i < 20; i++) {
        pty_resize(p, 20, 5);
        pty_resize(p, 100, 30);
        assert_true(shows_headless(p, CAT, ""));
    }
    assert_true(leaves_well(p));
    pty_close(p);
}

/* Nobody reads for a while, as when ssh hangs: keys are kept, and in the end
 * the screen is right. */
static void test_a_blocked_line_only_delays(void **state)
{
    struct pty *p = explore(160, 50, env_24bit, CAT);

    assert_true(shows_headless(p, "--color 24bit " CAT, ""));
    for (int i = 0; i < 40; i++)
        pty_keys(p, "n n p p");
    pty_keys(p, "n Right");
    sleep(2);
    assert_true(shows_headless(p, "--color 24bit " CAT, "n Right"));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_a_click_chooses_what_headless_clicks_choose(void **state)
{
    static const char *const script = "5 click:12x10";
    struct pty *p = explore(100, 30, env_24bit, CAT);

    assert_true(shows_headless(p, CAT, ""));
    pty_keys(p, script);
    assert_true(shows_headless(p, CAT, script));
    assert_true(leaves_well(p));
    pty_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_lead_where_headless_keys_lead),
        cmocka_unit_test(test_pictures_are_stepped_through),
        cmocka_unit_test(test_without_a_picture_the_built_in_ones_are_shown),
        cmocka_unit_test(test_24_bit_cells_are_those_of_the_ansi_snapshot),
        cmocka_unit_test(test_thousands_of_colours_later_they_are_right),
        cmocka_unit_test(test_256_colour_cells_are_those_of_the_ansi_snapshot),
        cmocka_unit_test(test_24_bit_means_exact_colours),
        cmocka_unit_test(test_256_colours_leave_the_users_own_alone),
        cmocka_unit_test(test_8_colour_terminals_get_no_others),
        cmocka_unit_test(test_no_color_means_none),
        cmocka_unit_test(test_an_option_goes_before_no_color),
        cmocka_unit_test(test_without_utf8_all_is_ascii),
        cmocka_unit_test(test_a_resize_loses_nothing),
        cmocka_unit_test(test_every_size_is_drawn),
        cmocka_unit_test(test_sizes_beyond_any_screen_are_survived),
        cmocka_unit_test(test_a_paste_is_not_drawn_letter_by_letter),
        cmocka_unit_test(test_a_storm_of_resizes_ends_in_the_right_screen),
        cmocka_unit_test(test_a_resize_there_and_back_is_drawn_anew),
        cmocka_unit_test(test_a_blocked_line_only_delays),
        cmocka_unit_test(test_a_click_chooses_what_headless_clicks_choose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
