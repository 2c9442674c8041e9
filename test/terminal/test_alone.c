/* test_alone.c - the explorer where nothing is installed: a static program in
 * an empty system, or ssh from a new terminal to an old one.  TERM's name is
 * enough.
 *
 * $EXPLORED may be the program in a system of its own (static.sh). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "explorer.h"

#define CAT     "examples/cat.png"
#define NOTHING "TERMINFO=/nowhere", "TERMINFO_DIRS=/nowhere"

/* Every stage, a page, another picture's worth of layers, a resize. */
static const char *const walk[] = {
    "",
    "5",
    "5 Right",
    "5 Right 1 2 3 4 5 6 7 8",
    "5 Right 1 2 3 4 5 6 7 8 w",
    "5 Right 1 2 3 4 5 6 7 8 w q ?",
};

/* Press what a step adds to the one before. */
static void walks(struct pty *p, const char *options)
{
    const char *done = "";

    for (size_t i = 0; i < sizeof walk / sizeof walk[0]; i++) {
        pty_keys(p, walk[i] + strlen(done));
        assert_true(shows_headless(p, options, walk[i]));
        done = walk[i];
    }
    pty_keys(p, "q");
    assert_true(leaves_well(p));
}

static void test_the_name_of_a_terminal_is_enough(void **state)
{
    static const struct {
        const char *term, *options;
    } terms[] = {
        { "TERM=xterm-256color", "--color 256 " CAT },
        { "TERM=xterm-kitty", "--color 256 " CAT },
        { "TERM=tmux-256color", "--color 256 " CAT },
        { "TERM=screen-256color", "--color 256 " CAT },
        { "TERM=linux", "--color 16 " CAT },
    };

    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        const char *const env[] = { terms[i].term, "LANG=C.UTF-8", NOTHING,
                                    NULL };
        struct pty *p = explore(100, 30, env, CAT);

        walks(p, terms[i].options);
        pty_close(p);
    }
}

static void test_24_bit_needs_no_database(void **state)
{
    static const char *const env[] = { "TERM=alacritty", "COLORTERM=truecolor",
                                       "LANG=C.UTF-8", NOTHING, NULL };
    struct pty *p = explore(100, 30, env, CAT);

    assert_true(shows_headless(p, CAT, ""));
    assert_true(has_color(p, COLOR_RGB, 0, 0xffffff));
    walks(p, CAT);
    pty_close(p);
}

static void test_no_color_needs_no_database_either(void **state)
{
    static const char *const env[] = { "TERM=foot", "NO_COLOR=1",
                                       "LANG=C.UTF-8", NOTHING, NULL };
    struct pty *p = explore(100, 30, env, CAT);

    assert_true(shows_headless(p, "--color never " CAT, ""));
    assert_false(has_color(p, COLOR_INDEXED, 0, 255));
    walks(p, "--color never " CAT);
    pty_close(p);
}

static void test_without_a_locale_it_is_ascii(void **state)
{
    static const char *const env[] = { "TERM=xterm-256color", NOTHING, NULL };
    struct pty *p = explore(100, 30, env, CAT);

    assert_true(shows_headless(p, "--ascii --color 256 " CAT, ""));
    assert_true(has_only_ascii(p));
    walks(p, "--ascii --color 256 " CAT);
    pty_close(p);
}

/* What these can do is not to be guessed. */
static void test_a_name_that_says_nothing_gets_a_sentence(void **state)
{
    static const char *const terms[] = { "TERM=dumb", "TERM=wyse50", "TERM=" };

    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        const char *const env[] = { terms[i], NOTHING, NULL };
        struct pty *p = explore(200, 10, env, CAT);

        assert_int_equal(pty_wait_end(p), 1);
        assert_non_null(strstr(pty_text(p), "vitscope: "));
        assert_non_null(strstr(pty_text(p), "TERM"));
        assert_null(pty_not_restored(p));
        pty_close(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_name_of_a_terminal_is_enough),
        cmocka_unit_test(test_24_bit_needs_no_database),
        cmocka_unit_test(test_no_color_needs_no_database_either),
        cmocka_unit_test(test_without_a_locale_it_is_ascii),
        cmocka_unit_test(test_a_name_that_says_nothing_gets_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
