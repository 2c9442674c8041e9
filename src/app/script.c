/* script.c - a list of keys, read whole before the first is pressed. */
#include "app/script.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { SIDE_MAX = 1000, WAIT_MAX = 1000000 };

static void add(struct script *s, int key, int x, int y)
{
    s->items[s->count++] = (struct input){ key, x, y };
}

/* "120x40" -> two numbers of at least 1. */
static bool parse_pair(int *a, int *b, const char *s)
{
    char *end;
    long x = strtol(s, &end, 10), y;

    if (end == s || *end != 'x' || x < 1 || x > SIDE_MAX ||
        !text_to_long(&y, end + 1, 1, SIDE_MAX))
        return false;
    *a = (int)x;
    *b = (int)y;
    return true;
}

static bool parse_seconds(int *ms, const char *s)
{
    char *end;
    double seconds = strtod(s, &end);

    if (end == s || *end || !(seconds >= 0 && seconds <= WAIT_MAX))
        return false;
    *ms = (int)lround(1000 * seconds);
    return true;
}

static bool parse_word(struct script *s, const char *word)
{
    int key = key_parse(word), x, y;

    if (key)
        add(s, key, 0, 0);
    else if (text_starts(word, "resize:") && parse_pair(&x, &y, word + 7))
        add(s, KEY_RESIZE_, x, y);
    else if (text_starts(word, "click:") && parse_pair(&x, &y, word + 6))
        add(s, KEY_CLICK, x - 1, y - 1);
    else if (text_starts(word, "wait:") && parse_seconds(&x, word + 5))
        add(s, KEY_NOTHING, x, 0);
    else if (text_starts(word, "type:") && word[5])
        for (const char *c = word + 5; *c;)
            add(s, (int)utf8_next(&c), 0, 0);
    else
        return false;
    return true;
}

bool script_parse(struct script *out, const char *keys, struct arena *keep,
                  struct error *err)
{
    static const char blanks[] = " \t\r\n";
    char *copy = arena_string(keep, keys), *word, *rest = NULL;

    /* a word gives at most one key for each of its bytes */
    out->items = arena_array(keep, struct input, (ptrdiff_t)strlen(keys) + 1);
    out->count = 0;
    for (word = strtok_r(copy, blanks, &rest); word;
         word = strtok_r(NULL, blanks, &rest))
        if (!parse_word(out, word))
            return error_set(err, "--keys: there is no key %s (Left, Space, "
                                  "C-c, F1, a character, resize:120x40, "
                                  "click:10x5, type:word, wait:0.5)",
                             word);
    return true;
}
