/* leftover.h - no half-written file stays behind when the program is ended. */
#ifndef APP_LEFTOVER_H
#define APP_LEFTOVER_H

/* From now on the temporary files that are being written are removed when a
 * signal or die() ends the program. */
void leftover_guard(void);

#endif
