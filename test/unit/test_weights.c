/* test_weights.c - matrices of every precision and layout, packed or not. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "nn/kernels.h"
#include "nn/weights.h"

static struct arena memory;

static int open_memory(void **state)
{
    return arena_open(&memory, (ptrdiff_t)1 << 30) ? 0 : 1;
}

static int close_memory(void **state)
{
    arena_close(&memory);
    return 0;
}

/* Whole numbers below 128 in steps of 1/2: exact in every float type. */
static float value_at(int row, int col)
{
    return (float)((row * 31 + col * 7) % 97 - 48) * 0.5f;
}

/* The bits of such a number as dtype `d`. */
static void put(char *to, enum dtype d, float x)
{
    uint32_t bits;
    uint16_t half;
    double wide = x;
    int exponent;
    float fraction;

    memcpy(&bits, &x, 4);
    switch (d) {
    case DTYPE_F64:
        memcpy(to, &wide, 8);
        return;
    case DTYPE_F32:
        memcpy(to, &x, 4);
        return;
    case DTYPE_BF16:
        half = (uint16_t)(bits >> 16);
        break;
    default:
        fraction = frexpf(fabsf(x), &exponent);
        half = x == 0 ? 0
                      : (uint16_t)((exponent + 14) << 10 |
                                   (int)((fraction * 2 - 1) * 1024));
        half = (uint16_t)(half | (x < 0 ? 0x8000 : 0));
    }
    memcpy(to, &half, 2);
}

/* Rows [first, first + rows) of the matrix of value_at as a tensor, one byte
 * off any alignment. */
static const struct tensor *part(enum dtype d, int first, int rows, int cols,
                                 bool transposed)
{
    struct tensor *t = arena_new(&memory, struct tensor);
    int size = dtype_size(d);
    char *data = arena_raw(&memory, (ptrdiff_t)rows * cols * size + 1, 1, 64);

    data++;
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < cols; c++)
            put(data + (ptrdiff_t)(transposed ? c * rows + r : r * cols + c) *
                           size,
                d, value_at(first + r, c));
    *t = (struct tensor){ .name = "w", .dtype = d, .rank = 2, .data = data,
                          .shape = { transposed ? cols : rows,
                                     transposed ? rows : cols },
                          .count = (int64_t)rows * cols };
    return t;
}

static void rows_are_right(const struct weights *w, int out, int in)
{
    float *row = arena_floats(&memory, in);

    assert_int_equal(weights_out(w), out);
    assert_int_equal(weights_in(w), in);
    for (int r = 0; r < out; r++) {
        weights_row(row, w, r);
        for (int c = 0; c < in; c++)
            assert_true(row[c] == value_at(r, c));
    }
}

/* As the format has them; the names' last digits are bits. */
static void test_every_dtype_has_its_name_and_size(void **state)
{
    static const struct {
        const char *name;
        int size;
    } known[] = {
        { "F64", 8 }, { "F32", 4 }, { "F16", 2 }, { "BF16", 2 }, { "I64", 8 },
        { "I32", 4 }, { "I16", 2 }, { "I8", 1 }, { "U64", 8 }, { "U32", 4 },
        { "U16", 2 }, { "U8", 1 }, { "BOOL", 1 }, { "F8_E4M3", 1 },
        { "F8_E5M2", 1 },
    };
    enum dtype d;

    assert_int_equal(sizeof known / sizeof known[0], DTYPE_COUNT);
    for (int i = 0; i < DTYPE_COUNT; i++) {
        assert_true(dtype_parse(&d, known[i].name));
        assert_string_equal(dtype_name(d), known[i].name);
        assert_int_equal(dtype_size(d), known[i].size);
        assert_int_equal(dtype_is_float(d), d <= DTYPE_BF16);
    }
    assert_false(dtype_parse(&d, "F4"));
}

static void test_rows_are_the_files_before_and_after_packing(void **state)
{
    static const enum dtype dtypes[] = { DTYPE_F32, DTYPE_F16, DTYPE_BF16,
                                         DTYPE_F64 };
    static const int sizes[][2] = { { 1, 1 },   { 3, 10 },   { 16, 64 },
                                    { 17, 65 }, { 100, 96 }, { 33, 197 } };

    for (int i = 0; i < 4; i++)
        for (int j = 0; j < 6 * 2; j++) {
            int out = sizes[j / 2][0], in = sizes[j / 2][1];
            const struct tensor *p = part(dtypes[i], 0, out, in, j % 2);
            struct weights *w = weights_new(&memory, NULL, &p, 1, j % 2);

            rows_are_right(w, out, in);
            weights_pack(w, NULL);
            rows_are_right(w, out, in);
        }
}

static void test_parts_stand_one_below_the_other(void **state)
{
    for (int transposed = 0; transposed < 2; transposed++) {
        const struct tensor *parts[] = { part(DTYPE_F16, 0, 10, 24, transposed),
                                         part(DTYPE_F16, 10, 5, 24, transposed),
                                         part(DTYPE_F16, 15, 10, 24,
                                              transposed) };
        struct weights *w = weights_new(&memory, NULL, parts, 3, transposed);

        weights_pack(w, NULL);
        rows_are_right(w, 25, 24);
        assert_int_equal(weights_dtype(w), DTYPE_F16);
    }
}

static void test_parts_of_two_precisions_become_floats(void **state)
{
    const struct tensor *parts[] = { part(DTYPE_BF16, 0, 10, 24, false),
                                     part(DTYPE_F32, 10, 5, 24, false) };
    struct weights *w = weights_new(&memory, NULL, parts, 2, false);

    weights_pack(w, NULL);
    rows_are_right(w, 15, 24);
    assert_int_equal(weights_dtype(w), DTYPE_F32);
}

static void test_a_kernel_of_higher_rank_is_one_row_a_filter(void **state)
{
    struct tensor t = *part(DTYPE_F32, 0, 6, 48, false);
    const struct tensor *p = &t;
    struct weights *w;

    t.rank = 4;
    t.shape[1] = 3;
    t.shape[2] = t.shape[3] = 4;
    w = weights_new(&memory, NULL, &p, 1, false);
    weights_pack(w, NULL);
    rows_are_right(w, 6, 48);
}

struct given_back {
    const void *data[2];
    ptrdiff_t size[2];
    int count;
};

static void take_back(void *ctx, const void *data, ptrdiff_t size)
{
    struct given_back *g = ctx;

    assert_true(g->count < 2);
    g->data[g->count] = data;
    g->size[g->count++] = size;
}

static void test_packing_gives_the_source_back_once(void **state)
{
    const struct tensor *parts[] = { part(DTYPE_F32, 0, 3, 8, false),
                                     part(DTYPE_F32, 3, 2, 8, false) };
    struct given_back g = { .count = 0 };
    struct tensor_list list = { .release = take_back, .ctx = &g };
    struct weights *w = weights_new(&memory, &list, parts, 2, false);

    assert_int_equal(g.count, 0);
    weights_pack(w, NULL);
    weights_pack(w, NULL);
    assert_int_equal(g.count, 2);
    assert_ptr_equal(g.data[1], parts[1]->data);
    assert_int_equal(g.size[0], 3 * 8 * 4);
}

static void test_matrices_that_share_a_room_take_turns(void **state)
{
    const struct engine bf16 = { .precision = PRECISION_BF16 };
    static const int sizes[3][2] = { { 3, 10 }, { 33, 197 }, { 100, 96 } };
    struct weights *w[3];

    for (int wide = 0; wide < 2; wide++) {
        for (int i = 0; i < 3; i++) {
            const struct tensor *p = part(wide ? DTYPE_F32 : DTYPE_F16, 0,
                                          sizes[i][0], sizes[i][1], false);

            w[i] = weights_new(&memory, NULL, &p, 1, false);
        }
        weights_share(w, 3, &memory);
        for (int turn = 0; turn < 7; turn++) {
            weights_pack(w[turn % 3], turn > 3 ? &bf16 : NULL);
            for (int i = 0; i < 3; i++)
                rows_are_right(w[i], sizes[i][0], sizes[i][1]);
        }
    }
}

static void test_a_matrix_fits_in_the_bytes_it_is_said_to_take(void **state)
{
    for (int out = 1; out < 40; out += 13)
        for (int in = 1; in < 40; in += 13) {
            const struct tensor *p = part(DTYPE_F16, 0, out, in, false);
            char *before = memory.at;

            weights_new(&memory, NULL, &p, 1, false);
            assert_true(memory.at - before <=
                        weights_bytes(out, in, DTYPE_F16));
        }
}

static void test_infinities_and_nan_are_told_by_name(void **state)
{
    static const float bad_floats[2] = { INFINITY, NAN };
    static const uint16_t bad_bf16[2] = { 0x7f80, 0xffc1 };
    float floats[2 * 3] = { 1, -2, 3e38f, -3e38f, 0, 1e-40f };
    uint16_t halves[2 * 3] = { 0x7f7f, 0x0001, 0x3f80, 0, 0xff7f, 0x8000 };

    for (int spoil = -1; spoil < 2; spoil++)
        for (int d = 0; d < 2; d++) {
            const struct tensor t = {
                .name = "here", .dtype = d ? DTYPE_BF16 : DTYPE_F32, .rank = 2,
                .shape = { 2, 3 }, .data = d ? (void *)halves : (void *)floats,
                .count = 6,
            };
            const struct tensor *p = &t;
            struct weights *w = weights_new(&memory, NULL, &p, 1, false);

            if (spoil >= 0) {
                floats[4] = bad_floats[spoil];
                halves[4] = bad_bf16[spoil];
            }
            weights_pack(w, NULL);
            if (spoil < 0)
                assert_null(weights_fault(w));
            else
                assert_string_equal(weights_fault(w), "here");
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_dtype_has_its_name_and_size),
        cmocka_unit_test(test_rows_are_the_files_before_and_after_packing),
        cmocka_unit_test(test_parts_stand_one_below_the_other),
        cmocka_unit_test(test_parts_of_two_precisions_become_floats),
        cmocka_unit_test(test_a_kernel_of_higher_rank_is_one_row_a_filter),
        cmocka_unit_test(test_infinities_and_nan_are_told_by_name),
        cmocka_unit_test(test_packing_gives_the_source_back_once),
        cmocka_unit_test(test_matrices_that_share_a_room_take_turns),
        cmocka_unit_test(test_a_matrix_fits_in_the_bytes_it_is_said_to_take),
    };

    return cmocka_run_group_tests(tests, open_memory, close_memory);
}
