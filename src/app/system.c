/* system.c - memory, time, environment, standard streams. */
#include "app/system.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static bool reserve(struct arena *a, int share, struct error *err)
{
    return arena_reserve(a, (PTRDIFF_MAX >> 25) + 1, share) ||
           error_set(err, "the system gives no memory");
}

bool memory_open(struct arena *a, struct error *err)
{
    return reserve(a, 4, err);
}

bool memory_open_large(struct arena *a, struct error *err)
{
    return reserve(a, 2, err);
}

bool memory_open_little(struct arena *a, struct error *err)
{
    return reserve(a, 64, err);
}

bool memory_open_many(struct arena *a, int count)
{
    const ptrdiff_t most = (ptrdiff_t)1 << 36, least = (ptrdiff_t)1 << 30;

    for (int i = 0; i < count; i++)
        if (!arena_reserve(&a[i], most, 2 * count) ||
            arena_room(&a[i], 1) < least - 64) {
            for (; i >= 0; i--)
                arena_close(&a[i]);
            return false;
        }
    return true;
}

static double read_clock(clockid_t which)
{
    struct timespec t;

    clock_gettime(which, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

double clock_ms(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

double processor_ms(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

const char *environment(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

struct hub hub_of_environment(void)
{
    return (struct hub){
        .hub_cache = environment("HF_HUB_CACHE"),
        .hf_home = environment("HF_HOME"),
        .xdg_cache = environment("XDG_CACHE_HOME"),
        .home = environment("HOME"),
    };
}

void guard_descriptors(void)
{
    /* Standard output read-only: what is written there fails, as it should,
     * with a sentence. */
    static const int modes[3] = { O_RDONLY, O_RDONLY, O_WRONLY };

    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
            if (open("/dev/null", modes[fd]) != fd)
                exit(1);
}

bool print_out(const char *text, ptrdiff_t size, struct error *err)
{
    if (fwrite(text, 1, (size_t)size, stdout) == (size_t)size &&
        fflush(stdout) == 0)
        return true;
    return error_set(err, "standard output: %s", strerror(errno));
}

void complain(const struct error *err)
{
    fprintf(stderr, "vitscope: %s\n", err->text);
}
