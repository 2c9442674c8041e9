/* kernels_avx512bf16.c - no kernels of its own yet: the level below serves. */
#include "simd.h"

const struct simd *simd_avx512bf16(void)
{
    return NULL;
}
