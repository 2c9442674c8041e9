/* work.c - deciding what to do next, and taking in what was done. */
#include "app/work.h"

#include <string.h>

#include "app/line.h"
#include "app/system.h"
#include "task.h"
#include "view/stage.h"

/* What the loop asked for last: all that decides what is missing. */
struct wish {
    const struct entry *main, *beside;
    int layer, head, query;
    const struct explainer *method;
    unsigned needs;
};

struct work {
    const struct ui_world *world;
    struct shelf shelf;
    struct job *job;
    struct task task;           /* the one that runs, or TASK_NONE */
    struct arena scratch;       /* of the job */
    struct wish wish;
    struct wish started;        /* when the task began */
    struct wish stopped;        /* when the user ended one */
    bool held, satisfied;
    struct words words;
    char typed[LINE_MAX_BYTES]; /* prompts to be read next */
    bool words_pending, words_failed;
};

/* --- taking in -------------------------------------------------------------- */

/* What a running study has published becomes readable. */
static void adopt_steps(struct entry *e, int published)
{
    int layers = e->shown.trace.shape.layers;

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

static void adopt_words(struct work *w, bool result)
{
    if (result)
        w->words.prompts = w->words.next;
    w->words_failed = !result;
}

/* The DEMAND tensors lie still again. */
static void adopt_end(struct task *t, bool result)
{
    struct entry *e = t->entry;

    if (t->kind == TASK_REREAD)
        adopt_outcome(e);
    if (t->kind == TASK_RUN)
        e->failed = !result && e->error.text[0];
    else
        e->detail = e->study.trace.demand;
    if (t->kind == TASK_COLORS)
        e->colors_whole = result;
    if (t->kind == TASK_PARTS)
        e->parts_whole = e->parts.done == e->study.trace.shape.layers;
    e->shown.trace.demand = e->detail;
    t->kind = TASK_NONE;
}

static void take_in(struct work *w)
{
    bool running;

    job_poll(w->job);       /* first: what comes after it wakes us again */
    running = job_running(w->job);
    if (w->task.kind == TASK_RUN)
        adopt_steps(w->task.entry, job_done(w->job));
    if (w->task.kind == TASK_WORDS && !running)
        adopt_words(w, job_result(w->job));
    if (w->task.kind != TASK_NONE && !running)
        adopt_end(&w->task, job_result(w->job));
}

/* --- deciding --------------------------------------------------------------- */

/* The scene as it is seen from one of the two studies. */
static struct scene seen_from(const struct scene *scene, const struct entry *e)
{
    struct scene s = *scene;

    s.study = &e->shown;
    s.done = e->done;
    s.detail = e->detail;
    return s;
}

/* Is the row of the query kept by every run (or by the pooling head)? */
static bool row_is_kept(const struct scene *s)
{
    int query = scene_query(s);

    return query < 0 ? s->study->model->pool != NULL
                     : query == study_query(s->study);
}

static bool needs_detail(const struct scene *s, unsigned needs)
{
    return s->detail != scene_layer(s) && s->done > scene_layer(s) &&
           ((needs & NEED_FULL) || ((needs & NEED_DETAIL) && !row_is_kept(s)));
}

static bool is_computed(const struct explainer *method)
{
    return method && method != &attention_explainer;
}

static int head_asked(const struct scene *s)
{
    bool fused = s->method && s->method->fused_only;

    return fused && scene_head(s) >= 0 ? HEAD_MEAN : scene_head(s);
}

/* A map of its own kind; attention itself is a row. */
static bool has_map(const struct scene *s, const struct entry *e)
{
    const struct maps *m = &e->maps;

    return m->rows && m->method == s->method && m->head == head_asked(s) &&
           m->query == scene_query(s) && m->done > scene_layer(s);
}

static bool needs_map(const struct scene *s, const struct entry *e,
                      unsigned needs)
{
    return (needs & NEED_MAP) && is_computed(s->method) && !has_map(s, e);
}

static bool has_colors(const struct scene *s, const struct entry *e)
{
    return e->colors_whole && e->colors.state == scene_state(s);
}

static bool needs_colors(const struct scene *s, const struct entry *e)
{
    return s->settings.components && shape_patches(&e->shown.trace.shape) > 0 &&
           !has_colors(s, e);
}

static bool needs_parts(const struct entry *e, unsigned needs)
{
    return (needs & NEED_PARTS) && !e->parts_whole &&
           attribution_possible(e->shown.model, &e->shown.outcome);
}

/* What is missing of one study for this scene, the first thing first.  What a
 * task is at is missing until it has ended (and may not be read). */
static enum task_kind missing(const struct work *w, const struct scene *scene,
                              const struct entry *e)
{
    unsigned needs = w->wish.needs;
    struct scene s = seen_from(scene, e);

    if (w->task.kind != TASK_NONE && w->task.entry == e)
        return w->task.kind;
    if (e->failed)
        return TASK_NONE;
    if (w->words_pending)
        return TASK_WORDS;
    if (e->done <= e->shown.trace.shape.layers)
        return TASK_RUN;
    if (e->study.prompts != w->words.prompts)
        return TASK_REREAD;
    if (needs_colors(&s, e))
        return TASK_COLORS;
    if (needs_map(&s, e, needs))
        return TASK_MAP;
    if (needs_parts(e, needs))
        return TASK_PARTS;
    return needs_detail(&s, needs) ? TASK_DETAIL : TASK_NONE;
}

static bool same_wish(const struct wish *a, const struct wish *b)
{
    return a->main == b->main && a->beside == b->beside &&
           a->layer == b->layer && a->head == b->head &&
           a->query == b->query && a->method == b->method &&
           a->needs == b->needs;
}

static void start(struct work *w, const struct scene *scene, struct entry *e,
                  enum task_kind kind)
{
    struct scene s = seen_from(scene, e);

    w->task = (struct task){ .kind = kind, .entry = e, .world = w->world,
                             .layer = scene_layer(&s), .head = head_asked(&s),
                             .query = scene_query(&s), .method = s.method,
                             .words = &w->words, .scratch = w->scratch };
    w->started = w->wish;
    if (kind == TASK_COLORS) {
        w->task.layer = scene_state(&s);
        e->colors_whole = false;
    }
    if (kind == TASK_WORDS) {
        memcpy(w->words.typed, w->typed, sizeof(w->typed));
        w->words_pending = false;
    }
    if (kind != TASK_RUN)
        e->detail = e->shown.trace.demand = -1;
    job_start(w->job, task_run, &w->task);
}

/* A run is of use as long as its picture is looked at, the rest only for what
 * it was started for; what it has done so far is kept either way. */
static bool of_use(const struct work *w)
{
    if (w->task.kind == TASK_RUN)
        return !w->words_pending && (w->task.entry == w->wish.main ||
                                     w->task.entry == w->wish.beside);
    if (w->task.kind == TASK_WORDS || w->task.kind == TASK_REREAD)
        return true;
    return same_wish(&w->started, &w->wish);
}

/* May the stage be drawn whole, though the run it is part of goes on? */
static bool enough(const struct work *w, const struct scene *scene,
                   const struct entry *e, enum task_kind lacks)
{
    struct scene s = seen_from(scene, e);
    unsigned needs = w->wish.needs;

    if (lacks != TASK_RUN)
        return lacks == TASK_NONE;
    if (needs & (NEED_OUTCOME | NEED_PARTS | NEED_FULL))
        return e->done > e->shown.trace.shape.layers;
    if (needs & (NEED_LAYER | NEED_DETAIL | NEED_MAP))
        return e->done > scene_layer(&s) && row_is_kept(&s) &&
               !is_computed(s.method);
    return e->done >= 0;
}

/* Start the next task, or end one that nobody waits for any more. */
static void go_on(struct work *w, const struct scene *scene, struct entry *main,
                  struct entry *beside)
{
    enum task_kind first = missing(w, scene, main);
    enum task_kind then = beside ? missing(w, scene, beside) : TASK_NONE;

    w->satisfied = enough(w, scene, main, first) &&
                   (!beside || enough(w, scene, beside, then));
    if (w->held && same_wish(&w->wish, &w->stopped))
        return;
    w->held = false;
    if (w->task.kind != TASK_NONE) {
        if (!of_use(w))
            job_cancel(w->job);
    } else if (first != TASK_NONE) {
        start(w, scene, main, first);
    } else if (then != TASK_NONE) {
        start(w, scene, beside, then);
    }
}

static struct wish wish(const struct scene *scene, const struct entry *main,
                        const struct entry *beside, unsigned needs)
{
    struct scene s = seen_from(scene, main);

    return (struct wish){ main, beside, scene_layer(&s), scene_head(&s),
                          scene_query(&s), s.method, needs };
}

/* --- the scene -------------------------------------------------------------- */

static const float *map_of(const struct work *w, const struct scene *scene,
                           const struct entry *e)
{
    struct scene s = seen_from(scene, e);
    bool writing = w->task.kind == TASK_MAP && w->task.entry == e;

    if (!is_computed(s.method) || s.done < 0 || writing || !has_map(&s, e))
        return NULL;
    return e->maps.rows +
           (ptrdiff_t)scene_layer(&s) * e->shown.trace.shape.tokens;
}

static const struct component_map *colors_of(const struct scene *scene,
                                             const struct entry *e)
{
    struct scene s = seen_from(scene, e);

    return s.settings.components && has_colors(&s, e) ? &e->colors : NULL;
}

static void fill(const struct work *w, struct scene *scene,
                 const struct entry *main, const struct entry *beside)
{
    scene->study = &main->shown;
    scene->done = main->done;
    scene->detail = main->detail;
    scene->parts = main->parts_whole ? &main->parts : NULL;
    scene->map = map_of(w, scene, main);
    scene->colors = colors_of(scene, main);
    scene->other = beside ? &beside->shown : NULL;
    scene->other_done = beside ? beside->done : -1;
    scene->other_detail = beside ? beside->detail : -1;
    scene->other_colors = beside ? colors_of(scene, beside) : NULL;
    scene->other_map = beside ? map_of(w, scene, beside) : NULL;
}

void work_serve(struct work *w, struct scene *scene, const char *path,
                const char *beside_path, unsigned needs)
{
    struct entry *main, *beside = NULL;

    take_in(w);
    main = shelf_take(&w->shelf, path, w->task.entry);
    if (beside_path)
        beside = shelf_take(&w->shelf, beside_path, w->task.entry);
    w->wish = wish(scene, main, beside, needs);
    go_on(w, scene, main, beside);
    fill(w, scene, main, beside);
}

bool work_busy(const struct work *w)
{
    return w->task.kind != TASK_NONE;
}

bool work_satisfied(const struct work *w)
{
    return w->satisfied;
}

int work_fd(const struct work *w)
{
    return job_fd(w->job);
}

void work_wait(struct work *w, int ms)
{
    job_wait_change(w->job, ms);
}

void work_cancel(struct work *w)
{
    w->stopped = w->wish;
    w->held = true;
    job_cancel(w->job);
}

void work_reword(struct work *w, const char *typed)
{
    snprintf(w->typed, sizeof(w->typed), "%s", typed);
    w->words_pending = true;
    w->held = false;
}

const char *work_words_failure(struct work *w)
{
    bool news = w->words_failed;

    w->words_failed = false;
    return news ? w->words.error.text : NULL;
}

const struct prompts *work_prompts(const struct work *w)
{
    return w->words.prompts;
}

const char *work_failure(const struct work *w, const char *path)
{
    const struct entry *e = shelf_find(&w->shelf, path);
    bool running = e && w->task.kind != TASK_NONE && w->task.entry == e;

    return e && !running && e->failed ? e->error.text : NULL;
}

void work_retry(struct work *w, const char *path)
{
    struct entry *e = shelf_find(&w->shelf, path);

    if (e && work_failure(w, path))
        shelf_drop(&w->shelf, e);
}

struct work *work_new(const struct ui_world *world, struct arena *keep,
                      struct error *err)
{
    struct work *w = arena_new(keep, struct work);

    w->world = w->shelf.world = world;
    w->words.prompts = world->prompts;
    if (!memory_open(&w->scratch, err))
        return NULL;
    w->job = job_new();
    return w;
}

void work_free(struct work *w)
{
    job_free(w->job);
    shelf_free(&w->shelf);
    arena_close(&w->scratch);
}
