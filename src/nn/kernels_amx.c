/* kernels_amx.c - AMX: tiles of 16 rows x 64 bytes; one instruction adds the
 * product of 16 x 32 and 32 x 16 numbers in bf16 to 16 x 16 floats.
 *
 * Two tiles of A and two of B give four of C, so that each load serves two
 * products.  A's tile is rows of 32 inputs as they lie; B's is 16 pairs of
 * inputs of one panel, which is how panels of pairs lie too. */
#include "simd.h"

#if defined(__AMX_BF16__) && defined(__AMX_TILE__) && defined(__AVX512VL__)
#define LANES 16
#define TILE_ROWS 8
#define TILE_PANELS 3
#define OWN_PAIR_TILE
#include "kernels_simd.h"

enum { SQUARE_ROWS = 32, SQUARE_PANELS = 2 };

/* C is tiles 0-3 (upper left, upper right, lower left, lower right), A 4 and
 * 5, B 6 and 7.  Intel SDM volume 1, 18.3: palette 1. */
struct shape_of_tiles {
    uint8_t palette, start_row, reserved[14];
    uint16_t row_bytes[16];
    uint8_t rows[16];
};

/* Tiles of the lower half have no row when there are 16 or less. */
static void configure(int rows)
{
    uint8_t upper = (uint8_t)(rows < 16 ? rows : 16);
    uint8_t lower = (uint8_t)(rows < 16 ? 0 : rows - 16);
    struct shape_of_tiles shape = {
        .palette = 1,
        .rows = { upper, upper, lower, lower, upper, lower, 16, 16 },
    };

    for (int i = 0; i < 8; i++)
        shape.row_bytes[i] = shape.rows[i] ? 64 : 0;
    /* GCC believes that only the first bytes are read. */
    __asm__ volatile("" : : "r"(&shape) : "memory");
    _tile_loadconfig(&shape);
}

/* Where the sums begin: in c, or `start` in every row (stride 0).  A macro, as
 * the number of a tile is part of the instruction. */
#define LOAD_SUMS(tile, row, panel)                                           \
    do {                                                                      \
        if (start)                                                            \
            _tile_loadd(tile, start + (panel) * PANEL, 0);                    \
        else                                                                  \
            _tile_loadd(tile, c + (row) * ldc + (panel) * PANEL, 4 * ldc);    \
    } while (0)

static void one_panel(float *c, ptrdiff_t ldc, const uint16_t *a,
                      ptrdiff_t lda, const uint16_t *b, int depth, int rows,
                      const float *start)
{
    LOAD_SUMS(0, 0, 0);
    if (rows > 16)
        LOAD_SUMS(2, 16, 0);
    for (int i = 0; i < depth; i += PAIRS_STEP) {
        _tile_loadd(6, b + (ptrdiff_t)i * PANEL, 64);
        _tile_loadd(4, a + i, 2 * lda);
        _tile_dpbf16ps(0, 4, 6);
        if (rows > 16) {
            _tile_loadd(5, a + 16 * lda + i, 2 * lda);
            _tile_dpbf16ps(2, 5, 6);
        }
    }
    _tile_stored(0, c, 4 * ldc);
    if (rows > 16)
        _tile_stored(2, c + 16 * ldc, 4 * ldc);
}

static void two_panels(float *c, ptrdiff_t ldc, const uint16_t *a,
                       ptrdiff_t lda, const uint16_t *b, ptrdiff_t stride,
                       int depth, const float *start)
{
    LOAD_SUMS(0, 0, 0);
    LOAD_SUMS(1, 0, 1);
    LOAD_SUMS(2, 16, 0);
    LOAD_SUMS(3, 16, 1);
    for (int i = 0; i < depth; i += PAIRS_STEP) {
        const uint16_t *at = b + (ptrdiff_t)i * PANEL;

        _tile_loadd(4, a + i, 2 * lda);
        _tile_loadd(6, at, 64);
        _tile_dpbf16ps(0, 4, 6);
        _tile_loadd(7, at + stride, 64);
        _tile_dpbf16ps(1, 4, 7);
        _tile_loadd(5, a + 16 * lda + i, 2 * lda);
        _tile_dpbf16ps(2, 5, 6);
        _tile_dpbf16ps(3, 5, 7);
    }
    _tile_stored(0, c, 4 * ldc);
    _tile_stored(1, c + PANEL, 4 * ldc);
    _tile_stored(2, c + 16 * ldc, 4 * ldc);
    _tile_stored(3, c + 16 * ldc + PANEL, 4 * ldc);
}

static void square_tile(float *c, ptrdiff_t ldc, const uint16_t *a,
                        ptrdiff_t lda, const uint16_t *b, ptrdiff_t stride,
                        int depth, int rows, int panels, const float *start)
{
    for (int row = 0; row < rows; row += SQUARE_ROWS) {
        int tall = rows - row < SQUARE_ROWS ? rows - row : SQUARE_ROWS;

        if (row == 0 || tall < SQUARE_ROWS)
            configure(tall);
        if (tall > 16 && panels == 2)
            two_panels(c, ldc, a, lda, b, stride, depth, start);
        else
            for (int p = 0; p < panels; p++)
                one_panel(c + p * PANEL, ldc, a, lda, b + p * stride, depth,
                          tall, start ? start + p * PANEL : NULL);
        a += SQUARE_ROWS * lda;
        c += SQUARE_ROWS * ldc;
    }
    _tile_release();
}

const struct simd *simd_amx(void)
{
    static const struct simd table =
        SIMD_TABLE(SQUARE_ROWS, SQUARE_PANELS, square_tile);

    return &table;
}
#else
const struct simd *simd_amx(void)
{
    return NULL;
}
#endif
