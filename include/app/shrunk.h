/* shrunk.h - a file that is cut short while it is read is a sentence too. */
#ifndef APP_SHRUNK_H
#define APP_SHRUNK_H

/* From now on reading behind the end of a mapped file, which another program
 * made shorter, ends the program as die() does: with a sentence that names the
 * file, and status 1. */
void shrunk_guard(void);

#endif
