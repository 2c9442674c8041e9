/* kernels_avx512bf16.c - AVX-512 with vdpbf16ps: a lane adds the products of
 * one pair of bf16 to its float. */
#include "simd.h"

#if defined(__AVX512BF16__) && defined(__AVX512VL__)
#define LANES 16
#define TILE_ROWS 8
#define TILE_PANELS 3
#define OWN_PAIR_TILE
#include "kernels_simd.h"

enum { PAIRS_AHEAD = 32 * 2 * PANEL };  /* elements to the line asked for */

INLINE __m512bh pairs_of(ivec v)
{
    return (__m512bh)(__m512i)v;
}

INLINE void dot_tile_of(int rows, int panels, float *c, ptrdiff_t ldc,
                        const uint16_t *a, ptrdiff_t lda, const uint16_t *b,
                        ptrdiff_t stride, int depth, const float *start)
{
    sums sum;

    load_sums(sum, rows, panels, c, ldc, start);
    for (int i = 0; i < depth; i += 2) {
        const uint16_t *at = b + (ptrdiff_t)i * PANEL;
        ivec column[TILE_PANELS];

        UNROLL for (int p = 0; p < panels; p++) {
            __builtin_prefetch(at + p * stride + PAIRS_AHEAD);
            column[p] = load_pairs(at + p * stride);
        }
        UNROLL for (int r = 0; r < rows; r++) {
            ivec x = splat_pair(a + r * lda + i);

            UNROLL for (int p = 0; p < panels; p++)
                sum[r][p] = (vec)_mm512_dpbf16_ps((__m512)sum[r][p],
                                                  pairs_of(x),
                                                  pairs_of(column[p]));
        }
    }
    store_sums(c, ldc, rows, panels, sum);
}

static void dot_tile(float *c, ptrdiff_t ldc, const uint16_t *a, ptrdiff_t lda,
                     const uint16_t *b, ptrdiff_t stride, int depth, int rows,
                     int panels, const float *start)
{
    SIZES(dot_tile_of)
}

const struct simd *simd_avx512bf16(void)
{
    static const struct simd table =
        SIMD_TABLE(TILE_ROWS, TILE_PANELS, dot_tile);

    return &table;
}
#else
const struct simd *simd_avx512bf16(void)
{
    return NULL;
}
#endif
