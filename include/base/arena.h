/* arena.h - memory with lifetimes instead of owners.
 *
 * An arena is a stretch of address space that is handed out from its start.
 * Pages are committed by the kernel when they are first touched, so a large
 * arena costs nothing until it is used.  Two habits carry the program:
 *
 *     struct arena *keep      what the caller gets to keep lives here
 *     struct arena scratch    a copy: all that is taken from it dies on return
 *
 * Nothing is ever freed alone.  Exhaustion is not an error to handle: die(). */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena {
    char *base; /* start of the mapping; NULL when closed */
    char *at;   /* next free byte */
    char *end;  /* one past the last byte */
};

/* Reserve `size` bytes of address space.  False when the system refuses. */
bool arena_open(struct arena *a, ptrdiff_t size);

/* Reserve `most` bytes or, where the address space is limited (ulimit -v), what
 * there is: never more than one part in `share` of what is left, so that
 * others find some too. */
bool arena_reserve(struct arena *a, ptrdiff_t most, int share);

/* Give everything back.  Closing a closed or zeroed arena does nothing. */
void arena_close(struct arena *a);

/* Give back what is free but one part in `share`: for an arena that has got
 * most of what it will hold, so that others find some too. */
void arena_trim(struct arena *a, int share);

/* Forget everything allocated.  The pages go back to the system but for the
 * first ARENA_KEPT bytes, which will be wanted again. */
enum { ARENA_KEPT = 8 << 20 };
void arena_reset(struct arena *a);

/* `count` items of `size` bytes, zeroed, aligned to `align` (a power of 2). */
void *arena_alloc(struct arena *a, ptrdiff_t count, ptrdiff_t size,
                  ptrdiff_t align);

/* The same, contents undefined: for large blocks that are filled at once. */
void *arena_raw(struct arena *a, ptrdiff_t count, ptrdiff_t size,
                ptrdiff_t align);

/* How many items of `size` bytes (aligned to 64) still fit.  Sizes read from
 * a file are compared with this before they are allocated. */
ptrdiff_t arena_room(const struct arena *a, ptrdiff_t size);

/* Cut a scratch arena of `size` bytes out of `a`, for another thread. */
struct arena arena_carve(struct arena *a, ptrdiff_t size);

/* Copies that live as long as the arena. */
char *arena_string(struct arena *a, const char *s);
void *arena_copy(struct arena *a, const void *data, ptrdiff_t size);

#define arena_new(a, type) \
    ((type *)arena_alloc((a), 1, sizeof(type), _Alignof(type)))
#define arena_array(a, type, n) \
    ((type *)arena_alloc((a), (n), sizeof(type), _Alignof(type)))
#define arena_floats(a, n) ((float *)arena_raw((a), (n), sizeof(float), 64))

#endif
