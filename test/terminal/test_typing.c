/* test_typing.c - bytes that no key sends as a whole: the explorer waits for
 * none of them, and takes no part of them for a key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "explorer.h"

#define CAT "examples/cat.png"

/* Screens are still drawn while the rest of a report does not come. */
static void test_a_report_cut_short_keeps_nobody_waiting(void **state)
{
    static const char *const cut[] = { "\33[<", "\33[<0;12", "\33[M", "\33[1;",
                                       "\33O", "\303" };
    struct pty *p = explore(100, 30, env_24bit, CAT);

    assert_true(shows_headless(p, CAT, ""));
    for (int i = 0; i < 6; i++) {
        pty_type(p, cut[i]);
        pty_resize(p, 90 + i, 28);
        assert_true(shows_headless(p, CAT, ""));
    }
    pty_rest(p, 600);           /* given up: the next key is a key */
    pty_keys(p, "5");
    assert_true(shows_headless(p, CAT, "5"));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_a_click_may_come_in_pieces(void **state)
{
    static const char *const pieces[] = { "\33[", "<0;13", ";1", "1M" };
    struct pty *p = explore(100, 30, env_24bit, CAT);

    pty_keys(p, "5");
    assert_true(shows_headless(p, CAT, "5"));
    for (int i = 0; i < 4; i++) {
        pty_rest(p, 60);
        pty_type(p, pieces[i]);
    }
    assert_true(shows_headless(p, CAT, "5 click:12x10"));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_the_wheel_scrolls_pages_alone(void **state)
{
    struct pty *p = explore(100, 30, env_24bit, CAT);

    pty_keys(p, "5");
    pty_type(p, "\33[<65;3;3M");
    pty_keys(p, "?");
    assert_true(shows_headless(p, CAT, "5 ?"));
    pty_type(p, "\33[<65;3;3M\33[<65;3;3M\33[<64;3;3M");
    assert_true(shows_headless(p, CAT, "5 ? Down"));
    pty_keys(p, "?");
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_strange_sequences_press_nothing(void **state)
{
    struct pty *p = explore(100, 30, env_24bit, CAT);

    assert_true(shows_headless(p, CAT, ""));
    pty_type(p, "\33[1;5C\33[202~\33[?62;22c\33[<65;3;3M\33[<0;3;3m5");
    assert_true(shows_headless(p, CAT, "5"));
    assert_true(leaves_well(p));
    pty_close(p);
}

static void test_what_is_typed_may_be_utf8(void **state)
{
    struct pty *p = explore(100, 30, env_24bit, CAT);

    assert_true(shows_headless(p, CAT, ""));
    pty_type(p, ":r\303");
    pty_rest(p, 100);
    pty_type(p, "\251\346\227\245");
    assert_true(shows_headless(p, CAT, ": r \303\251 \346\227\245"));
    pty_keys(p, "Esc");
    assert_true(shows_headless(p, CAT, ""));
    assert_true(leaves_well(p));
    pty_close(p);
}

/* No command comes out of what is pasted; where text is asked for it is text. */
static void test_a_paste_presses_no_keys(void **state)
{
    struct pty *p = explore(100, 30, env_24bit, CAT);

    assert_true(shows_headless(p, CAT, ""));
    pty_type(p, "\33[200~q\r5e\nq\33[Bw\3\33[201~");
    pty_keys(p, "6");
    assert_true(shows_headless(p, CAT, "6"));
    pty_type(p, ":\33[200~p3\rq\t\33[201~");
    assert_true(shows_headless(p, CAT, "6 : p 3 q"));
    pty_keys(p, "BSpace Enter");
    assert_true(shows_headless(p, CAT, "6 : p 3 Enter"));
    assert_true(leaves_well(p));
    pty_close(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_report_cut_short_keeps_nobody_waiting),
        cmocka_unit_test(test_a_click_may_come_in_pieces),
        cmocka_unit_test(test_the_wheel_scrolls_pages_alone),
        cmocka_unit_test(test_strange_sequences_press_nothing),
        cmocka_unit_test(test_what_is_typed_may_be_utf8),
        cmocka_unit_test(test_a_paste_presses_no_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
