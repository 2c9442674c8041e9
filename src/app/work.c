/* work.c - deciding what to do next. */
#include "app/work.h"

#include <string.h>

#include "app/line.h"
#include "app/system.h"
#include "lack.h"
#include "shown.h"

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

static void adopt_words(struct work *w, bool result)
{
    if (result)
        w->words.prompts = w->words.next;
    w->words_failed = !result;
}

static void take_in(struct work *w)
{
    bool running;

    job_poll(w->job);       /* first: what comes after it wakes us again */
    running = job_running(w->job);
    if (w->task.kind == TASK_RUN)
        shown_steps(w->task.entry, job_done(w->job));
    if (w->task.kind == TASK_WORDS && !running)
        adopt_words(w, job_result(w->job));
    if (w->task.kind != TASK_NONE && !running)
        shown_end(&w->task, job_result(w->job));
}

/* --- deciding --------------------------------------------------------------- */

/* What is missing of one study for this scene, the first thing first.  What a
 * task is at is missing until it has ended (and may not be read). */
static enum task_kind missing(const struct work *w, const struct scene *scene,
                              const struct entry *e)
{
    struct scene s = seen_from(scene, e);

    if (w->task.kind != TASK_NONE && w->task.entry == e)
        return w->task.kind;
    if (e->failed)
        return TASK_NONE;
    if (w->words_pending)
        return TASK_WORDS;
    if (e->done > e->shown.trace.shape.layers &&
        e->study.prompts != w->words.prompts)
        return TASK_REREAD;
    return lack_of(&s, e, w->wish.needs);
}

/* May the stage be drawn whole, though the run it is part of goes on? */
static bool enough(const struct work *w, const struct scene *scene,
                   const struct entry *e, enum task_kind lacks)
{
    struct scene s = seen_from(scene, e);

    return lacks == TASK_NONE ||
           (lacks == TASK_RUN && !lack_is_far(&s, e, w->wish.needs));
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

/* --- what the loop asks for ------------------------------------------------- */

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
    shown_fill(scene, main, beside, &w->task);
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

bool work_held(const struct work *w)
{
    return w->held;
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

bool work_end(struct work *w, int ms)
{
    double end = clock_ms() + ms, left = ms;

    job_cancel(w->job);
    while (job_running(w->job) && (ms < 0 || left > 0)) {
        job_wait_change(w->job, ms < 0 ? -1 : 1 + (int)left);
        left = end - clock_ms();
    }
    return !job_running(w->job);
}

void work_free(struct work *w)
{
    job_free(w->job);
    shelf_free(&w->shelf);
    arena_close(&w->scratch);
}
