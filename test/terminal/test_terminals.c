/* test_terminals.c - terminals of every kind, and none at all: a screen, or
 * one sentence and nothing drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "explorer.h"

#define CAT "examples/cat.png"
#define SHELL "shell$ program\n"

static int lines_of(const char *s)
{
    int n = 0;

    for (; *s; s++)
        n += *s == '\n';
    return n;
}

/* Refuses with status 1 and one sentence that contains `word`. */
static void refuses(const char *const *env, const char *arguments,
                    const char *word)
{
    struct pty *p = explore(200, 10, env, arguments);
    const char *said;

    assert_int_equal(pty_wait_end(p), 1);
    said = pty_text(p);
    if (!strstr(said, word) || lines_of(said) != 2)
        printf("# %s", said);
    assert_true(strncmp(said, SHELL "vitscope: ", strlen(SHELL) + 10) == 0);
    assert_non_null(strstr(said, word));
    assert_int_equal(lines_of(said), 2);
    assert_null(pty_not_restored(p));
    pty_close(p);
}

static void test_a_dumb_terminal_gets_a_sentence(void **state)
{
    static const char *const env[] = { "TERM=dumb", "LANG=C.UTF-8", NULL };

    refuses(env, CAT, "dumb");
}

static void test_an_unknown_terminal_gets_a_sentence(void **state)
{
    static const char *const env[] = { "TERM=no-such-terminal", NULL };

    refuses(env, CAT, "no-such-terminal");
}

static void test_no_TERM_gets_a_sentence(void **state)
{
    static const char *const env[] = { "LANG=C.UTF-8", NULL };

    refuses(env, CAT, "TERM");
}

static void test_a_hostile_TERM_reaches_no_terminal(void **state)
{
    static const char *const env[] = { "TERM=x\033]0;title\007", NULL };

    refuses(env, CAT, "TERM");
}

static void test_output_that_is_no_terminal_gets_a_sentence(void **state)
{
    refuses(env_256, CAT " | cat; test $? = 0 && exit 1", "terminal");
}

/* Without a terminal anywhere, as in cron or a batch job. */
static void test_no_terminal_at_all_gets_a_sentence(void **state)
{
    refuses(env_256, CAT " </dev/null >/dev/null", "terminal");
}

static void test_a_picture_that_is_not_there_draws_nothing(void **state)
{
    refuses(env_256, "no-such-picture.png", "no-such-picture.png");
}

static void test_a_picture_from_a_pipe_leaves_the_keys_alone(void **state)
{
    struct pty *p = explore(100, 30, env_256, "- <" CAT);

    assert_true(pty_until_text(p, "[PATCHES]"));
    pty_keys(p, "n n");
    assert_true(pty_until_without(p, "[PATCHES]"));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_every_terminal_shows_all_stages_and_is_given_back(void **state)
{
    static const char *const terms[] = {
        "xterm", "xterm-256color", "xterm-mono", "screen", "screen-256color",
        "tmux", "tmux-256color", "linux", "vt100", "vt102", "vt220", "rxvt",
        "ansi",
    };

    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        char term[64];
        const char *const env[] = { term, "LANG=C.UTF-8", NULL };
        struct pty *p;

        snprintf(term, sizeof term, "TERM=%s", terms[i]);
        p = explore(80, 24, env, CAT);
        assert_true(pty_until_text(p, "[PATCHES]"));
        pty_keys(p, "1 2 3 4 5 6 7 8 w q ?");
        assert_true(pty_until_without(p, "PATCHES"));
        pty_keys(p, "q 1");
        assert_true(pty_until_text(p, "[PATCHES]"));
        assert_true(leaves_well(p));
        pty_close(p);
    }
}

/* ssh hands over a locale that the server has not. */
static void test_a_missing_utf8_locale_still_gets_blocks(void **state)
{
    static const char *const env[] = { "TERM=xterm-256color",
                                       "LANG=xx_YY.UTF-8", NULL };
    struct pty *p = explore(100, 30, env, CAT);

    assert_true(shows_headless(p, "--color 256 " CAT, ""));
    assert_false(has_only_ascii(p));
    assert_true(leaves_well(p));
    pty_close(p);
}

/* Nor asked for the mouse, for the sake of Esc (guess_mouse()). */
static void test_screen_is_told_nothing_of_24_bit(void **state)
{
    static const char *const env[] = { "TERM=screen-256color",
                                       "COLORTERM=truecolor", "LANG=C.UTF-8",
                                       NULL };
    struct pty *p = explore(100, 30, env, CAT);

    assert_true(shows_headless(p, "--color 256 " CAT, ""));
    assert_false(has_color(p, COLOR_RGB, 0, 0xffffff));
    assert_true(has_color(p, COLOR_INDEXED, 16, 255));
    assert_false(emulator_mouse(pty_screen(p)));
    assert_true(leaves_well(p));
    pty_close(p);
}

/* Colours that TERM lacks, when the user knows better. */
static void test_a_forced_depth_needs_no_entry_in_the_database(void **state)
{
    static const char *const env[] = { "TERM=vt100", "TERMINFO=/nowhere",
                                       "LANG=C.UTF-8", NULL };
    struct pty *p = explore(100, 30, env, "--color 24bit " CAT);

    assert_true(shows_headless(p, "--color 24bit " CAT, ""));
    assert_true(has_color(p, COLOR_RGB, 0, 0xffffff));
    assert_true(leaves_well(p));
    pty_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_dumb_terminal_gets_a_sentence),
        cmocka_unit_test(test_an_unknown_terminal_gets_a_sentence),
        cmocka_unit_test(test_no_TERM_gets_a_sentence),
        cmocka_unit_test(test_a_hostile_TERM_reaches_no_terminal),
        cmocka_unit_test(test_output_that_is_no_terminal_gets_a_sentence),
        cmocka_unit_test(test_no_terminal_at_all_gets_a_sentence),
        cmocka_unit_test(test_a_picture_that_is_not_there_draws_nothing),
        cmocka_unit_test(test_a_picture_from_a_pipe_leaves_the_keys_alone),
        cmocka_unit_test(
            test_every_terminal_shows_all_stages_and_is_given_back),
        cmocka_unit_test(test_a_missing_utf8_locale_still_gets_blocks),
        cmocka_unit_test(test_screen_is_told_nothing_of_24_bit),
        cmocka_unit_test(test_a_forced_depth_needs_no_entry_in_the_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
