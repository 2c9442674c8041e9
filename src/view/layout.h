/* layout.h - what stages are put together from: the picture at the left,
 * numbers at the right, lines written one below the other. */
#ifndef VIEW_LAYOUT_H
#define VIEW_LAYOUT_H

#include "view/plot.h"
#include "view/scene.h"

/* A stage's place in two: the left as wide as the picture wants to be, the
 * right has the rest, or no width where there is no room for both. */
struct panels {
    struct rect left, right;
};
struct panels panels_split(struct rect r, const struct scene *s);

/* Cut `h` rows (`w` columns) off the top (the left) of *r. */
struct rect rect_top(struct rect *r, int h);
struct rect rect_left(struct rect *r, int w);

/* --- the picture under its patches --------------------------------------- */

struct map_panel {
    const char *title;
    const float *values;        /* [T] one number a token; NULL: the picture alone */
    double low, high;           /* ends of the colour scale */
    bool diverging;
    bool bare;                  /* the map alone, no picture under it */
    bool grid;                  /* lines between the patches */
    const unsigned char *kept;  /* [T] tokens not dimmed, or NULL */
    const char *note;           /* below a picture that has no map, or NULL */
};

/* The picture with the map over it, the chosen patch and the query framed,
 * a key below it with the tokens that are no patches. */
void map_panel_draw(struct canvas *c, struct rect r, const struct scene *s,
                    const struct map_panel *p, struct arena scratch);

/* Where the grid lies when panels_split() gets `r`: what stages hand out for
 * clicks.  False: this model has no grid. */
bool map_panel_grid(struct grid_layout *out, struct rect r,
                    const struct scene *s);

/* What the model sees of the picture, in the detail that `columns` columns
 * can show; as the model's own pixels. */
struct image picture_for(const struct scene *s, int columns,
                         struct arena *keep);
struct image picture_seen(const struct study *s, struct arena *keep);

/* --- lines ---------------------------------------------------------------- */

/* Writes lines from the top of a rect downwards; what does not fit is left
 * out. */
struct pen {
    struct canvas *c;
    struct rect r;              /* what is left */
};
struct pen pen_at(struct canvas *c, struct rect r);
void pen_text(struct pen *p, enum role role, const char *s);
void pen_textf(struct pen *p, enum role role, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
void pen_wrap(struct pen *p, enum role role, const char *s);
void pen_skip(struct pen *p, int lines);
struct rect pen_take(struct pen *p, int lines);    /* rows for something else */

/* "label  value" with the value in ROLE_NUMBER at column `at`. */
void pen_fact(struct pen *p, int at, const char *label, const char *fmt, ...)
    PRINTF_LIKE(4, 5);

/* "computing layer 3 of 12": why something is not there yet; a framed panel
 * that says so. */
const char *wait_text(char out[80], const struct scene *s);
void panel_wait(struct canvas *c, struct rect r, const char *title,
                const struct scene *s);

#endif
