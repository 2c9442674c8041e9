/* mutate.c - libFuzzer's own mutations, for targets with a mutator of their
 * own; linked into what hunts only. */
#include "fuzz.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t room);

size_t fuzz_mutate(uint8_t *data, size_t size, size_t room)
{
    return LLVMFuzzerMutate(data, size, room);
}
