/* crash.c - a bug: preloaded into the program, the second screen it draws ends
 * in a fault of the kind that $CRASH names. */
#define _GNU_SOURCE             /* RTLD_NEXT */
#include <assert.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

int wrefresh(void *window);

/* The numbers keep it from becoming a loop. */
static int overflow(volatile int *numbers, int n)
{
    volatile int more[1000];

    more[n % 1000] = numbers[n % 1000];
    return n < 0 ? 0 : overflow(more, n + 1) + more[0];
}

static void crash(const char *kind)
{
    static volatile int zeros[1000];
    volatile int *volatile nowhere = NULL;

    assert(strcmp(kind, "assert") != 0);
    if (strcmp(kind, "overflow") == 0)
        overflow(zeros, 0);
    *nowhere = 1;
}

int wrefresh(void *window)
{
    static int screens;
    int (*theirs)(void *);
    void *symbol = dlsym(RTLD_NEXT, "wrefresh");

    memcpy(&theirs, &symbol, sizeof theirs);
    if (screens++ > 0)
        crash(getenv("CRASH"));
    return theirs(window);
}
