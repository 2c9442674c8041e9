/* image_file.h - pictures from files and standard input, PNG out. */
#ifndef IO_IMAGE_FILE_H
#define IO_IMAGE_FILE_H

#include "base/error.h"
#include "base/image.h"
#include "io/file.h"

/* PNG by its signature, JPEG by its; "-" is standard input.  RGB as Pillow's
 * convert("RGB") gives; JPEG turned by its EXIF orientation.  On failure `out`
 * is as before. */
bool image_read(struct image *out, const char *path, struct arena *keep,
                struct error *err);
bool image_decode(struct image *out, const struct file *f, struct arena *keep,
                  struct error *err);

bool image_write_png(const struct image *im, const char *path,
                     struct arena scratch, struct error *err);

/* "libpng 1.6.39, libjpeg-turbo 2.1.5" or "..., no JPEG", for --version. */
const char *image_versions(void);

/* Endings image_read understands, NULL-terminated. */
extern const char *const image_endings[];

#endif
