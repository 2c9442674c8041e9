/* fuzz_jpeg.c - any bytes, JPEG where the seeds have their way: a picture, or
 * a sentence and nothing changed. */
#include "picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_picture(data, size);
    return 0;
}
