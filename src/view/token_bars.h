/* token_bars.h - one bar a token: all of them in order where they fit, else
 * the strongest first, the chosen one always among them. */
#ifndef VIEW_TOKEN_BARS_H
#define VIEW_TOKEN_BARS_H

#include "view/canvas.h"
#include "view/scene.h"

struct token_bars {
    const float *values;        /* [T] */
    double max;                 /* of the scale; signed: the largest magnitude */
    double digits;              /* what decides the decimals; 0: max */
    bool is_signed;
    bool plus;                  /* parts of a sum: + before what is positive */
    bool by_size;               /* the strongest are those furthest from 0 */
    bool sums;                  /* weights: the rest may be added up */
    const unsigned char *kept;  /* [T] others are dimmed; NULL: all are kept */
};

/* Returns the rows used. */
int token_bars_draw(struct canvas *c, struct rect r, const struct scene *s,
                    const struct token_bars *b, struct arena scratch);

/* The same as numbers with all their digits, in as many columns as fit: for
 * `x`.  Returns the rows used. */
int token_numbers_draw(struct canvas *c, struct rect r, const struct scene *s,
                       const float *values, struct arena scratch);

/* Numbers [n] with their index, from `first` on, in as many columns as fit. */
void vector_numbers_draw(struct canvas *c, struct rect r, const float *v,
                         int n);

/* Largest magnitude of v [n]; NaN is passed over. */
double largest_magnitude(const float *v, int n);

/* The same of the patches among v [T]: the end of a map's scale, for CLS and
 * registers, which often outdo them all, are no part of a map. */
double largest_patch(const float *v, const struct shape *s);

#endif
