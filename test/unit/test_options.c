/* test_options.c - the table of options keeps its word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "app/options.h"

/* The option that is called so. */
static const struct option_row *row_named(const char *name)
{
    for (int i = 0; i < option_row_count; i++)
        if (strcmp(option_rows[i].name, name) == 0)
            return &option_rows[i];
    return NULL;
}

static void test_every_word_that_completion_offers_is_taken(void **state)
{
    struct arena keep = { 0 };
    int words = 0;

    assert_true(arena_open(&keep, 1 << 20));
    for (int i = 0; i < option_row_count; i++) {
        struct text list = text_new(&keep);
        struct options o = { 0 };
        struct error err;

        if (!option_words(&list, &option_rows[i]))
            continue;
        for (char *w = strtok(list.data, " "); w; w = strtok(NULL, " "), words++)
            if (!option_rows[i].take(&o, w, &err))
                fail_msg("--%s %s: %s", option_rows[i].name, w, err.text);
    }
    assert_true(words > 30);
    arena_close(&keep);
}

static void test_a_word_that_is_not_offered_is_not_taken(void **state)
{
    static const char *const names[] = { "stage", "method", "color", "theme",
                                         "head", "precision", "positions" };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct options o = { 0 };
        struct error err;

        assert_false(row_named(names[i])->take(&o, "nowhere", &err));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_word_that_completion_offers_is_taken),
        cmocka_unit_test(test_a_word_that_is_not_offered_is_not_taken),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
