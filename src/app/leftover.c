/* leftover.c - the file that is being written, removed when a signal comes.
 *
 * The handler has nothing but file-scope data: the name is copied there while
 * `written` is 0, so that it is read whole or not at all. */
#include "app/leftover.h"

#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "io/file.h"

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

static volatile sig_atomic_t written;
static char name[PATH_MAX];

static void watch(const char *temporary)
{
    written = 0;
    if (!temporary || strlen(temporary) >= sizeof name)
        return;
    strcpy(name, temporary);
    written = 1;
}

static void remove_it(void)
{
    if (written)
        unlink(name);
    written = 0;
}

static void ended(int signal_number)
{
    remove_it();
    raise(signal_number); /* the default by now: SA_RESETHAND */
}

void leftover_guard(void)
{
    static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
    struct sigaction ours = { .sa_handler = ended, .sa_flags = SA_RESETHAND };
    struct sigaction old;

    output_watch(watch);
    die_hook(remove_it);
    sigemptyset(&ours.sa_mask);
    for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++)
        if (sigaction(ending[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
            sigaction(ending[i], &ours, NULL);
}
