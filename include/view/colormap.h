/* colormap.h - numbers to colours, colours to fewer colours. */
#ifndef VIEW_COLORMAP_H
#define VIEW_COLORMAP_H

#include <stdint.h>

#include "view/theme.h"

/* v in [0, 1], dark to bright, perceptually even (on a light theme bright to
 * dark).  Colour-blind safe in every theme. */
uint32_t colormap_heat(enum theme t, double v);

/* v in [-1, 1]: minus, neutral at 0, plus. */
uint32_t colormap_signed(enum theme t, double v);

uint32_t color_mix(uint32_t a, uint32_t b, double share_of_b);
int color_luma(uint32_t rgb);           /* 0..255 */
uint32_t color_contrast(uint32_t bg);   /* black or white, readable on bg */

/* Nearest of the 240 fixed colours (16..255) and its value; nearest of 16. */
int color_to_256(uint32_t rgb);
uint32_t color_of_256(int index);
int color_to_16(uint32_t rgb);
uint32_t color_of_16(int index);

#endif
