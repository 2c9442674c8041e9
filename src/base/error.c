/* error.c - sentences, and the one way to give up. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"

static void (*last_words)(void);

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
    last_words = hook;
}

void die(const char *fmt, ...)
{
    char sentence[1024];
    va_list args;

    va_start(args, fmt);
    vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    text_make_printable(sentence);
    if (last_words)
        last_words();
    fprintf(stderr, "vitscope: %s\n", sentence);
    exit(1);
}
