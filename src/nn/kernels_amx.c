#include "simd.h"

const struct simd *simd_amx(void)
{
    return NULL;
}
