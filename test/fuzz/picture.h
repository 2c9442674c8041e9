/* picture.h - what the targets that decode pictures claim of every input. */
#ifndef TEST_PICTURE_H
#define TEST_PICTURE_H

#include "fuzz.h"

#include "io/image_file.h"

/* A picture, every pixel of which may be read, or a sentence and nothing
 * changed. */
static inline void fuzz_picture(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(8 << 20);
    struct file f = file_of_memory("fuzz", data, (ptrdiff_t)size);
    struct image im = { 0 };
    struct error err = { 0 };
    unsigned sum = 0;

    if (!image_decode(&im, &f, keep, &err)) {
        CLAIM(err.text[0] && !im.pixels && keep->at == keep->base);
        return;
    }
    CLAIM(im.width > 0 && im.height > 0);
    CLAIM((const char *)image_at(&im, 0, im.height) <= keep->at);
    for (int i = 0; i < 3 * im.width * im.height; i++)
        sum += im.pixels[i];
    CLAIM(sum <= 255u * 3 * (unsigned)im.width * (unsigned)im.height);
}

#endif
