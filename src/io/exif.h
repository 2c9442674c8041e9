/* exif.h - which way up a camera was held, and how to turn its pictures. */
#ifndef IO_EXIF_H
#define IO_EXIF_H

#include <stddef.h>

/* The orientation, 1 to 8, that an APP1 segment (what follows its length)
 * names; 1, upright, when it is no EXIF, broken, or silent. */
int exif_orientation(const unsigned char *segment, ptrdiff_t size);

/* Where pixels go: that of column x and row y to start + x * dx + y * dy,
 * counted in pixels, in a picture of width x height. */
struct turn {
    int width, height;
    ptrdiff_t start, dx, dy;
};
struct turn exif_turn(int orientation, int width, int height);

#endif
