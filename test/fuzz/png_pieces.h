/* png_pieces.h - a PNG taken apart, changed and put together again. */
#ifndef TEST_PNG_PIECES_H
#define TEST_PNG_PIECES_H

#include "fuzz.h"

/* Change one thing in the file of `size` bytes in `data`, which has room for
 * `room`; all CRCs are right afterwards.  The new size. */
size_t png_change(uint8_t *data, size_t size, size_t room, struct dice *dice);

#endif
