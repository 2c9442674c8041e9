/* kernels_amx.c - no kernels of its own yet: the level below serves. */
#include "simd.h"

const struct simd *simd_amx(void)
{
    return NULL;
}
