/* png_pieces.c - chunks as a list; pixels are inflated when they are taken
 * out and deflated when they are put back.
 *
 * A chunk: size of the data (32 bits, big endian), type, data, CRC of type and
 * data.  All IDAT chunks together hold one zlib stream. */
#include "png_pieces.h"

#include <zlib.h>

enum { PIECES_MAX = 32, BYTES_MAX = 1 << 20, GROWTH_MAX = 64 };

struct piece {
    uint8_t type[4];
    uint8_t *data;
    size_t size, room;
    bool inflated;
};

struct pieces {
    struct piece items[PIECES_MAX];
    int count;
    uint8_t bytes[BYTES_MAX];   /* of all items */
    size_t used;
};

static const uint8_t signature[8] = { 137, 'P', 'N', 'G', 13, 10, 26, 10 };

static uint32_t get32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 |
           p[3];
}

static void put32(uint8_t *p, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(value >> (24 - 8 * i));
}

static bool is_type(const struct piece *p, const char *type)
{
    return memcmp(p->type, type, 4) == 0;
}

/* A piece of these bytes with room to grow; false when all is full. */
static bool add(struct pieces *all, const uint8_t *type, const uint8_t *data,
                size_t size)
{
    struct piece *p = &all->items[all->count];

    if (all->count == PIECES_MAX ||
        all->used + size + GROWTH_MAX > sizeof all->bytes)
        return false;
    memcpy(p->type, type, 4);
    p->data = all->bytes + all->used;
    p->size = size;
    p->room = size + GROWTH_MAX;
    p->inflated = false;
    if (size)
        memcpy(p->data, data, size);
    all->used += p->room;
    all->count++;
    return true;
}

/* The chunks of a file; IDATs that follow one another become one. */
static void take_apart(struct pieces *all, const uint8_t *data, size_t size)
{
    size_t at = sizeof signature, n;

    all->count = 0;
    all->used = 0;
    while (at + 12 <= size) {
        struct piece *last = all->count ? &all->items[all->count - 1] : NULL;

        n = get32(data + at);
        if (n > size - at - 12)
            n = size - at - 12;
        if (last && is_type(last, "IDAT") &&
            memcmp(data + at + 4, "IDAT", 4) == 0 &&
            all->used + n < sizeof all->bytes) {
            memcpy(last->data + last->size, data + at + 8, n);
            last->size += n;
            last->room += n;
            all->used += n;
        } else if (!add(all, data + at + 4, data + at + 8, n)) {
            return;
        }
        at += 12 + n;
    }
}

/* The pixels in place of their stream, if it is sound and they are few. */
static void inflate_pixels(struct piece *p)
{
    static uint8_t pixels[BYTES_MAX / 4];
    uLongf size = sizeof pixels;

    if (uncompress(pixels, &size, p->data, p->size) != Z_OK || !size)
        return;
    p->data = pixels;
    p->size = size;
    p->room = sizeof pixels;
    p->inflated = true;
}

static size_t put_chunk(uint8_t *out, const uint8_t type[4],
                        const uint8_t *data, size_t size)
{
    put32(out, (uint32_t)size);
    memcpy(out + 4, type, 4);
    if (size)
        memmove(out + 8, data, size);
    put32(out + 8 + size, (uint32_t)crc32(0, out + 4, (uInt)size + 4));
    return size + 12;
}

/* The pixels as one IDAT or two; 0 when they do not fit. */
static size_t put_pixels(uint8_t *out, size_t room, const struct piece *p,
                         struct dice *dice)
{
    static uint8_t stream[BYTES_MAX];
    uLongf size = sizeof stream;
    size_t half;

    if (compress2(stream, &size, p->data, p->size,
                  (int)dice_throw(dice, 10)) != Z_OK ||
        size + 24 > room)
        return 0;
    half = dice_throw(dice, 8) ? size : dice_throw(dice, (unsigned)size);
    room = put_chunk(out, p->type, stream, half);
    if (half < size)
        room += put_chunk(out + room, p->type, stream + half, size - half);
    return room;
}

static size_t put_together(uint8_t *out, size_t room, const struct pieces *all,
                           struct dice *dice)
{
    size_t at = sizeof signature;

    if (room < at)
        return 0;
    memcpy(out, signature, sizeof signature);
    for (int i = 0; i < all->count; i++) {
        const struct piece *p = &all->items[i];

        if (p->inflated)
            at += put_pixels(out + at, room - at, p, dice);
        else if (p->size + 12 <= room - at)
            at += put_chunk(out + at, p->type, p->data, p->size);
    }
    return at;
}

/* A header that makes sense, and as many bytes of pixels as it asks for or
 * nearly so. */
static void change_header(struct pieces *all, struct dice *dice)
{
    static const uint8_t kinds[][2] = { /* depth, colour type */
        { 1, 0 }, { 2, 0 }, { 4, 0 }, { 8, 0 }, { 16, 0 }, { 8, 2 },
        { 16, 2 }, { 1, 3 }, { 2, 3 }, { 4, 3 }, { 8, 3 }, { 8, 4 },
        { 16, 4 }, { 8, 6 }, { 16, 6 },
    };
    static const uint8_t channels[7] = { 1, 0, 3, 1, 2, 0, 4 };
    const uint8_t *kind = kinds[dice_throw(dice, 15)];
    size_t width = 1 + dice_throw(dice, 40), height = 1 + dice_throw(dice, 40);
    size_t bits = (size_t)kind[0] * channels[kind[1]];

    for (int i = 0; i < all->count; i++) {
        struct piece *p = &all->items[i];

        if (is_type(p, "IHDR") && p->size >= 13) {
            put32(p->data, (uint32_t)width);
            put32(p->data + 4, (uint32_t)height);
            p->data[8] = kind[0];
            p->data[9] = kind[1];
            p->data[12] = (uint8_t)dice_throw(dice, 2);
        } else if (p->inflated) {
            size_t size = height * (1 + (width * bits + 7) / 8) +
                          dice_throw(dice, 40);

            if (size > p->size)
                memset(p->data + p->size, (int)dice_throw(dice, 5),
                       size - p->size);
            p->size = size;
        }
    }
}

/* One more piece of a kind libpng knows, somewhere. */
static void insert_piece(struct pieces *all, struct dice *dice)
{
    static const char types[][5] = {
        "PLTE", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "tEXt", "zTXt",
        "iTXt", "bKGD", "pHYs", "sBIT", "sPLT", "hIST", "tIME", "oFFs",
        "pCAL", "sCAL", "eXIf", "IDAT", "IEND", "IHDR", "abCd", "ABCD",
    };
    uint8_t data[48];
    size_t size = dice_throw(dice, sizeof data);
    struct piece made;
    unsigned at;

    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)dice_throw(dice, 256);
    if (!add(all, (const uint8_t *)types[dice_throw(dice, 24)], data,
             size - size % 3))
        return;
    at = dice_throw(dice, (unsigned)all->count);
    made = all->items[all->count - 1];
    memmove(all->items + at + 1, all->items + at,
            (size_t)(all->count - 1 - (int)at) * sizeof made);
    all->items[at] = made;
}

static void drop_piece(struct pieces *all, int at)
{
    all->count--;
    memmove(all->items + at, all->items + at + 1,
            (size_t)(all->count - at) * sizeof all->items[0]);
}

static void swap_pieces(struct pieces *all, int a, int b)
{
    struct piece held = all->items[a];

    all->items[a] = all->items[b];
    all->items[b] = held;
}

static void change_one(struct pieces *all, struct dice *dice)
{
    int at = (int)dice_throw(dice, (unsigned)all->count);
    struct piece *p = &all->items[at];

    switch (dice_throw(dice, 8)) {
    case 0:
        change_header(all, dice);
        break;
    case 1:
        insert_piece(all, dice);
        break;
    case 2:
        swap_pieces(all, at, (int)dice_throw(dice, (unsigned)all->count));
        break;
    case 3:
        if (all->count > 1 && dice_throw(dice, 2))
            drop_piece(all, at);
        else
            fuzz_mutate(p->type, 4, 4);
        break;
    default:
        p->size = fuzz_mutate(p->data, p->size, p->room);
    }
}

size_t png_change(uint8_t *data, size_t size, size_t room, struct dice *dice)
{
    static struct pieces all;
    bool inflate = dice_throw(dice, 4) > 0;

    take_apart(&all, data, size);
    if (!all.count)
        return fuzz_mutate(data, size, room);
    for (int i = 0; inflate && i < all.count; i++)
        if (is_type(&all.items[i], "IDAT")) {
            inflate_pixels(&all.items[i]);
            break;
        }
    change_one(&all, dice);
    return put_together(data, room, &all, dice);
}
