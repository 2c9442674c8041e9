/* misspelt.c - the name that is the fewest slips away.
 *
 * A slip is a letter too many, one missing, another one, or two that changed
 * places (Damerau 1964); a third of a word may be wrong. */
#include "app/misspelt.h"

#include <string.h>

enum { LETTERS_MAX = 32 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Slips between a [n] and b [m]: distance[i][j] is that of their first i and j
 * letters. */
static int slips(const char *a, int n, const char *b, int m)
{
    int distance[LETTERS_MAX + 1][LETTERS_MAX + 1];

    for (int i = 0; i <= n; i++)
        for (int j = 0; j <= m; j++) {
            int *d = &distance[i][j];

            if (!i || !j) {
                *d = i + j;
                continue;
            }
            *d = least(distance[i - 1][j], distance[i][j - 1]) + 1;
            *d = least(*d, distance[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                *d = least(*d, distance[i - 2][j - 2] + 1);
        }
    return distance[n][m];
}

void misspelt_try(struct misspelt *m, const char *name)
{
    int length = (int)strlen(name), found;

    if (m->length > LETTERS_MAX || length > LETTERS_MAX)
        return;
    found = slips(m->word, m->length, name, length);
    if (3 * found > m->length || (m->meant && found >= m->slips))
        return;
    m->meant = name;
    m->slips = found;
}
