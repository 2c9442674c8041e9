/* terminal.h - where screens go and keys come from: two backends, one loop.
 *
 * ncurses draws on a real terminal; headless reads a script of keys and keeps
 * the last screen.  Everything else in app sees only this. */
#ifndef APP_TERMINAL_H
#define APP_TERMINAL_H

#include "app/commands.h"
#include "app/keys.h"
#include "base/error.h"
#include "view/canvas.h"

/* What keys a terminal gave. */
struct input {
    int key;                /* enum key or a code point; KEY_NOTHING on time-out */
    int x, y;               /* KEY_CLICK and KEY_RESIZE (columns, rows) */
};

struct terminal {
    /* Columns, rows, colours, glyphs, theme for the next canvas. */
    void (*size)(struct terminal *t, int *width, int *height);
    enum depth depth;
    bool ascii;
    enum theme theme;

    /* Show a canvas; only what changed goes over the wire. */
    void (*show)(struct terminal *t, const struct canvas *c);

    /* Wait for a key: `ms` milliseconds, -1 for ever, or until `wake` (a
     * descriptor, -1 none) is readable. */
    struct input (*key)(struct terminal *t, int ms, int wake);

    /* The key that key() would give at once, KEY_NOTHING where there is none;
     * it stays. */
    int (*next)(struct terminal *t);

    /* Milliseconds that never go back (virtual when headless). */
    double (*clock)(struct terminal *t);

    void (*clear)(struct terminal *t);  /* draw everything anew */
    void (*copy)(struct terminal *t, const char *text); /* OSC 52 */
    bool (*close)(struct terminal *t, struct error *err);

    bool failed;            /* set before close(): the session came to nothing */
    bool headless;          /* every key waits until its work is finished */
    void *state;
};

/* --color auto and always: find out; always does not ask NO_COLOR. */
enum { DEPTH_AUTO = -1, DEPTH_ALWAYS = -2 };

/* How a terminal was asked for. */
struct terminal_options {
    int width, height;      /* --size; 0: the terminal's own, headless 80x24 */
    int depth;              /* enum depth, DEPTH_AUTO or DEPTH_ALWAYS */
    int ascii;              /* 1 forced, 0 find out */
    int theme;              /* enum theme or -1: find out */
    const char *keys;       /* --keys; NULL none */
    const char *snapshot;   /* --snapshot; NULL none */
    const char *cast;       /* --cast; NULL none */
};

/* How many colours terminfo gives TERM; 0 when it does not know. */
int terminal_colors(void);

/* False with a sentence: there is no terminal that would do (status 1). */
bool terminal_open_curses(struct terminal *t, const struct terminal_options *o,
                          struct arena *keep, struct error *err);

/* STATUS_USAGE with a sentence: an unknown key or ending.  Snapshot and cast
 * are written by close(), which may fail, unless `failed` says that there is
 * nothing worth keeping. */
enum status terminal_open_headless(struct terminal *t,
                                   const struct terminal_options *o,
                                   struct arena *keep, struct error *err);

#endif
