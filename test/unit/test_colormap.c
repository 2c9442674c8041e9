/* test_colormap.c - maps from numbers to colours, and from many to few. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "view/colormap.h"

static double linear(int byte)
{
    double u = byte / 255.0;

    return u <= 0.04045 ? u / 12.92 : pow((u + 0.055) / 1.055, 2.4);
}

/* OKLab lightness, from 0 black to 1 white. */
static double lightness(uint32_t rgb)
{
    double r = linear(rgb >> 16 & 255), g = linear(rgb >> 8 & 255);
    double b = linear(rgb & 255);
    double l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    double m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    double s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);

    return 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
}

enum { STEPS = 200 };

static void test_heat_goes_one_way_in_lightness(void **state)
{
    for (int t = 0; t < THEME_COUNT; t++) {
        int way = t == THEME_LIGHT ? -1 : 1;
        double before = lightness(colormap_heat((enum theme)t, 0));

        for (int i = 1; i <= STEPS; i++) {
            double now =
                lightness(colormap_heat((enum theme)t, (double)i / STEPS));

            assert_true(way * (now - before) > -0.002);
            before = now;
        }
    }
}

static void test_heat_uses_its_lightness_evenly(void **state)
{
    for (int t = 0; t < THEME_COUNT; t++) {
        enum theme theme = (enum theme)t;
        double low = lightness(colormap_heat(theme, 0));
        double high = lightness(colormap_heat(theme, 1));

        assert_true(fabs(high - low) > 0.6);
        for (int i = 0; i <= 8; i++) {
            double l = lightness(colormap_heat(theme, i / 8.0));

            assert_true(fabs(l - (low + (high - low) * i / 8.0)) < 0.05);
        }
    }
}

static void test_signed_grows_from_the_background_both_ways(void **state)
{
    for (int t = 0; t < THEME_COUNT; t++) {
        enum theme theme = (enum theme)t;
        int way = t == THEME_LIGHT ? -1 : 1;

        for (int sign = -1; sign <= 1; sign += 2) {
            double before = lightness(colormap_signed(theme, 0));

            for (int i = 1; i <= STEPS; i++) {
                double now =
                    lightness(colormap_signed(theme, sign * (double)i / STEPS));

                assert_true(way * (now - before) > -0.002);
                before = now;
            }
        }
    }
}

static int chroma(uint32_t rgb)
{
    int r = rgb >> 16 & 255, g = rgb >> 8 & 255, b = rgb & 255;

    return abs(r - g) + abs(g - b) + abs(b - r);
}

static void test_signed_is_grey_at_zero_blue_below_warm_above(void **state)
{
    for (int t = 0; t < THEME_COUNT; t++) {
        uint32_t minus = colormap_signed((enum theme)t, -1);
        uint32_t plus = colormap_signed((enum theme)t, 1);

        assert_int_equal(chroma(colormap_signed((enum theme)t, 0)), 0);
        assert_true((minus & 255) > (minus >> 16));
        assert_true((plus & 255) < (plus >> 16));
        assert_true(fabs(lightness(minus) - lightness(plus)) < 0.1);
    }
}

static void test_values_outside_and_nan_are_clamped(void **state)
{
    assert_int_equal(colormap_heat(THEME_DARK, 7),
                     colormap_heat(THEME_DARK, 1));
    assert_int_equal(colormap_heat(THEME_DARK, -7),
                     colormap_heat(THEME_DARK, 0));
    assert_int_equal(colormap_heat(THEME_DARK, NAN),
                     colormap_heat(THEME_DARK, 0));
    assert_int_equal(colormap_signed(THEME_DARK, NAN),
                     colormap_signed(THEME_DARK, 0));
    assert_int_equal(colormap_signed(THEME_DARK, -7),
                     colormap_signed(THEME_DARK, -1));
}

static void test_fixed_colours_map_to_themselves(void **state)
{
    for (int i = 16; i < 256; i++)
        assert_int_equal(color_of_256(color_to_256(color_of_256(i))),
                         color_of_256(i));
}

static void test_256_never_takes_what_users_may_redefine(void **state)
{
    for (uint32_t r = 0; r < 256; r += 15)
        for (uint32_t g = 0; g < 256; g += 15)
            for (uint32_t b = 0; b < 256; b += 15)
                assert_in_range(color_to_256(r << 16 | g << 8 | b), 16, 255);
}

static void test_sixteen_keep_hue_and_brightness(void **state)
{
    assert_int_equal(color_to_16(0x000000), 0);
    assert_int_equal(color_to_16(0x808080), 8);
    assert_int_equal(color_to_16(0xc0c0c0), 7);
    assert_int_equal(color_to_16(0xffffff), 15);
    assert_int_equal(color_to_16(0xa00000), 1);
    assert_int_equal(color_to_16(0xff8787), 9);
    assert_int_equal(color_to_16(0xffaf5f), 11);
    assert_int_equal(color_to_16(0x5fafff), 12);
    assert_int_equal(color_to_16(0x5fffff), 14);
    assert_int_equal(color_to_16(0x008700), 2);
}

static void test_sixteen_map_to_themselves(void **state)
{
    for (int i = 0; i < 16; i++)
        assert_int_equal(color_to_16(color_of_16(i)), i);
}

static void test_contrast_can_be_read(void **state)
{
    for (int t = 0; t < THEME_COUNT; t++)
        for (int i = 0; i <= STEPS; i++) {
            uint32_t bg = colormap_heat((enum theme)t, (double)i / STEPS);
            uint32_t fg = color_contrast(bg);

            assert_true(fabs(lightness(fg) - lightness(bg)) > 0.3);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heat_goes_one_way_in_lightness),
        cmocka_unit_test(test_heat_uses_its_lightness_evenly),
        cmocka_unit_test(test_signed_grows_from_the_background_both_ways),
        cmocka_unit_test(test_signed_is_grey_at_zero_blue_below_warm_above),
        cmocka_unit_test(test_values_outside_and_nan_are_clamped),
        cmocka_unit_test(test_fixed_colours_map_to_themselves),
        cmocka_unit_test(test_256_never_takes_what_users_may_redefine),
        cmocka_unit_test(test_sixteen_keep_hue_and_brightness),
        cmocka_unit_test(test_sixteen_map_to_themselves),
        cmocka_unit_test(test_contrast_can_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
