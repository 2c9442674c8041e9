/* header.h - safetensors files whose header is as long as it says, for what
 * lies behind that check. */
#ifndef TEST_HEADER_H
#define TEST_HEADER_H

#include "fuzz.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed);

/* Where the JSON object that begins at `at` ends; `size`: nowhere. */
static inline size_t header_end(const uint8_t *data, size_t at, size_t size)
{
    int depth = 0;

    for (; at < size; at++) {
        depth += (data[at] == '{') - (data[at] == '}');
        if (depth <= 0)
            return at + 1;
    }
    return size;
}

/* Change the file in place; seven times in eight its first 8 bytes are the
 * size of its header then. */
static inline size_t header_change(uint8_t *data, size_t size, size_t room,
                                   unsigned seed)
{
    struct dice dice = { seed };
    size_t length;

    size = fuzz_mutate(data, size, room);
    if (size < 10 || dice_throw(&dice, 8) == 0)
        return size;
    length = header_end(data, 8, size) - 8;
    for (int i = 0; i < 8; i++)
        data[i] = (uint8_t)(length >> 8 * i);
    return size;
}

#endif
