/* fuzz.h - what the targets share: the entry point, one arena, chance. */
#ifndef TEST_FUZZ_H
#define TEST_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"

/* Feed one input to the code; true to the letter of libFuzzer. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A claim about the result: broken claims are findings. */
#define CLAIM(condition) ((condition) ? (void)0 : abort())

/* An empty arena, small enough that greed is noticed. */
static inline struct arena *fuzz_arena(ptrdiff_t size)
{
    static struct arena keep;

    if (!keep.base)
        CLAIM(arena_open(&keep, size));
    keep.at = keep.base;
    return &keep;
}

/* Numbers that look like chance, the same for the same seed. */
struct dice {
    unsigned seed;
};

static inline unsigned dice_throw(struct dice *d, unsigned sides)
{
    d->seed = d->seed * 1103515245u + 12345u;
    return sides ? (d->seed >> 8) % sides : 0;
}

/* Change `size` bytes in place, which may become up to `room`: libFuzzer's
 * own ways while hunting; a replay never asks. */
size_t fuzz_mutate(uint8_t *data, size_t size, size_t room);

#endif
