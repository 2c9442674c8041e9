/* test_image_png.c - PNG files, and what only claims to be one. */
#include "world.h"

#include "io/image_file.h"

enum { WIDTH = 13, HEIGHT = 7, IHDR_AT = 8 };

static struct image colourful(struct arena *keep)
{
    struct image im = image_new(keep, WIDTH, HEIGHT);

    for (int i = 0; i < 3 * WIDTH * HEIGHT; i++)
        im.pixels[i] = (uint8_t)(i * i * 31 >> 3);
    return im;
}

/* The bytes of a sound PNG file, to be spoilt. */
static struct file sound_png(struct world *w, unsigned char **bytes)
{
    struct image im = colourful(&w->keep);
    const char *path = world_path(w, "a.png");
    struct file f;

    assert_true(image_write_png(&im, path, w->keep, &w->err));
    assert_true(file_read(&f, path, 1 << 20, &w->keep, &w->err));
    *bytes = arena_copy(&w->keep, f.data, f.size);
    return file_of_memory("a.png", *bytes, f.size);
}

static uint32_t crc(const unsigned char *data, int size)
{
    uint32_t c = 0xffffffff;

    for (int i = 0; i < size; i++) {
        c ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            c = c & 1 ? 0xedb88320 ^ c >> 1 : c >> 1;
    }
    return ~c;
}

static void put32(unsigned char *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (unsigned char)(value >> (24 - 8 * i));
}

/* A PNG that promises another size than it has, with a sound checksum. */
static struct file promise(struct world *w, uint32_t width, uint32_t height)
{
    unsigned char *bytes;
    struct file f = sound_png(w, &bytes);

    put32(bytes + IHDR_AT + 8, width);
    put32(bytes + IHDR_AT + 12, height);
    put32(bytes + IHDR_AT + 21, crc(bytes + IHDR_AT + 4, 17));
    return f;
}

static void test_what_is_written_is_read_back(void **state)
{
    struct world *w = *state;
    struct image im = colourful(&w->keep), back;
    const char *path = world_path(w, "a.png");

    assert_true(image_write_png(&im, path, w->keep, &w->err));
    assert_true(image_read(&back, path, &w->keep, &w->err));
    assert_int_equal(back.width, WIDTH);
    assert_int_equal(back.height, HEIGHT);
    assert_memory_equal(back.pixels, im.pixels, 3 * WIDTH * HEIGHT);
}

static void test_a_file_cut_short_anywhere_is_refused(void **state)
{
    struct world *w = *state;
    struct image im = { .width = -1 };
    unsigned char *bytes;
    struct file f = sound_png(w, &bytes);
    struct arena before = w->keep;

    for (ptrdiff_t size = 0; size < f.size; size++) {
        struct file cut = file_of_memory("cut.png", bytes, size);

        assert_false(image_decode(&im, &cut, &w->keep, &w->err));
        assert_says(w->err, "cut.png: ");
        assert_int_equal(im.width, -1);
        assert_ptr_equal(w->keep.at, before.at);
    }
    assert_says(w->err, "broken PNG: the file ends too early");
}

static void test_any_changed_byte_of_the_pixels_is_noticed(void **state)
{
    struct world *w = *state;
    struct image im;
    unsigned char *bytes;
    struct file f = sound_png(w, &bytes);
    ptrdiff_t data = IHDR_AT + 25, end = f.size - 12;

    for (ptrdiff_t at = data; at < end; at++) {
        bytes[at] ^= 0x10;
        assert_false(image_decode(&im, &f, &w->keep, &w->err));
        bytes[at] ^= 0x10;
    }
    assert_true(image_decode(&im, &f, &w->keep, &w->err));
}

static void test_a_picture_too_large_is_refused(void **state)
{
    struct world *w = *state;
    struct file wide = promise(w, 65536, 1), huge = promise(w, 65535, 65535);
    struct file absurd = promise(w, 100000, 100000);
    struct image im;

    assert_false(image_decode(&im, &wide, &w->keep, &w->err));
    assert_says(w->err, "65536 x 1 pixels is too large");
    assert_false(image_decode(&im, &huge, &w->keep, &w->err));
    assert_says(w->err, "65535 x 65535 pixels is too large");
    assert_false(image_decode(&im, &absurd, &w->keep, &w->err));
    assert_says(w->err, "100000 x 100000 pixels is too large");
}

static void test_a_picture_larger_than_memory_is_refused(void **state)
{
    struct world *w = *state;
    struct file f = promise(w, 5000, 5000);
    struct image im;

    assert_false(image_decode(&im, &f, &w->keep, &w->err)); /* 75 of 64 MB */
    assert_says(w->err, "5000 x 5000 pixels is too large");
}

static void test_a_few_bytes_cannot_promise_many_pixels(void **state)
{
    struct world *w = *state;
    struct file f = promise(w, 4000, 4000);
    struct image im;

    assert_false(image_decode(&im, &f, &w->keep, &w->err));
    assert_says(w->err, "cannot hold the 4000 x 4000 pixels");
}

static void test_an_empty_picture_is_refused(void **state)
{
    struct world *w = *state;
    struct file none = file_of_memory("none", NULL, 0), flat = promise(w, 0, 5);
    struct image im;

    assert_false(image_decode(&im, &none, &w->keep, &w->err));
    assert_string_equal(w->err.text, "none: is empty");
    assert_false(image_decode(&im, &flat, &w->keep, &w->err));
    assert_says(w->err, "broken PNG");
}

static void test_other_formats_are_named(void **state)
{
    static const struct {
        const char *bytes, *name;
    } others[] = {
        { "GIF89a and more", "a GIF" },
        { "RIFF1234WEBPVP8 ", "a WebP" },
        { "BM", "a BMP" },
        { "just text", "is neither PNG nor JPEG" },
        { "\x89PN", "is neither PNG nor JPEG" },
    };
    struct world *w = *state;
    struct image im;

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct file f = file_of_memory("p.png", others[i].bytes,
                                       (ptrdiff_t)strlen(others[i].bytes));

        assert_false(image_decode(&im, &f, &w->keep, &w->err));
        assert_says(w->err, others[i].name);
    }
}

static void test_a_picture_can_come_through_a_pipe(void **state)
{
    struct world *w = *state;
    unsigned char *bytes;
    struct file f = sound_png(w, &bytes);
    int ends[2], saved = dup(STDIN_FILENO);
    struct image im;

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], bytes, (size_t)f.size), f.size);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    assert_true(image_read(&im, "-", &w->keep, &w->err));
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(ends[0]);
    assert_int_equal(im.width, WIDTH);
}

static void test_a_picture_that_cannot_be_written_is_a_sentence(void **state)
{
    struct world *w = *state;
    struct image im = colourful(&w->keep);

    assert_false(
        image_write_png(&im, world_path(w, "none/a.png"), w->keep, &w->err));
    assert_says(w->err, "none/a.png: cannot be written");
    if (!file_exists("/dev/full"))
        skip();
    assert_false(image_write_png(&im, "/dev/full", w->keep, &w->err));
    assert_says(w->err, "/dev/full: cannot be written: No space");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_world(test_what_is_written_is_read_back),
        in_world(test_a_file_cut_short_anywhere_is_refused),
        in_world(test_any_changed_byte_of_the_pixels_is_noticed),
        in_world(test_a_picture_too_large_is_refused),
        in_world(test_a_picture_larger_than_memory_is_refused),
        in_world(test_a_few_bytes_cannot_promise_many_pixels),
        in_world(test_an_empty_picture_is_refused),
        in_world(test_other_formats_are_named),
        in_world(test_a_picture_can_come_through_a_pipe),
        in_world(test_a_picture_that_cannot_be_written_is_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
