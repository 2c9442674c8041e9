/* test_script.c - lists of keys, and the terminal that is one. */
#include "world.h"

#include "app/script.h"

static struct script parse(struct world *w, const char *keys)
{
    struct script s;

    if (!script_parse(&s, keys, &w->keep, &w->err))
        fail_msg("%s", w->err.text);
    return s;
}

static void test_every_kind_of_word_is_read(void **state)
{
    static const struct input want[] = {
        { 'n', 0, 0 },        { ' ', 0, 0 },          { KEY_LEFT_, 0, 0 },
        { 3, 0, 0 },          { KEY_RESIZE_, 120, 40 }, { KEY_CLICK, 9, 4 },
        { KEY_NOTHING, 500, 0 }, { 'a', 0, 0 },       { '_', 0, 0 },
        { 0xe9, 0, 0 },       { KEY_F1_ + 11, 0, 0 },
    };
    struct script s = parse(*state, " n Space\tLeft C-c resize:120x40\n"
                                    "click:10x5 wait:0.5 type:a_\xc3\xa9 F12");

    assert_int_equal(s.count, sizeof(want) / sizeof(want[0]));
    for (int i = 0; i < s.count; i++) {
        assert_int_equal(s.items[i].key, want[i].key);
        assert_int_equal(s.items[i].x, want[i].x);
        assert_int_equal(s.items[i].y, want[i].y);
    }
}

static void test_an_empty_list_has_no_keys(void **state)
{
    assert_int_equal(parse(*state, "").count, 0);
    assert_int_equal(parse(*state, " \n").count, 0);
}

static void test_what_is_no_key_is_named(void **state)
{
    static const char *const bad[] = {
        "Lefft",        "resize:",      "resize:0x5",  "resize:10",
        "resize:9x9x9", "click:1x",     "click:0x1",   "wait:",
        "wait:-1",      "wait:nan",     "wait:1s",     "type:",
        "resize:5000x5", "hello",       "wait:1e99",
    };
    struct world *w = *state;
    struct script s;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char keys[64];

        snprintf(keys, sizeof(keys), "n %s n", bad[i]);
        assert_false(script_parse(&s, keys, &w->keep, &w->err));
        assert_non_null(strstr(w->err.text, bad[i]));
    }
}

/* --- headless --------------------------------------------------------------- */

static struct terminal open_headless(struct world *w,
                                     struct terminal_options o)
{
    struct terminal t;

    o.depth = o.theme = -1;
    if (terminal_open_headless(&t, &o, &w->keep, &w->err))
        fail_msg("%s", w->err.text);
    return t;
}

static void close_headless(struct world *w, struct terminal *t)
{
    if (!t->close(t, &w->err))
        fail_msg("%s", w->err.text);
}

static struct canvas page(struct world *w, const struct terminal *t,
                          const char *text)
{
    struct canvas c =
        canvas_new(&w->keep, 20, 2, t->depth, t->ascii, t->theme);

    canvas_text(&c, 0, 0, 20, ROLE_TEXT, text);
    return c;
}

static const char *slurp(struct world *w, const char *path)
{
    struct file f;
    char *copy;

    if (!file_read(&f, path, 1 << 20, &w->keep, &w->err))
        fail_msg("%s", w->err.text);
    copy = arena_alloc(&w->keep, f.size + 1, 1, 1);
    memcpy(copy, f.data, (size_t)f.size);
    return copy;
}

static void test_headless_is_80_by_24_in_24_bit_and_dark(void **state)
{
    struct terminal t = open_headless(*state, (struct terminal_options){ 0 });
    int width, height;

    t.size(&t, &width, &height);
    assert_int_equal(width, 80);
    assert_int_equal(height, 24);
    assert_int_equal(t.depth, DEPTH_24BIT);
    assert_int_equal(t.theme, THEME_DARK);
    assert_false(t.ascii);
    assert_true(t.headless);
    close_headless(*state, &t);
}

static void test_the_end_of_the_list_is_the_end_of_input(void **state)
{
    struct terminal t =
        open_headless(*state, (struct terminal_options){ .keys = "n q" });

    assert_int_equal(t.key(&t, -1, -1).key, 'n');
    assert_int_equal(t.key(&t, -1, -1).key, 'q');
    assert_int_equal(t.key(&t, -1, -1).key, KEY_END_OF_INPUT);
    assert_int_equal(t.key(&t, -1, -1).key, KEY_END_OF_INPUT);
    close_headless(*state, &t);
}

static void test_time_passes_where_the_list_says_so(void **state)
{
    struct terminal t =
        open_headless(*state, (struct terminal_options){ .keys = "wait:5 n" });
    double start = t.clock(&t);

    assert_int_equal(t.key(&t, 2000, -1).key, KEY_NOTHING);
    assert_true(t.clock(&t) - start == 2000);
    assert_int_equal(t.key(&t, 2000, -1).key, KEY_NOTHING);
    assert_int_equal(t.key(&t, 2000, -1).key, KEY_NOTHING);
    assert_true(t.clock(&t) - start == 5000);
    assert_int_equal(t.key(&t, 2000, -1).key, 'n');
    close_headless(*state, &t);
}

static void test_a_wait_nobody_counts_passes_at_once(void **state)
{
    struct terminal t =
        open_headless(*state, (struct terminal_options){ .keys = "wait:5 n" });
    double start = t.clock(&t);

    assert_int_equal(t.key(&t, -1, -1).key, 'n');
    assert_true(t.clock(&t) - start >= 5000);
    close_headless(*state, &t);
}

static void test_a_resize_changes_the_size(void **state)
{
    struct terminal t = open_headless(
        *state, (struct terminal_options){ .keys = "resize:132x43" });
    int width, height;

    assert_int_equal(t.key(&t, -1, -1).key, KEY_RESIZE_);
    t.size(&t, &width, &height);
    assert_int_equal(width, 132);
    assert_int_equal(height, 43);
    close_headless(*state, &t);
}

static void test_the_snapshot_is_the_last_screen(void **state)
{
    struct world *w = *state;
    const char *path = path_join(&w->keep, w->folder, "last.txt");
    struct terminal t =
        open_headless(w, (struct terminal_options){ .snapshot = path });
    struct canvas first = page(w, &t, "first"), second = page(w, &t, "second");

    t.show(&t, &first);
    t.show(&t, &second);
    close_headless(w, &t);
    assert_string_equal(slurp(w, path), "second\n\n");
}

static void test_an_unknown_form_is_refused(void **state)
{
    struct terminal_options o = { .snapshot = "screen.gif", .depth = -1,
                                  .theme = -1 };
    struct world *w = *state;
    struct terminal t;

    assert_int_equal(terminal_open_headless(&t, &o, &w->keep, &w->err),
                     STATUS_USAGE);
    assert_non_null(strstr(w->err.text, "screen.gif"));
}

static void test_a_cast_has_a_header_and_what_changed(void **state)
{
    struct world *w = *state;
    const char *path = path_join(&w->keep, w->folder, "session.cast"), *cast;
    struct terminal t = open_headless(
        w, (struct terminal_options){ .cast = path, .keys = "wait:2 wait:1.5" });
    struct canvas first = page(w, &t, "first"), second = page(w, &t, "second");

    t.show(&t, &first);
    t.key(&t, 2000, -1);
    t.show(&t, &second);
    t.show(&t, &second);        /* nothing new, nothing told */
    t.key(&t, -1, -1);
    close_headless(w, &t);
    cast = slurp(w, path);
    assert_ptr_equal(strstr(cast, "{\"version\": 2, \"width\": 20, "
                                  "\"height\": 2"),
                     cast);
    assert_non_null(strstr(cast, "\n[0.000, \"o\", "));
    assert_non_null(strstr(cast, "first"));
    cast = strstr(cast, "\n[2.000, \"o\", \"\\u001b[1;1H");
    assert_non_null(cast);
    assert_non_null(strstr(cast, "second"));
    assert_ptr_equal(strstr(cast, "[2;1H"),
                     strstr(cast, "[2;1H\\u001b[m\\u001b[?25h"));
    assert_string_equal(strchr(cast + 1, '\n') + 1,
                        "[3.500, \"o\", \"\\u001b[2;1H\\u001b[m"
                        "\\u001b[?25h\"]\n");
}

int main(void)
{
#define TEST(name) \
    cmocka_unit_test_setup_teardown(name, world_open, world_close)
    const struct CMUnitTest tests[] = {
        TEST(test_every_kind_of_word_is_read),
        TEST(test_an_empty_list_has_no_keys),
        TEST(test_what_is_no_key_is_named),
        TEST(test_headless_is_80_by_24_in_24_bit_and_dark),
        TEST(test_the_end_of_the_list_is_the_end_of_input),
        TEST(test_time_passes_where_the_list_says_so),
        TEST(test_a_wait_nobody_counts_passes_at_once),
        TEST(test_a_resize_changes_the_size),
        TEST(test_the_snapshot_is_the_last_screen),
        TEST(test_an_unknown_form_is_refused),
        TEST(test_a_cast_has_a_header_and_what_changed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
