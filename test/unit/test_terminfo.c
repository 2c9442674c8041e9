/* test_terminfo.c - the own terminal entries against their source. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/terminfo.h"

static void test_base64_as_the_rfc_has_it(void **state)
{
    static const char *const cases[][2] = {
        { "", "" },           { "f", "Zg==" },       { "fo", "Zm8=" },
        { "foo", "Zm9v" },    { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" },
        { "foobar", "Zm9vYmFy" }, { "\xff\xfe\xfd", "//79" },
    };
    struct arena a;

    assert_true(arena_open(&a, 1 << 16));
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct text t = text_new(&a);

        text_add_base64(&t, cases[i][0], (ptrdiff_t)strlen(cases[i][0]));
        assert_string_equal(t.data, cases[i][1]);
    }
    arena_close(&a);
}

static int number(const struct text *t, ptrdiff_t at, int bytes)
{
    int v = 0;

    assert_true(at + bytes <= t->size);
    for (int i = 0; i < bytes; i++)
        v |= (unsigned char)t->data[at + i] << 8 * i;
    return v;
}

/* Where the standard part ends and how many strings the entry has. */
static void test_an_entry_is_as_long_as_its_header_says(void **state)
{
    struct arena a;

    assert_true(arena_open(&a, 1 << 20));
    for (enum depth d = DEPTH_16; d <= DEPTH_24BIT; d++) {
        struct text t = text_new(&a);
        ptrdiff_t at;

        terminfo_entry(&t, d);
        assert_int_equal(number(&t, 0, 2), 01036);
        at = 12 + number(&t, 2, 2) + number(&t, 4, 2);
        at += at % 2;
        at += 4 * number(&t, 6, 2) + 2 * number(&t, 8, 2) + number(&t, 10, 2);
        at += at % 2;                           /* extended header */
        ptrdiff_t end = at + 10 + number(&t, at, 2);
        end += end % 2;
        end += 4 * number(&t, at + 2, 2) + 2 * number(&t, at + 6, 2) +
               number(&t, at + 8, 2);
        assert_int_equal(end, t.size);
    }
    arena_close(&a);
}

/* What infocmp makes of an entry, without its first line (a file name). */
static void decompile(struct text *out, const char *arguments)
{
    char command[512], line[1024];
    FILE *f;

    snprintf(command, sizeof(command), "infocmp -x1 %s", arguments);
    f = popen(command, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof(line), f));
    while (fgets(line, sizeof(line), f))
        text_add(out, line);
    assert_int_equal(pclose(f), 0);
}

static void test_the_source_compiles_to_the_same(void **state)
{
    char folder[] = "/tmp/vitscope-ti-XXXXXX", command[256];
    struct arena a;

    if (system("command -v tic infocmp >/dev/null") != 0) {
        print_message("SKIPPED: tic and infocmp are not here\n");
        skip();
    }
    assert_true(arena_open(&a, 1 << 20));
    assert_non_null(mkdtemp(folder));
    snprintf(command, sizeof(command), "tic -x -o %s src/app/vitscope.ti",
             folder);
    assert_int_equal(system(command), 0);
    for (enum depth d = DEPTH_16; d <= DEPTH_24BIT; d++) {
        struct text variable = text_new(&a), ours = text_new(&a);
        struct text source = text_new(&a);

        terminfo_variable(&variable, d);
        setenv("TERMINFO", variable.data, 1);
        decompile(&ours, terminfo_name(d));
        snprintf(command, sizeof(command), "-A %s %s", folder,
                 terminfo_name(d));
        decompile(&source, command);
        assert_string_equal(ours.data, source.data);
    }
    snprintf(command, sizeof(command), "rm -r %s", folder);
    assert_int_equal(system(command), 0);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base64_as_the_rfc_has_it),
        cmocka_unit_test(test_an_entry_is_as_long_as_its_header_says),
        cmocka_unit_test(test_the_source_compiles_to_the_same),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
