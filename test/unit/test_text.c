/* test_text.c - growing strings, UTF-8, and numbers that know no locale. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/text.h"

static int open_arena(void **state)
{
    static struct arena keep;

    *state = &keep;
    return arena_open(&keep, 1 << 20) ? 0 : -1;
}

static int close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

static void test_grows_in_place_at_the_end_of_its_arena(void **state)
{
    struct text t = text_new(*state);
    char *first = t.data;

    for (int i = 0; i < 1000; i++)
        text_add(&t, "0123456789");
    assert_int_equal(t.size, 10000);
    assert_ptr_equal(t.data, first);
    assert_int_equal(strlen(t.data), 10000);
}

static void test_moves_when_something_lies_behind_it(void **state)
{
    struct text t = text_new(*state);
    char *other;

    text_add(&t, "head");
    other = arena_string(*state, "untouched");
    for (int i = 0; i < 100; i++)
        text_add(&t, " and more");
    assert_true(text_starts(t.data, "head and more"));
    assert_string_equal(other, "untouched");
}

static void test_formats_without_a_limit(void **state)
{
    struct text t = text_new(*state);

    text_addf(&t, "%0500d|%s", 7, "end");
    assert_int_equal(t.size, 504);
    assert_true(text_ends(t.data, "07|end"));
}

static void test_json_strings_escape_what_json_or_a_terminal_forbids(void **state)
{
    struct text t = text_new(*state);

    text_add_json(&t, "a\"b\\c\nd\te\x01\x7f\xc2\x9b\xc2\xa0");
    assert_string_equal(t.data, "\"a\\\"b\\\\c\\nd\\te\\u0001\\u007f"
                                "\\u009b\xc2\xa0\"");
}

static void test_json_replaces_bytes_that_are_no_utf8(void **state)
{
    struct text t = text_new(*state);

    text_add_json(&t, "\xff\xc3\xa9\xc3");
    assert_string_equal(t.data, "\"\xef\xbf\xbd\xc3\xa9\xef\xbf\xbd\"");
}

static void test_controls_become_question_marks(void **state)
{
    char s[] = "a\033[1m\x7f\xc2\x9b\x9b\xc3\xa9\n", t[] = "\033\nb\r\n\n\x9b";

    text_make_printable(s);
    assert_string_equal(s, "a?[1m????\xc3\xa9?");
    text_make_lines_printable(t);
    assert_string_equal(t, "?\nb?\n\n?");
}

static void test_numbers_have_nine_digits_and_null_where_not_finite(void **state)
{
    struct text t = text_new(*state);

    text_add_number(&t, 1.0 / 3.0);
    text_add(&t, " ");
    text_add_number(&t, NAN);
    text_add(&t, " ");
    text_add_number(&t, -INFINITY);
    assert_string_equal(t.data, "0.333333333 null null");
}

static void test_utf8_comes_out_as_it_went_in(void **state)
{
    static const uint32_t points[] = { 0x41, 0xe9, 0x7ff, 0x800, 0x2588,
                                       0xffff, 0x10000, 0x10ffff };
    struct text t = text_new(*state);
    const char *s;

    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
        text_add_utf8(&t, points[i]);
    s = t.data;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++)
        assert_int_equal(utf8_next(&s), points[i]);
    assert_int_equal(utf8_next(&s), 0);
}

static void test_no_overlong_surrogate_or_cut_sequence_is_utf8(void **state)
{
    static const char *const bad[] = { "\xc0\x80", "\xed\xa0\x80", "\xe2\x96",
                                       "\xf4\x90\x80\x80", "\x80" };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *s = bad[i];

        assert_int_equal(utf8_next(&s), 0xfffd);
        assert_ptr_equal(s, bad[i] + 1);
    }
}

static void test_width_counts_columns_not_bytes(void **state)
{
    assert_int_equal(utf8_width("patch"), 5);
    assert_int_equal(utf8_width("\xe2\x96\x80\xe2\x96\x84"), 2);
    assert_int_equal(utf8_width("\xe7\x8c\xab"), 2);    /* CJK: cat */
    assert_int_equal(utf8_width("e\xcc\x81"), 1);       /* combining acute */
}

static void test_whole_numbers_are_the_whole_string(void **state)
{
    long n = -1;

    assert_true(text_to_long(&n, "12", 1, 12));
    assert_int_equal(n, 12);
    assert_false(text_to_long(&n, "12x", 1, 99));
    assert_false(text_to_long(&n, "", 0, 99));
    assert_false(text_to_long(&n, "13", 1, 12));
    assert_false(text_to_long(&n, "99999999999999999999", 0, 99));
    assert_int_equal(n, 12);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        TEST(test_grows_in_place_at_the_end_of_its_arena),
        TEST(test_moves_when_something_lies_behind_it),
        TEST(test_formats_without_a_limit),
        TEST(test_json_strings_escape_what_json_or_a_terminal_forbids),
        TEST(test_controls_become_question_marks),
        TEST(test_json_replaces_bytes_that_are_no_utf8),
        TEST(test_numbers_have_nine_digits_and_null_where_not_finite),
        TEST(test_utf8_comes_out_as_it_went_in),
        TEST(test_no_overlong_surrogate_or_cut_sequence_is_utf8),
        TEST(test_width_counts_columns_not_bytes),
        TEST(test_whole_numbers_are_the_whole_string),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
