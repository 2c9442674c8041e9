/* error.c - sentences, and the one way to give up. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void (*last_words)(void);

/* A hostile name must not reach the terminal as escape sequences. */
static void hide_controls(char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < 0x20 || *s == 0x7f)
            *s = '?';
}

bool error_set(struct error *err, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(err->text, sizeof err->text, fmt, args);
    va_end(args);
    hide_controls(err->text);
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
    hide_controls(sentence);
    if (last_words)
        last_words();
    fprintf(stderr, "vitscope: %s\n", sentence);
    exit(1);
}
