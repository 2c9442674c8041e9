/* test_keys.c - names of keys, and what the action table binds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "app/keymap.h"
#include "app/keys.h"

/* Call `visit` with each key name of the table. */
static void each_bound(void (*visit)(const char *name, int row, int nth))
{
    for (int i = 0; i < action_rows; i++) {
        char keys[64], *word, *rest = keys;

        assert_true(strlen(action_table[i].keys) < sizeof(keys));
        strcpy(keys, action_table[i].keys);
        for (int nth = 0; (word = strtok_r(rest, " ", &rest)); nth++)
            visit(word, i, nth);
    }
}

static void is_a_key(const char *name, int row, int nth)
{
    char back[16];
    int key = key_parse(name);

    assert_int_not_equal(key, 0);
    assert_string_equal(key_text(back, key), name);
}

static void test_every_key_of_the_table_parses_and_prints(void **state)
{
    each_bound(is_a_key);
}

/* The first match is the row it stands in, so no row before binds it too. */
static void is_bound_once(const char *name, int row, int nth)
{
    struct binding b = keymap_find(key_parse(name));

    assert_int_equal(b.action, action_table[row].action);
    assert_int_equal(b.nth, nth);
}

static void test_no_key_is_bound_twice(void **state)
{
    each_bound(is_bound_once);
}

static void test_the_table_has_a_row_for_every_action(void **state)
{
    assert_int_equal(action_rows, ACTION_COUNT - 1);
    for (int i = 0; i < action_rows; i++)
        assert_int_equal(action_table[i].action, i + 1);
}

static void test_a_digit_names_its_stage(void **state)
{
    assert_int_equal(keymap_find('1').action, ACTION_STAGE);
    assert_int_equal(keymap_find('8').action, ACTION_STAGE);
    assert_int_equal(keymap_find('8').nth, 7);
    assert_int_equal(keymap_find('9').action, ACTION_NONE);
}

static void test_unknown_names_are_refused(void **state)
{
    static const char *const bad[] = { "",   "left", "Lef",  "F0",  "F13",
                                       "F01", "C-",  "C-1",  "C-C", "C-cc",
                                       "M-", "nn",  "\x80", " ",   "Return",
                                       "\x1b", "M-ab", "F1x" };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(key_parse(bad[i]), 0);
}

static void test_names_that_are_no_letter(void **state)
{
    char out[16];

    assert_int_equal(key_parse("C-c"), 3);
    assert_int_equal(key_parse("C-i"), key_parse("Tab"));
    assert_int_equal(key_parse("F12"), KEY_F12_);
    assert_int_equal(key_parse("M-x"), KEY_META + 'x');
    assert_int_equal(key_parse("\xc3\xa9"), 0xe9);
    assert_string_equal(key_text(out, 0xe9), "\xc3\xa9");
    assert_string_equal(key_text(out, KEY_META + 'x'), "M-x");
    assert_string_equal(key_text(out, KEY_RESIZE_), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_key_of_the_table_parses_and_prints),
        cmocka_unit_test(test_no_key_is_bound_twice),
        cmocka_unit_test(test_the_table_has_a_row_for_every_action),
        cmocka_unit_test(test_a_digit_names_its_stage),
        cmocka_unit_test(test_unknown_names_are_refused),
        cmocka_unit_test(test_names_that_are_no_letter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
