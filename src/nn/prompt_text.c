/* prompt_text.c - text as CLIP was trained on it.
 *
 * Reference: clip/simple_tokenizer.py without ftfy, which repairs broken
 * encodings, straightens curly quotes and composes accents: text is taken as
 * typed, in composed form.  Lower case is Unicode's one-to-one mapping with
 * the two exceptions Python makes: capital I with a dot becomes two code
 * points, and a Greek sigma that ends a word its final form (a letter before
 * and none after, apostrophes and accents not counted). */
#include "prompt_text.h"

#include "unicode.h"

enum { SIGMA = 0x3a3, FINAL_SIGMA = 0x3c2, DOTTED_I = 0x130, DOT = 0x307 };

/* Python's str.strip() takes four more than the pattern \s. */
static bool is_stripped(uint32_t c)
{
    return is_space(c) || (c >= 0x1c && c <= 0x1f);
}

/* The end of `s` without the space that stands there. */
static const char *last_char(const char *s)
{
    const char *end = s;

    while (*s)
        if (!is_stripped(utf8_next(&s)))
            end = s;
    return end;
}

static const char *first_char(const char *s)
{
    const char *p = s;

    while (*p) {
        s = p;
        if (!is_stripped(utf8_next(&p)))
            return s;
        s = p;
    }
    return s;
}

void squeeze_spaces(struct text *out, const char *s)
{
    const char *end;
    bool space = false;

    s = first_char(s);
    end = last_char(s);
    while (s < end) {
        uint32_t c = utf8_next(&s);

        if (!is_space(c))
            text_add_utf8(out, c);
        else if (!space)
            text_add(out, " ");
        space = is_space(c);
    }
}

/* Marks that neither make nor end a word. */
static bool is_ignorable(uint32_t c)
{
    return c == '\'' || c == '.' || c == ':' || c == '^' || c == '`' ||
           c == 0xa8 || c == 0xad || c == 0xaf || c == 0xb4 || c == 0xb7 ||
           c == 0xb8 || c == 0x2019 || (c >= 0x300 && c < 0x370);
}

/* Letters of scripts that have a lower case: Latin, Greek, Cyrillic, Armenian
 * and their extensions. */
static bool is_cased(uint32_t c)
{
    return is_letter(c) && (c < 0x590 || (c >= 0x1e00 && c < 0x2000));
}

static bool letter_follows(const char *s)
{
    uint32_t c;

    do
        c = utf8_next(&s);
    while (is_ignorable(c));
    return is_cased(c);
}

void lower_case(struct text *out, const char *s)
{
    bool in_word = false;
    uint32_t c;

    while ((c = utf8_next(&s))) {
        if (c == DOTTED_I) {
            text_add_utf8(out, 'i');
            text_add_utf8(out, DOT);
        } else if (c == SIGMA && in_word && !letter_follows(s)) {
            text_add_utf8(out, FINAL_SIGMA);
        } else {
            text_add_utf8(out, to_lower(c));
        }
        if (!is_ignorable(c))
            in_word = is_cased(c);
    }
}

const char *prompt_clean(const char *s, struct arena *a)
{
    struct text once = text_new(a), twice, squeezed, lower;

    html_unescape(&once, s);
    twice = text_new(a);
    html_unescape(&twice, once.data);
    squeezed = text_new(a);
    squeeze_spaces(&squeezed, twice.data);
    lower = text_new(a);
    lower_case(&lower, squeezed.data);
    return lower.data;
}
