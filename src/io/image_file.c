/* image_file.c - a picture is what its first bytes say, whatever its name. */
#include "io/image_file.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "image_jpeg.h"
#include "image_png.h"

/* The largest picture file that is read. */
enum { BYTES_MAX = 1 << 30 };

const char *const image_endings[] = { ".png", ".jpg", ".jpeg", NULL };

/* What else people have pictures in, so that the sentence can name it; NULL
 * for what is no picture we know of. */
static const char *foreign_format(const struct file *f)
{
    static const struct {
        int at;
        const char *magic, *name;
    } formats[] = {
        { 0, "GIF8", "a GIF" },  { 8, "WEBP", "a WebP" },
        { 0, "BM", "a BMP" },    { 0, "II*", "a TIFF" },
        { 0, "MM", "a TIFF" },   { 4, "ftyp", "an HEIF or AVIF" },
        { 0, "<svg", "an SVG" }, { 0, "%PDF", "a PDF" },
    };

    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        size_t size = strlen(formats[i].magic);

        if (f->size >= (ptrdiff_t)size + formats[i].at &&
            memcmp(f->data + formats[i].at, formats[i].magic, size) == 0)
            return formats[i].name;
    }
    return NULL;
}

static bool say_foreign(const struct file *f, struct error *err)
{
    const char *format = foreign_format(f);

    if (!format)
        return error_set(err, "%s: is neither PNG nor JPEG", f->path);
    return error_set(err, "%s: is %s; pictures are read from PNG and JPEG",
                     f->path, format);
}

bool image_decode(struct image *out, const struct file *f, struct arena *keep,
                  struct error *err)
{
    if (f->size == 0)
        return error_set(err, "%s: is empty", f->path);
    if (png_starts(f))
        return image_decode_png(out, f, keep, err);
    if (jpeg_starts(f))
        return image_decode_jpeg(out, f, keep, err);
    return say_foreign(f, err);
}

/* A file, or what cannot be mapped: standard input, a shell's <(command).
 * Others, devices among them, are refused by file_map(). */
static bool can_be_read(const char *path)
{
    struct stat st;

    return strcmp(path, "-") == 0 ||
           (stat(path, &st) == 0 &&
            (S_ISREG(st.st_mode) || S_ISFIFO(st.st_mode)));
}

/* Read, not mapped: a picture that another program cuts short meanwhile is
 * one that fails, and the work goes on. */
static bool open_picture(struct file *f, const char *path, struct arena *keep,
                         struct error *err)
{
    return can_be_read(path) ? file_read(f, path, BYTES_MAX, keep, err)
                             : file_map(f, path, keep, err);
}

bool image_read(struct image *out, const char *path, struct arena *keep,
                struct error *err)
{
    struct file f;
    bool ok;

    if (!open_picture(&f, path, keep, err))
        return false;
    ok = image_decode(out, &f, keep, err);
    file_unmap(&f);
    return ok;
}

bool image_write_png(const struct image *im, const char *path,
                     struct arena scratch, struct error *err)
{
    struct output out;

    if (!output_open(&out, path, &scratch, err))
        return false;
    if (!image_encode_png(im, &out, err)) {
        output_discard(&out);
        return false;
    }
    return output_commit(&out, err);
}

const char *image_versions(void)
{
    /* Written anew with the same bytes by every call. */
    static char line[96];

    snprintf(line, sizeof line, "%s, %s", png_library(), jpeg_library());
    return line;
}
