/* vector_chart.h - vectors as charts, each under a line that says what it is
 * and how long. */
#ifndef VIEW_VECTOR_CHART_H
#define VIEW_VECTOR_CHART_H

#include "view/canvas.h"

struct vector_line {
    const char *name;
    enum role role;             /* of the name */
    const float *v;             /* [n] */
    const char *fact;           /* behind its length, or NULL */
};

/* The vectors below each other in `r`, all to one scale when `shared`.  With
 * `raw` their numbers instead.  Too little room: the first ones alone. */
void vector_charts(struct canvas *c, struct rect r,
                   const struct vector_line *lines, int count, int n,
                   bool shared, bool raw);

/* Rows a chart needs to be worth looking at, its line included. */
enum { VECTOR_CHART_MIN = 3 };

#endif
