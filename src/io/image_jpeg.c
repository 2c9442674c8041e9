/* image_jpeg.c - JPEG by libjpeg(-turbo), as Pillow uses it: exact integer
 * DCT, smooth chroma, RGB; CMYK is taken to be inverted, as Adobe writes it.
 *
 * libjpeg leaves an error by longjmp(): each setjmp() stands in a function of
 * its own that changes no local variable after it. */
#include "image_jpeg.h"

#include <stdio.h>

bool jpeg_starts(const struct file *f)
{
    return f->size >= 3 && f->data[0] == 0xff && f->data[1] == 0xd8 &&
           f->data[2] == 0xff;
}

#ifdef HAVE_JPEG

#include <jpeglib.h>
#include <jerror.h>
#include <setjmp.h>
#include <string.h>

#include "exif.h"

enum { SCANS_MAX = 500, MARKER_APP1 = JPEG_APP0 + 1 };

struct decoder {
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf failed;
    char message[JMSG_LENGTH_MAX];
    struct turn turn;
    JSAMPARRAY row; /* one row as libjpeg gives it */
};

#define QUOTED(x) #x
#define QUOTE(x)  QUOTED(x)

const char *jpeg_library(void)
{
#ifdef LIBJPEG_TURBO_VERSION
    return "libjpeg-turbo " QUOTE(LIBJPEG_TURBO_VERSION);
#else
    return "libjpeg " QUOTE(JPEG_LIB_VERSION);
#endif
}

static void decode_failed(j_common_ptr jpeg)
{
    struct decoder *d = jpeg->client_data;

    jpeg->err->format_message(jpeg, d->message);
    longjmp(d->failed, 1);
}

/* Warnings pass, as everywhere, but for one: a file that ends too early would
 * be filled up with grey. */
static void judge_warning(j_common_ptr jpeg, int level)
{
    if (level < 0 && jpeg->err->msg_code == JWRN_JPEG_EOF)
        decode_failed(jpeg);
}

static void no_message(j_common_ptr jpeg)
{
}

/* A small file can ask for thousands of passes over a large picture. */
static void judge_progress(j_common_ptr jpeg)
{
    struct decoder *d = jpeg->client_data;

    if (d->jpeg.input_scan_number > SCANS_MAX) {
        snprintf(d->message, sizeof d->message, "more than %d scans",
                 SCANS_MAX);
        longjmp(d->failed, 1);
    }
}

static bool read_head(struct decoder *d, const struct file *f)
{
    if (setjmp(d->failed))
        return false;
    jpeg_create_decompress(&d->jpeg);
    d->jpeg.progress = &d->progress;
    jpeg_mem_src(&d->jpeg, f->data, (unsigned long)f->size);
    jpeg_save_markers(&d->jpeg, MARKER_APP1, 0xffff);
    jpeg_read_header(&d->jpeg, TRUE);
    return true;
}

/* The first segment that is EXIF counts. */
static int orientation(const struct decoder *d)
{
    jpeg_saved_marker_ptr m = d->jpeg.marker_list;

    for (; m; m = m->next)
        if (m->marker == MARKER_APP1 && m->data_length >= 6 &&
            memcmp(m->data, "Exif\0", 6) == 0)
            return exif_orientation(m->data, (ptrdiff_t)m->data_length);
    return 1;
}

static bool check_size(const struct decoder *d, const struct file *f,
                       const struct arena *keep, struct error *err)
{
    if (d->jpeg.num_components == 2 || d->jpeg.num_components > 4)
        return error_set(err, "%s: a JPEG of %d colour components", f->path,
                         d->jpeg.num_components);
    if (!image_fits(keep, d->jpeg.image_width, d->jpeg.image_height))
        return error_set(err, "%s: a picture of %u x %u pixels is too large",
                         f->path, d->jpeg.image_width, d->jpeg.image_height);
    return true;
}

static int multiply_255(int a, int b)
{
    int t = a * b + 128;

    return (t + (t >> 8)) >> 8;
}

/* CMYK stored inverted, to RGB in place, as Pillow's convert("RGB"). */
static void cmyk_to_rgb(JSAMPROW row, int width)
{
    for (int x = 0; x < width; x++) {
        int white = row[4 * x + 3];

        for (int c = 0; c < 3; c++) {
            int ink = 255 - row[4 * x + c];

            row[3 * x + c] = (JSAMPLE)(white - multiply_255(ink, white));
        }
    }
}

static void place_row(const struct decoder *d, struct image *im, int y)
{
    const JSAMPLE *in = d->row[0];
    ptrdiff_t at = d->turn.start + y * d->turn.dy;

    for (JDIMENSION x = 0; x < d->jpeg.output_width; x++, at += d->turn.dx)
        memcpy(im->pixels + 3 * at, in + 3 * x, 3);
}

static bool read_pixels(struct decoder *d, struct image *im)
{
    struct jpeg_decompress_struct *jpeg = &d->jpeg;

    if (setjmp(d->failed))
        return false;
    jpeg->out_color_space = jpeg->num_components == 4 ? JCS_CMYK : JCS_RGB;
    jpeg->dct_method = JDCT_ISLOW;
    jpeg->do_fancy_upsampling = TRUE;
    jpeg_start_decompress(jpeg);
    d->row = jpeg->mem->alloc_sarray((j_common_ptr)jpeg, JPOOL_IMAGE,
                                     4 * jpeg->output_width, 1);
    while (jpeg->output_scanline < jpeg->output_height) {
        jpeg_read_scanlines(jpeg, d->row, 1);
        if (jpeg->out_color_space == JCS_CMYK)
            cmyk_to_rgb(d->row[0], (int)jpeg->output_width);
        place_row(d, im, (int)jpeg->output_scanline - 1);
    }
    jpeg_finish_decompress(jpeg);
    return true;
}

static bool read_image(struct decoder *d, struct image *im,
                       const struct file *f, struct arena *keep,
                       struct error *err)
{
    struct arena before = *keep;

    if (!read_head(d, f))
        return error_set(err, "%s: broken JPEG: %s", f->path, d->message);
    if (!check_size(d, f, keep, err))
        return false;
    d->turn = exif_turn(orientation(d), (int)d->jpeg.image_width,
                        (int)d->jpeg.image_height);
    im->width = d->turn.width;
    im->height = d->turn.height;
    im->pixels = arena_raw(keep, (ptrdiff_t)im->width * im->height, 3, 64);
    if (!read_pixels(d, im)) {
        *keep = before;
        return error_set(err, "%s: broken JPEG: %s", f->path, d->message);
    }
    return true;
}

bool image_decode_jpeg(struct image *out, const struct file *f,
                       struct arena *keep, struct error *err)
{
    struct decoder d = { .progress.progress_monitor = judge_progress };
    struct image im = { 0 };
    bool ok;

    d.jpeg.err = jpeg_std_error(&d.errors);
    d.jpeg.client_data = &d;
    d.errors.error_exit = decode_failed;
    d.errors.emit_message = judge_warning;
    d.errors.output_message = no_message;
    ok = read_image(&d, &im, f, keep, err);
    jpeg_destroy_decompress(&d.jpeg);
    if (ok)
        *out = im;
    return ok;
}

#else

const char *jpeg_library(void)
{
    return "no JPEG";
}

bool image_decode_jpeg(struct image *out, const struct file *f,
                       struct arena *keep, struct error *err)
{
    return error_set(err, "%s: is a JPEG; this program was built without JPEG",
                     f->path);
}

#endif
