/* image_png.c - PNG by libpng's low-level calls.
 *
 * Pixels come out as Pillow's convert("RGB") gives them: palettes and small
 * greys expanded, alpha and transparency dropped, gamma left alone, of 16 bits
 * the high byte.  (The png_image_* calls would blend alpha and apply gamma.)
 *
 * libpng leaves an error by longjmp().  So each setjmp() stands in a function
 * of its own that changes no local variable after it: all state is in a struct
 * of the caller. */
#include "image_png.h"

#include <png.h>
#include <stdio.h>
#include <string.h>

enum {
    SIGNATURE_SIZE = 8,
    CHUNK_BYTES_MAX = 8 << 20, /* no chunk we read needs more */
    DEFLATE_RATIO_MAX = 1032   /* the best deflate can do */
};

struct reader {
    const struct file *file;
    ptrdiff_t at;
    png_structp png;
    png_infop info;
    int passes;
    char message[128]; /* what libpng said */
};

struct writer {
    struct output *to;
    struct error *err;
    png_structp png;
    png_infop info;
    char message[128];
};

bool png_starts(const struct file *f)
{
    return f->size >= SIGNATURE_SIZE &&
           png_sig_cmp(f->data, 0, SIGNATURE_SIZE) == 0;
}

const char *png_library(void)
{
    return "libpng " PNG_LIBPNG_VER_STRING;
}

static void read_failed(png_structp png, png_const_charp message)
{
    struct reader *r = png_get_error_ptr(png);

    snprintf(r->message, sizeof r->message, "%s", message);
    png_longjmp(png, 1);
}

static void write_failed(png_structp png, png_const_charp message)
{
    struct writer *w = png_get_error_ptr(png);

    snprintf(w->message, sizeof w->message, "%s", message);
    png_longjmp(png, 1);
}

static void no_warning(png_structp png, png_const_charp message)
{
}

static void take_bytes(png_structp png, png_bytep out, size_t size)
{
    struct reader *r = png_get_io_ptr(png);

    if (size > (size_t)(r->file->size - r->at))
        png_error(png, "the file ends too early");
    memcpy(out, r->file->data + r->at, size);
    r->at += (ptrdiff_t)size;
}

/* Up to the first pixel.  Chunks that say nothing about RGB values are
 * skipped unread; sizes are judged by check_size(). */
static bool read_head(struct reader *r)
{
    if (setjmp(png_jmpbuf(r->png)))
        return false;
    png_set_read_fn(r->png, r, take_bytes);
    png_set_keep_unknown_chunks(r->png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_set_user_limits(r->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_chunk_malloc_max(r->png, CHUNK_BYTES_MAX);
    png_read_info(r->png, r->info);
    return true;
}

/* Before a byte is allocated: is the picture of a sane size, and can a file
 * this small hold it? */
static bool check_size(const struct reader *r, const struct arena *keep,
                       struct error *err)
{
    unsigned width = png_get_image_width(r->png, r->info);
    unsigned height = png_get_image_height(r->png, r->info);
    uint64_t row = png_get_rowbytes(r->png, r->info);

    if (!image_fits(keep, width, height))
        return error_set(err, "%s: a picture of %u x %u pixels is too large",
                         r->file->path, width, height);
    if (row * height / DEFLATE_RATIO_MAX > (uint64_t)r->file->size)
        return error_set(err,
                         "%s: %td bytes cannot hold the %u x %u pixels "
                         "they promise",
                         r->file->path, r->file->size, width, height);
    return true;
}

static bool read_pixels(struct reader *r, struct image *im)
{
    if (setjmp(png_jmpbuf(r->png)))
        return false;
    png_set_palette_to_rgb(r->png);
    if (png_get_bit_depth(r->png, r->info) < 8)
        png_set_expand_gray_1_2_4_to_8(r->png);
    png_set_strip_16(r->png);
    png_set_strip_alpha(r->png);
    png_set_gray_to_rgb(r->png);
    r->passes = png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
    if (png_get_rowbytes(r->png, r->info) != 3 * (size_t)im->width)
        png_error(r->png, "the pixels do not come out as RGB");
    while (r->passes--)
        for (int y = 0; y < im->height; y++)
            png_read_row(r->png, image_at(im, 0, y), NULL);
    png_read_end(r->png, NULL);
    return true;
}

static bool read_image(struct reader *r, struct image *im, struct arena *keep,
                       struct error *err)
{
    struct arena before = *keep;

    if (!read_head(r))
        return error_set(err, "%s: broken PNG: %s", r->file->path, r->message);
    if (!check_size(r, keep, err))
        return false;
    im->width = (int)png_get_image_width(r->png, r->info);
    im->height = (int)png_get_image_height(r->png, r->info);
    im->pixels = arena_raw(keep, (ptrdiff_t)im->width * im->height, 3, 64);
    if (!read_pixels(r, im)) {
        *keep = before;
        return error_set(err, "%s: broken PNG: %s", r->file->path, r->message);
    }
    return true;
}

bool image_decode_png(struct image *out, const struct file *f,
                      struct arena *keep, struct error *err)
{
    struct reader r = { .file = f };
    struct image im = { 0 };
    bool ok = false;

    r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &r, read_failed,
                                   no_warning);
    r.info = r.png ? png_create_info_struct(r.png) : NULL;
    if (r.info)
        ok = read_image(&r, &im, keep, err);
    else
        error_set(err, "%s: libpng does not start", f->path);
    png_destroy_read_struct(&r.png, &r.info, NULL);
    if (ok)
        *out = im;
    return ok;
}

static void give_bytes(png_structp png, png_bytep data, size_t size)
{
    struct writer *w = png_get_io_ptr(png);

    if (!output_write(w->to, data, (ptrdiff_t)size, w->err))
        png_error(png, "");
}

static void give_flush(png_structp png)
{
}

static bool write_pixels(struct writer *w, const struct image *im)
{
    if (setjmp(png_jmpbuf(w->png)))
        return false;
    png_set_write_fn(w->png, w, give_bytes, give_flush);
    png_set_IHDR(w->png, w->info, (png_uint_32)im->width,
                 (png_uint_32)im->height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(w->png, w->info);
    for (int y = 0; y < im->height; y++)
        png_write_row(w->png, image_at(im, 0, y));
    png_write_end(w->png, NULL);
    return true;
}

bool image_encode_png(const struct image *im, struct output *to,
                      struct error *err)
{
    struct writer w = { .to = to, .err = err, .message = "does not start" };
    bool ok;

    w.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &w, write_failed,
                                    no_warning);
    w.info = w.png ? png_create_info_struct(w.png) : NULL;
    ok = w.info && write_pixels(&w, im);
    if (!ok && w.message[0])
        error_set(err, "%s: cannot be written: libpng: %s", to->path,
                  w.message);
    png_destroy_write_struct(&w.png, &w.info);
    return ok;
}
