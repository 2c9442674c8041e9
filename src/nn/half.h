/* half.h - 16-bit floats; for nn only. */
#ifndef NN_HALF_H
#define NN_HALF_H

#include <stdint.h>
#include <string.h>

static inline float float_of_bits(uint32_t bits)
{
    float x;

    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline uint32_t bits_of_float(float x)
{
    uint32_t bits;

    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* The upper half of a float. */
static inline float bf16_float(uint16_t h)
{
    return float_of_bits((uint32_t)h << 16);
}

/* Rounded to nearest even; a NaN stays one. */
static inline uint16_t bf16_from(float x)
{
    uint32_t bits = bits_of_float(x);

    if ((bits & 0x7fffffff) > 0x7f800000)
        return (uint16_t)(bits >> 16 | 0x40);
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

/* Shift the fields into place, then scale by 2^112: the bias of the exponent
 * is 127 - 15.  Subnormals come out right because the product is exact.  No
 * branch, so that loops over it become vectors. */
static inline float f16_float(uint16_t h)
{
    uint32_t sign = (uint32_t)(h & 0x8000) << 16;
    uint32_t rest = (uint32_t)(h & 0x7fff) << 13;
    uint32_t not_finite = rest >= 0x0f800000 ? 0x7f800000 : 0;

    return float_of_bits(sign | not_finite |
                         bits_of_float(float_of_bits(rest) * 0x1p112f));
}

#endif
