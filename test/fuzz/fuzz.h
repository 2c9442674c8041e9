/* fuzz.h - what the targets share: the entry point and one arena. */
#ifndef TEST_FUZZ_H
#define TEST_FUZZ_H

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

#endif
