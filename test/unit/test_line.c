/* test_line.c - typing a line, and what Tab makes of half a path. */
#include "world.h"

#include "app/keys.h"
#include "app/line.h"
#include "base/text.h"

static enum line_state type(struct line *l, const char *keys)
{
    enum line_state last = LINE_TYPING;

    while (*keys)
        last = line_key(l, (int)utf8_next(&keys));
    return last;
}

static void test_characters_go_into_the_line(void **state)
{
    struct line l;

    line_begin(&l, ":", NULL);
    type(&l, "r2c3\xc3\xa9");
    assert_string_equal(l.text, "r2c3\xc3\xa9");
    assert_string_equal(l.whole, ":r2c3\xc3\xa9");
    line_key(&l, KEY_BSPACE);
    assert_string_equal(l.text, "r2c3");
    assert_int_equal(line_key(&l, '\r'), LINE_ENTERED);
    assert_string_equal(l.text, "r2c3");
}

static void test_keys_that_are_no_character_are_ignored(void **state)
{
    struct line l;

    line_begin(&l, "/", NULL);
    assert_int_equal(line_key(&l, KEY_LEFT_), LINE_TYPING);
    assert_int_equal(line_key(&l, KEY_F1_), LINE_TYPING);
    assert_int_equal(line_key(&l, KEY_META + 'x'), LINE_TYPING);
    assert_int_equal(line_key(&l, 2), LINE_TYPING);
    assert_string_equal(l.text, "");
}

static void test_escape_and_backspace_on_nothing_leave(void **state)
{
    struct line l;

    line_begin(&l, "/", NULL);
    type(&l, "a");
    assert_int_equal(line_key(&l, KEY_BSPACE), LINE_TYPING);
    assert_int_equal(line_key(&l, KEY_BSPACE), LINE_LEFT);
    assert_int_equal(line_key(&l, 27), LINE_LEFT);
}

static void test_control_w_takes_a_word_control_u_all(void **state)
{
    struct line l;

    line_begin(&l, "open: ", NULL);
    type(&l, "photos/2024/cat.png");
    line_key(&l, 23);
    assert_string_equal(l.text, "photos/2024/");
    line_key(&l, 23);
    assert_string_equal(l.text, "photos/");
    line_key(&l, 21);
    assert_string_equal(l.text, "");
}

static void test_a_line_ends_at_its_limit(void **state)
{
    struct line l;

    line_begin(&l, "/", NULL);
    for (int i = 0; i < 3 * LINE_MAX_BYTES; i++)
        line_key(&l, 0xe9);
    assert_true(strlen(l.text) < LINE_MAX_BYTES);
    assert_int_equal(strlen(l.text) % 2, 0);
}

/* What Tab makes of <folder>/<typed>, without the folder; NULL: nothing. */
static const char *completed(struct world *w, const char *typed)
{
    struct arena scratch = arena_carve(&w->keep, 1 << 20);
    struct text out = text_new(&w->keep);
    const char *path = path_join(&w->keep, w->folder, typed);

    if (!complete_path(&out, path, scratch))
        return NULL;
    assert_true(text_starts(out.data, w->folder));
    return out.data + strlen(w->folder) + 1;
}

static void add_file(struct world *w, const char *name)
{
    if (!file_write(path_join(&w->keep, w->folder, name), "", 0, w->keep,
                    &w->err))
        fail_msg("%s", w->err.text);
}

static void test_tab_completes_pictures_and_folders(void **state)
{
    struct world *w = *state;

    add_file(w, "cat-one.png");
    add_file(w, "cat-two.PNG");
    add_file(w, "catalogue.txt");
    add_file(w, ".hidden.png");
    assert_int_equal(mkdir(path_join(&w->keep, w->folder, "dogs"), 0700), 0);
    assert_string_equal(completed(w, "c"), "cat-");
    assert_string_equal(completed(w, "cat-o"), "cat-one.png");
    assert_string_equal(completed(w, "d"), "dogs/");
    assert_string_equal(completed(w, ""), "");
    assert_string_equal(completed(w, ".h"), ".hidden.png");
    assert_null(completed(w, "catal"));
    assert_null(completed(w, "nowhere/x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_characters_go_into_the_line),
        cmocka_unit_test(test_keys_that_are_no_character_are_ignored),
        cmocka_unit_test(test_escape_and_backspace_on_nothing_leave),
        cmocka_unit_test(test_control_w_takes_a_word_control_u_all),
        cmocka_unit_test(test_a_line_ends_at_its_limit),
        cmocka_unit_test_setup_teardown(test_tab_completes_pictures_and_folders,
                                        world_open, world_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
