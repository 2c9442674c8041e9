/* render.h - a canvas as bytes: plain text, ANSI, SVG. */
#ifndef VIEW_RENDER_H
#define VIEW_RENDER_H

#include "base/text.h"
#include "view/canvas.h"

/* Lines without trailing blanks, '\n' after each. */
void render_text(struct text *out, const struct canvas *c);

/* The same with SGR sequences in the canvas's depth, each line ended by a
 * reset. */
void render_ansi(struct text *out, const struct canvas *c);

/* A picture of the screen: blocks by geometry, so that they meet. */
void render_svg(struct text *out, const struct canvas *c);

#endif
