/* shrunk.c - files that another program cuts short while they are mapped.
 *
 * What lay behind their new end is not there any more, and the thread that
 * reads it gets SIGBUS; so it does when the disk fails.  Weights may be
 * gigabytes, so they stay mapped, and the program ends with a sentence that
 * names the file.  A handler has nothing but file-scope data: mappings are
 * entered in a table while their place is taken but not yet filled. */
#include "app/shrunk.h"

#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "io/file.h"

enum { FREE, TAKEN, FILLED };
enum { MAPPINGS_MAX = 1024, PATH_SHOWN = 800 };

static struct {
    atomic_int state;
    const char *path;           /* lives as long as the mapping */
    const unsigned char *data;
    ptrdiff_t size;
} mapped[MAPPINGS_MAX];

static struct sigaction before;
static atomic_flag said = ATOMIC_FLAG_INIT;

static void enter(const struct file *f)
{
    for (int i = 0; i < MAPPINGS_MAX; i++) {
        int expected = FREE;

        if (!atomic_compare_exchange_strong(&mapped[i].state, &expected, TAKEN))
            continue;
        mapped[i].path = f->path;
        mapped[i].data = f->data;
        mapped[i].size = f->size;
        atomic_store(&mapped[i].state, FILLED);
        return;
    }
}

static void forget(const struct file *f)
{
    for (int i = 0; i < MAPPINGS_MAX; i++)
        if (atomic_load(&mapped[i].state) == FILLED &&
            mapped[i].data == f->data) {
            atomic_store(&mapped[i].state, FREE);
            return;
        }
}

static void watch(const struct file *f, bool there)
{
    if (there)
        enter(f);
    else
        forget(f);
}

/* Of the file that lies at this address, or NULL. */
static const char *path_at(const void *address)
{
    const unsigned char *p = address;

    for (int i = 0; i < MAPPINGS_MAX; i++)
        if (atomic_load(&mapped[i].state) == FILLED && p >= mapped[i].data &&
            p < mapped[i].data + mapped[i].size)
            return mapped[i].path;
    return NULL;
}

/* Nothing but what a handler may call. */
static void say(const char *path)
{
    static const char what[] =
        ": cannot be read to its end: it was cut short meanwhile, or its disk "
        "fails";
    char line[PATH_SHOWN + sizeof what + 16] = "vitscope: ";

    strncat(line, path, PATH_SHOWN);
    strcat(line, what);
    text_make_printable(line);
    strcat(line, "\n");
    if (write(STDERR_FILENO, line, strlen(line)) < 0)
        return;
}

static void on_fault(int sig, siginfo_t *info, void *context)
{
    const char *path =
        info->si_code == BUS_ADRERR ? path_at(info->si_addr) : NULL;

    if (!path) {                /* somebody else's: it goes on as before */
        sigaction(sig, &before, NULL);
        if (info->si_code <= 0)
            raise(sig);
        return;
    }
    while (atomic_flag_test_and_set(&said))
        pause();                /* another thread is ending the program */
    die_hooks_run();
    say(path);
    _exit(1);
}

void shrunk_guard(void)
{
    struct sigaction ours = { .sa_sigaction = on_fault,
                              .sa_flags = SA_SIGINFO | SA_ONSTACK };

    sigemptyset(&ours.sa_mask);
    file_watch(watch);
    sigaction(SIGBUS, &ours, &before);
}
