/* exif.c - which way up a camera was held.
 *
 * EXIF is a TIFF file inside a JPEG segment: "Exif\0\0", the byte order II or
 * MM, 42, the offset of a directory; a directory is a count and entries of 12
 * bytes: tag, type, count, value.  Tag 0x112 is the orientation. */
#include "exif.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { ENTRY_SIZE = 12, TAG_ORIENTATION = 0x112 };
enum { TYPE_BYTE = 1, TYPE_SHORT = 3, TYPE_LONG = 4 };

struct tiff {
    const unsigned char *data;
    ptrdiff_t size;
    bool big; /* most significant byte first */
};

/* `bytes` (1 to 4) bytes at `at` as a number; 0 where the file has ended. */
static uint32_t number(const struct tiff *t, ptrdiff_t at, int bytes)
{
    uint32_t value = 0;

    if (at < 0 || at > t->size - bytes)
        return 0;
    for (int i = 0; i < bytes; i++)
        value |= (uint32_t)t->data[at + i] << 8 * (t->big ? bytes - 1 - i : i);
    return value;
}

static int entry_orientation(const struct tiff *t, ptrdiff_t at)
{
    uint32_t type = number(t, at + 2, 2), value;

    if (number(t, at + 4, 4) != 1)
        return 1;
    value = type == TYPE_BYTE    ? number(t, at + 8, 1)
            : type == TYPE_SHORT ? number(t, at + 8, 2)
            : type == TYPE_LONG  ? number(t, at + 8, 4)
                                 : 1;
    return value >= 1 && value <= 8 ? (int)value : 1;
}

int exif_orientation(const unsigned char *segment, ptrdiff_t size)
{
    struct tiff t = { .data = segment + 6, .size = size - 6 };
    ptrdiff_t at;
    int count;

    if (size < 6 + 8 || memcmp(segment, "Exif\0", 6) != 0 ||
        (memcmp(t.data, "II", 2) != 0 && memcmp(t.data, "MM", 2) != 0))
        return 1;
    t.big = t.data[0] == 'M';
    if (number(&t, 2, 2) != 42)
        return 1;
    at = (ptrdiff_t)number(&t, 4, 4);
    count = (int)number(&t, at, 2);
    for (at += 2; count-- && at <= t.size - ENTRY_SIZE; at += ENTRY_SIZE)
        if (number(&t, at, 2) == TAG_ORIENTATION)
            return entry_orientation(&t, at);
    return 1;
}

struct turn exif_turn(int orientation, int width, int height)
{
    /* Of each orientation: are rows and columns exchanged, and does a step
     * along a row, a step to the next row, go backwards? */
    static const struct {
        bool swap, x_back, y_back;
    } kinds[9] = {
        [2] = { false, true, false }, [3] = { false, true, true },
        [4] = { false, false, true }, [5] = { true, false, false },
        [6] = { true, false, true },  [7] = { true, true, true },
        [8] = { true, true, false },
    };
    bool swap = kinds[orientation].swap;
    struct turn t = {
        .width = swap ? height : width,
        .height = swap ? width : height,
    };

    t.dx = swap ? t.width : 1;
    t.dy = swap ? 1 : t.width;
    if (kinds[orientation].x_back) {
        t.start += t.dx * (width - 1);
        t.dx = -t.dx;
    }
    if (kinds[orientation].y_back) {
        t.start += t.dy * (height - 1);
        t.dy = -t.dy;
    }
    return t;
}
