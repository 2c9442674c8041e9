/* figures.h - the drawings of the concept pages, and what they share. */
#ifndef VIEW_FIGURES_H
#define VIEW_FIGURES_H

#include "view/concept.h"
#include "view/plot.h"

/* Words below a figure; *r becomes what is left above them. */
void figure_caption(struct canvas *c, struct rect *r, const char *text);

/* A line at the top of *r, which begins below it afterwards. */
void figure_label(struct canvas *c, struct rect *r, enum role role,
                  const char *text);

/* Place `i` of `n` pictures that stand side by side in r as large as they can
 * be; its first line is for a name. */
struct rect figure_cell(struct rect r, int n, int i);

/* A part of a picture, cut to what there is. */
struct image image_part(const struct image *im, int x, int y, int w, int h,
                        struct arena *keep);

/* A map [gh * gw] of numbers in [0, max] in the middle of r; max 0: the
 * largest of them. */
struct grid_layout figure_map(struct canvas *c, struct rect r, const float *v,
                              int gh, int gw, double max);

/* Why there is nothing live to see: a sentence in the middle. */
void figure_none(struct canvas *c, struct rect r, const char *text);

/* The same under its name, both from the upper left corner of r. */
struct grid_layout figure_tile(struct canvas *c, struct rect r,
                               const char *name, const float *v, int gh, int gw,
                               double max);

/* Can a live figure be drawn?  If this model cannot (`possible`), or not yet,
 * a sentence stands in its place. */
bool figure_live(struct canvas *c, struct rect r, const struct scene *s,
                 bool possible, const char *why);

figure_fn figure_tokens, figure_words, figure_learned, figure_zero,
    figure_positions;
figure_fn figure_flow, figure_score, figure_heads, figure_reach,
    figure_residual, figure_norms;
figure_fn figure_accuracy, figure_mean, figure_probe, figure_all_patches,
    figure_weighted;
figure_fn figure_families, figure_pretraining, figure_reader, figure_windows,
    figure_tiles, figure_distance;

#endif
