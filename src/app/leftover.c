/* leftover.c - the files that are being written, removed when a signal comes.
 *
 * The handler has nothing but file-scope data: a name is copied there while
 * its place is taken but not yet filled, so that it is read whole or not at
 * all.  Each thread writes one file at a time. */
#include "app/leftover.h"

#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/parallel.h"
#include "ending.h"
#include "io/file.h"

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

enum { FREE, TAKEN, FILLED };

static struct {
    atomic_int state;
    char name[PATH_MAX];
} written[POOL_THREADS_MAX];

static _Thread_local int place = -1;    /* of the file this thread writes */

static bool take(int i)
{
    int expected = FREE;

    return atomic_compare_exchange_strong(&written[i].state, &expected, TAKEN);
}

static void watch(const char *temporary, bool there)
{
    if (place >= 0)
        atomic_store(&written[place].state, FREE);
    place = -1;
    if (!there || strlen(temporary) >= sizeof written[0].name)
        return;
    for (int i = 0; place < 0 && i < POOL_THREADS_MAX; i++)
        if (take(i))
            place = i;
    if (place < 0)
        return;
    strcpy(written[place].name, temporary);
    atomic_store(&written[place].state, FILLED);
}

static void remove_them(void)
{
    for (int i = 0; i < POOL_THREADS_MAX; i++)
        if (atomic_exchange(&written[i].state, FREE) == FILLED)
            unlink(written[i].name);
}

static void ended(int signal_number)
{
    remove_them();
    raise(signal_number); /* the default by now: SA_RESETHAND */
}

/* What the caller had ignored (nohup) stays ignored. */
static void catch_end(int sig)
{
    struct sigaction ours = { .sa_handler = ended, .sa_flags = SA_RESETHAND };
    struct sigaction old;

    sigemptyset(&ours.sa_mask);
    if (sigaction(sig, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
        sigaction(sig, &ours, NULL);
}

void leftover_guard(void)
{
    output_watch(watch);
    die_hook(remove_them);
    ending_each(catch_end);
}
