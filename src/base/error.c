/* error.c - sentences, and the one way to give up. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

enum { HOOKS_MAX = 4 };

static void (*last_words[HOOKS_MAX])(void);

bool error_set(struct error *err, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    text_make_printable(err->text);
    return false;
}

void die_hook(void (*hook)(void))
{
    int i = 0;

    while (i < HOOKS_MAX && last_words[i] && last_words[i] != hook)
        i++;
    if (i < HOOKS_MAX)
        last_words[i] = hook;
}

void die_hooks_run(void)
{
    for (int i = HOOKS_MAX - 1; i >= 0; i--)
        if (last_words[i])
            last_words[i]();
}

void die(const char *fmt, ...)
{
    char sentence[1024];
    va_list args;

    va_start(args, fmt);
    vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    text_make_printable(sentence);
    die_hooks_run();
    fprintf(stderr, "vitscope: %s\n", sentence);
    exit(1);
}
