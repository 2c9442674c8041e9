/* image_png.h - PNG to and from struct image; the only door to libpng. */
#ifndef IO_IMAGE_PNG_H
#define IO_IMAGE_PNG_H

#include "base/error.h"
#include "base/image.h"
#include "io/file.h"

bool png_starts(const struct file *f); /* by its signature */

/* On failure `out` and `keep` are as before. */
bool image_decode_png(struct image *out, const struct file *f,
                      struct arena *keep, struct error *err);
bool image_encode_png(const struct image *im, struct output *to,
                      struct error *err);

const char *png_library(void); /* "libpng 1.6.39" */

#endif
