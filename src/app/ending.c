/* ending.c - the signals that end a program which does nothing about them:
 * all but those that stop, go on or are news, as POSIX has it.
 *
 * Batch systems send what they like when time is up (SIGUSR1, SIGXCPU, a real
 * time signal), so the list says which do not end it. */
#undef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700
#include "ending.h"

#include <signal.h>
#include <stdbool.h>

static bool ends(int sig)
{
    switch (sig) {
    case SIGKILL:       /* nobody can catch it */
    case SIGSTOP:
    case SIGTSTP:
    case SIGTTIN:
    case SIGTTOU:
    case SIGCONT:
    case SIGCHLD:
    case SIGURG:
    case SIGWINCH:
        return false;
    default:
        return true;
    }
}

/* What lies between the two kinds belongs to the C library. */
void ending_each(void (*catch_one)(int sig))
{
    for (int sig = 1; sig < 32; sig++)
        if (ends(sig))
            catch_one(sig);
    for (int sig = SIGRTMIN; sig <= SIGRTMAX && sig < SIGNALS_MAX; sig++)
        catch_one(sig);
}
