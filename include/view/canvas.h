/* canvas.h - a screen as cells in memory.
 *
 * Everything that is ever shown is drawn into one of these; how a terminal, a
 * text file, ANSI or SVG is told lies elsewhere.  A cell's colour is a role
 * (what it means) or an exact RGB value (pictures and maps). */
#ifndef VIEW_CANVAS_H
#define VIEW_CANVAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "view/theme.h"

struct rect {
    int x, y, w, h;
};

/* How many colours the place it will be shown can do. */
enum depth { DEPTH_MONO, DEPTH_16, DEPTH_256, DEPTH_24BIT };

#define COLOR_ROLE 0xFF000000u  /* fg or bg: what the role says */

struct cell {
    uint32_t glyph;             /* code point; 0: right half of a wide one */
    uint32_t fg, bg;            /* 0xRRGGBB or COLOR_ROLE */
    uint8_t role;               /* enum role */
    uint8_t attrs;              /* LOOK_REVERSE swaps; others add to the role */
    uint32_t mark;              /* combining mark on the glyph, 0: none */
};

struct canvas {
    int width, height;
    struct cell *cells;         /* [height][width] */
    enum depth depth;
    bool ascii;                 /* only ASCII glyphs may be drawn */
    enum theme theme;
};

struct canvas canvas_new(struct arena *a, int width, int height,
                         enum depth depth, bool ascii, enum theme theme);
void canvas_clear(struct canvas *c);
struct cell *canvas_at(struct canvas *c, int x, int y);  /* NULL outside */

/* How a cell looks in the end: its role's look, exact colours on top, and on a
 * DEPTH_MONO canvas attributes alone.  Terminal and exports go by this. */
struct look canvas_look(const struct canvas *c, const struct cell *cell);

/* All drawing is clipped to the canvas.  Glyphs that ASCII lacks are replaced
 * by their stand-ins (box lines + - |, blocks #, arrows < > ^ v, ...). */
void canvas_put(struct canvas *c, int x, int y, uint32_t glyph, enum role role);

/* UTF-8 text, at most `width` columns; cut text ends in an ellipsis.  Returns
 * the columns used. */
int canvas_text(struct canvas *c, int x, int y, int width, enum role role,
                const char *s);
int canvas_textf(struct canvas *c, int x, int y, int width, enum role role,
                 const char *fmt, ...) PRINTF_LIKE(6, 7);

/* Columns that many bytes of a line take: spelled glyphs take some in ASCII. */
int canvas_columns(const struct canvas *c, const char *s, int bytes);

/* Right-aligned in [x, x + width). */
void canvas_right(struct canvas *c, int x, int y, int width, enum role role,
                  const char *s);

/* Words wrapped into `r`; returns the lines used. **bold** marks become
 * ROLE_STRONG, \n ends a line, what does not fit is cut with an ellipsis. */
int canvas_wrap(struct canvas *c, struct rect r, enum role role, const char *s);

/* The lines it would take at this width if there were room for all. */
int canvas_wrap_lines(const struct canvas *c, int width, const char *s);

void canvas_fill(struct canvas *c, struct rect r, uint32_t glyph, enum role role);

/* A frame with a title in its upper edge; returns what is inside. */
struct rect canvas_frame(struct canvas *c, struct rect r, const char *title,
                         bool strong);

/* Two pixels one above the other in a cell: half blocks where the canvas can
 * do colours, else a glyph as dark or bright as they are together. */
void canvas_pixels(struct canvas *c, int x, int y, uint32_t top,
                   uint32_t bottom);

/* The two pixels of a cell as they are now (blank: the background). */
void canvas_pixels_at(const struct canvas *c, int x, int y, uint32_t *top,
                      uint32_t *bottom);

/* Exact colours on whatever is there. */
void canvas_paint(struct canvas *c, int x, int y, uint32_t fg, uint32_t bg);

struct rect rect_inset(struct rect r, int dx, int dy);

#endif
