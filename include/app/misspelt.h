/* misspelt.h - which name a misspelt word was meant to be. */
#ifndef APP_MISSPELT_H
#define APP_MISSPELT_H

#include <stdbool.h>

/* The name that is nearest so far; begin with { .word, .length }. */
struct misspelt {
    const char *word;       /* its first `length` bytes */
    int length;
    const char *meant;      /* NULL: none is near enough */
    int slips;              /* between the two */
};

/* Is this name nearer?  It is kept, not copied. */
void misspelt_try(struct misspelt *m, const char *name);

#endif
