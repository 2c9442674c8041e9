/* kernels_baseline.c - what every processor of the target can do: SSE2 on
 * x86-64, NEON on ARM (which has registers for a taller tile). */
#define LANES 4
#if defined(__aarch64__)
#define TILE_ROWS 6
#else
#define TILE_ROWS 3
#endif
#define TILE_PANELS 1
#include "kernels_simd.h"

const struct simd *simd_baseline(void)
{
    static const struct simd table =
        SIMD_TABLE(TILE_ROWS, TILE_PANELS, simd_pair_tile);

    return &table;
}
