/* shown.h - what the loop may read of a study while a job works on it.
 *
 * A job writes entry.study; what it has published, and what lies still when it
 * has ended, is taken into entry.shown, and from there into the scene. */
#ifndef APP_SHOWN_H
#define APP_SHOWN_H

#include "task.h"

/* Steps of a run, as task_run() publishes them. */
void shown_steps(struct entry *e, int published);

/* A task has ended with that result: it is TASK_NONE from now on. */
void shown_end(struct task *t, bool result);

/* The scene of a study, and of the one beside it (or NULL), without what the
 * task that runs may write. */
void shown_fill(struct scene *scene, const struct entry *main,
                const struct entry *beside, const struct task *running);

#endif
