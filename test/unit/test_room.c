/* test_room.c - what a piece of work says it will take is enough, and little
 * more than it takes: who trusts it must neither die nor be refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/nn/resample.h"
#include "tiny.h"

enum { ROOM = 64 << 20, BEYOND = 1 << 16, UNTOUCHED = 0xa5 };

/* An arena of `size` bytes in a larger one, which has not been touched. */
static struct arena room_of(const struct arena *all, ptrdiff_t size)
{
    struct arena room = *all;

    assert_in_range(size, 1, ROOM);
    memset(all->base, UNTOUCHED, (size_t)size + BEYOND);
    room.end = room.at + size;
    return room;
}

/* It took no more than `said`, and at least one part in `share` of it. */
static void took(const struct arena *all, ptrdiff_t said, int share)
{
    ptrdiff_t n = said + BEYOND;

    while (n > 0 && (unsigned char)all->base[n - 1] == UNTOUCHED)
        n--;
    if (n > said || n + 2048 < said / share)
        fail_msg("said %td bytes, took %td", said, n);
}

static const int sizes[][4] = {
    { 300, 200, 224, 224 }, { 60, 1700, 32, 32 }, { 1700, 60, 32, 32 },
    { 16, 16, 640, 480 },   { 1, 1, 500, 1 },     { 3, 2000, 5, 40 },
};

static void test_a_resize_takes_what_it_says(void **state)
{
    struct arena all, keep;

    assert_true(arena_open(&all, ROOM) && arena_open(&keep, ROOM));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
        for (int f = FILTER_NEAREST; f <= FILTER_HAMMING; f++) {
            const int *s = sizes[i];
            struct image in = image_new(&keep, s[0], s[1]);
            struct image out = image_new(&keep, s[2], s[3]);
            ptrdiff_t said =
                image_resize_scratch(s[0], s[1], s[2], s[3], (enum filter)f);

            image_resize(&out, &in, (enum filter)f, room_of(&all, said));
            took(&all, said, 3);
            arena_reset(&keep);
        }
    arena_close(&all);
    arena_close(&keep);
}

static void test_a_resize_of_floats_takes_what_it_says(void **state)
{
    struct arena all, keep;

    assert_true(arena_open(&all, ROOM) && arena_open(&keep, ROOM));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        const int *s = sizes[i];
        struct image in = image_new(&keep, s[0], s[1]);
        float *out = arena_floats(&keep, 3 * (ptrdiff_t)s[2] * s[3]);
        ptrdiff_t said =
            resize_float_scratch(s[0], s[1], s[2], s[3], FILTER_BILINEAR);

        memset(in.pixels, 77, 3 * (size_t)s[0] * (size_t)s[1]);
        resize_float(out, s[2], s[3], &in, 1, FILTER_BILINEAR,
                     room_of(&all, said));
        took(&all, said, 2);
        arena_reset(&keep);
    }
    arena_close(&all);
    arena_close(&keep);
}

static void test_a_trace_takes_what_it_says(void **state)
{
    struct tiny *tiny = tiny_new();
    struct shape s = model_shape(&tiny->model, 64, 96);

    for (int keep = KEEP_ALWAYS; keep <= KEEP_DEMAND; keep++) {
        ptrdiff_t said = trace_bytes(&s, (enum keep)keep);
        struct trace t = { .shape = s };
        struct arena arena, exact;

        assert_true(arena_open(&arena, ROOM));
        exact = arena;
        exact.end = exact.at + said;
        trace_allocate(&t, (enum keep)keep, &exact);
        assert_in_range(exact.at - arena.at, said - 64 * TRACE_ROWS, said);
        arena_close(&arena);
    }
    tiny_free(tiny);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_resize_takes_what_it_says),
        cmocka_unit_test(test_a_resize_of_floats_takes_what_it_says),
        cmocka_unit_test(test_a_trace_takes_what_it_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
