/* task.c - work off the loop: everything here runs in the job's thread. */
#include "task.h"

/* Steps of a study that are done, as they are published. */
static int steps_done(const struct study *s)
{
    return s->begun ? 1 + study_done(s) : 0;
}

static bool open_study(const struct task *t)
{
    struct entry *e = t->entry;

    if (!e->opened)
        e->opened = t->world->open(t->world->open_ctx, &e->study, e->path,
                                   &e->keep, &e->error);
    return e->opened;
}

/* The loop reads a copy of the study as it was when its input was ready:
 * pointers do not change after that, counters do. */
static bool run_study(struct job *job, const struct task *t)
{
    struct entry *e = t->entry;
    bool more = true;

    if (!open_study(t))
        return false;
    while (more && !job_cancelled(job)) {
        if (!study_step(&e->study, &more, t->scratch, &e->error))
            return false;
        if (steps_done(&e->study) == 1)
            e->begun = e->study;
        job_publish(job, steps_done(&e->study));
    }
    return !more;
}

static struct question question(const struct task *t, int layer)
{
    struct study *s = &t->entry->study;

    return (struct question){
        .trace = &s->trace, .layer = layer, .head = t->head, .query = t->query,
        .pool_attn = s->outcome.pool_attn,
        .pool_heads = s->model->pool ? s->model->pool->heads : 0,
    };
}

static bool same_question(const struct maps *m, const struct task *t)
{
    return m->rows && m->method == t->method && m->head == t->head &&
           m->query == t->query;
}

static void begin_maps(struct entry *e, const struct task *t)
{
    const struct shape *s = &e->study.trace.shape;
    struct maps *m = &e->maps;

    if (!m->rows)
        m->rows = arena_floats(&e->keep, (ptrdiff_t)s->layers * s->tokens);
    arena_reset(&m->keep);
    m->state = NULL;
    m->method = t->method;
    m->head = t->head;
    m->query = t->query;
    m->done = 0;
}

/* Maps from the first layer on: what follows the layers leaves the map of
 * every one of them on its way, so that going to the next layer is one step
 * and going back is none. */
static bool make_maps(struct job *job, const struct task *t)
{
    struct entry *e = t->entry;
    struct maps *m = &e->maps;
    int tokens = e->study.trace.shape.tokens;

    if (!same_question(m, t))
        begin_maps(e, t);
    for (; m->done <= t->layer && !job_cancelled(job); m->done++) {
        struct question q = question(t, m->done);
        float *row = m->rows + (ptrdiff_t)m->done * tokens;
        int first = t->method->from_first ? m->done : 0;

        for (int n = first; !t->method->step(row, &q, n, &m->state, &m->keep,
                                             t->scratch); n++)
            ;
    }
    return m->done > t->layer;
}

static bool take_apart(struct job *job, const struct task *t)
{
    struct entry *e = t->entry;
    struct study *s = &e->study;

    if (!e->parts_begun)
        attribution_begin(&e->parts, &s->trace, &s->outcome, s->prompts,
                          &e->keep, t->scratch);
    e->parts_begun = true;
    while (e->parts.done < s->trace.shape.layers && !job_cancelled(job))
        attribution_step(&e->parts, &s->trace, t->scratch);
    return e->parts.done == s->trace.shape.layers;
}

static bool find_colors(const struct task *t)
{
    struct entry *e = t->entry;
    const struct trace *trace = &e->study.trace;
    struct component_map *c = &e->colors;

    if (!c->rgb)
        c->rgb = arena_floats(&e->keep, 3 * (ptrdiff_t)shape_patches(&trace->shape));
    c->state = t->layer;
    components(c->rgb, c->share, trace_hidden(trace, c->state), &trace->shape,
               t->scratch);
    return true;
}

static bool read_words(const struct task *t)
{
    struct words *w = t->words;

    return t->world->reword(t->world->open_ctx, w->typed, &w->next, &w->error);
}

/* What was known of the old classes is forgotten. */
static bool read_again(const struct task *t)
{
    struct entry *e = t->entry;

    study_reword(&e->study, t->words->prompts, t->scratch);
    e->parts_begun = false;
    return true;
}

bool task_run(struct job *job, void *task)
{
    const struct task *t = task;

    switch (t->kind) {
    case TASK_RUN:
        return run_study(job, t);
    case TASK_DETAIL:
        trace_demand(&t->entry->study.trace, t->layer, t->scratch);
        return true;
    case TASK_MAP:
        return make_maps(job, t);
    case TASK_PARTS:
        return take_apart(job, t);
    case TASK_COLORS:
        return find_colors(t);
    case TASK_WORDS:
        return read_words(t);
    case TASK_REREAD:
        return read_again(t);
    case TASK_NONE:
        break;
    }
    return false;
}
