/* fuzz_png.c - PNG: a picture, or a sentence and nothing changed.
 *
 * Every chunk ends in a CRC and the pixels are deflated, so changed bytes
 * alone never get past the first chunk.  While hunting a file is therefore
 * taken apart, one piece is changed, and it is put together with CRCs that are
 * right (png_pieces.h). */
#include "picture.h"
#include "png_pieces.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_picture(data, size);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed)
{
    struct dice dice = { seed };

    if (dice_throw(&dice, 16) == 0) /* as it comes: wrong CRCs are a case too */
        return fuzz_mutate(data, size, room);
    return png_change(data, size, room, &dice);
}
