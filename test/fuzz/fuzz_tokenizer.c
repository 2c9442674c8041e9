/* fuzz_tokenizer.c - any merges and any text: ids of the vocabulary between
 * the two specials, or a sentence.
 *
 * An input is merges, an empty line, and a text.  The vocabulary holds what
 * every one must and what the merges make; an input that begins with a blank
 * gets none of the latter, as a vocabulary of another model would. */
#include <stdio.h>

#include "fuzz.h"

#include "base/text.h"
#include "nn/tokenizer.h"

enum { ENTRIES_MAX = 4096, NAME_SIZE = 64 };

struct words {
    struct vocabulary_entry entries[ENTRIES_MAX];
    char names[ENTRIES_MAX][2 * NAME_SIZE];
    int count;
};

static void add(struct words *w, const char *name, const char *more)
{
    if (w->count == ENTRIES_MAX)
        return;
    snprintf(w->names[w->count], sizeof w->names[0], "%s%s", name, more);
    w->entries[w->count] = (struct vocabulary_entry){ w->names[w->count],
                                                      w->count };
    w->count++;
}

/* The characters that stand for bytes, and the two specials. */
static void add_base(struct words *w)
{
    uint32_t next = 0x100;

    for (uint32_t byte = 0; byte < 256; byte++) {
        bool plain = (byte > 0x20 && byte < 0x7f) ||
                     (byte > 0xa0 && byte != 0xad);
        char s[5] = "";

        utf8_put(s, plain ? byte : next++);
        add(w, s, "");
        add(w, s, "</w>");
    }
    add(w, "<|startoftext|>", "");
    add(w, "<|endoftext|>", "");
}

/* What the merge on a line makes: the line without its first blank. */
static void add_merged(struct words *w, const char *line, size_t size)
{
    const char *blank = memchr(line, ' ', size);
    char left[NAME_SIZE], right[NAME_SIZE];

    if (!blank || size >= NAME_SIZE)
        return;
    snprintf(left, sizeof left, "%.*s", (int)(blank - line), line);
    snprintf(right, sizeof right, "%.*s", (int)(line + size - blank - 1),
             blank + 1);
    add(w, left, right);
}

static void check(const struct tokenizer *t, const char *text, int count,
                  struct arena *keep)
{
    struct error err = { 0 };
    int *ids = NULL, n = 0;

    if (!tokenizer_encode(t, text, &ids, &n, keep, &err)) {
        CLAIM(err.text[0]);
        return;
    }
    CLAIM(n >= 2 && ids[0] == 512 && ids[n - 1] == 513);
    for (int i = 0; i < n; i++)
        CLAIM(ids[i] >= 0 && ids[i] < count);
}

/* The merges alone in memory, so that sanitizers see a byte too far. */
static bool make(struct tokenizer **t, const struct words *words,
                 const char *merges, size_t size, struct arena *keep)
{
    char *copy = malloc(size);
    struct error err = { 0 };
    bool ok;

    CLAIM(copy);
    memcpy(copy, merges, size);
    ok = tokenizer_make(t, words->entries, words->count, copy, (ptrdiff_t)size,
                        "fuzz", keep, &err);
    CLAIM(ok ? *t != NULL : err.text[0] && !*t);
    free(copy);
    return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct words words;
    struct arena *keep = fuzz_arena(64 << 20);
    char *input = arena_alloc(keep, (ptrdiff_t)size + 3, 1, 1);
    char *middle, *line, *end;
    struct tokenizer *t = NULL;

    if (size)
        memcpy(input, data, size);
    middle = strstr(input, "\n\n");
    if (!middle)
        return 0;
    words.count = 0;
    add_base(&words);
    for (line = input; *input != ' ' && line <= middle; line = end + 1) {
        end = strchr(line, '\n');
        add_merged(&words, line, (size_t)(end - line));
    }
    if (make(&t, &words, input, (size_t)(middle + 1 - input), keep))
        check(t, middle + 2, words.count, keep);
    return 0;
}
