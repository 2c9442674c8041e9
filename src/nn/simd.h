/* simd.h - the kernels an instruction set provides; for nn only.
 *
 * kernels_<isa>.c include kernels_simd.h with their vector width and flags
 * and fill one of these.  A file whose instructions the compiler or the
 * machine lacks gives NULL. */
#ifndef NN_SIMD_H
#define NN_SIMD_H

#include <stddef.h>
#include <stdint.h>

#include "nn/kernels.h"

/* c [rows, panels*PANEL] = start + a * b, one tile wide or less, any rows.
 *   a [rows, depth], row stride lda
 *   b panels [depth][PANEL], `stride` elements from one to the next
 *   start: the same for each row [panels*PANEL], or NULL: add to c */
typedef void tile_fn(float *c, ptrdiff_t ldc, const float *a, ptrdiff_t lda,
                     const float *b, ptrdiff_t stride, int depth, int rows,
                     int panels, const float *start);

/* The same in bf16, panels of pairs; depth is a multiple of PAIRS_STEP. */
typedef void pair_tile_fn(float *c, ptrdiff_t ldc, const uint16_t *a,
                          ptrdiff_t lda, const uint16_t *b, ptrdiff_t stride,
                          int depth, int rows, int panels, const float *start);

struct simd {
    int rows, panels;           /* a tile: rows x (panels * PANEL) columns;
                                 * a call is best with a multiple of rows */
    tile_fn *tile;
    int pair_rows, pair_panels;
    pair_tile_fn *pair_tile;

    /* x [n] to bf16, and zeros up to `padded`. */
    void (*narrow)(uint16_t *out, const float *x, int n, int padded);
    void (*widen)(float *out, const uint16_t *in, enum dtype d, int n);
    void (*activate)(float *x, ptrdiff_t stride, int rows, int n,
                     enum activation act);      /* n of each row */

    /* Each row of x [rows, n] to e^(x - most), inverse[row] = 1 / its sum:
     * their product is the softmax.  Where all are -inf both are 0. */
    void (*exps)(float *inverse, float *x, ptrdiff_t stride, int rows, int n);

    void (*layer_norm)(float *y, const float *x, const struct norm *norm,
                       int D);
    float (*peak)(int rounds);  /* rounds * peak_flop operations, at the limit */
    int peak_flop;
};

const struct simd *simd_baseline(void);
const struct simd *simd_avx2(void);
const struct simd *simd_avx512(void);
const struct simd *simd_avx512bf16(void);
const struct simd *simd_amx(void);

/* The kernels of an engine's instruction set, or the nearest below it. */
const struct simd *simd_of(const struct engine *e);

#endif
