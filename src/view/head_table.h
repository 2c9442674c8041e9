/* head_table.h - what each head of the layer does with the query, a line a
 * head: entropy, what the query keeps, what it reads most, how far it looks. */
#ifndef VIEW_HEAD_TABLE_H
#define VIEW_HEAD_TABLE_H

#include "view/canvas.h"
#include "view/scene.h"

/* Columns it wants: one more for the distance when a patch asks. */
int head_table_width(const struct scene *s);

/* Heads the query at the cursor reads through: the model's, or those of its
 * pooling query; the row [T] of one (or HEAD_MEAN). */
int head_count(const struct scene *s);
float *head_row(const struct scene *s, int head, struct arena *keep);

/* Lines it takes with all heads: a title, the mean, a line a head. */
int head_table_rows(const struct scene *s);

/* As many lines as fit, the current head always among them.  The row of the
 * query must be there (scene_weights). */
void head_table_draw(struct canvas *c, struct rect r, const struct scene *s,
                     struct arena scratch);

/* Heads of the layer by the entropy of their rows: the lowest, the highest. */
struct sharpness {
    int sharpest, broadest;
    double low, high;           /* nats */
};
struct sharpness head_sharpness(const struct scene *s, struct arena scratch);

#endif
