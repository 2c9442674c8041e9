/* test_prompt_text.c - classes and cases of all code points, and character
 * references, against what others make of them.
 *
 * A set of code points is compared by its size and by a checksum.  The numbers
 * are those of Python: unicodedata2 17.0 for letters and numbers, Python 3.11
 * (Unicode 14) for the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <inttypes.h>
#include <string.h>

#include "../../src/nn/prompt_text.h"
#include "../../src/nn/unicode.h"
/* clang-format off */
#include "html_names.h"
/* clang-format on */

enum { CODE_POINTS = 0x110000 };

struct set {
    int size;
    uint64_t sum; /* FNV-1a, a code point at a time */
};

static const struct set empty = { 0, UINT64_C(0xcbf29ce484222325) };

static void join(struct set *s, uint64_t value)
{
    s->size++;
    s->sum = (s->sum ^ value) * UINT64_C(0x100000001b3);
}

static void is_set(struct set s, int size, uint64_t sum)
{
    assert_int_equal(s.size, size);
    assert_true(s.sum == sum);
}

/* [c for c in range(0x110000) if category(chr(c))[0] == 'L'], then 'N' */
static void test_letters_and_numbers_are_those_of_unicode_17(void **state)
{
    struct set letters = empty, numbers = empty;

    for (uint32_t c = 0; c < CODE_POINTS; c++) {
        if (is_letter(c))
            join(&letters, c);
        if (is_number(c))
            join(&numbers, c);
    }
    is_set(letters, 145672, UINT64_C(0xb22db74508c882b5));
    is_set(numbers, 1924, UINT64_C(0xcefe8c12e06f18ec));
}

/* White_Space of PropList.txt */
static void test_spaces_are_those_of_unicode(void **state)
{
    static const uint32_t spaces[] = {
        0x9,    0xa,    0xb,    0xc,    0xd,    0x20,   0x85,   0xa0,   0x1680,
        0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
        0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
    };
    size_t n = 0;

    for (uint32_t c = 0; c < CODE_POINTS; c++)
        if (is_space(c))
            assert_int_equal(c, spaces[n++]);
    assert_int_equal(n, sizeof spaces / sizeof spaces[0]);
}

/* Of every c that has a lower case l of one code point: c * 0x110000 + l */
static void test_lower_case_is_that_of_unicode_14(void **state)
{
    struct set lower = empty;

    for (uint32_t c = 0; c < CODE_POINTS; c++)
        if (to_lower(c) != c)
            join(&lower, (uint64_t)c * CODE_POINTS + to_lower(c));
    is_set(lower, 1432, UINT64_C(0x3abef3d72a2f0ef7));
}

/* Right hand sides: Python's str.lower(). */
static void test_a_sigma_that_ends_a_word_has_a_form_of_its_own(void **state)
{
    static const char *const pairs[][2] = {
        { "ΟΔΟΣ", "οδος" },
        { "ΑΣ.", "ας." },
        { "ΑΣ.Α", "ασ.α" },
        { "Σ", "σ" },
        { "ΑΣ́Α", "ασ́α" },
        { "ΑΣ́", "ας́" },
        { "ΑΣ’Α", "ασ’α" },
        { "1Σ", "1σ" },
        { "ΑΣ1", "ας1" },
        { "ΑΣ ΣΑ", "ας σα" },
        { "Α'Σ", "α'ς" },
        { "Α:Σ", "α:ς" },
        { "Α1Σ", "α1σ" },
        { "ΑΣԱ", "ασա" },
        { "ЯΣ", "яς" },
        { "aΣͰ", "aσͱ" },
        { "ἈΣ", "ἀς" },
        { "ΑΣἈ", "ασἀ" },
        { "İΣ", "i̇ς" },
        { "ΣΣΣ", "σσς" },
        { "Α\u00adΣ", "α\u00adς" },
        { "Α`Σ", "α`ς" },
        { "Α^Σ", "α^ς" },
        { "Α¨Σ", "α¨ς" },
        { "Α¯Σ", "α¯ς" },
        { "Α´Σ", "α´ς" },
        { "Α·Σ", "α·ς" },
        { "Α¸Σ", "α¸ς" },
        { "ΑΣ\u036fΑ", "ασ\u036fα" },
        { "中Σ", "中σ" },
        { "Α中Σ", "α中σ" },
    };
    struct arena a;

    assert_true(arena_open(&a, 1 << 20));
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct text out = text_new(&a);

        lower_case(&out, pairs[i][0]);
        assert_string_equal(out.data, pairs[i][1]);
    }
    arena_close(&a);
}

/* Python: regex.sub(r'\s+', ' ', s).strip(); strip() takes U+001C to U+001F as
 * well. */
static void test_spaces_are_squeezed_and_cut_at_the_ends(void **state)
{
    static const char *const pairs[][2] = {
        { " a  b\t\n c ", "a b c" },
        { "", "" },
        { " \x1c\x1f ", "" },
        { "\x1c x \x1f", "x" },
        { "x\x1c\x1d y", "x\x1c\x1d y" },
        { "\x1b x", "\x1b x" },
        { "\u3000é\u2009\u00a0é", "é é" },
        { "é", "é" },
    };
    struct arena a;

    assert_true(arena_open(&a, 1 << 20));
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        struct text out = text_new(&a);

        squeeze_spaces(&out, pairs[i][0]);
        assert_string_equal(out.data, pairs[i][1]);
    }
    arena_close(&a);
}

static const char *unescaped(const char *s, struct arena *a)
{
    struct text out = text_new(a);

    html_unescape(&out, s);
    return out.data;
}

static void test_names_mean_what_they_mean_in_html(void **state)
{
    struct arena a;

    assert_true(arena_open(&a, 1 << 20));
    for (size_t i = 0; i < sizeof html_names / sizeof html_names[0]; i++) {
        struct text with = text_new(&a), without, want;

        text_addf(&with, "&%s;", html_names[i].name);
        without = text_new(&a);
        text_addf(&without, "&%s=", html_names[i].name);
        want = text_new(&a);
        text_add_utf8(&want, html_names[i].codepoint);
        assert_string_equal(unescaped(with.data, &a), want.data);
        text_add(&want, "=");
        if (html_names[i].bare)
            assert_string_equal(unescaped(without.data, &a), want.data);
    }
    arena_close(&a);
}

static void test_what_is_no_name_stays(void **state)
{
    static const char *const pairs[][2] = {
        { "&;", "&;" },
        { "&", "&" },
        { "&a", "&a" },
        { "&l", "&l" },
        { "&lt", "<" },
        { "&ltx", "<x" },
        { "&notin", "¬in" },
        { "&alpha", "&alpha" },
        { "&eacutex;", "éx;" },
        { "&e acute;", "&e acute;" },
        { "&amp&lt", "&<" },
        { "&#x", "&#x" },
        { "&#x;", "&#x;" },
        { "&#12é", "\fé" },
        { "&thetasym;", "ϑ" },
        { "&#xe9;&#xE9&#Xfg", "éég" },
        { "&#99999999999;", "\ufffd" },
        { "&#x00000000000041;", "A" },
    };
    struct arena a;

    assert_true(arena_open(&a, 1 << 20));
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(unescaped(pairs[i][0], &a), pairs[i][1]);
    arena_close(&a);
}

/* ''.join(html.unescape(f'&#{c};') for c in range(0x110002)), as UTF-8 */
static void test_numbers_mean_what_they_mean_in_html(void **state)
{
    struct set bytes = empty;
    struct arena a;

    assert_true(arena_open(&a, 1 << 20));
    for (uint32_t c = 0; c < CODE_POINTS + 2; c++) {
        struct arena own = a;
        struct text reference = text_new(&own);
        const char *s;

        text_addf(&reference, "&#%" PRIu32 ";", c);
        for (s = unescaped(reference.data, &own); *s; s++)
            join(&bytes, (unsigned char)*s);
    }
    is_set(bytes, 4388503, UINT64_C(0x663386e251f53edb));
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters_and_numbers_are_those_of_unicode_17),
        cmocka_unit_test(test_spaces_are_those_of_unicode),
        cmocka_unit_test(test_lower_case_is_that_of_unicode_14),
        cmocka_unit_test(test_a_sigma_that_ends_a_word_has_a_form_of_its_own),
        cmocka_unit_test(test_spaces_are_squeezed_and_cut_at_the_ends),
        cmocka_unit_test(test_names_mean_what_they_mean_in_html),
        cmocka_unit_test(test_what_is_no_name_stays),
        cmocka_unit_test(test_numbers_mean_what_they_mean_in_html),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
