/* ui.h - the explorer: what is looked at, what keys do to it, the loop. */
#ifndef APP_UI_H
#define APP_UI_H

#include <stdio.h>

#include "app/terminal.h"
#include "view/scene.h"
#include "view/walk.h"

/* Open a study of the picture `path` (or of pixels that are fed), nothing
 * computed yet, all tensors to be kept (KEEP_DEMAND); the picture is taken
 * from `keep`.  Called from the thread that works, and again when a picture
 * that was forgotten is looked at once more: so "-" must be read once and
 * remembered. */
typedef bool open_study_fn(void *ctx, struct study *s, const char *path,
                           struct arena *keep, struct error *err);

/* Other classes for a zero-shot model: `typed` holds prompts with | between
 * them.  *out lives as long as the world; it is what studies opened from now
 * on are given.  Called from the thread that works. */
typedef bool reword_fn(void *ctx, const char *typed, const struct prompts **out,
                       struct error *err);

/* Append the command that gives the numbers of a study again. */
typedef void retell_fn(void *ctx, struct text *out, const struct study *s);

/* What the explorer explores; main makes one from the options. */
struct ui_world {
    const struct model *model;
    const struct processor *processor;
    const struct prompts *prompts;  /* NULL: the model's own classes */

    const char *const *paths;       /* pictures, Tab steps through them */
    int count;                      /* at least 1 */
    open_study_fn *open;
    reword_fn *reword;              /* NULL: the classes are the model's own */
    retell_fn *retell;
    void *open_ctx;                 /* for all three */

    struct cursor start;            /* from walk_start() or walk_at() */
    const struct explainer *method; /* NULL: the first of the table */
    FILE *narrate;                  /* a sentence a step goes there, or NULL */
};

/* The shape pictures will have as far as it is known before one is read. */
struct shape ui_shape(const struct ui_world *w);

/* Run until the user leaves; the caller opened the terminal and closes it.
 * False with a sentence when not one of the pictures can be looked at.
 * *stuck: a thread still waits for a file that sends nothing, so that the
 * world must not be freed. */
bool ui_run(struct terminal *t, const struct ui_world *w, bool *stuck,
            struct error *err);

#endif
