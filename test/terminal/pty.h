/* pty.h - a program in a pseudo-terminal, held as a shell holds its jobs.
 *
 * Nothing here measures time: a test waits until something is to be seen, and
 * gives up (false) only after looking for half a minute. */
#ifndef TEST_PTY_H
#define TEST_PTY_H

#include <stdbool.h>
#include <sys/types.h>

#include "emulator.h"

struct pty;

/* Start argv[0] (NULL-terminated argv) on a terminal of this size, with PATH,
 * HOME and the variables of `env` ("TERM=xterm", NULL-terminated) alone. */
struct pty *pty_start(int width, int height, const char *const *env,
                      const char *const *argv);

/* End the program whatever it does, and forget everything. */
void pty_close(struct pty *p);

/* Keys by name, separated by blanks; also resize:WxH. */
void pty_keys(struct pty *p, const char *keys);
void pty_type(struct pty *p, const char *bytes);    /* as they are */
void pty_resize(struct pty *p, int width, int height);
void pty_signal(struct pty *p, int signal);     /* to the program */
void pty_hang_up(struct pty *p);                /* the terminal goes away */
void pty_hold(struct pty *p, bool hold);        /* or takes nothing */

/* Show what the program writes until a condition holds. */
typedef bool pty_condition(struct pty *p, const void *ctx);
bool pty_until(struct pty *p, pty_condition *holds, const void *ctx);
bool pty_until_text(struct pty *p, const char *text);   /* somewhere on it */
bool pty_until_without(struct pty *p, const char *text);
bool pty_until_screen(struct pty *p, const char *text); /* the whole of it */
bool pty_until_bytes(struct pty *p, long bytes);        /* were written */

/* Show what it writes for that long, or until it ends. */
void pty_rest(struct pty *p, int ms);

/* Wait until the program has ended (or stopped); then all it wrote has been
 * shown.  Its status as a shell gives it: 128 + signal when killed, -1 when
 * it goes on. */
int pty_wait_end(struct pty *p);
bool pty_wait_stop(struct pty *p);
bool pty_ended(const struct pty *p);
void pty_continue(struct pty *p);

/* Was the terminal given back as it was found?  NULL, or what is wrong.  What
 * stood on the screen before must be there again unless the terminal has no
 * second screen. */
const char *pty_not_restored(struct pty *p);
const char *pty_modes_differ(struct pty *p);    /* of the line alone */

struct emulator *pty_screen(struct pty *p);
pid_t pty_program(struct pty *p);
const char *pty_text(struct pty *p);
long pty_bytes(const struct pty *p);    /* that were written so far */

#endif
