/* test_tokenizer.c - how text is cleaned and cut, how bytes grow to tokens,
 * and what is said of vocabularies that make no sense. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "nn/tokenizer.h"

enum { START = 900, END = 901, ROOM = 600 };

/* A vocabulary of the bytes (id: the byte, + 256 at the end of a word), the
 * specials, and what a test adds from id 600 on. */
struct words {
    struct arena keep;
    struct vocabulary_entry entries[ROOM];
    int count;
};

static void add(struct words *w, const char *token, int id)
{
    w->entries[w->count++] =
        (struct vocabulary_entry){ .token = arena_string(&w->keep, token),
                                   .id = id };
}

static void words_open(struct words *w)
{
    int next = 0x100;

    *w = (struct words){ .count = 0 };
    assert_true(arena_open(&w->keep, 16 << 20));
    for (int b = 0; b < 256; b++) {
        char token[9] = "";
        bool plain = (b > 32 && b < 127) || (b > 160 && b != 173);

        utf8_put(token, (uint32_t)(plain ? b : next++));
        add(w, token, b);
        strcat(token, "</w>");
        add(w, token, b + 256);
    }
    add(w, "<|startoftext|>", START);
    add(w, "<|endoftext|>", END);
}

static bool make(struct words *w, const char *merges, struct tokenizer **t,
                 struct error *err)
{
    return tokenizer_make(t, w->entries, w->count, merges,
                          (ptrdiff_t)strlen(merges), "vocab.json", &w->keep,
                          err);
}

/* Tokens of a text without the specials around it: ASCII bytes as they are,
 * followed by "_" where they end a word, the others by number. */
static const char *spelt(struct words *w, const char *merges, const char *text)
{
    struct error err = { "" };
    struct tokenizer *t;
    struct text out;
    int *ids = NULL, count = 0;

    if (!make(w, merges, &t, &err) ||
        !tokenizer_encode(t, text, &ids, &count, &w->keep, &err))
        fail_msg("%s", err.text);
    assert_int_equal(ids[0], START);
    assert_int_equal(ids[count - 1], END);
    out = text_new(&w->keep);
    for (int i = 1; i < count - 1; i++)
        if (ids[i] < 128)
            text_addf(&out, "%c", ids[i]);
        else if (ids[i] >= 256 && ids[i] < 384)
            text_addf(&out, "%c_", ids[i] - 256);
        else
            text_addf(&out, "(%d)", ids[i]);
    return out.data;
}

static void gives(const char *text, const char *want)
{
    struct words w;

    words_open(&w);
    assert_string_equal(spelt(&w, "", text), want);
    arena_close(&w.keep);
}

static void test_words_are_letters_single_numerals_and_the_rest(void **state)
{
    gives("a photo", "a_photo_");
    gives("r2d22", "r_2_d_2_2_");
    gives("well...done!?", "well_..._done_!?_");
    gives("", "");
    gives(" \t\n ", "");
}

static void test_contractions_stand_alone(void **state)
{
    gives("it's we'll 'tis", "it_'s_we_'ll_'t_is_");
    gives("!'s", "!'_s_"); /* a run of signs takes the apostrophe */
    gives("I'VE", "i_'ve_");
}

static void test_specials_in_the_text_are_tokens(void **state)
{
    gives("a <|endoftext|> b", "a_(901)b_");
    gives("<|STARTOFTEXT|>x", "(900)x_");
    gives("!<|endoftext|>", "!<|_endoftext_|>_");
}

static void test_upper_case_goes_in_latin_greek_and_cyrillic(void **state)
{
    struct words w;
    struct error err = { "" };
    struct tokenizer *t;
    static const char *const pairs[][2] = {
        { "ÀÉÎÕÜŒŠŻ", "àéîõüœšż" }, { "ΑΘΗΝΑ", "αθηνα" },
        { "ΟΔΟΣ ΣΑΣ", "οδος σας" }, { "МОСКВА Ё", "москва ё" },
        { "İ", "i\u0307" },         { "STRASSE ẞ", "strasse ß" },
    };

    words_open(&w);
    assert_true(make(&w, "", &t, &err));
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        int *a, *b, na, nb;

        assert_true(tokenizer_encode(t, pairs[i][0], &a, &na, &w.keep, &err));
        assert_true(tokenizer_encode(t, pairs[i][1], &b, &nb, &w.keep, &err));
        assert_int_equal(na, nb);
        assert_memory_equal(a, b, (size_t)na * sizeof *a);
    }
    arena_close(&w.keep);
}

static void test_html_is_unescaped_twice(void **state)
{
    gives("R&amp;B &lt;3", "r_&_b_<_3_");
    gives("&amp;lt;x&amp;amp;gt;", "<_x_&_gt_;_");
    gives("&#65;&#x42;&#X43;;", "abc_;_");
    gives("it&apos;s it&#39s &quot", "it_'s_it_'s_\"_");
    gives("&ampx & &#; &#xg; &bogus;", "&_x_&_&#;_&#_xg_;_&_bogus_;_");
    gives("&notaname;", "(194)(428)aname_;_"); /* "not" and "aname;" */
    gives("a&nbsp;b&#1;&#xD800;", "a_b_(239)(191)(445)");
}

static void test_bytes_that_are_no_utf8_are_replaced(void **state)
{
    gives("\xff", "(239)(191)(445)"); /* U+FFFD */
    gives("a\xc3", "a_(239)(191)(445)");
}

static void test_the_first_merge_in_the_list_goes_first(void **state)
{
    struct words w;

    words_open(&w);
    add(&w, "ab", 600);
    add(&w, "bc</w>", 601);
    add(&w, "abc</w>", 602);
    assert_string_equal(spelt(&w, "#version: 0.2\na b\nb c</w>\n", "abc ab"),
                        "(600)c_ab_");
    assert_string_equal(spelt(&w, "b c</w>\na b\na bc</w>", "abc xabc"),
                        "(602)x(602)");
    assert_string_equal(spelt(&w, "b c</w>\r\na b\r\n\r\n", "abab"),
                        "(600)ab_");
    arena_close(&w.keep);
}

static void test_a_merge_takes_every_pair_from_the_left(void **state)
{
    struct words w;

    words_open(&w);
    add(&w, "aa", 600);
    add(&w, "aaaa", 601);
    add(&w, "aaa</w>", 602);
    assert_string_equal(spelt(&w, "a a\naa aa\naa a</w>", "aaaaaaa"),
                        "(601)(602)");
    assert_string_equal(spelt(&w, "a a\naa aa\naa a</w>", "aaaaaa"),
                        "(601)aa_");
    arena_close(&w.keep);
}

static void refuses(struct words *w, const char *merges, const char *words)
{
    struct error err = { "" };
    struct tokenizer *t;

    if (make(w, merges, &t, &err))
        fail_msg("took it: no \"%s\"", words);
    if (!strstr(err.text, "vocab.json") || !strstr(err.text, words))
        fail_msg("\"%s\" does not say \"%s\"", err.text, words);
    arena_close(&w->keep);
}

static void test_vocabularies_that_make_no_sense_are_refused(void **state)
{
    struct words w;

    words_open(&w);
    w.count = 0;
    refuses(&w, "", "no vocabulary of CLIP");
    words_open(&w);
    w.entries[65].token = "?";
    refuses(&w, "", "byte 32");
    words_open(&w);
    w.count--;
    refuses(&w, "", "<|endoftext|>");
    words_open(&w);
    w.entries[3].id = -5;
    refuses(&w, "", "-5");
    words_open(&w);
    w.keep.end = w.keep.at + 8192;
    refuses(&w, "", "memory");
}

static void test_merges_that_make_no_sense_are_refused(void **state)
{
    static const char *const lines[] = {
        "a", " a", "a ", "a  b", "a b c", " "
    };
    struct error err = { "" };
    struct tokenizer *t;
    struct words w;

    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        words_open(&w);
        refuses(&w, lines[i], "merge 1 of its merges.txt is not two tokens");
    }
    words_open(&w);
    refuses(&w, "a b", "merge 1 of its merges.txt, \"a b\"");
    words_open(&w);
    add(&w, "ab", 600);
    refuses(&w, "a b\nab zz", "merge 2");
    words_open(&w); /* a NUL ends no name */
    assert_false(tokenizer_make(&t, w.entries, w.count, "a\0a b", 5,
                                "vocab.json", &w.keep, &err));
    arena_close(&w.keep);
}

static void test_a_text_too_long_for_a_prompt_is_a_sentence(void **state)
{
    struct words w;
    struct error err = { "" };
    struct tokenizer *t;
    char *text;
    int *ids, count;

    words_open(&w);
    assert_true(make(&w, "", &t, &err));
    text = arena_array(&w.keep, char, 65538);
    memset(text, 'a', 65536);
    assert_true(tokenizer_encode(t, text, &ids, &count, &w.keep, &err));
    assert_int_equal(count, 65538);
    text[65536] = 'a';
    assert_false(tokenizer_encode(t, text, &ids, &count, &w.keep, &err));
    assert_non_null(strstr(err.text, "65537"));
    arena_close(&w.keep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_are_letters_single_numerals_and_the_rest),
        cmocka_unit_test(test_contractions_stand_alone),
        cmocka_unit_test(test_specials_in_the_text_are_tokens),
        cmocka_unit_test(test_upper_case_goes_in_latin_greek_and_cyrillic),
        cmocka_unit_test(test_html_is_unescaped_twice),
        cmocka_unit_test(test_bytes_that_are_no_utf8_are_replaced),
        cmocka_unit_test(test_the_first_merge_in_the_list_goes_first),
        cmocka_unit_test(test_a_merge_takes_every_pair_from_the_left),
        cmocka_unit_test(test_vocabularies_that_make_no_sense_are_refused),
        cmocka_unit_test(test_merges_that_make_no_sense_are_refused),
        cmocka_unit_test(test_a_text_too_long_for_a_prompt_is_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
