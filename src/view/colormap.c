/* colormap.c - numbers to colours.
 *
 * The maps are curves through OKLab (Ottosson 2020), a space in which equal
 * steps look equal, cut into 17 colours at equal distances along the curve;
 * between two of them a straight line in sRGB is near enough.  Lightness never
 * turns back along an arm, so the maps read on a grey print and for any eyes.
 * Heat goes from the background's end of lightness to the far one; signed maps
 * start from the background at zero and grow blue or orange. */
#include "view/colormap.h"

#include <math.h>

enum { KNOTS = 17 };

static const uint32_t heat[THEME_COUNT][KNOTS] = {
    [THEME_DARK] = {
        0x140f34, 0x271446, 0x3d1956, 0x551c62, 0x6f1e69, 0x891f6b,
        0xa12566, 0xb6325e, 0xc94254, 0xd95348, 0xe76739, 0xf27c29,
        0xf7942d, 0xf8ad44, 0xf8c561, 0xf9dc81, 0xfaf2a2,
    },
    [THEME_LIGHT] = {
        0xf9f6df, 0xf1e6bd, 0xebd499, 0xe8c175, 0xe7ad4f, 0xe79633,
        0xe47f25, 0xdf6723, 0xd7502c, 0xce383a, 0xbd2949, 0xa82155,
        0x911c5d, 0x7a1961, 0x621763, 0x4a1561, 0x34125a,
    },
    [THEME_SAFE] = {
        0x061641, 0x102447, 0x1d304c, 0x2a3d51, 0x384955, 0x465559,
        0x54625c, 0x636f5f, 0x737c62, 0x828964, 0x929665, 0xa3a366,
        0xb3b167, 0xc4bf66, 0xd5cd65, 0xe6db63, 0xf8e961,
    },
};

static const uint32_t diverging[THEME_COUNT][KNOTS] = {
    [THEME_DARK] = {
        0x6ab3fd, 0x5d9ee0, 0x508ac4, 0x4576a8, 0x3a638d, 0x305172,
        0x283f57, 0x212e3c, 0x1f1f1f, 0x3b291b, 0x54361c, 0x6f4520,
        0x895424, 0xa4652a, 0xc07632, 0xdc883a, 0xf99b44,
    },
    [THEME_LIGHT] = {
        0x06489c, 0x295fad, 0x4475bd, 0x5f8bcc, 0x7ba1da, 0x97b8e7,
        0xb5cef3, 0xd4e4fb, 0xf7f7f7, 0xf9ded2, 0xf0c5b3, 0xe4ad95,
        0xd69679, 0xc77f5d, 0xb86842, 0xa85024, 0x943d07,
    },
    [THEME_SAFE] = {
        0x75b1fd, 0x659ce2, 0x5888c6, 0x4b75aa, 0x3f628e, 0x345073,
        0x2b3e58, 0x222e3d, 0x1f1f1f, 0x382c19, 0x503c18, 0x684d18,
        0x825f1a, 0x9c721d, 0xb68522, 0xd19928, 0xecae30,
    },
};

/* v in [0, 1] along the knots; what is no number counts as 0. */
static uint32_t along(const uint32_t *knots, double v)
{
    double at = (v > 0 ? fmin(v, 1) : 0) * (KNOTS - 1);
    int i = at < KNOTS - 2 ? (int)at : KNOTS - 2;

    return color_mix(knots[i], knots[i + 1], at - i);
}

uint32_t colormap_heat(enum theme t, double v)
{
    return along(heat[t], v);
}

uint32_t colormap_signed(enum theme t, double v)
{
    return along(diverging[t], isnan(v) ? 0.5 : (v + 1) / 2);
}
