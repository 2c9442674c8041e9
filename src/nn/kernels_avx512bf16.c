#include "simd.h"

const struct simd *simd_avx512bf16(void)
{
    return NULL;
}
