/* work.h - what a scene needs and has not yet: one job at a time beside the
 * loop, and a shelf of studies that are kept.
 *
 * The loop reads only what a job has published; what a job may still write is
 * not in the scene: while the DEMAND tensors of a study are computed anew,
 * scene.detail is -1. */
#ifndef APP_WORK_H
#define APP_WORK_H

#include "app/ui.h"

struct work;
struct work *work_new(const struct ui_world *w, struct arena *keep,
                      struct error *err);
void work_free(struct work *w);     /* cancels and waits */

/* Cancel, and wait for the end, at most `ms` milliseconds (-1: as long as it
 * takes).  False: it still runs, perhaps in a read of something that sends nothing, and uses all that
 * it was given. */
bool work_end(struct work *w, int ms);

/* Take in what has been done, fill study, other, done, detail, map and parts
 * of the scene for the picture `path` (and the one beside it, or NULL), and go
 * on with what is missing: `needs` (enum need) of the stage first. */
void work_serve(struct work *w, struct scene *scene, const char *path,
                const char *beside, unsigned needs);

bool work_busy(const struct work *w);   /* a job is running */
int work_fd(const struct work *w);      /* readable when it has news */
void work_wait(struct work *w, int ms); /* for news; -1: as long as it takes */

/* Is what the last work_serve() was asked for all there? */
bool work_satisfied(const struct work *w);

/* End the job; it is not taken up again until something else is asked for,
 * and is held that long. */
void work_cancel(struct work *w);
bool work_held(const struct work *w);

/* Why `path` cannot be looked at; NULL: it can, or is being tried. */
const char *work_failure(const struct work *w, const char *path);

/* Read other prompts, and with them every picture that has been run.  What is
 * wrong with them: work_words_failure(), once; NULL: nothing. */
void work_reword(struct work *w, const char *typed);
const char *work_words_failure(struct work *w);

/* The prompts at hand; NULL: none. */
const struct prompts *work_prompts(const struct work *w);

/* Forget a failure, so that the path is tried again. */
void work_retry(struct work *w, const char *path);

#endif
