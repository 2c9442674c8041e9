/* test_image_jpeg.c - JPEG files: which way up, and hostile ones. */
#include "world.h"

#include "io/image_file.h"

#define CASES "test/golden/cases/20-image-decode/"

enum { SOF0 = 0xc0, SOF2 = 0xc2, SOS = 0xda, APP1 = 0xe1 };

struct bytes {
    unsigned char *data;
    ptrdiff_t size;
};

static struct bytes read_case(struct world *w, const char *name)
{
    const char *path = path_join(&w->keep, CASES, name);
    struct file f;

    if (!file_read(&f, path, 1 << 20, &w->keep, &w->err))
        fail_msg("%s", w->err.text);
    return (struct bytes){ arena_copy(&w->keep, f.data, f.size), f.size };
}

static bool decode(struct image *out, struct world *w, struct bytes b)
{
    struct file f = file_of_memory("a.jpg", b.data, b.size);

    return image_decode(out, &f, &w->keep, &w->err);
}

/* Where the marker 0xff `marker` starts, from `at` on. */
static ptrdiff_t find_marker(struct bytes b, ptrdiff_t at, int marker)
{
    while (at + 1 < b.size && !(b.data[at] == 0xff && b.data[at + 1] == marker))
        at++;
    assert_true(at + 1 < b.size);
    return at;
}

/* The file with an APP1 segment of `size` bytes put behind its first marker. */
static struct bytes with_segment(struct world *w, struct bytes b,
                                 const void *segment, ptrdiff_t size)
{
    unsigned char *out = arena_alloc(&w->keep, b.size + size + 4, 1, 1);

    memcpy(out, b.data, 2);
    out[2] = 0xff;
    out[3] = APP1;
    out[4] = (unsigned char)((size + 2) >> 8);
    out[5] = (unsigned char)(size + 2);
    memcpy(out + 6, segment, (size_t)size);
    memcpy(out + 6 + size, b.data + 2, (size_t)b.size - 2);
    return (struct bytes){ out, b.size + size + 4 };
}

/* EXIF of one entry, least significant byte first. */
static const char little[32] = "Exif\0\0II*\0\10\0\0\0\1\0"
                               "\x12\1\3\0\1\0\0\0\6\0\0\0";
static const char big[32] = "Exif\0\0MM\0*\0\0\0\10\0\1"
                            "\1\x12\0\3\0\0\0\1\0\6\0\0";
enum { EXIF_SIZE = 28, VALUE_LITTLE = 24, VALUE_BIG = 25 };

/* Where the pixel x, y of the upright picture is in the stored one. */
static const uint8_t *stored_at(const struct image *s, int orientation, int x,
                                int y)
{
    int right = s->width - 1, bottom = s->height - 1;

    switch (orientation) {
    case 2:
        return image_at(s, right - x, y);
    case 3:
        return image_at(s, right - x, bottom - y);
    case 4:
        return image_at(s, x, bottom - y);
    case 5:
        return image_at(s, y, x);
    case 6:
        return image_at(s, y, bottom - x);
    case 7:
        return image_at(s, right - y, bottom - x);
    case 8:
        return image_at(s, right - y, x);
    default:
        return image_at(s, x, y);
    }
}

static void assert_turned(const struct image *im, const struct image *stored,
                          int orientation)
{
    bool swap = orientation >= 5 && orientation <= 8;

    assert_int_equal(im->width, swap ? stored->height : stored->width);
    assert_int_equal(im->height, swap ? stored->width : stored->height);
    for (int y = 0; y < im->height; y++)
        for (int x = 0; x < im->width; x++)
            assert_memory_equal(image_at(im, x, y),
                                stored_at(stored, orientation, x, y), 3);
}

static void test_each_orientation_is_turned_upright(void **state)
{
    struct world *w = *state;
    struct bytes plain = read_case(w, "jpeg444_q95.jpg");
    struct image stored, im;
    char exif[EXIF_SIZE];

    assert_true(decode(&stored, w, plain));
    for (int orientation = 0; orientation <= 9; orientation++) {
        memcpy(exif, little, EXIF_SIZE);
        exif[VALUE_LITTLE] = (char)orientation;
        assert_true(decode(&im, w, with_segment(w, plain, exif, EXIF_SIZE)));
        assert_turned(&im, &stored, orientation);
        memcpy(exif, big, EXIF_SIZE);
        exif[VALUE_BIG] = (char)orientation;
        assert_true(decode(&im, w, with_segment(w, plain, exif, EXIF_SIZE)));
        assert_turned(&im, &stored, orientation);
    }
}

static void test_broken_exif_means_upright(void **state)
{
    static const struct {
        int at;
        const char *bytes;
        int size;
    } spoilt[] = {
        { 0, "Exit", 4 },              /* no EXIF */
        { 6, "IM", 2 },                /* no byte order */
        { 8, "+", 1 },                 /* 43, not 42 */
        { 10, "\377\377\377\377", 4 }, /* directory far behind the end */
        { 10, "\20\0\0\0", 4 },        /* directory at the very end */
        { 14, "\0\0", 2 },             /* no entries */
        { 16, "\x13", 1 },             /* another tag */
        { 18, "\2", 1 },               /* text */
        { 20, "\2", 1 },               /* two values */
    };
    struct world *w = *state;
    struct bytes plain = read_case(w, "jpeg444_q95.jpg");
    struct image stored, im;
    char exif[EXIF_SIZE];

    assert_true(decode(&stored, w, plain));
    for (size_t i = 0; i < sizeof spoilt / sizeof spoilt[0]; i++) {
        memcpy(exif, little, EXIF_SIZE);
        memcpy(exif + spoilt[i].at, spoilt[i].bytes, (size_t)spoilt[i].size);
        assert_true(decode(&im, w, with_segment(w, plain, exif, EXIF_SIZE)));
        assert_turned(&im, &stored, 1);
    }
    for (int size = 0; size < EXIF_SIZE; size++) {
        assert_true(decode(&im, w, with_segment(w, plain, little, size)));
        assert_turned(&im, &stored, 1);
    }
}

static void test_a_count_of_entries_beyond_the_segment_is_harmless(void **state)
{
    struct world *w = *state;
    struct bytes plain = read_case(w, "jpeg444_q95.jpg");
    struct image stored, im;
    char exif[EXIF_SIZE];

    assert_true(decode(&stored, w, plain));
    memcpy(exif, little, EXIF_SIZE);
    memcpy(exif + 14, "\377\377", 2);
    exif[16] = 0x13;
    assert_true(decode(&im, w, with_segment(w, plain, exif, EXIF_SIZE)));
    assert_turned(&im, &stored, 1);
}

static void test_a_file_cut_short_anywhere_is_refused(void **state)
{
    static const char *const names[] = { "jpeg420_q90.jpg", "jpeg_gray.jpg",
                                         "jpeg_progressive420.jpg" };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct bytes b = read_case(w, names[i]);
        struct image im = { .width = -1 };
        struct arena before = w->keep;

        for (ptrdiff_t size = b.size - 1; size >= 0; size--) {
            assert_false(decode(&im, w, (struct bytes){ b.data, size }));
            assert_says(w->err, "a.jpg: ");
            assert_int_equal(im.width, -1);
            assert_ptr_equal(w->keep.at, before.at);
        }
    }
}

static void test_a_changed_byte_does_no_harm(void **state)
{
    struct world *w = *state;
    struct bytes b = read_case(w, "jpeg_exif6.jpg");
    struct image im;

    for (ptrdiff_t at = 0; at < b.size; at++)
        for (int bit = 1; bit < 256; bit *= 16) {
            struct arena before = w->keep;

            b.data[at] ^= (unsigned char)bit;
            if (!decode(&im, w, b))
                assert_says(w->err, "a.jpg: ");
            b.data[at] ^= (unsigned char)bit;
            w->keep = before;
        }
    assert_true(decode(&im, w, b));
}

static void test_a_picture_too_large_is_refused(void **state)
{
    struct world *w = *state;
    struct bytes b = read_case(w, "jpeg420_q90.jpg");
    ptrdiff_t sof = find_marker(b, 0, SOF0);
    struct image im;

    memset(b.data + sof + 5, 0xfe, 4);
    assert_false(decode(&im, w, b));
    assert_says(w->err, "65278 x 65278 pixels is too large");
}

static void test_thousands_of_scans_are_refused(void **state)
{
    struct world *w = *state;
    struct bytes b = read_case(w, "jpeg_progressive420.jpg");
    ptrdiff_t last = 0, scan;
    struct bytes bomb;
    struct image im;

    for (ptrdiff_t at = 0; at + 1 < b.size; at++)
        if (b.data[at] == 0xff && b.data[at + 1] == SOS)
            last = at;
    scan = b.size - 2 - last; /* without the end marker */
    bomb.size = last + 2000 * scan + 2;
    bomb.data = arena_alloc(&w->keep, bomb.size, 1, 1);
    memcpy(bomb.data, b.data, (size_t)last);
    for (int i = 0; i < 2000; i++)
        memcpy(bomb.data + last + i * scan, b.data + last, (size_t)scan);
    memcpy(bomb.data + bomb.size - 2, "\xff\xd9", 2);
    assert_false(decode(&im, w, bomb));
    assert_says(w->err, "broken JPEG: more than 500 scans");
}

static void test_without_libjpeg_a_sentence_says_so(void **state)
{
    struct world *w = *state;
    struct bytes b = read_case(w, "jpeg420_q90.jpg");
    struct image im;

    assert_false(decode(&im, w, b));
    assert_says(w->err, "built without JPEG");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_world(test_each_orientation_is_turned_upright),
        in_world(test_broken_exif_means_upright),
        in_world(test_a_count_of_entries_beyond_the_segment_is_harmless),
        in_world(test_a_file_cut_short_anywhere_is_refused),
        in_world(test_a_changed_byte_does_no_harm),
        in_world(test_a_picture_too_large_is_refused),
        in_world(test_thousands_of_scans_are_refused),
    };
    const struct CMUnitTest without[] = {
        in_world(test_without_libjpeg_a_sentence_says_so),
    };

    if (strstr(image_versions(), "no JPEG"))
        return cmocka_run_group_tests(without, NULL, NULL);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
