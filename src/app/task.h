/* task.h - one piece of work for one study, as a job runs it. */
#ifndef APP_TASK_H
#define APP_TASK_H

#include "app/line.h"
#include "base/job.h"
#include "shelf.h"

enum task_kind {
    TASK_NONE,
    TASK_RUN,       /* decode, prepare, all layers, outcome */
    TASK_DETAIL,    /* DEMAND tensors of `layer` */
    TASK_MAP,       /* maps of `method` up to `layer` */
    TASK_COLORS,    /* components of the patches at state `layer` */
    TASK_PARTS,     /* where the logits come from */
    TASK_WORDS,     /* other prompts through the text tower */
    TASK_REREAD     /* the outcome of a finished study by other prompts */
};

/* Prompts, and those the job is reading: the latter are its own until it ends. */
struct words {
    const struct prompts *prompts;      /* at hand; NULL: none */
    char typed[LINE_MAX_BYTES];
    const struct prompts *next;
    struct error error;
};

struct task {
    enum task_kind kind;
    struct entry *entry;
    const struct ui_world *world;
    int layer, head, query;
    const struct explainer *method;
    struct words *words;
    struct arena scratch;
};

/* Publishes, of TASK_RUN, the steps of the study that are done: 1 the input,
 * l + 1 layer l, L + 2 the outcome.  True when all is done. */
bool task_run(struct job *job, void *task);

#endif
