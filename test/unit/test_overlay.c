/* test_overlay.c - which pixel takes the colour of which patch. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "view/colormap.h"
#include "view/overlay.h"

/* A picture of one grey, a model of 2 x 2 patches of 4 pixels. */
struct desk {
    struct arena keep, scratch;
    struct model model;
    struct study study;
};

static int open_desk(void **state)
{
    static struct desk d;

    d = (struct desk){ .model = { .patch = 4 } };
    assert_true(arena_open(&d.keep, 1 << 24));
    d.scratch = arena_carve(&d.keep, 1 << 20);
    d.study = (struct study){
        .model = &d.model,
        .prepared = { .h = 8, .w = 8, .x1 = 16, .y1 = 16 },
        .trace = { .shape = { .cls = 1,
                              .grid_h = 2,
                              .grid_w = 2,
                              .tokens = 5 } },
        .picture = image_new(&d.keep, 16, 16),
    };
    memset(d.study.picture.pixels, 100, 16 * 16 * 3);
    *state = &d;
    return 0;
}

static int close_desk(void **state)
{
    arena_close(&((struct desk *)*state)->keep);
    return 0;
}

static struct image make(struct desk *d, const float *map)
{
    return overlay_make(&d->study, map, THEME_DARK, &d->keep, d->scratch);
}

static uint32_t color(const struct image *im, int x, int y)
{
    const uint8_t *p = image_at(im, x, y);

    return (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
}

static uint32_t blended(double v)
{
    return color_mix(0x646464, colormap_heat(THEME_DARK, v), 0.6);
}

static void test_each_pixel_takes_the_colour_of_its_patch(void **state)
{
    static const float map[5] = { 9, 0, 0.25f, 0.5f, 1 };
    struct image im = make(*state, map);

    assert_int_equal(im.width, 16);
    assert_int_equal(im.height, 16);
    assert_int_equal(color(&im, 0, 0), blended(0));
    assert_int_equal(color(&im, 7, 7), blended(0));
    assert_int_equal(color(&im, 8, 7), blended(0.25));
    assert_int_equal(color(&im, 7, 8), blended(0.5));
    assert_int_equal(color(&im, 15, 15), blended(1));
}

static void test_the_largest_patch_is_brightest_whatever_cls_keeps(void **state)
{
    static const float map[5] = { 0.9f, 0.01f, 0.02f, 0.03f, 0.04f };
    struct image im = make(*state, map);

    assert_int_equal(color(&im, 15, 15), blended(1));
    assert_int_equal(color(&im, 0, 0), blended(0.25));
}

static void test_a_map_of_zeros_is_dark_and_no_fault(void **state)
{
    static const float map[5] = { 0 };
    struct image im = make(*state, map);

    assert_int_equal(color(&im, 3, 3), blended(0));
}

static void test_what_the_crop_cut_off_stays_as_it_was(void **state)
{
    static const float map[5] = { 0, 1, 1, 1, 1 };
    struct desk *d = *state;
    struct image im;

    d->study.prepared.x0 = 4; /* columns 4 to 11 were seen */
    d->study.prepared.x1 = 12;
    im = make(d, map);
    for (int y = 0; y < 16; y++) {
        assert_int_equal(color(&im, 3, y), 0x646464);
        assert_int_equal(color(&im, 4, y), blended(1));
        assert_int_equal(color(&im, 11, y), blended(1));
        assert_int_equal(color(&im, 12, y), 0x646464);
    }
}

static void test_pixels_behind_the_last_patch_stay_as_they_were(void **state)
{
    static const float map[5] = { 0, 1, 1, 1, 1 };
    struct desk *d = *state;
    struct image im;

    d->study.prepared.h = 10; /* two rows too few for a third patch */
    d->study.prepared.y1 = 10;
    d->study.prepared.w = 16;
    d->study.prepared.x1 = 16;
    im = make(d, map);
    assert_int_equal(color(&im, 7, 7), blended(1));
    assert_int_equal(color(&im, 8, 0), 0x646464);
    assert_int_equal(color(&im, 0, 8), 0x646464);
}

static void test_a_padded_crop_reaches_over_the_edges(void **state)
{
    static const float map[5] = { 0, 0, 1, 0, 0 };
    struct desk *d = *state;
    struct image im;

    d->study.prepared.x0 = -16; /* the model saw black on the left */
    im = make(d, map);
    assert_int_equal(color(&im, 0, 0), blended(1));
    assert_int_equal(color(&im, 15, 0), blended(1));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_desk, close_desk)
    const struct CMUnitTest tests[] = {
        TEST(test_each_pixel_takes_the_colour_of_its_patch),
        TEST(test_the_largest_patch_is_brightest_whatever_cls_keeps),
        TEST(test_a_map_of_zeros_is_dark_and_no_fault),
        TEST(test_what_the_crop_cut_off_stays_as_it_was),
        TEST(test_pixels_behind_the_last_patch_stay_as_they_were),
        TEST(test_a_padded_crop_reaches_over_the_edges),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
