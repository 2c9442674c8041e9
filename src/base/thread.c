/* thread.c - how threads begin, those of the pool and those of jobs. */
#include "thread.h"

#include <signal.h>
#include <stddef.h>

bool thread_start(pthread_t *thread, void *(*main)(void *), void *ctx)
{
    static const int faults[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT };
    sigset_t asked, before;
    bool started;

    sigfillset(&asked);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        sigdelset(&asked, faults[i]);
    pthread_sigmask(SIG_SETMASK, &asked, &before);
    started = pthread_create(thread, NULL, main, ctx) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}
