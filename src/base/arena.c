/* arena.c - address space handed out from its start.
 *
 * The mapping is made with MAP_NORESERVE: the kernel commits a page when it is
 * touched, so the size asked for is a bound, not a cost. */
#define _DEFAULT_SOURCE
#include "base/arena.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "base/error.h"

#ifndef MAP_NORESERVE
#define MAP_NORESERVE 0
#endif

enum {
    LEAST = 1 << 20,            /* reserving less helps nobody */
    PAGE = 1 << 16              /* no system has larger ones */
};

bool arena_open(struct arena *a, ptrdiff_t size)
{
    void *p = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    *a = (struct arena){ 0 };
    if (p == MAP_FAILED)
        return false;
    *a = (struct arena){ .base = p, .at = p, .end = (char *)p + size };
    return true;
}

bool arena_reserve(struct arena *a, ptrdiff_t most, int share)
{
    ptrdiff_t size = most;

    while (size >= LEAST && !arena_open(a, share * size))
        size -= size / 8;
    if (size < LEAST)
        return false;
    arena_close(a);
    return arena_open(a, size);
}

void arena_close(struct arena *a)
{
    if (a->base)
        munmap(a->base, (size_t)(a->end - a->base));
    *a = (struct arena){ 0 };
}

void arena_trim(struct arena *a, int share)
{
    ptrdiff_t spare = (a->end - a->at) / share;
    char *end = a->at + spare;

    end += -(uintptr_t)end & (PAGE - 1);
    if (end < a->end && munmap(end, (size_t)(a->end - end)) == 0)
        a->end = end;
}

void arena_reset(struct arena *a)
{
    if (a->at - a->base > ARENA_KEPT)
        madvise(a->base + ARENA_KEPT, (size_t)(a->at - a->base - ARENA_KEPT),
                MADV_DONTNEED);
    a->at = a->base;
}

/* Bytes to skip so that `a->at` is a multiple of `align`. */
static ptrdiff_t padding(const struct arena *a, ptrdiff_t align)
{
    return (ptrdiff_t)(-(uintptr_t)a->at & (uintptr_t)(align - 1));
}

void *arena_raw(struct arena *a, ptrdiff_t count, ptrdiff_t size,
                ptrdiff_t align)
{
    ptrdiff_t skip = padding(a, align);
    ptrdiff_t room = a->end - a->at - skip;
    char *p;

    assert(count >= 0 && size > 0);
    if (room < 0 || count > room / size)
        die("out of memory: %td items of %td bytes asked for, %td bytes left",
            count, size, room < 0 ? 0 : room);
    p = a->at + skip;
    a->at = p + count * size;
    return p;
}

void *arena_alloc(struct arena *a, ptrdiff_t count, ptrdiff_t size,
                  ptrdiff_t align)
{
    void *p = arena_raw(a, count, size, align);

    return memset(p, 0, (size_t)(count * size));
}

ptrdiff_t arena_room(const struct arena *a, ptrdiff_t size)
{
    ptrdiff_t room = a->end - a->at - padding(a, 64);

    return room < 0 ? 0 : room / size;
}

struct arena arena_carve(struct arena *a, ptrdiff_t size)
{
    char *p = arena_raw(a, size, 1, 64);

    return (struct arena){ .base = p, .at = p, .end = p + size };
}

void *arena_copy(struct arena *a, const void *data, ptrdiff_t size)
{
    void *p = arena_raw(a, size, 1, 64);

    return size ? memcpy(p, data, (size_t)size) : p;
}

char *arena_string(struct arena *a, const char *s)
{
    ptrdiff_t size = (ptrdiff_t)strlen(s) + 1;

    return memcpy(arena_raw(a, size, 1, 1), s, (size_t)size);
}
