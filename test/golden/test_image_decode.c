/* test_image_decode.c - pictures come out as Pillow's convert("RGB") gives
 * them: PNG to the byte, JPEG within what decoders may differ by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/image_file.h"
#include "io/safetensors.h"

#define FOLDER "test/golden/cases/20-image-decode"

/* Decoders agree on full chroma within rounding; where chroma is halved they
 * differ by how they interpolate it at edges. */
enum { EXACT = 0, FULL_CHROMA = 2, HALF_CHROMA = 4 };

struct decoding {
    struct arena keep;
    struct file file;
    struct tensor_list expected;
};

static int open_expected(void **state)
{
    static struct decoding d;
    struct tensor *items = NULL;
    struct error err;

    *state = &d;
    if (arena_open(&d.keep, 64 << 20) &&
        file_map(&d.file, FOLDER "/decoded.safetensors", &d.keep, &err) &&
        safetensors_parse(&items, &d.expected.count, &d.file, &d.keep, &err)) {
        d.expected.items = items;
        return 0;
    }
    fprintf(stderr, "%s\n", err.text);
    return -1;
}

static int close_expected(void **state)
{
    struct decoding *d = *state;

    file_unmap(&d->file);
    arena_close(&d->keep);
    return 0;
}

static bool has_jpeg(void)
{
    if (!strstr(image_versions(), "no JPEG"))
        return true;
    printf("SKIPPED JPEG decoding: %s\n", image_versions());
    return false;
}

static struct image decode(struct arena *keep, const char *name)
{
    const char *path = path_join(keep, FOLDER, name);
    struct image im = { 0 };
    struct error err;

    if (!image_read(&im, path, keep, &err))
        fail_msg("%s", err.text);
    return im;
}

static void assert_pixels(const char *name, const struct image *im,
                          const uint8_t *expected, int tolerance)
{
    int size = 3 * im->width * im->height, worst = 0;

    for (int i = 0; i < size; i++)
        if (abs(im->pixels[i] - expected[i]) > worst)
            worst = abs(im->pixels[i] - expected[i]);
    if (worst > tolerance)
        fail_msg("%s: differs by %d, allowed %d", name, worst, tolerance);
}

static void check(struct decoding *d, const char *file, const char *tensor,
                  int tolerance)
{
    struct arena keep = d->keep;
    const struct tensor *t = tensor_find(&d->expected, tensor);
    struct image im = decode(&keep, file);

    assert_non_null(t);
    assert_int_equal(t->dtype, DTYPE_U8);
    assert_int_equal(t->rank, 3);
    assert_int_equal(im.height, t->shape[0]);
    assert_int_equal(im.width, t->shape[1]);
    assert_pixels(file, &im, t->data, tolerance);
}

static void test_every_kind_of_png_is_exact(void **state)
{
    static const char *const names[] = {
        "gray1",       "gray1_adam7", "gray2",      "gray2_adam7", "gray4",
        "gray4_adam7", "gray8",       "gray8_trns", "gray16",      "grayalpha8",
        "grayalpha16", "pal1",        "pal2",       "pal4",        "pal8",
        "pal8_trns",   "rgb8",        "rgb8_adam7", "rgb8_trns",   "rgb16",
        "rgba8",       "rgba8_adam7", "rgba16",     "one_pixel",   "wide_1row",
    };
    char file[64];

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(file, sizeof file, "%s.png", names[i]);
        check(*state, file, names[i], EXACT);
    }
}

static void test_jpeg_with_full_chroma_is_close(void **state)
{
    if (!has_jpeg())
        return;
    check(*state, "jpeg444_q95.jpg", "jpeg444_q95", FULL_CHROMA);
    check(*state, "jpeg_gray.jpg", "jpeg_gray", FULL_CHROMA);
}

static void test_jpeg_with_half_chroma_is_close(void **state)
{
    if (!has_jpeg())
        return;
    check(*state, "jpeg420_q90.jpg", "jpeg420_q90", HALF_CHROMA);
    check(*state, "jpeg422_q85.jpg", "jpeg422_q85", HALF_CHROMA);
    check(*state, "jpeg_progressive420.jpg", "jpeg_progressive420",
          HALF_CHROMA);
}

static void test_jpeg_is_turned_by_exif(void **state)
{
    if (has_jpeg())
        check(*state, "jpeg_exif6.jpg", "jpeg_exif6_transposed", HALF_CHROMA);
}

static void test_cmyk_is_inverted_as_adobe_writes_it(void **state)
{
    struct decoding *d = *state;
    struct arena keep = d->keep;
    struct image got, expected;

    if (!has_jpeg())
        return;
    got = decode(&keep, "jpeg_cmyk.jpg");
    expected = decode(&keep, "jpeg_cmyk_as_rgb.png");
    assert_int_equal(got.width, expected.width);
    assert_int_equal(got.height, expected.height);
    assert_pixels("jpeg_cmyk.jpg", &got, expected.pixels, FULL_CHROMA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_kind_of_png_is_exact),
        cmocka_unit_test(test_jpeg_with_full_chroma_is_close),
        cmocka_unit_test(test_jpeg_with_half_chroma_is_close),
        cmocka_unit_test(test_jpeg_is_turned_by_exif),
        cmocka_unit_test(test_cmyk_is_inverted_as_adobe_writes_it),
    };

    return cmocka_run_group_tests(tests, open_expected, close_expected);
}
