/* tokenizer.c - text to token ids: CLIP's byte-level BPE.
 *
 * The cleaned text is cut into specials, English contractions, runs of
 * letters, single numerals and runs of everything else but space; each piece
 * is encoded by itself.  Reference: clip/simple_tokenizer.py. */
#include "nn/tokenizer.h"

#include <string.h>

#include "bpe.h"
#include "prompt_text.h"
#include "unicode.h"

enum { TEXT_SIZE_MAX = 1 << 16 };

static const char start_name[] = "<|startoftext|>";
static const char end_name[] = "<|endoftext|>";

struct tokenizer {
    struct bpe *bpe;
    int start, end; /* ids of the special tokens */
};

bool tokenizer_make(struct tokenizer **out,
                    const struct vocabulary_entry *vocabulary, int count,
                    const char *merges, ptrdiff_t merges_size,
                    const char *source, struct arena *keep, struct error *err)
{
    struct tokenizer *t;

    for (int i = 0; i < count; i++)
        if (vocabulary[i].id < 0)
            return error_set(err, "%s: the id of \"%.60s\" is %d", source,
                             vocabulary[i].token, vocabulary[i].id);
    if (arena_room(keep, sizeof *t) < 64)
        return error_set(err, "%s: does not fit into memory", source);
    t = arena_new(keep, struct tokenizer);
    if (!bpe_make(&t->bpe, vocabulary, count, merges, merges_size, source, keep,
                  err))
        return false;
    t->start = bpe_find(t->bpe, start_name);
    t->end = bpe_find(t->bpe, end_name);
    if (t->start < 0 || t->end < 0)
        return error_set(err, "%s: has no token \"%s\"", source,
                         t->start < 0 ? start_name : end_name);
    *out = t;
    return true;
}

/* Which token a special piece is; -1: it is none. */
static int special(const struct tokenizer *t, const char *s, ptrdiff_t size)
{
    if (size == sizeof start_name - 1 && !strncmp(s, start_name, (size_t)size))
        return t->start;
    if (size == sizeof end_name - 1 && !strncmp(s, end_name, (size_t)size))
        return t->end;
    return -1;
}

/* Specials and the contractions of English, in this order. */
static ptrdiff_t fixed_piece(const char *s)
{
    static const char *const pieces[] = { start_name, end_name, "'s",
                                          "'t",       "'re",    "'ve",
                                          "'m",       "'ll",    "'d" };

    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++)
        if (text_starts(s, pieces[i]))
            return (ptrdiff_t)strlen(pieces[i]);
    return 0;
}

static bool is_other(uint32_t c)
{
    return c && !is_space(c) && !is_letter(c) && !is_number(c);
}

/* Bytes from `s` on whose characters are all of the kind of the first. */
static ptrdiff_t run(const char *s, bool (*kind)(uint32_t))
{
    const char *end = s, *p = s;

    while (kind(utf8_next(&p)))
        end = p;
    return end - s;
}

/* Bytes of the piece that begins at `s`, which is no space. */
static ptrdiff_t piece_size(const char *s)
{
    const char *p = s;
    ptrdiff_t size = fixed_piece(s);
    uint32_t c = utf8_next(&p);

    if (size)
        return size;
    if (is_number(c))
        return p - s;
    return run(s, is_letter(c) ? is_letter : is_other);
}

/* Ids of a cleaned text into out, of which there is one for each byte and two
 * for the specials; how many they are. */
static int encode(const struct tokenizer *t, const char *s, int *out,
                  int *ranks)
{
    int n = 0;

    out[n++] = t->start;
    while (*s) {
        ptrdiff_t size;

        if (*s == ' ') { /* the only space that is left */
            s++;
            continue;
        }
        size = piece_size(s);
        out[n] = special(t, s, size);
        n += out[n] >= 0 ? 1 : bpe_encode(t->bpe, s, (int)size, out + n, ranks);
        s += size;
    }
    out[n++] = t->end;
    return n;
}

bool tokenizer_encode(const struct tokenizer *t, const char *text, int **ids,
                      int *count, struct arena *keep, struct error *err)
{
    ptrdiff_t size = (ptrdiff_t)strlen(text);
    struct arena scratch = *keep;
    const char *clean;
    int *out;

    if (size > TEXT_SIZE_MAX)
        return error_set(err,
                         "a text of %td bytes is no prompt: it may have "
                         "%d",
                         size, TEXT_SIZE_MAX);
    if (arena_room(keep, 64) < size + 64)
        return error_set(err, "no memory for a prompt of %td bytes", size);
    clean = prompt_clean(text, &scratch);
    size = (ptrdiff_t)strlen(clean);
    out = arena_array(&scratch, int, size + 2);
    *count = encode(t, clean, out, arena_array(&scratch, int, size + 2));
    /* The scratch lies where the ids go: hence memmove. */
    *ids = arena_raw(keep, *count, sizeof(int), sizeof(int));
    memmove(*ids, out, (size_t)*count * sizeof(int));
    return true;
}
