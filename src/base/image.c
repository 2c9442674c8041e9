/* image.c - pixels: 8-bit RGB. */
#include "base/image.h"

struct image image_new(struct arena *a, int width, int height)
{
    return (struct image){
        .width = width,
        .height = height,
        .pixels = arena_alloc(a, (ptrdiff_t)width * height, 3, 64),
    };
}

bool image_fits(const struct arena *a, int64_t width, int64_t height)
{
    return width > 0 && height > 0 && width <= IMAGE_SIDE_MAX &&
           height <= IMAGE_SIDE_MAX && width * height <= IMAGE_PIXELS_MAX &&
           width * height <= arena_room(a, 3);
}
