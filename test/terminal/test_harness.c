/* test_harness.c - the pseudo-terminal of these tests, on small shell scripts:
 * what it says of vitscope can be believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <string.h>

#include "pty.h"

static const char *const env[] = { "TERM=xterm-256color", "LANG=C.UTF-8",
                                   NULL };

/* A shell that runs this script on a terminal of 40x10. */
static struct pty *script(const char *text)
{
    const char *const argv[] = { "/bin/sh", "-c", text, NULL };

    return pty_start(40, 10, env, argv);
}

static void test_shows_what_is_written_and_the_status(void **state)
{
    struct pty *p = script("printf 'one\\ntwo \\342\\226\\210\\n'; exit 3");

    assert_int_equal(pty_wait_end(p), 3);
    assert_string_equal(pty_text(p), "shell$ program\none\ntwo \u2588\n");
    assert_null(pty_not_restored(p));
    pty_close(p);
}

static void test_knows_colours_and_repetitions(void **state)
{
    struct pty *p = script("printf '\\033[H\\033[2J\\033[38;2;1;2;3ma"
                           "\\033[48;5;200;1mb\\033[3b\\033[0m.'");

    assert_int_equal(pty_wait_end(p), 0);
    assert_string_equal(pty_text(p), "abbbb.\n");
    assert_int_equal(emulator_cell(pty_screen(p), 0, 0).fg.value, 0x010203);
    assert_int_equal(emulator_cell(pty_screen(p), 4, 0).bg.kind, COLOR_INDEXED);
    assert_int_equal(emulator_cell(pty_screen(p), 4, 0).bg.value, 200);
    assert_true(emulator_cell(pty_screen(p), 4, 0).bold);
    assert_int_equal(emulator_cell(pty_screen(p), 5, 0).fg.kind, COLOR_DEFAULT);
    pty_close(p);
}

/* A loaded machine hands over what was written in pieces, cut anywhere. */
static void test_pieces_of_any_size_show_the_same(void **state)
{
    static const char text[] = "a \u00b7 b\033[1mc \u2500\033[3b \U0001f600.";

    for (size_t i = 1; i < sizeof text - 1; i++) {
        struct emulator *e = emulator_new(40, 10, NULL, NULL);

        emulator_feed(e, text, i);
        emulator_feed(e, text + i, sizeof text - 1 - i);
        assert_string_equal(emulator_text(e),
                            "a \u00b7 bc \u2500\u2500\u2500\u2500 "
                            "\U0001f600.\n");
        emulator_free(e);
    }
}

static void test_types_keys_and_resizes(void **state)
{
    struct pty *p = script("trap 'stty size' WINCH; echo up; read a;"
                           " echo \"<$a>\"; read b; echo \"<$b>\"");

    assert_true(pty_until_text(p, "up"));
    pty_keys(p, "type:word Enter");
    assert_true(pty_until_text(p, "<word>"));
    pty_keys(p, "resize:60x20 n Space Enter");
    assert_true(pty_until_text(p, "20 60"));
    assert_int_equal(pty_wait_end(p), 0);
    pty_close(p);
}

static void test_notices_a_terminal_that_is_not_given_back(void **state)
{
    static const char *const mess[] = {
        "printf '\\033[?1049h'", "printf '\\033[?25l'", "stty raw",
        "printf '\\033[31m'", "printf '\\033[?1000h'", "stty -echo",
        "printf '\\033[?1049h\\033[?1049l\\033[H\\033[2J'",
    };

    for (size_t i = 0; i < sizeof mess / sizeof mess[0]; i++) {
        struct pty *p = script(mess[i]);

        assert_int_equal(pty_wait_end(p), 0);
        assert_non_null(pty_not_restored(p));
        pty_close(p);
    }
}

static void test_holds_a_stopped_program_as_a_shell_does(void **state)
{
    struct pty *p = script("echo up; read a; echo \"<$a>\"");

    assert_true(pty_until_text(p, "up"));
    pty_keys(p, "C-z");
    assert_true(pty_wait_stop(p));
    pty_continue(p);
    pty_keys(p, "x Enter");
    assert_true(pty_until_text(p, "<x>"));
    assert_int_equal(pty_wait_end(p), 0);
    pty_close(p);
}

static void test_tells_which_signal_ended_it(void **state)
{
    struct pty *p = script("echo up; sleep 100");

    assert_true(pty_until_text(p, "up"));
    pty_signal(p, SIGTERM);
    assert_int_equal(pty_wait_end(p), 128 + SIGTERM);
    pty_close(p);
}

static void test_a_lost_terminal_hangs_up(void **state)
{
    struct pty *p = script("echo up; read a; sleep 100");

    assert_true(pty_until_text(p, "up"));
    pty_hang_up(p);
    assert_int_equal(pty_wait_end(p), 128 + SIGHUP);
    pty_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shows_what_is_written_and_the_status),
        cmocka_unit_test(test_knows_colours_and_repetitions),
        cmocka_unit_test(test_pieces_of_any_size_show_the_same),
        cmocka_unit_test(test_types_keys_and_resizes),
        cmocka_unit_test(test_notices_a_terminal_that_is_not_given_back),
        cmocka_unit_test(test_holds_a_stopped_program_as_a_shell_does),
        cmocka_unit_test(test_tells_which_signal_ended_it),
        cmocka_unit_test(test_a_lost_terminal_hangs_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
