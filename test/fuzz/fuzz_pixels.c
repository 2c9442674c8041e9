/* fuzz_pixels.c - any bytes for --pixels: finite numbers of a shape that can
 * be fed, or a sentence and nothing changed. */
#include "header.h"

#include <math.h>

#include "io/pixels.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(64 << 20);
    struct file f = file_of_memory("fuzz", data, (ptrdiff_t)size);
    struct pixels p = { 0 };
    struct error err = { 0 };

    if (!pixels_of_file(&p, &f, keep, &err)) {
        CLAIM(err.text[0] && !p.values && keep->at == keep->base);
        return 0;
    }
    CLAIM(p.h > 0 && p.w > 0);
    for (ptrdiff_t i = 0; i < 3 * (ptrdiff_t)p.h * p.w; i++)
        CLAIM(isfinite(p.values[i]));
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed)
{
    return header_change(data, size, room, seed);
}
