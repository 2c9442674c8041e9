/* display.h - the screen of a terminal, by way of ncurses.
 *
 * There is one at a time: curses keeps it. */
#ifndef APP_DISPLAY_H
#define APP_DISPLAY_H

#include "app/guess.h"
#include "app/ink.h"
#include "kept.h"
#include "tty.h"

/* Larger terminals are used in part. */
enum { WIDTH_MOST = 4096, HEIGHT_MOST = 1024 };

struct display {
    enum depth depth;
    bool defaults;              /* the terminal's own colours can be had */
    int pairs;                  /* of colours in use, at least */
    struct kept last;           /* what is shown */
    struct ink row[WIDTH_MOST];
};

/* With the entry of around->term, or with our own where that is `missing` or
 * has fewer colours than `asked` (as in guess_depth()). */
bool display_open(struct display *d, const struct tty *tty, int asked,
                  bool missing, const struct surroundings *around,
                  struct arena scratch, struct error *err);

/* Modes of the line, colours, no cursor: nothing was changed before. */
void display_begin(struct display *d, const struct tty *tty);

/* What differs from the canvas before goes over the wire. */
void display_show(struct display *d, const struct canvas *c);

void display_size(int *width, int *height);

/* Draw all of it anew, whatever is there now. */
void display_redraw(void);

/* Another size; it may have been smaller in between. */
void display_resize(struct display *d, int width, int height);

/* Leave the terminal to others; what is shown next takes it back. */
void display_leave(void);

void display_close(struct display *d);

#endif
