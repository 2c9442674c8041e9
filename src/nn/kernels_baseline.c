/* kernels_baseline.c - what every processor of the target can do: SSE2 on
 * x86-64, NEON on ARM (which has registers for a taller tile). */
#define LANES 4
#if defined(__aarch64__)
#define TILE_ROWS 6
#else
#define TILE_ROWS 3
#endif
#define TILE_PANELS 1
#define SIMD baseline
#include "kernels_simd.h"

const struct simd *simd_baseline(void)
{
    return &baseline;
}
