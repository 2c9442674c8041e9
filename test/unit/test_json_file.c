/* test_json_file.c - JSON as paths and values; labels and prompts. */
#include "world.h"

#include "base/text.h"
#include "io/json_file.h"

static bool read_text(struct config *out, struct world *w, const char *json)
{
    struct file f = file_of_memory("c.json", json, (ptrdiff_t)strlen(json));

    return config_read(out, &f, &w->keep, &w->err);
}

static struct config config_of(struct world *w, const char *json)
{
    struct config c;

    if (!read_text(&c, w, json))
        fail_msg("%s", w->err.text);
    return c;
}

static void refuse(struct world *w, const char *json, const char *sentence)
{
    struct config c = { .count = -1 };
    struct arena before = w->keep;

    assert_false(read_text(&c, w, json));
    assert_says(w->err, "c.json: ");
    assert_says(w->err, sentence);
    assert_int_equal(c.count, -1);
    assert_ptr_equal(w->keep.at, before.at);
}

static void test_objects_and_lists_become_paths(void **state)
{
    struct world *w = *state;
    struct config c = config_of(w, "{\"a\": {\"b\": {\"c\": 7}},"
                                   " \"mean\": [0.5, 0.25]}");

    assert_int_equal(config_int(&c, "a.b.c", 0), 7);
    assert_true(config_number(&c, "mean.0", 0) == 0.5);
    assert_true(config_number(&c, "mean.1", 0) == 0.25);
    assert_int_equal(config_find(&c, "mean")->kind, CONFIG_LIST);
    assert_true(config_find(&c, "mean")->number == 2);
    assert_true(config_find(&c, "a")->number == 1);
    assert_int_equal(c.count, 6);
    assert_string_equal(c.source, "c.json");
}

static void test_each_kind_of_value_is_kept(void **state)
{
    struct world *w = *state;
    struct config c = config_of(
        w, "{\"t\": true, \"f\": false, \"n\": -1.5e3, \"s\": \"\\u00e9\","
           " \"e\": [], \"o\": {}}");

    assert_true(config_flag(&c, "t", false));
    assert_false(config_flag(&c, "f", true));
    assert_true(config_number(&c, "n", 0) == -1500);
    assert_string_equal(config_string(&c, "s", NULL), "\303\251");
    assert_true(config_find(&c, "e")->number == 0);
    assert_true(config_find(&c, "o")->number == 0);
}

static void test_null_is_as_if_it_were_not_there(void **state)
{
    struct world *w = *state;
    struct config c = config_of(w, "{\"a\": null, \"b\": [null, 1]}");

    assert_false(config_has(&c, "a"));
    assert_false(config_has(&c, "b.0"));
    assert_int_equal(config_int(&c, "b.1", 0), 1);
}

static void test_a_whole_number_beyond_64_bits_is_no_error(void **state)
{
    struct world *w = *state;
    struct config c =
        config_of(w, "{\"max\": 1000000000000000019884624838656, \"d\": 3}");

    assert_true(config_number(&c, "max", 0) > 9e29);
    assert_int_equal(config_int(&c, "max", -1), -1);
    assert_int_equal(config_int(&c, "d", 0), 3);
}

static void test_a_byte_order_mark_is_skipped(void **state)
{
    struct world *w = *state;
    struct config c = config_of(w, "\xef\xbb\xbf{\"a\": 1}");

    assert_int_equal(config_int(&c, "a", 0), 1);
}

static void test_broken_json_is_a_sentence_with_its_line(void **state)
{
    struct world *w = *state;

    refuse(w, "{\n \"a\": }", "broken JSON, line 2, column 7");
    refuse(w, "{\"a\": 1, \"a\": 2}", "duplicate object key");
    refuse(w, "{\"a\": \"\xff\"}", "broken JSON");
    refuse(w, "{\"a\": \"\\u0000\"}", "broken JSON");
    refuse(w, "{\"a\": 1} x", "broken JSON");
    refuse(w, "{\"a\": 1e999}", "broken JSON");
    refuse(w, "{\"a\": NaN}", "broken JSON");
    refuse(w, "[1]", "no object");
    refuse(w, "", "is empty");
}

static void test_a_file_cut_short_anywhere_is_refused(void **state)
{
    static const char whole[] =
        "\xef\xbb\xbf{\"a\": [1, -2.5e3, true],\n \"b\": {\"c\": \"\\u00e9\"}}";
    struct world *w = *state;
    char cut[sizeof whole];

    config_of(w, whole);
    for (size_t size = 0; size + 1 < sizeof whole; size++) {
        memcpy(cut, whole, size);
        cut[size] = '\0';
        refuse(w, cut, size ? "broken JSON" : "is empty");
    }
}

/* {"k":{"k":...0...}} with `depth` braces */
static const char *nested(struct world *w, int depth)
{
    struct text t = text_new(&w->keep);

    for (int i = 0; i < depth; i++)
        text_add(&t, "{\"k\":");
    text_add(&t, "0");
    for (int i = 0; i < depth; i++)
        text_add(&t, "}");
    return t.data;
}

static void test_deep_nesting_is_refused(void **state)
{
    struct world *w = *state;
    struct config c = config_of(w, nested(w, JSON_DEPTH_MAX));

    assert_int_equal(c.count, JSON_DEPTH_MAX);
    refuse(w, nested(w, JSON_DEPTH_MAX + 1), "nested more than 64 deep");
    refuse(w, nested(w, 100000), "broken JSON"); /* jansson's own bound */
}

static void test_a_key_without_end_is_refused(void **state)
{
    struct world *w = *state;
    char *json = arena_alloc(&w->keep, 6000, 1, 1);

    memset(json, 'k', 5000);
    memcpy(json, "{\"", 2);
    memcpy(json + 5000, "\":1}", 4);
    refuse(w, json, "a key is too long");
}

static void test_more_values_than_memory_is_a_sentence(void **state)
{
    struct world *w = *state;
    struct text t = text_new(&w->keep);
    struct arena small;
    struct config c;
    struct file f;

    text_add(&t, "{\"a\": [0");
    for (int i = 0; i < 5000; i++)
        text_add(&t, ",0");
    text_add(&t, "]}");
    small = arena_carve(&w->keep, 300000);
    f = file_of_memory("c.json", t.data, t.size);
    assert_false(config_read(&c, &f, &small, &w->err));
    assert_says(w->err, "c.json: does not fit into memory");
}

static int phrases_of(struct phrase **out, struct world *w, const char *text)
{
    int count;

    if (!phrases_read(out, &count, world_text(w, "p", text), &w->keep, &w->err))
        fail_msg("%s", w->err.text);
    return count;
}

static void refuse_phrases(struct world *w, const void *text, ptrdiff_t size,
                           const char *sentence)
{
    const char *path = world_file(w, "p", text, size);
    struct phrase *p = NULL;
    int count;

    assert_false(phrases_read(&p, &count, path, &w->keep, &w->err));
    assert_says(w->err, "p: ");
    assert_says(w->err, sentence);
    assert_null(p);
}

static void test_lines_are_phrases(void **state)
{
    struct world *w = *state;
    struct phrase *p;

    assert_int_equal(phrases_of(&p, w, "a cat\r\n\n two dogs \nbird"), 4);
    assert_string_equal(p[0].text, "a cat");
    assert_string_equal(p[1].text, "");
    assert_string_equal(p[2].text, " two dogs ");
    assert_string_equal(p[3].text, "bird");
    assert_null(p[0].ids);
}

static void test_empty_lines_at_the_end_are_no_phrases(void **state)
{
    struct world *w = *state;
    struct phrase *p;

    assert_int_equal(phrases_of(&p, w,
                                "\xef\xbb\xbf"
                                "cat\n\r\n\n"),
                     1);
    assert_string_equal(p[0].text, "cat");
}

static void test_an_array_of_strings_is_phrases(void **state)
{
    struct world *w = *state;
    struct phrase *p;

    assert_int_equal(phrases_of(&p, w, " \n[\"a\\ncat\", \"dog\"]\n"), 2);
    assert_string_equal(p[0].text, "a\ncat");
    assert_string_equal(p[1].text, "dog");
}

static void test_objects_give_text_ids_or_both(void **state)
{
    struct world *w = *state;
    struct phrase *p;

    assert_int_equal(phrases_of(&p, w,
                                "[{\"text\": \"cat\", \"x\": [1]},"
                                " {\"text\": null, \"ids\": [0, 7]},"
                                " {\"text\": \"c\", \"ids\": [3]},"
                                " {\"text\": \"d\", \"ids\": null}]"),
                     4);
    assert_string_equal(p[0].text, "cat");
    assert_null(p[0].ids);
    assert_null(p[1].text);
    assert_int_equal(p[1].id_count, 2);
    assert_int_equal(p[1].ids[1], 7);
    assert_string_equal(p[2].text, "c");
    assert_int_equal(p[2].ids[0], 3);
    assert_null(p[3].ids);
}

static void test_what_is_no_phrase_is_a_sentence(void **state)
{
    static const struct {
        const char *text, *sentence;
    } cases[] = {
        { "", "holds no text" },
        { "\n\n", "holds no text" },
        { "[]", "holds no text" },
        { "[\"cat\", 3]", "entry 2 has neither text nor ids" },
        { "[{\"txt\": \"cat\"}]", "entry 1 has neither text nor ids" },
        { "[{\"ids\": []}]", "ids of entry 1 are no list" },
        { "[{\"text\": \"a\", \"ids\": \"5\"}]", "ids of entry 1 are no list" },
        { "[{\"ids\": [1, -2]}]", "ids of entry 1: number 2 is no id" },
        { "[{\"ids\": [1.5]}]", "number 1 is no id" },
        { "[{\"ids\": [4294967296]}]", "number 1 is no id" },
        { "[\"cat\"", "broken JSON" },
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        refuse_phrases(w, cases[i].text, (ptrdiff_t)strlen(cases[i].text),
                       cases[i].sentence);
    refuse_phrases(w, "cat\0dog", 7, "neither text nor JSON");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_world(test_objects_and_lists_become_paths),
        in_world(test_each_kind_of_value_is_kept),
        in_world(test_null_is_as_if_it_were_not_there),
        in_world(test_a_whole_number_beyond_64_bits_is_no_error),
        in_world(test_a_byte_order_mark_is_skipped),
        in_world(test_broken_json_is_a_sentence_with_its_line),
        in_world(test_a_file_cut_short_anywhere_is_refused),
        in_world(test_deep_nesting_is_refused),
        in_world(test_a_key_without_end_is_refused),
        in_world(test_more_values_than_memory_is_a_sentence),
        in_world(test_lines_are_phrases),
        in_world(test_empty_lines_at_the_end_are_no_phrases),
        in_world(test_an_array_of_strings_is_phrases),
        in_world(test_objects_give_text_ids_or_both),
        in_world(test_what_is_no_phrase_is_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
