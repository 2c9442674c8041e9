/* fault.c - bad luck on order: linked into the program, in front of what it
 * asks the system for.
 *
 *     FAULT='block 17'     the 17th block of an arena is not there
 *     FAULT='system 3+'    the third call of a file fails, and all after it
 *     FAULT_LOG=FILE       how often the kind was asked for, written at the end
 *
 * Kinds: block (what arenas hand out), arena (address space), heap (malloc of
 * the program and of its libraries), thread, system (files, pipes, folders).
 * The linker's --wrap leads the program's calls here (faults.mk has the list);
 * malloc is taken over as any program may. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <regex.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

enum kind { NONE, BLOCK, ARENA, HEAP, THREAD, SYSTEM };

static enum kind wanted;
static long first;              /* the call that fails, from 1 */
static bool lasting;            /* and all after it */
static atomic_long calls;
static _Thread_local bool spared;       /* in what cannot bear it */

static enum kind kind_of(const char *name)
{
    static const char *const names[] = { "none", "block", "arena", "heap",
                                         "thread", "system" };

    for (int i = 0; i < 6; i++)
        if (strcmp(names[i], name) == 0)
            return (enum kind)i;
    abort();
}

__attribute__((constructor)) static void begin(void)
{
    const char *fault = getenv("FAULT");
    char name[16], plus = 0;

    if (!fault)
        return;
    if (sscanf(fault, "%15s %ld%c", name, &first, &plus) < 2)
        abort();
    lasting = plus == '+';
    wanted = kind_of(name);
}

__attribute__((destructor)) static void end(void)
{
    const char *path = getenv("FAULT_LOG");
    char text[32];
    int fd;

    wanted = NONE;
    fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    if (fd >= 0) {
        snprintf(text, sizeof text, "%ld\n", (long)calls);
        if (write(fd, text, strlen(text)) < 0)
            abort();
        close(fd);
    }
}

/* Is it this call's turn? */
static bool fails(enum kind kind)
{
    long call;

    if (kind != wanted || spared)
        return false;
    call = atomic_fetch_add(&calls, 1) + 1;
    return call == first || (lasting && call > first);
}

static bool fails_with(enum kind kind, int error)
{
    bool yes = fails(kind);

    if (yes)
        errno = error;
    return yes;
}

/* --- arenas -------------------------------------------------------------- */

#define WRAP(type, name, parameters) \
    type __real_##name parameters;   \
    type __wrap_##name parameters;   \
    type __wrap_##name parameters

void *__real_arena_raw(struct arena *, ptrdiff_t, ptrdiff_t, ptrdiff_t);

/* An arena without room for anything says so and ends the program. */
static void use_up(void)
{
    struct arena none = { 0 };

    if (fails(BLOCK))
        __real_arena_raw(&none, 1, 1, 1);
}

WRAP(void *, arena_raw,
     (struct arena *a, ptrdiff_t count, ptrdiff_t size, ptrdiff_t align))
{
    use_up();
    return __real_arena_raw(a, count, size, align);
}

WRAP(void *, arena_alloc,
     (struct arena *a, ptrdiff_t count, ptrdiff_t size, ptrdiff_t align))
{
    use_up();
    return __real_arena_alloc(a, count, size, align);
}

WRAP(void *, arena_copy, (struct arena *a, const void *data, ptrdiff_t size))
{
    use_up();
    return __real_arena_copy(a, data, size);
}

WRAP(char *, arena_string, (struct arena *a, const char *s))
{
    use_up();
    return __real_arena_string(a, s);
}

WRAP(struct arena, arena_carve, (struct arena *a, ptrdiff_t size))
{
    use_up();
    return __real_arena_carve(a, size);
}

/* No room at all: what is checked before it is allocated. */
WRAP(ptrdiff_t, arena_room, (const struct arena *a, ptrdiff_t size))
{
    return fails(ARENA) ? 0 : __real_arena_room(a, size);
}

WRAP(bool, arena_open, (struct arena *a, ptrdiff_t size))
{
    *a = (struct arena){ 0 };
    return !fails(ARENA) && __real_arena_open(a, size);
}

WRAP(bool, arena_reserve, (struct arena *a, ptrdiff_t most, int share))
{
    *a = (struct arena){ 0 };
    return !fails(ARENA) && __real_arena_reserve(a, most, share);
}

/* --- the heap ------------------------------------------------------------ */

#if defined(__SANITIZE_ADDRESS__) || defined(HEAP_OF_SANITIZER)
#define HEAP_OF(name) __interceptor_##name
#else
#define HEAP_OF(name) __libc_##name
#endif
void *HEAP_OF(malloc)(size_t);
void *HEAP_OF(calloc)(size_t, size_t);
void *HEAP_OF(realloc)(void *, size_t);

void *malloc(size_t size)
{
    return fails_with(HEAP, ENOMEM) ? NULL : HEAP_OF(malloc)(size);
}

void *calloc(size_t count, size_t size)
{
    return fails_with(HEAP, ENOMEM) ? NULL : HEAP_OF(calloc)(count, size);
}

void *realloc(void *p, size_t size)
{
    return fails_with(HEAP, ENOMEM) ? NULL : HEAP_OF(realloc)(p, size);
}

/* --- threads ------------------------------------------------------------- */

WRAP(int, pthread_create,
     (pthread_t *thread, const pthread_attr_t *how, void *(*run)(void *),
      void *ctx))
{
    return fails(THREAD) ? EAGAIN
                         : __real_pthread_create(thread, how, run, ctx);
}

/* --- files --------------------------------------------------------------- */

/* A call that gives `failure` and leaves `error` behind. */
#define FILE_CALL(type, name, parameters, arguments, failure, error)    \
    WRAP(type, name, parameters)                                        \
    {                                                                   \
        return fails_with(SYSTEM, error) ? failure : __real_##name arguments; \
    }

FILE_CALL(FILE *, fopen, (const char *path, const char *mode), (path, mode),
          NULL, EIO)
FILE_CALL(FILE *, fdopen, (int fd, const char *mode), (fd, mode), NULL, ENOMEM)
FILE_CALL(size_t, fwrite,
          (const void *data, size_t size, size_t count, FILE *stream),
          (data, size, count, stream), 0, ENOSPC)
FILE_CALL(int, fflush, (FILE *stream), (stream), EOF, ENOSPC)
FILE_CALL(ssize_t, read, (int fd, void *data, size_t size), (fd, data, size),
          -1, EIO)
FILE_CALL(int, stat, (const char *path, struct stat *st), (path, st), -1, EIO)
FILE_CALL(int, fstat, (int fd, struct stat *st), (fd, st), -1, EIO)
FILE_CALL(int, rename, (const char *from, const char *to), (from, to), -1,
          EACCES)
FILE_CALL(int, mkdir, (const char *path, mode_t mode), (path, mode), -1, EROFS)
FILE_CALL(DIR *, opendir, (const char *path), (path), NULL, EMFILE)
FILE_CALL(struct dirent *, readdir, (DIR *folder), (folder), NULL, EIO)
FILE_CALL(int, pipe, (int fds[2]), (fds), -1, EMFILE)
FILE_CALL(ssize_t, getline, (char **line, size_t *size, FILE *stream),
          (line, size, stream), -1, EIO)
FILE_CALL(char *, realpath, (const char *path, char *out), (path, out), NULL,
          EIO)
FILE_CALL(void *, mmap,
          (void *at, size_t size, int prot, int flags, int fd, off_t offset),
          (at, size, prot, flags, fd, offset), MAP_FAILED, ENOMEM)

WRAP(int, open, (const char *path, int flags, ...))
{
    va_list more;
    mode_t mode = 0;

    va_start(more, flags);
    if (flags & O_CREAT)
        mode = va_arg(more, mode_t);
    va_end(more);
    return fails_with(SYSTEM, EMFILE) ? -1 : __real_open(path, flags, mode);
}

/* Closed it is, but what was in its buffer is lost. */
WRAP(int, fclose, (FILE *stream))
{
    int result = __real_fclose(stream);

    return fails_with(SYSTEM, ENOSPC) ? EOF : result;
}

/* A locale there is no memory for is one that is not installed: letters of
 * ASCII, which is another screen, but a right one. */
WRAP(char *, setlocale, (int category, const char *name))
{
    char *result;

    spared = true;
    result = __real_setlocale(category, name);
    spared = false;
    return result;
}

/* glibc before 2.42 frees twice when memory ends in the middle of it
 * (CVE-2025-8058). */
WRAP(int, regcomp, (regex_t *r, const char *text, int flags))
{
    int code;

    if (fails(HEAP))
        return REG_ESPACE;
    spared = true;
    code = __real_regcomp(r, text, flags);
    spared = false;
    return code;
}
