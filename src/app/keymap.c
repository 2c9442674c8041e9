/* keymap.c - keys are looked up where the help screen reads them. */
#include "app/keymap.h"

#include <string.h>

#include "app/keys.h"

/* The next word of a row's keys; false at the end. */
static bool next_word(char out[16], const char **s)
{
    size_t n;

    *s += strspn(*s, " ");
    n = strcspn(*s, " ");
    if (n == 0 || n >= 16)
        return false;
    memcpy(out, *s, n);
    out[n] = 0;
    *s += n;
    return true;
}

struct binding keymap_find(int key)
{
    for (int i = 0; i < action_rows; i++) {
        const char *s = action_table[i].keys;
        char word[16];

        for (int nth = 0; next_word(word, &s); nth++)
            if (key_parse(word) == key)
                return (struct binding){ action_table[i].action, nth };
    }
    return (struct binding){ ACTION_NONE, 0 };
}
