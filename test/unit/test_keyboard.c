/* test_keyboard.c - bytes of many terminals, whole and in pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "app/keyboard.h"

/* Names of the keys that are there now, with a blank behind each. */
static void take(struct keyboard *k, double now, char *out)
{
    struct input in;
    char name[16];

    while (keyboard_next(k, now, &in))
        if (in.key & KEY_LETTER)
            sprintf(out + strlen(out), "%c.", in.key - KEY_LETTER);
        else if (in.key == KEY_CLICK)
            sprintf(out + strlen(out), "click:%dx%d ", in.x, in.y);
        else
            sprintf(out + strlen(out), "%s ", key_text(name, in.key));
}

/* The bytes in pieces of `piece`, `ms` between them; then a second's rest. */
static const char *typed(struct keyboard k, const char *bytes, int piece,
                         double ms)
{
    static char out[512];
    int size = (int)strlen(bytes);
    double now = 1000;

    out[0] = 0;
    for (int at = 0; at < size; at += piece, now += ms) {
        keyboard_feed(&k, bytes + at, size - at < piece ? size - at : piece,
                      now);
        take(&k, now, out);
        if (keyboard_wait(&k, now) >= 0 && keyboard_wait(&k, now) <= ms)
            take(&k, now + keyboard_wait(&k, now), out);
    }
    take(&k, now + 1000, out);
    return out;
}

/* However they come, as long as a sequence is not taken for Esc alone. */
static void assert_keys(struct keyboard k, const char *bytes, const char *keys)
{
    assert_string_equal(typed(k, bytes, KEYBOARD_BYTES, 0), keys);
    for (int piece = 1; piece < 8; piece++)
        assert_string_equal(typed(k, bytes, piece, 20), keys);
}

static const struct keyboard plain = { .mouse = true };

static void test_characters_are_keys(void **state)
{
    assert_keys(plain, "nP 0", "n P Space 0 ");
    assert_keys(plain, "\t\r\n\b\177", "Tab Enter Enter BSpace BSpace ");
    assert_keys(plain, "\1\32\37", "C-a C-z C-_ ");
    assert_keys(plain, "\xc3\xa9\xe6\x97\xa5\xf0\x9f\x90\x88",
                "\xc3\xa9 \xe6\x97\xa5 \xf0\x9f\x90\x88 ");
}

static void test_what_is_no_character_means_nothing(void **state)
{
    assert_keys(plain, "a\xff\xc3(\xe2\x82", "a ( ");
    assert_keys(plain, "\xc2\x9b" "1q", "1 q ");
}

static void test_usual_sequences_need_no_entry(void **state)
{
    assert_keys(plain, "\33[A\33OB\33[C\33OD", "Up Down Right Left ");
    assert_keys(plain, "\33[H\33OF\33[1~\33[4~\33[7~\33[8~",
                "Home End Home End Home End ");
    assert_keys(plain, "\33[2~\33[3~\33[5~\33[6~\33[Z\33OM\33OP",
                "Ins Del PgUp PgDn S-Tab Enter F1 ");
}

static void test_an_entry_goes_before_them(void **state)
{
    struct keyboard k = plain;

    keyboard_learn(&k, "\33[A", KEY_F1_ + 4);
    keyboard_learn(&k, "\33[[A", KEY_F1_);
    keyboard_learn(&k, "\33B", KEY_DOWN_);
    keyboard_learn(&k, "\2", KEY_LEFT_);
    keyboard_learn(&k, NULL, 'x');
    keyboard_learn(&k, "", 'x');
    assert_int_equal(k.key_count, 4);
    assert_keys(k, "\33[A\33[[A\33B\2\33[B", "F5 F1 Down Left Down ");
}

static void test_no_more_is_learned_than_there_is_room(void **state)
{
    struct keyboard k = plain;

    for (int i = 0; i < 2 * KEYBOARD_KEYS; i++)
        keyboard_learn(&k, "\33[A", KEY_DOWN_);
    assert_int_equal(k.key_count, KEYBOARD_KEYS);
    assert_keys(k, "\33[A", "Down ");
}

static void test_the_longest_wins(void **state)
{
    struct keyboard k = plain;

    keyboard_learn(&k, "\33O", KEY_HOME_);
    keyboard_learn(&k, "\33OAA", KEY_END_);
    assert_keys(k, "\33OAA\33OAx\33O", "End Up x Home ");
}

static void test_strange_sequences_are_swallowed_whole(void **state)
{
    assert_keys(plain, "\33[1;5Cq\33[202~q\33O5Pq\33[?62;c", "q q q ");
    assert_keys(plain, "\33[[Eq\33[27;2;13~q\33[15;2 ~", "q q ");
    assert_keys(plain, "\33[1;5\rq", "Enter q ");
    assert_keys(plain, "\33[1;5\33[A", "Up ");
}

static void test_alt_is_added_to_what_it_is_held_with(void **state)
{
    assert_keys(plain, "\33x\33\xc3\xa9", "M-x M-\xc3\xa9 ");
    assert_keys(plain, "\33\r\33\177n", "n ");
    assert_keys(plain, "\33\33[An", "Up n ");
}

static void test_of_a_paste_letters_are_left(void **state)
{
    assert_keys(plain, "n\33[200~aq\r\t\3 z\33[201~q", "n a.q. .z.q ");
    assert_keys(plain, "\33[200~x\33[A\33y\33[6~\33[<0;1;1M\33[201~", "x.");
    assert_keys(plain, "\33[201~q\33[200~\33[200~a\33[201~q", "q a.q ");
}

static void test_a_paste_without_end_is_over_in_time(void **state)
{
    assert_string_equal(typed(plain, "\33[200~aq", 7, 1000), "a.q.");
    assert_string_equal(typed(plain, "\33[200~aq", 7, 3000), "a.q ");
}

static void test_escape_is_a_key_when_nothing_follows_soon(void **state)
{
    struct keyboard k = plain;
    struct input in;

    keyboard_feed(&k, "\33", 1, 100);
    assert_false(keyboard_next(&k, 100, &in));
    assert_true(keyboard_wait(&k, 100) > 0 && keyboard_wait(&k, 100) <= 50);
    assert_false(keyboard_next(&k, 110, &in));
    assert_true(keyboard_next(&k, 150, &in));
    assert_int_equal(in.key, 27);
    assert_true(keyboard_wait(&k, 150) < 0);
    assert_string_equal(typed(plain, "\33\33", 2, 0), "Esc Esc ");
    assert_string_equal(typed(plain, "\33\33x", 3, 0), "Esc M-x ");
    assert_string_equal(typed(plain, "\33q", 1, 100), "Esc q ");
}

static void test_a_sequence_may_take_its_time(void **state)
{
    assert_string_equal(typed(plain, "\33[<0;10;5M", 3, 400), "click:9x4 ");
    assert_string_equal(typed(plain, "\33[6~", 2, 400), "PgDn ");
}

static void test_what_is_cut_short_is_given_up(void **state)
{
    struct keyboard k = plain;
    struct input in;

    keyboard_feed(&k, "\33[<", 3, 100);
    assert_false(keyboard_next(&k, 400, &in));
    assert_false(keyboard_next(&k, 100 + keyboard_wait(&k, 100), &in));
    assert_int_equal(k.size, 0);
    keyboard_feed(&k, "0", 1, 1000);
    assert_true(keyboard_next(&k, 1000, &in));
    assert_int_equal(in.key, '0');
}

static void test_a_sequence_without_end_is_given_up_when_it_is_full(void **state)
{
    struct keyboard k = plain;
    struct input in;
    char long_one[KEYBOARD_BYTES + 1] = "\33[";

    memset(long_one + 2, '1', KEYBOARD_BYTES - 2);
    keyboard_feed(&k, long_one, KEYBOARD_BYTES, 100);
    assert_false(keyboard_next(&k, 100, &in));
    assert_int_equal(k.size, 0);
}

static void test_clicks_of_the_first_button_count(void **state)
{
    assert_keys(plain, "\33[<0;1;1M\33[<0;1;1m", "click:0x0 ");
    assert_keys(plain, "\33[<4;300;50M\33[<28;7;8M", "click:299x49 click:6x7 ");
    assert_keys(plain, "\33[<2;1;1M\33[<66;1;1M\33[<32;1;1M", "");
    assert_keys(plain, "\33[<0;0;1M\33[<;1;1M\33[<0M\33[<0;5M\33[<0;5;Mq", "q ");
    assert_keys(plain, "\33[<0;99999;1M\33[<0;1:1M\33[<M\33[<\33[A", "Up ");
}

static void test_the_wheel_is_two_keys(void **state)
{
    assert_keys(plain, "\33[<64;1;1M\33[<69;3;9M", "WheelUp WheelDown ");
}

static void test_clicks_in_the_old_form(void **state)
{
    struct keyboard without = { .mouse = false };

    assert_keys(plain, "\33[M !!\33[M#!!\33[M *%q", "click:0x0 click:9x4 q ");
    assert_keys(plain, "\33[M \377\376", "click:222x221 ");
    assert_keys(plain, "\33[M \40\40q", "q ");
    assert_keys(without, "\33[Mq", "q ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_characters_are_keys),
        cmocka_unit_test(test_what_is_no_character_means_nothing),
        cmocka_unit_test(test_usual_sequences_need_no_entry),
        cmocka_unit_test(test_an_entry_goes_before_them),
        cmocka_unit_test(test_no_more_is_learned_than_there_is_room),
        cmocka_unit_test(test_the_longest_wins),
        cmocka_unit_test(test_strange_sequences_are_swallowed_whole),
        cmocka_unit_test(test_alt_is_added_to_what_it_is_held_with),
        cmocka_unit_test(test_of_a_paste_letters_are_left),
        cmocka_unit_test(test_a_paste_without_end_is_over_in_time),
        cmocka_unit_test(test_escape_is_a_key_when_nothing_follows_soon),
        cmocka_unit_test(test_a_sequence_may_take_its_time),
        cmocka_unit_test(test_what_is_cut_short_is_given_up),
        cmocka_unit_test(
            test_a_sequence_without_end_is_given_up_when_it_is_full),
        cmocka_unit_test(test_clicks_of_the_first_button_count),
        cmocka_unit_test(test_the_wheel_is_two_keys),
        cmocka_unit_test(test_clicks_in_the_old_form),
    };

    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
