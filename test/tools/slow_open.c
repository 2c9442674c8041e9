/* slow_open.c - preloaded: who makes a hidden file is kept for half a second
 * before he knows of it, which is when a signal finds it nameless. */
#define _GNU_SOURCE             /* RTLD_NEXT */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/types.h>
#include <time.h>

int open(const char *path, int flags, ...)
{
    int (*theirs)(const char *, int, ...);
    void *symbol = dlsym(RTLD_NEXT, "open");
    struct timespec half = { .tv_nsec = 500000000 };
    mode_t mode = 0;
    va_list more;
    int fd;

    va_start(more, flags);
    if (flags & O_CREAT)
        mode = (mode_t)va_arg(more, unsigned);
    va_end(more);
    memcpy(&theirs, &symbol, sizeof theirs);
    fd = theirs(path, flags, mode);
    while (flags & O_CREAT && strstr(path, "/.") && nanosleep(&half, &half))
        ;
    return fd;
}
