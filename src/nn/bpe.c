/* bpe.c - byte pair encoding.
 *
 * A word begins as its bytes, the last one marked </w>.  The pair of
 * neighbours that stands first in the list of merges grows together wherever
 * it occurs, and so on until no pair is in the list.  Tokens are known by
 * their place in the vocabulary, not by their id, of which a hostile file may
 * give two the same.
 *
 * Reference: Sennrich 2016; bpe() of clip/simple_tokenizer.py. */
#include "bpe.h"

#include <limits.h>
#include <string.h>

#include "base/text.h"

struct merge {
    int left, right; /* -1, -1: an empty slot */
    int rank;        /* line in the list: lower goes first */
};

struct bpe {
    const char *source;
    const struct vocabulary_entry *vocabulary;
    int *tokens;          /* hash table of places, -1: empty */
    uint32_t token_mask;  /* slots - 1, slots being a power of 2 */
    struct merge *merges; /* hash table */
    uint32_t merge_mask;
    int *merged;                     /* [rank] the token a merge makes */
    int bytes[256], last_bytes[256]; /* inside a word, and ending it */
};

enum { NO_RANK = INT_MAX, LARGEST = 1 << 28 };

static uint32_t hash_bytes(const char *s, ptrdiff_t n)
{
    uint32_t h = 2166136261u; /* FNV-1a */

    for (ptrdiff_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h ^ h >> 15;
}

static uint32_t hash_pair(int left, int right)
{
    uint64_t h = ((uint64_t)(uint32_t)left << 32 | (uint32_t)right) *
                 0x9e3779b97f4a7c15u;

    return (uint32_t)(h >> 32);
}

/* Slots for `count` entries, at most half of them taken. */
static uint32_t slots_for(ptrdiff_t count)
{
    uint32_t slots = 16;

    while (slots < 2 * (uint64_t)count)
        slots *= 2;
    return slots;
}

/* Slot of the token `s` of n bytes: where it stands or would stand. */
static int *token_slot(const struct bpe *b, const char *s, ptrdiff_t n)
{
    uint32_t i = hash_bytes(s, n) & b->token_mask;

    for (; b->tokens[i] >= 0; i = (i + 1) & b->token_mask) {
        const char *token = b->vocabulary[b->tokens[i]].token;

        if ((ptrdiff_t)strlen(token) == n && memcmp(token, s, (size_t)n) == 0)
            break;
    }
    return &b->tokens[i];
}

static struct merge *merge_slot(const struct bpe *b, int left, int right)
{
    uint32_t i = hash_pair(left, right) & b->merge_mask;

    while (b->merges[i].left >= 0 &&
           (b->merges[i].left != left || b->merges[i].right != right))
        i = (i + 1) & b->merge_mask;
    return &b->merges[i];
}

static void add_tokens(struct bpe *b, int count, struct arena *keep)
{
    uint32_t slots = slots_for(count);

    b->token_mask = slots - 1;
    b->tokens = arena_array(keep, int, slots);
    memset(b->tokens, 0xff, slots * sizeof *b->tokens);
    for (int i = 0; i < count; i++) {
        const char *token = b->vocabulary[i].token;

        *token_slot(b, token, (ptrdiff_t)strlen(token)) = i;
    }
}

static bool is_printable(int byte)
{
    return (byte >= '!' && byte <= '~') || (byte >= 0xa1 && byte != 0xad);
}

/* The character that stands for a byte: itself where that is printable in
 * Latin-1, else the next free one from U+0100 on. */
static uint32_t byte_character(int byte)
{
    uint32_t next = 0x100;

    if (is_printable(byte))
        return (uint32_t)byte;
    for (int b = 0; b < byte; b++)
        next += !is_printable(b);
    return next;
}

static bool add_bytes(struct bpe *b, struct error *err)
{
    for (int byte = 0; byte < 256; byte++) {
        char s[9] = "";
        ptrdiff_t n = utf8_put(s, byte_character(byte));

        b->bytes[byte] = *token_slot(b, s, n);
        memcpy(s + n, "</w>", 4);
        b->last_bytes[byte] = *token_slot(b, s, n + 4);
        if (b->bytes[byte] < 0 || b->last_bytes[byte] < 0)
            return error_set(err,
                             "%s: is no vocabulary of CLIP: byte %d has "
                             "no token \"%s\"",
                             b->source, byte, s);
    }
    return true;
}

/* A stretch of the list of merges. */
struct piece {
    const char *s;
    ptrdiff_t n;
};

/* The next line of `rest`, which moves behind it, without its end. */
static struct piece next_line(struct piece *rest)
{
    const char *end = memchr(rest->s, '\n', (size_t)rest->n);
    struct piece line = { rest->s, end ? end - rest->s : rest->n };
    ptrdiff_t used = line.n + (end != NULL);

    rest->s += used;
    rest->n -= used;
    if (line.n && line.s[line.n - 1] == '\r')
        line.n--;
    return line;
}

static ptrdiff_t count_lines(struct piece rest)
{
    ptrdiff_t lines = 0;

    for (; rest.n; lines++)
        next_line(&rest);
    return lines;
}

/* "of </w>": both tokens and what they make are in the vocabulary. */
static bool add_merge(struct bpe *b, struct piece line, int rank,
                      struct text *joined, struct error *err)
{
    const char *blank = memchr(line.s, ' ', (size_t)line.n);
    ptrdiff_t left = blank ? blank - line.s : 0;
    ptrdiff_t right = line.n - left - 1;
    struct merge m = { .rank = rank };

    if (left < 1 || right < 1 || memchr(blank + 1, ' ', (size_t)right))
        return error_set(err, "%s: merge %d of its merges.txt is not two "
                         "tokens", b->source, rank + 1);
    text_clear(joined);
    text_add_bytes(joined, line.s, left);
    text_add_bytes(joined, blank + 1, right);
    m.left = *token_slot(b, line.s, left);
    m.right = *token_slot(b, blank + 1, right);
    b->merged[rank] = *token_slot(b, joined->data, joined->size);
    if (m.left < 0 || m.right < 0 || b->merged[rank] < 0)
        return error_set(err,
                         "%s: merge %d of its merges.txt, \"%.*s\", has "
                         "tokens that are not in the vocabulary",
                         b->source, rank + 1,
                         (int)(line.n < 60 ? line.n : 60), line.s);
    *merge_slot(b, m.left, m.right) = m;
    return true;
}

static bool add_merges(struct bpe *b, struct piece rest, struct arena *keep,
                       struct error *err)
{
    ptrdiff_t lines = count_lines(rest);
    uint32_t slots = slots_for(lines);
    struct text joined;
    int rank = 0;

    b->merge_mask = slots - 1;
    b->merges = arena_array(keep, struct merge, slots);
    memset(b->merges, 0xff, slots * sizeof *b->merges);
    b->merged = arena_array(keep, int, lines);
    joined = text_new(keep);
    while (rest.n) {
        struct piece line = next_line(&rest);

        if (line.n == 0 || (line.n >= 8 && !memcmp(line.s, "#version", 8)))
            continue;
        if (!add_merge(b, line, rank++, &joined, err))
            return false;
    }
    return true;
}

/* Both hash tables, the list of results, and the longest line. */
static bool fits(int count, struct piece merges, const struct arena *keep)
{
    ptrdiff_t lines, need;

    if (count > LARGEST || merges.n > LARGEST)
        return false;
    lines = count_lines(merges);
    need = (ptrdiff_t)sizeof(int) * (slots_for(count) + lines) +
           (ptrdiff_t)sizeof(struct merge) * slots_for(lines) + 4 * merges.n +
           4096;
    return need < arena_room(keep, 1);
}

bool bpe_make(struct bpe **out, const struct vocabulary_entry *vocabulary,
              int count, const char *merges, ptrdiff_t merges_size,
              const char *source, struct arena *keep, struct error *err)
{
    struct piece list = { merges, merges_size };
    struct bpe *b;

    if (!fits(count, list, keep))
        return error_set(err, "%s: does not fit into memory", source);
    b = arena_new(keep, struct bpe);
    b->source = arena_string(keep, source);
    b->vocabulary = vocabulary;
    add_tokens(b, count, keep);
    *out = b;
    return add_bytes(b, err) && add_merges(b, list, keep, err);
}

int bpe_find(const struct bpe *b, const char *token)
{
    int place = *token_slot(b, token, (ptrdiff_t)strlen(token));

    return place < 0 ? -1 : b->vocabulary[place].id;
}

static int rank_of(const struct bpe *b, int left, int right)
{
    const struct merge *m = merge_slot(b, left, right);

    return m->left < 0 ? NO_RANK : m->rank;
}

static int lowest(const int *ranks, int count)
{
    int low = NO_RANK;

    for (int i = 0; i < count; i++)
        low = ranks[i] < low ? ranks[i] : low;
    return low;
}

/* Let every pair of this rank grow together, from the left; ranks[i] is that
 * of the pair (i, i + 1).  In place: what is written lies before what is read.
 * How many symbols are left. */
static int grow(const struct bpe *b, int rank, int *symbols, int *ranks,
                int count)
{
    bool changed = false; /* the symbol before this one */
    int n = 0;

    for (int i = 0; i < count; n++) {
        bool here = i + 1 < count && ranks[i] == rank;
        int symbol = here ? b->merged[rank] : symbols[i];

        if (n)
            ranks[n - 1] = here || changed ? rank_of(b, symbols[n - 1], symbol)
                                           : ranks[i - 1];
        symbols[n] = symbol;
        changed = here;
        i += here ? 2 : 1;
    }
    return n;
}

int bpe_encode(const struct bpe *b, const char *word, int size, int *out,
               int *ranks)
{
    int count = size, rank;

    for (int i = 0; i < size - 1; i++)
        out[i] = b->bytes[(unsigned char)word[i]];
    out[size - 1] = b->last_bytes[(unsigned char)word[size - 1]];
    for (int i = 0; i < size - 1; i++)
        ranks[i] = rank_of(b, out[i], out[i + 1]);
    while ((rank = lowest(ranks, count - 1)) != NO_RANK)
        count = grow(b, rank, out, ranks, count);
    for (int i = 0; i < count; i++)
        out[i] = b->vocabulary[out[i]].id;
    return count;
}
