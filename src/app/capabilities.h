/* capabilities.h - what the terminal database says of TERM. */
#ifndef APP_CAPABILITIES_H
#define APP_CAPABILITIES_H

#include "app/guess.h"
#include "app/keyboard.h"
#include "base/error.h"

/* Esc sequences that ask for reports of the mouse, and for brackets around what
 * is pasted, and end them. */
#define MOUSE_ON "\33[?1006;1000;2004h"
#define MOUSE_OFF "\33[?1006;1000;2004l"

/* Ask for around->term, on the descriptor `out`, and set around->colors; where
 * the database has no entry its name says them, and `*own` that the own entry
 * has to serve.  False with a sentence: nothing can be drawn. */
bool capabilities_ask(struct surroundings *around, bool *own, int out,
                      struct error *err);

/* The rest is asked of the terminal that was opened last: */
bool capabilities_mouse(void);
void capabilities_keys(struct keyboard *k);

/* What gives the terminal back, for when curses cannot be asked any more. */
void capabilities_restore(struct text *out);

#endif
