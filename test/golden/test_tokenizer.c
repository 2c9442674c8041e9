/* test_tokenizer.c - token ids against those of openai's tokenizer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "golden.h"
#include "io/checkpoint.h"

/* Ids of text `item` of the suite against what is expected. */
static void compare(struct golden *g, const struct config *expected,
                    const struct tokenizer *t, int item)
{
    struct error err = { "" };
    char path[48];
    const char *text;
    int *ids, count;

    snprintf(path, sizeof path, "items.%d.text", item);
    text = config_string(expected, path, NULL);
    assert_non_null(text);
    if (!tokenizer_encode(t, text, &ids, &count, &g->keep, &err))
        fail_msg("%s", err.text);
    snprintf(path, sizeof path, "items.%d.ids", item);
    if (count != config_find(expected, path)->number)
        fail_msg("\"%s\" has %d tokens", text, count);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "items.%d.ids.%d", item, i);
        if (ids[i] != config_int(expected, path, -1))
            fail_msg("\"%s\": token %d is %d, expected %d", text, i, ids[i],
                     config_int(expected, path, -1));
    }
}

/* All texts of `suite`, with the vocabulary in another folder. */
static void compare_all(const char *suite, const char *vocabulary, int items)
{
    struct error err = { "" };
    struct tokenizer *t;
    struct config expected;
    struct golden g;

    golden_open(&g, suite, NULL);
    expected = golden_config(&g, "expected_ids.json");
    if (!checkpoint_tokenizer(&t, vocabulary, &(struct hub){ 0 }, &g.keep,
                              &err))
        fail_msg("%s", err.text);
    assert_non_null(t);
    assert_true(config_find(&expected, "items")->number == items);
    for (int i = 0; i < items; i++)
        compare(&g, &expected, t, i);
    golden_close(&g);
}

static void test_a_small_vocabulary_gives_the_ids_of_openai(void **state)
{
    compare_all(OWN_CASES "/22-clip-tokenizer/small",
                OWN_CASES "/22-clip-tokenizer/small", 21);
}

static void test_the_vocabulary_of_clip_gives_the_ids_of_openai(void **state)
{
    if (!golden_here("the tokenizer with the vocabulary of CLIP"))
        skip();
    compare_all(GOLDENS "/cases/22-clip-tokenizer/openai_full",
                GOLDENS "/clip-vocab", 21);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_small_vocabulary_gives_the_ids_of_openai),
        cmocka_unit_test(test_the_vocabulary_of_clip_gives_the_ids_of_openai),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
