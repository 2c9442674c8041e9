/* image_jpeg.h - JPEG to struct image; the only door to libjpeg. */
#ifndef IO_IMAGE_JPEG_H
#define IO_IMAGE_JPEG_H

#include "base/error.h"
#include "base/image.h"
#include "io/file.h"

bool jpeg_starts(const struct file *f); /* by its signature */

/* Turned as its EXIF orientation says.  On failure `out` and `keep` are as
 * before; without libjpeg it always fails. */
bool image_decode_jpeg(struct image *out, const struct file *f,
                       struct arena *keep, struct error *err);

const char *jpeg_library(void); /* "libjpeg-turbo 2.1.5" or "no JPEG" */

#endif
