/* test_leaving.c - however the program ends or pauses, the terminal is given
 * back as it was found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "explorer.h"

#define CAT "examples/cat.png"

/* Sanitizers leave faults to the program here, as without them. */
#define FAULTS "handle_segv=0:handle_sigbus=0:handle_sigill=0:" \
               "handle_sigfpe=0:handle_abort=0"
static const char *const env[] = { "TERM=xterm-256color", "LANG=C.UTF-8",
                                   "COLORTERM=truecolor",
                                   "ASAN_OPTIONS=" FAULTS,
                                   "TSAN_OPTIONS=" FAULTS, NULL };

static struct pty *explore_cat(void)
{
    struct pty *p = explore(100, 30, env, CAT);

    assert_true(shows_headless(p, CAT, ""));
    assert_true(emulator_alternate(pty_screen(p)));
    assert_false(emulator_cursor(pty_screen(p)));
    return p;
}

static void assert_restored(struct pty *p)
{
    const char *wrong = pty_not_restored(p);

    if (wrong)
        printf("# %s\n%s\n", wrong, pty_text(p));
    assert_null(wrong);
}

static void test_q_leaves_with_status_0(void **state)
{
    struct pty *p = explore_cat();

    pty_keys(p, "q");
    assert_int_equal(pty_wait_end(p), 0);
    assert_restored(p);
    pty_close(p);
}

static void test_q_closes_what_is_on_top_first(void **state)
{
    struct pty *p = explore_cat();

    pty_keys(p, "? q");
    assert_true(shows_headless(p, CAT, ""));
    pty_keys(p, "q");
    assert_int_equal(pty_wait_end(p), 0);
    assert_restored(p);
    pty_close(p);
}

static void test_control_c_leaves_from_anywhere(void **state)
{
    struct pty *p = explore_cat();

    pty_keys(p, "5 w ?");
    assert_true(shows_headless(p, CAT, "5 w ?"));
    pty_keys(p, "C-c");
    assert_int_equal(pty_wait_end(p), 0);
    assert_restored(p);
    pty_close(p);
}

static void test_escape_goes_back_and_then_leaves(void **state)
{
    struct pty *p = explore_cat();

    pty_keys(p, "?");
    assert_true(shows_headless(p, CAT, "?"));
    pty_keys(p, "Esc");
    assert_true(shows_headless(p, CAT, ""));
    pty_close(p);
}

/* Asked to leave, or hit by a fault: the signal still does what it does. */
static void test_signals_give_the_terminal_back(void **state)
{
    const int signals[] = { SIGTERM, SIGINT,  SIGHUP,  SIGQUIT, SIGSEGV,
                                   SIGBUS,  SIGILL,  SIGFPE,  SIGABRT, SIGSYS,
                                   SIGTRAP, SIGXCPU, SIGXFSZ, SIGPIPE, SIGALRM,
                                   SIGUSR1, SIGUSR2, SIGVTALRM, SIGPOLL,
                                   SIGRTMIN, SIGRTMAX };

    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct pty *p = explore_cat();

        pty_signal(p, signals[i]);
        assert_int_equal(pty_wait_end(p), 128 + signals[i]);
        assert_restored(p);
        pty_close(p);
    }
}

/* Faults of its own, in the middle of a screen: what is preloaded has them.
 * Sanitizers want to be loaded first. */
static void test_faults_give_the_terminal_back(void **state)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    skip();
#else
    static const struct {
        const char *kind;
        int signal;
    } faults[] = { { "segv", SIGSEGV }, { "overflow", SIGSEGV },
                   { "assert", SIGABRT }, { "together", SIGSEGV } };
    const char *build = getenv("B") ? getenv("B") : "build/release";
    char preload[512], crash[64];
    const char *const bug_env[] = { "TERM=xterm-256color", "LANG=C.UTF-8",
                                    preload, crash, NULL };

    snprintf(preload, sizeof preload, "LD_PRELOAD=%s/test/tools/crash.so",
             build);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        struct pty *p;

        snprintf(crash, sizeof crash, "CRASH=%s", faults[i].kind);
        p = explore(100, 30, bug_env, CAT);
        pty_keys(p, "5 8");
        assert_int_equal(pty_wait_end(p), 128 + faults[i].signal);
        assert_restored(p);
        assert_null(strstr(pty_text(p), "drawn on"));
        pty_close(p);
    }
#endif
}

static void test_a_signal_before_the_first_screen_restores_too(void **state)
{
    for (int i = 0; i < 20; i++) {
        struct pty *p = explore(100, 30, env_24bit, CAT);

        pty_until_bytes(p, i * 40);
        pty_signal(p, SIGTERM);
        assert_int_equal(pty_wait_end(p), 128 + SIGTERM);
        assert_restored(p);
        pty_close(p);
    }
}

static bool is_gone(struct pty *p)
{
    pid_t program = pty_program(p);

    for (int i = 0; i < 3000 && kill(program, 0) == 0; i++)
        nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
    return kill(program, 0) != 0;
}

/* Nothing goes through any more, as when ssh hangs. */
static void test_a_signal_ends_it_though_nobody_reads(void **state)
{
    struct pty *p = explore(160, 50, env_24bit, CAT);

    assert_true(shows_headless(p, "--color 24bit " CAT, ""));
    pty_hold(p, true);
    pty_keys(p, "C-l");
    pty_signal(p, SIGTERM);
    assert_true(is_gone(p));
    pty_hold(p, false);
    assert_null(pty_modes_differ(p));
    assert_int_equal(pty_wait_end(p), 128 + SIGTERM);
    pty_close(p);
}

static void test_control_z_stops_and_fg_comes_back(void **state)
{
    struct pty *p = explore_cat();

    pty_keys(p, "5 ]");
    assert_true(shows_headless(p, CAT, "5 ]"));
    for (int i = 0; i < 3; i++) {
        pty_keys(p, "C-z");
        assert_true(pty_wait_stop(p));
        assert_restored(p);
        pty_continue(p);
        assert_true(shows_headless(p, CAT, "5 ]"));
    }
    assert_true(leaves_well(p));
    pty_close(p);
}

/* Its entry in the terminal database has C-z for a key of its own. */
static void test_control_z_stops_on_the_linux_console(void **state)
{
    static const char *const linux_env[] = { "TERM=linux", "LANG=C.UTF-8",
                                             NULL };
    struct pty *p = explore(100, 30, linux_env, CAT);

    assert_true(shows_headless(p, "--color 16 " CAT, ""));
    pty_keys(p, "C-z");
    assert_true(pty_wait_stop(p));
    assert_restored(p);
    pty_continue(p);
    assert_true(shows_headless(p, "--color 16 " CAT, ""));
    assert_true(leaves_well(p));
    pty_close(p);
}

/* C-z again while fg has not brought the screen back: then it is the line that
 * makes a signal of it. */
static void test_control_z_at_once_after_fg_stops_again(void **state)
{
    struct pty *p = explore_cat();

    for (int i = 0; i < 40; i++) {
        pty_keys(p, "C-z");
        assert_true(pty_wait_stop(p));
        assert_restored(p);
        pty_continue(p);
        nanosleep(&(struct timespec){ .tv_nsec = 50000 * i }, NULL);
    }
    assert_true(shows_headless(p, CAT, ""));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_a_stop_from_outside_is_the_same(void **state)
{
    struct pty *p = explore_cat();

    pty_signal(p, SIGTSTP);
    assert_true(pty_wait_stop(p));
    assert_restored(p);
    pty_continue(p);
    assert_true(shows_headless(p, CAT, ""));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_a_resize_while_stopped_is_seen_afterwards(void **state)
{
    struct pty *p = explore_cat();

    pty_keys(p, "C-z");
    assert_true(pty_wait_stop(p));
    pty_resize(p, 120, 40);
    pty_continue(p);
    assert_true(shows_headless(p, CAT, ""));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void shell(const char *format, const char *folder)
{
    char line[2048];

    snprintf(line, sizeof line, format, folder, folder);
    assert_int_equal(system(line), 0);
}

/* While the picture is waited for, a pipe, the weights behind it go. */
static void test_weights_cut_short_end_it_with_a_sentence(void **state)
{
    const char *tmp = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    char folder[512], options[1100];
    struct pty *p;

    snprintf(folder, sizeof folder, "%s/vitscope-%d", tmp, (int)getpid());
    snprintf(options, sizeof options, "-m '%s' '%s/pipe'", folder, folder);
    shell("mkdir -p '%s' && cp test/golden/cases/01-vit-hf/*.json "
          "test/golden/cases/01-vit-hf/model.safetensors '%s'", folder);
    shell("mkfifo '%s/pipe'", folder);
    p = explore(300, 30, env, options);         /* the sentence on one line */
    assert_true(pty_until_text(p, "patches"));
    shell("exec 3>'%s/pipe' && : >'%s/model.safetensors' && "
          "cat examples/cat.png >&3", folder);
    assert_int_equal(pty_wait_end(p), 1);
    assert_restored(p);
    assert_non_null(strstr(pty_text(p), "model.safetensors: cannot be read"));
    pty_close(p);
}

/* Nobody ever writes to the pipe the picture is to come from. */
static void test_q_leaves_though_a_picture_never_comes(void **state)
{
    const char *tmp = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    char pipe[512];
    struct pty *p;

    snprintf(pipe, sizeof pipe, "%s/vitscope-never-%d", tmp, (int)getpid());
    shell("mkfifo '%s' || test -p '%s'", pipe);
    p = explore(100, 30, env, pipe);
    assert_true(pty_until_text(p, "preparing the picture"));
    pty_keys(p, "q");
    assert_int_equal(pty_wait_end(p), 0);
    assert_restored(p);
    pty_close(p);
}

static void test_it_ends_when_the_terminal_goes_away(void **state)
{
    struct pty *p = explore_cat();

    pty_hang_up(p);
    assert_int_not_equal(pty_wait_end(p), -1);
    pty_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_q_leaves_with_status_0),
        cmocka_unit_test(test_q_closes_what_is_on_top_first),
        cmocka_unit_test(test_control_c_leaves_from_anywhere),
        cmocka_unit_test(test_escape_goes_back_and_then_leaves),
        cmocka_unit_test(test_signals_give_the_terminal_back),
        cmocka_unit_test(test_faults_give_the_terminal_back),
        cmocka_unit_test(test_a_signal_before_the_first_screen_restores_too),
        cmocka_unit_test(test_a_signal_ends_it_though_nobody_reads),
        cmocka_unit_test(test_control_z_stops_and_fg_comes_back),
        cmocka_unit_test(test_control_z_stops_on_the_linux_console),
        cmocka_unit_test(test_control_z_at_once_after_fg_stops_again),
        cmocka_unit_test(test_a_stop_from_outside_is_the_same),
        cmocka_unit_test(test_a_resize_while_stopped_is_seen_afterwards),
        cmocka_unit_test(test_weights_cut_short_end_it_with_a_sentence),
        cmocka_unit_test(test_q_leaves_though_a_picture_never_comes),
        cmocka_unit_test(test_it_ends_when_the_terminal_goes_away),
    };
    /* A sanitizer would take faults for its own and end with another status. */
    setenv("ASAN_OPTIONS", "handle_segv=0:handle_sigbus=0:handle_sigill=0:"
                           "handle_sigfpe=0", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
