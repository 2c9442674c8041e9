/* shown.c - what the loop may read of a study while a job works on it. */
#include "shown.h"

#include "lack.h"

/* --- taking in -------------------------------------------------------------- */

void shown_steps(struct entry *e, int published)
{
    int layers;

    if (published - 1 <= e->done)
        return;
    e->done = published - 1;
    layers = e->begun.trace.shape.layers;
    e->shown = e->done > layers ? e->study : e->begun;
    e->shown.trace.done = e->done > layers ? layers : e->done;
    e->shown.trace.demand = e->detail;
}

/* Other classes: numbers of the same run, read anew. */
static void adopt_outcome(struct entry *e)
{
    e->shown.prompts = e->study.prompts;
    e->shown.outcome = e->study.outcome;
    e->shown.lens = e->study.lens;
    e->parts_whole = false;
}

void shown_end(struct task *t, bool result)
{
    struct entry *e = t->entry;

    if (t->kind == TASK_REREAD)
        adopt_outcome(e);
    if (t->kind == TASK_RUN)
        e->failed = !result && e->error.text[0];
    else
        e->detail = e->study.trace.demand;  /* it lies still again */
    if (t->kind == TASK_COLORS)
        e->colors_whole = result;
    if (t->kind == TASK_PARTS)
        e->parts_whole = e->parts.done == e->study.trace.shape.layers;
    e->shown.trace.demand = e->detail;
    t->kind = TASK_NONE;
}

/* --- handing out ------------------------------------------------------------ */

/* Nothing a task is writing: of a map all that is there is its own. */
static const float *readable_map(const struct scene *s, const struct entry *e,
                                 const struct task *running)
{
    bool writing = running->kind == TASK_MAP && running->entry == e;

    return writing ? NULL : map_of(s, e);
}

static void fill_other(struct scene *scene, const struct entry *e,
                       const struct task *running)
{
    struct scene s = seen_from(scene, e);

    scene->other = &e->shown;
    scene->other_done = e->done;
    scene->other_detail = e->detail;
    scene->other_parts = e->parts_whole ? &e->parts : NULL;
    scene->other_colors = colors_of(&s, e);
    scene->other_map = readable_map(&s, e, running);
}

void shown_fill(struct scene *scene, const struct entry *main,
                const struct entry *beside, const struct task *running)
{
    *scene = seen_from(scene, main);
    scene->parts = main->parts_whole ? &main->parts : NULL;
    scene->map = readable_map(scene, main, running);
    scene->colors = colors_of(scene, main);
    scene->other = NULL;
    scene->other_map = NULL;
    scene->other_parts = NULL;
    scene->other_colors = NULL;
    scene->other_done = scene->other_detail = -1;
    if (beside)
        fill_other(scene, beside, running);
}
