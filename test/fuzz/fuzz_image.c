/* fuzz_image.c - any bytes: a picture, or a sentence and nothing changed. */
#include "fuzz.h"

#include "io/image_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(8 << 20);
    struct file f = file_of_memory("fuzz", data, (ptrdiff_t)size);
    struct image im = { 0 };
    struct error err = { 0 };
    unsigned sum = 0;

    if (!image_decode(&im, &f, keep, &err)) {
        CLAIM(err.text[0] && !im.pixels && keep->at == keep->base);
        return 0;
    }
    CLAIM(im.width > 0 && im.height > 0);
    CLAIM((const char *)image_at(&im, 0, im.height) <= keep->at);
    for (int i = 0; i < 3 * im.width * im.height; i++)
        sum += im.pixels[i];
    CLAIM(sum <= 255u * 3 * (unsigned)im.width * (unsigned)im.height);
    return 0;
}
