/* test_guess.c - what a terminal can do, from what it says of itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/guess.h"

static const struct surroundings xterm = { .term = "xterm-256color",
                                           .colors = 256 };

static void test_terminfo_says_how_many_colours(void **state)
{
    struct surroundings s = xterm;

    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_256);
    s.colors = 88;
    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_16);
    s.colors = 8;
    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_16);
    s.colors = -1;
    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_MONO);
}

static void test_colorterm_promises_24_bit_but_not_under_screen(void **state)
{
    struct surroundings s = xterm;

    s.colorterm = "truecolor";
    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_24BIT);
    s.colorterm = "24bit";
    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_24BIT);
    s.term = "screen-256color";
    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_256);
    s.term = "tmux-256color";
    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_24BIT);
    s.colorterm = "yes";
    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_256);
}

static void test_screen_has_no_mouse_but_tmux_has(void **state)
{
    struct surroundings s = xterm;

    assert_true(guess_mouse(&s));
    s.sty = "1.pts-0.host";
    assert_false(guess_mouse(&s));
    s.tmux = "/tmp/tmux-0/default,1,0";     /* around it, or inside */
    assert_false(guess_mouse(&s));
    s.sty = NULL;
    s.term = "screen-256color";             /* what old tmux says too */
    assert_true(guess_mouse(&s));
    s.tmux = NULL;                          /* by way of ssh */
    assert_false(guess_mouse(&s));
    s.term = "tmux-256color";
    assert_true(guess_mouse(&s));
    assert_true(guess_mouse(&(struct surroundings){ .term = NULL }));
}

static void test_no_color_means_none_unless_asked_for(void **state)
{
    struct surroundings s = xterm;

    s.no_color = "1";
    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_MONO);
    assert_int_equal(guess_depth(DEPTH_ALWAYS, &s), DEPTH_256);
    assert_int_equal(guess_depth(DEPTH_24BIT, &s), DEPTH_24BIT);
    s.no_color = "";
    assert_int_equal(guess_depth(DEPTH_AUTO, &s), DEPTH_256);
}

static enum theme theme_of(const char *colorfgbg)
{
    return guess_theme(-1, &(struct surroundings){ .colorfgbg = colorfgbg });
}

static void test_the_ground_chooses_the_theme(void **state)
{
    assert_int_equal(theme_of(NULL), THEME_DARK);
    assert_int_equal(theme_of("15;0"), THEME_DARK);
    assert_int_equal(theme_of("7;8"), THEME_DARK);
    assert_int_equal(theme_of("0;15"), THEME_LIGHT);
    assert_int_equal(theme_of("0;default;7"), THEME_LIGHT);
    assert_int_equal(theme_of("0;default"), THEME_DARK);
    assert_int_equal(theme_of("junk"), THEME_DARK);
    assert_int_equal(
        guess_theme(THEME_SAFE, &(struct surroundings){ .colorfgbg = "0;15" }),
        THEME_SAFE);
}

static void test_names_of_terminals_the_database_lacks(void **state)
{
    assert_int_equal(guess_colors("xterm-256color"), 256);
    assert_int_equal(guess_colors("xterm-ghostty"), 256);
    assert_int_equal(guess_colors("foot-extra"), 256);
    assert_int_equal(guess_colors("linux"), 8);
    assert_int_equal(guess_colors("dumb"), 0);
    assert_int_equal(guess_colors("vt100"), 0);
    assert_int_equal(guess_colors("no-such-terminal"), 0);
    assert_int_equal(guess_colors(""), 0);
}

static void test_names_of_locales(void **state)
{
    assert_true(locale_is_utf8("de_DE.UTF-8"));
    assert_true(locale_is_utf8("en_US.utf8"));
    assert_false(locale_is_utf8("de_DE.ISO-8859-1"));
    assert_false(locale_is_utf8("C"));
    assert_false(locale_is_utf8(NULL));
}

static const char *copied(struct arena *a, const struct surroundings *s)
{
    struct text t = text_new(a);

    clipboard_sequence(&t, "cat", s);
    return t.data;
}

static void test_the_clipboard_is_reached_through_tmux_and_screen(void **state)
{
    struct surroundings tmux = { .tmux = "/tmp/tmux-0/default,1,0" };
    struct surroundings screen = { .sty = "1234.pts-0" };
    struct arena a;

    assert_true(arena_open(&a, 1 << 16));
    assert_string_equal(copied(&a, &xterm), "\33]52;c;Y2F0\a");
    assert_string_equal(copied(&a, &tmux),
                        "\33]52;c;Y2F0\a"
                        "\33Ptmux;\33\33]52;c;Y2F0\a\33\\");
    assert_string_equal(copied(&a, &screen), "\33P\33]52;c;Y2F0\a\33\\");
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_terminfo_says_how_many_colours),
        cmocka_unit_test(test_colorterm_promises_24_bit_but_not_under_screen),
        cmocka_unit_test(test_screen_has_no_mouse_but_tmux_has),
        cmocka_unit_test(test_no_color_means_none_unless_asked_for),
        cmocka_unit_test(test_the_ground_chooses_the_theme),
        cmocka_unit_test(test_names_of_terminals_the_database_lacks),
        cmocka_unit_test(test_names_of_locales),
        cmocka_unit_test(test_the_clipboard_is_reached_through_tmux_and_screen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
