/* crash.c - a bug: preloaded into the program, the second screen it draws ends
 * in a fault of the kind that $CRASH names.  "together": two other threads have
 * one at once, restoring is slow, and drawing goes on. */
#define _GNU_SOURCE             /* RTLD_NEXT */
#include <assert.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

int wrefresh(void *window);

static int screens;             /* that were drawn */

/* The numbers keep it from becoming a loop. */
static int overflow(volatile int *numbers, int n)
{
    volatile int more[1000];

    more[n % 1000] = numbers[n % 1000];
    return n < 0 ? 0 : overflow(more, n + 1) + more[0];
}

static void rest(int ms)
{
    nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000L }, NULL);
}

static void *fault(void *nowhere)
{
    *(volatile int *)nowhere = 1;
    return NULL;
}

static void crash_together(void)
{
    pthread_t threads[2];

    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, fault, NULL);
    for (;;) {
        if (write(STDOUT_FILENO, "drawn on", 8) < 0)
            break;
        rest(1);
    }
}

static void crash(const char *kind)
{
    static volatile int zeros[1000];
    volatile int *volatile nowhere = NULL;

    assert(strcmp(kind, "assert") != 0);
    if (strcmp(kind, "together") == 0)
        crash_together();
    if (strcmp(kind, "overflow") == 0)
        overflow(zeros, 0);
    *nowhere = 1;
}

int tcsetattr(int fd, int when, const struct termios *modes)
{
    int (*theirs)(int, int, const struct termios *);
    void *symbol = dlsym(RTLD_NEXT, "tcsetattr");

    memcpy(&theirs, &symbol, sizeof theirs);
    if (screens > 1)
        rest(200);
    return theirs(fd, when, modes);
}

int wrefresh(void *window)
{
    int (*theirs)(void *);
    void *symbol = dlsym(RTLD_NEXT, "wrefresh");

    memcpy(&theirs, &symbol, sizeof theirs);
    if (screens++ > 0)
        crash(getenv("CRASH"));
    return theirs(window);
}
