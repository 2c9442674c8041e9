/* image.h - pixels: 8-bit RGB, rows from the top, no padding. */
#ifndef BASE_IMAGE_H
#define BASE_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* The longest side any picture may have, and the most pixels it may hold:
 * a header that promises more is refused before anything is allocated. */
enum { IMAGE_SIDE_MAX = 65535, IMAGE_PIXELS_MAX = 1 << 28 };

struct image {
    int width;
    int height;
    uint8_t *pixels; /* [height][width][3] */
};

/* A black picture.  The caller has checked the size with image_fits(). */
struct image image_new(struct arena *a, int width, int height);

/* May a picture of this size be allocated from `a`? */
bool image_fits(const struct arena *a, int64_t width, int64_t height);

static inline uint8_t *image_at(const struct image *im, int x, int y)
{
    return im->pixels + 3 * ((ptrdiff_t)y * im->width + x);
}

#endif
