/* ending.h - the signals that end a program which does nothing about them. */
#ifndef APP_ENDING_H
#define APP_ENDING_H

enum { SIGNALS_MAX = 128 };     /* numbers are below, on every Linux */

/* Call `catch_one` with each of them that can be caught. */
void ending_each(void (*catch_one)(int sig));

#endif
