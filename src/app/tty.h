/* tty.h - the terminal as the system sees it: descriptors, size, waiting. */
#ifndef APP_TTY_H
#define APP_TTY_H

#include "base/error.h"

struct tty {
    int in, out;            /* keys come from, the screen goes to */
};

/* Standard output, and standard input or, when that is something else (a
 * picture), /dev/tty.  False with a sentence where there is no terminal. */
bool tty_open(struct tty *t, struct error *err);
void tty_close(struct tty *t);

bool tty_size(const struct tty *t, int *width, int *height);

/* Set LC_CTYPE; can the terminal show UTF-8?  `name`: the locale asked for. */
bool tty_speaks_utf8(const char *name);

/* Bytes that are there, `room` at most; 0 when there are none. */
int tty_read(const struct tty *t, char *bytes, int room);

/* Wait for a key, a signal, or `wake` (a descriptor, -1: none), at most `ms`
 * milliseconds (-1: as long as it takes). */
enum tty_event { TTY_NOTHING, TTY_KEY, TTY_WAKE, TTY_GONE };
enum tty_event tty_wait(const struct tty *t, double ms, int wake);

#endif
