/* kernels_avx512.c - AVX-512 F, BW, DQ, VL: 32 registers of 16 floats. */
#include "simd.h"

#if defined(__AVX512F__) && defined(__AVX512VL__)
#define LANES 16
#define TILE_ROWS 8
#define TILE_PANELS 3
#include "kernels_simd.h"

const struct simd *simd_avx512(void)
{
    static const struct simd table =
        SIMD_TABLE(TILE_ROWS, TILE_PANELS, simd_pair_tile);

    return &table;
}
#else
const struct simd *simd_avx512(void)
{
    return NULL;
}
#endif
