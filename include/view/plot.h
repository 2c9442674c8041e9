/* plot.h - the shapes numbers take: bars, maps, pictures. */
#ifndef VIEW_PLOT_H
#define VIEW_PLOT_H

#include "base/image.h"
#include "view/canvas.h"

/* A horizontal bar of `value` in [0, max] over `width` columns in eighths. */
void plot_bar(struct canvas *c, int x, int y, int width, double value,
              double max, enum role role);

/* A signed bar around a zero line in the middle; |value| <= max. */
void plot_signed_bar(struct canvas *c, int x, int y, int width, double value,
                     double max);

/* A vector [n] as columns around a zero line, over the rect; when there are
 * more numbers than columns each column shows the one furthest from zero of
 * its share.  max 0: the largest magnitude.  Returns the scale used. */
double plot_vector(struct canvas *c, struct rect r, const float *v, int n,
                   double max);

/* A line chart of `n` values (x left to right) scaled to [low, high]. */
void plot_line(struct canvas *c, struct rect r, const double *v, int n,
               double low, double high, enum role role);

/* Eight heights ▁..█ of values / max in one row. */
void plot_spark(struct canvas *c, int x, int y, const float *v, int n,
                double max, enum role role);

/* How a grid [gh][gw] lies in a rect: whole numbers of half-cell rows and
 * columns a patch wherever it fits, so that patches are of one size; a patch
 * looks square (a cell is twice as high as wide). */
struct grid_layout {
    struct rect area;           /* cells it covers */
    int gh, gw;
    bool even;                  /* every patch the same number of cells */
    int cols, rows;             /* half cells covered: columns, half rows */
    int per;                    /* patches that share a half cell, along a side */
};
struct grid_layout grid_fit(struct rect r, int gh, int gw);
struct rect grid_cell(const struct grid_layout *g, int row, int col);

/* The patch under a cell (for the mouse): row * gw + col, or -1. */
int grid_hit(const struct grid_layout *g, int x, int y);

/* A picture, resampled to half cells by area, over the layout's area. */
void plot_picture(struct canvas *c, struct rect area, const struct image *im);

/* The same under a grid: its half rows are those of the patches, so that both
 * fit to the half cell even where the area ends in half a row. */
void plot_grid_picture(struct canvas *c, const struct grid_layout *g,
                       const struct image *im);

/* Borders between patches, faintly over what is there. */
void plot_grid_lines(struct canvas *c, const struct grid_layout *g);

/* A map [gh * gw] in [low, high] as flat patches; over `under` (not NULL)
 * blended with `alpha`, the share of the map. `diverging`: signed colours. */
struct heat {
    const float *values;        /* NaN: not there, left as it is */
    double low, high;
    bool diverging;
    const struct image *under;
    double alpha;
    const unsigned char *kept;  /* mass threshold: others are dimmed; NULL: all */
};
void plot_heat(struct canvas *c, const struct grid_layout *g,
               const struct heat *h);

/* Frame a patch: chosen all around, query (and any other role) at its corners,
 * so that they differ without colour too. */
void plot_mark(struct canvas *c, const struct grid_layout *g, int row, int col,
               enum role role);

/* The key under a map: low ▕ ramp ▏ high. */
void plot_key(struct canvas *c, struct rect r, double low, double high,
              bool diverging);

/* A number in at most `width` columns: 0.402, -12.3, 1.2e-05, nan. */
const char *number_text(char out[24], double v, int width);

/* A number of a row whose magnitude is about `max` (0: nothing known), with as
 * many decimals for all of them in DIGITS_W columns (only -1.2e-05 is wider):
 * 0.402, -1.250, 0.00731, 12.31, 3.1e-05. */
enum { DIGITS_W = 7 };
const char *digits_text(char out[24], double v, double max);

#endif
