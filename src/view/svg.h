/* svg.h - shapes of an SVG picture, collected by colour. */
#ifndef VIEW_SVG_H
#define VIEW_SVG_H

#include "base/text.h"
#include "view/canvas.h"

/* Pixels; half a cell is square. */
enum { CELL_W = 9, CELL_H = 18, MARGIN = 9 };

/* Colours with nothing left to the terminal, reverse video carried out. */
struct paint {
    uint32_t fg, bg;
    int attrs;
};
struct paint svg_paint(const struct canvas *c, const struct cell *k);

/* Is the cell drawn as shapes, not by a font? */
bool svg_is_shape(const struct cell *k);

/* Grounds, blocks, lines and dots of the whole canvas. */
void svg_shapes(struct text *out, const struct canvas *c);

#endif
