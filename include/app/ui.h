/* ui.h - the explorer: what is looked at, what keys do to it, the loop. */
#ifndef APP_UI_H
#define APP_UI_H

#include <stdio.h>

#include "app/terminal.h"
#include "view/scene.h"
#include "view/walk.h"

/* Decode the picture `path` into `keep`.  Called from the thread that works,
 * and again when a picture that was forgotten is looked at once more (so "-"
 * must be able to be read twice). */
typedef bool picture_fn(void *ctx, struct image *out, const char *path,
                        struct arena *keep, struct error *err);

/* What the explorer explores; main makes one from the options. */
struct ui_world {
    const struct model *model;
    const struct processor *processor;
    const struct prompts *prompts;  /* NULL: the model's own classes */
    struct run_options options;     /* keep is overridden: all of it */

    const char *const *paths;       /* pictures, Tab steps through them */
    int count;                      /* at least 1 */
    picture_fn *load;
    void *load_ctx;
    const float *pixels;            /* --pixels [3, h, w] for paths[0], or NULL */
    int pixels_h, pixels_w;

    struct cursor start;            /* from walk_start() or walk_at() */
    const struct explainer *method; /* NULL: the first of the table */
    FILE *narrate;                  /* a sentence a step goes there, or NULL */
};

/* The shape pictures will have as far as it is known before one is read. */
struct shape ui_shape(const struct ui_world *w);

/* Run until the user leaves; the caller opened the terminal and closes it.
 * False with a sentence when not one of the pictures can be looked at. */
bool ui_run(struct terminal *t, const struct ui_world *w, struct error *err);

#endif
