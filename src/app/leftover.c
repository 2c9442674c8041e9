/* leftover.c - the files that are being written, removed when a signal comes.
 *
 * The handler has nothing but file-scope data: the names of the files.  From
 * before a file is made until its name stands there the thread that makes it
 * takes no signal, and a handler on another thread waits for the name.
 * Each thread writes one file at a time. */
#include "app/leftover.h"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
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
enum { PATIENCE_MS = 1000 };    /* with who makes a file on a dead disk */

static struct {
    atomic_int state;
    char name[PATH_MAX];
} written[POOL_THREADS_MAX];

static _Thread_local int place = -1;    /* of the file this thread writes */
static _Thread_local bool making;
static _Thread_local sigset_t mask_before;

static atomic_bool over;        /* the program ends: no more files are made */

static bool take(int i)
{
    int expected = FREE;

    return atomic_compare_exchange_strong(&written[i].state, &expected, TAKEN);
}

static void is_gone(void)
{
    if (place >= 0)
        atomic_store(&written[place].state, FREE);
    place = -1;
}

static void comes(void)
{
    sigset_t mask;

    sigfillset(&mask);
    pthread_sigmask(SIG_BLOCK, &mask, &mask_before);
    making = true;
    for (int i = 0; place < 0 && i < POOL_THREADS_MAX; i++)
        if (take(i))
            place = i;
    if (atomic_load(&over))
        is_gone();
    while (atomic_load(&over))
        pause();
}

static void is_there(const char *temporary)
{
    bool fits = place >= 0 && strlen(temporary) < sizeof written[0].name;

    if (fits)
        strcpy(written[place].name, temporary);
    if (place >= 0)
        atomic_store(&written[place].state, fits ? FILLED : FREE);
    place = fits ? place : -1;
}

static void watch(enum output_news news, const char *temporary)
{
    if (news == OUTPUT_COMES)
        comes();
    else if (news == OUTPUT_IS_THERE)
        is_there(temporary);
    else
        is_gone();
    if (news == OUTPUT_COMES || !making)
        return;
    making = false;
    pthread_sigmask(SIG_SETMASK, &mask_before, NULL);
}

/* Not for our own, if we give up while we make it. */
static void wait_for_name(int i)
{
    for (int ms = 0; ms < PATIENCE_MS && i != place &&
                     atomic_load(&written[i].state) == TAKEN; ms++)
        poll(NULL, 0, 1);
}

static void remove_them(void)
{
    atomic_store(&over, true);
    for (int i = 0; i < POOL_THREADS_MAX; i++) {
        wait_for_name(i);
        if (atomic_exchange(&written[i].state, FREE) == FILLED)
            unlink(written[i].name);
    }
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
