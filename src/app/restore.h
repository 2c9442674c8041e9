/* restore.h - the terminal is given back, whatever ends the program. */
#ifndef APP_RESTORE_H
#define APP_RESTORE_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/* The calling thread draws.  From now on until restore_disarm() a signal that ends the program, a crash
 * or die() first writes `sequence` to `out` and sets `modes` on `in`. */
void restore_arm(int in, int out, const struct termios *modes,
                 const char *sequence, size_t size);
void restore_disarm(void);

/* Catch the signals of a terminal; what came since the last call. */
struct signals {
    bool resized, stopped, continued;
};
void signals_catch(void);
int signals_fd(void);           /* readable when one came */
struct signals signals_take(void);

/* Stop until continued, as C-z of a terminal does. */
void signals_stop(void);

#endif
