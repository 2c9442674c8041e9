/* error.c - sentences, and the one way to give up. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { HOOKS_MAX = 4 };

static void (*last_words[HOOKS_MAX])(void);

/* `fmt` with every %s cut to some bytes, so that a name of many does not push
 * the fault out of the sentence. */
static void shorten(char *out, size_t room, const char *fmt)
{
    static const char cut[] = "%.200s";
    size_t n = 0;

    while (*fmt && n + sizeof cut < room) {
        if (fmt[0] == '%' && fmt[1] == 's') {
            memcpy(out + n, cut, sizeof cut - 1);
            n += sizeof cut - 1;
            fmt += 2;
            continue;
        }
        if (fmt[0] == '%' && fmt[1] == '%')
            out[n++] = *fmt++;
        out[n++] = *fmt++;
    }
    out[n] = '\0';
}

bool error_setv(struct error *err, const char *fmt, va_list args)
{
    char shortened[sizeof err->text];
    va_list again;

    va_copy(again, args);
    if (vsnprintf(err->text, sizeof err->text, fmt, args) >=
        (int)sizeof err->text) {
        shorten(shortened, sizeof shortened, fmt);
        vsnprintf(err->text, sizeof err->text, shortened, again);
    }
    va_end(again);
    text_make_printable(err->text);
    return false;
}

bool error_set(struct error *err, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    error_setv(err, fmt, args);
    va_end(args);
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
