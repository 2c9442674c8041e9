/* kernels_avx2.c - AVX2, FMA and F16C: 16 registers of 8 floats. */
#include "simd.h"

#if defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)
#define LANES 8
#define TILE_ROWS 6
#define TILE_PANELS 1
#include "kernels_simd.h"

const struct simd *simd_avx2(void)
{
    static const struct simd table =
        SIMD_TABLE(TILE_ROWS, TILE_PANELS, simd_pair_tile);

    return &table;
}
#else
const struct simd *simd_avx2(void)
{
    return NULL;
}
#endif
