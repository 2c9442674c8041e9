/* batch.c - one piece of work, many pictures.
 *
 * Results that are printed come as their pictures are named, so a list may be
 * a pipe: what can be read of it without waiting, up to a bound, is a round.
 * Results in files are planned first: where all would go is known before the
 * first is computed, and all of them are one round.
 *
 * A thread that has a picture to itself loses nothing to waiting for others,
 * and while it decodes or writes they compute.  So a round is shared out by
 * pictures, while there are as many as threads; a single one, and the few at
 * the end, have all threads for their products.  The first is always single:
 * it packs the weights, after which models are only read. */
#include "app/batch.h"

#include <stdio.h>
#include <unistd.h>

#include "app/outputs.h"
#include "app/pictures.h"
#include "app/system.h"
#include "base/in_order.h"
#include "base/parallel.h"

enum {
    ROUND_MAX = 1024,           /* pictures read ahead from a list */
    SLOTS_EACH = 4              /* pictures a thread may be ahead */
};

struct item {
    const char *path, *out;
    const char *fault;          /* why it stands for no picture, or NULL */
};

/* What a picture leaves until its turn comes. */
struct slot {
    struct arena keep;
    struct text printed;
    bool good;
    struct error err;
};

struct batch {
    const struct options *options;
    const struct task *task;
    void *ctx;
    struct error *err;
    struct pool *pool;
    struct arena keep;          /* until the end */
    struct arena folders;       /* what is in them; until they are done */
    struct arena names;         /* lines of a list; until the next round */
    int workers, slot_count;    /* 1: pictures are done one by one */
    struct arena *scratch;      /* [workers] */
    struct slot *slots;         /* [slot_count] */
    const struct item *items;   /* being done */
    int done, count;            /* count 0: not known */
    bool progress, failed, packed, invited;
};

static void show_progress(const struct batch *b, int index)
{
    const char *path = b->items[index].path;
    struct error line; /* hides what a hostile name may do to a terminal */

    if (!b->progress)
        return;
    if (b->count)
        error_set(&line, "%d/%d %.60s", b->done + 1, b->count, path);
    else
        error_set(&line, "%d %.60s", b->done + 1, path);
    fprintf(stderr, "\r\033[K%s", line.text);
}

static void hide_progress(const struct batch *b)
{
    if (b->progress)
        fprintf(stderr, "\r\033[K");
}

/* Tell of a picture that failed.  False: nobody listens any more. */
static bool tell(struct batch *b, const char *path, const char *sentence)
{
    struct error said;

    error_set(&said, "%s", sentence);
    hide_progress(b);
    complain(&said);
    b->failed = true;
    return !b->task->failed ||
           b->task->failed(b->ctx, path, said.text, b->err);
}

/* --- a round ------------------------------------------------------------- */

static void do_item(void *ctx, int index, int slot, int worker)
{
    struct batch *b = ctx;
    const struct item *item = &b->items[index];
    struct slot *s = &b->slots[slot];
    struct piece p = { .path = item->path,
                       .out = item->out,
                       .printed = text_new(&s->keep),
                       .keep = &s->keep,
                       .scratch = b->scratch[worker] };

    if (worker == 0)
        show_progress(b, index);
    s->err.text[0] = '\0';
    if (item->fault)
        s->good = error_set(&s->err, "%s", item->fault);
    else
        s->good = b->task->one(b->ctx, &p, &s->err);
    s->printed = p.printed;
}

static bool hand_over(void *ctx, int index, int slot)
{
    struct batch *b = ctx;
    struct slot *s = &b->slots[slot];
    bool listening;

    if (s->good)
        listening = !s->printed.size ||
                    print_out(s->printed.data, s->printed.size, b->err);
    else
        listening = tell(b, b->items[index].path, s->err.text);
    arena_reset(&s->keep);
    b->packed = b->packed || s->good;
    b->done++;
    return listening;
}

/* Room for every thread to have a picture of its own; where there is none they
 * go on sharing one. */
static void invite_workers(struct batch *b)
{
    int workers = pool_threads(b->pool), slots = SLOTS_EACH * workers;
    int more = workers - 1 + slots - 1;
    struct arena first = b->scratch[0], *rooms;
    struct slot slot = b->slots[0];

    if (b->invited)
        return;
    b->invited = true;
    rooms = arena_array(&b->keep, struct arena, more);
    if (!memory_open_many(rooms, more))
        return;
    b->workers = workers;
    b->slot_count = slots;
    b->scratch = arena_array(&b->keep, struct arena, workers);
    b->slots = arena_array(&b->keep, struct slot, slots);
    b->scratch[0] = first;
    b->slots[0] = slot;
    for (int i = 1; i < workers; i++)
        b->scratch[i] = *rooms++;
    for (int i = 1; i < slots; i++)
        b->slots[i].keep = *rooms++;
}

static bool run_items(struct batch *b, const struct item *items, int count,
                      bool shared)
{
    struct in_order row = { .count = count,
                            .slots = shared ? b->slot_count : 1,
                            .ctx = b,
                            .work = do_item,
                            .hand_over = hand_over };

    b->items = items;
    return run_in_order(shared ? b->pool : NULL, &row);
}

/* False: standard output is gone. */
static bool run_round(struct batch *b, const struct item *items, int count)
{
    int threads = b->task->one_by_one ? 1 : pool_threads(b->pool);

    for (int i = 0, n; i < count; i += n) {
        bool shared = threads > 1 && b->packed && count - i >= threads;

        if (shared)
            invite_workers(b);
        shared = shared && b->workers > 1;
        n = shared ? (count - i) / threads * threads : 1;
        if (!run_items(b, items + i, n, shared))
            return false;
    }
    return true;
}

/* --- rounds -------------------------------------------------------------- */

/* The next pictures: one in any case, more as far as they are there. */
static int gather(struct batch *b, struct item *items,
                  struct pictures *pictures, struct arena empty)
{
    struct error why;
    int n = 0;

    arena_reset(&b->names);
    if (pictures->folder_next == pictures->folder_count)
        b->folders = empty;     /* a list may name them without end */
    while (n < ROUND_MAX && (n == 0 || pictures_ready(pictures))) {
        struct item *item = &items[n];
        enum picture found =
            pictures_next(pictures, &item->path, &b->names, &why);

        if (found == PICTURE_END)
            break;
        item->fault = found == PICTURE_BAD ? arena_string(&b->names, why.text)
                                           : NULL;
        n++;
    }
    return n;
}

/* Results are printed, each in one write(), so that whoever is killed leaves
 * whole ones; but the system may cut a write short between two pages. */
static bool stream(struct batch *b, struct pictures *pictures)
{
    struct item *items = arena_array(&b->keep, struct item, ROUND_MAX);
    struct arena empty = b->folders;
    int n;

    setvbuf(stdout, NULL, _IONBF, 0);
    while ((n = gather(b, items, pictures, empty)) > 0)
        if (!run_round(b, items, n))
            return false;
    return true;
}

/* Results are files: all pictures first, then where they go, then work. */
static enum status write_files(struct batch *b, struct pictures *pictures)
{
    struct outputs plan = outputs_new(&b->keep);
    struct item *items;
    const char *path;
    enum picture found;

    while ((found = pictures_next(pictures, &path, &b->keep, b->err)) !=
           PICTURE_END)
        if (found == PICTURE_GOOD)
            outputs_add(&plan, path);
        else
            tell(b, path, b->err->text);
    b->err->text[0] = '\0';
    if (!outputs_plan(&plan, b->options->output, b->task->ending, b->err))
        return STATUS_USAGE;
    if (plan.count && !outputs_make_folder(&plan, b->err))
        return STATUS_FAILED;
    items = arena_array(&b->keep, struct item, plan.count);
    for (int i = 0; i < plan.count; i++)
        items[i] = (struct item){ plan.items[i].picture, plan.items[i].file,
                                  NULL };
    b->count = plan.count;
    return run_round(b, items, plan.count) ? STATUS_GOOD : STATUS_FAILED;
}

static enum status run(struct batch *b)
{
    struct pictures pictures;
    enum status status;

    pictures_open(&pictures, b->options, &b->folders);
    if (b->task->ending)
        status = write_files(b, &pictures);
    else
        status = stream(b, &pictures) ? STATUS_GOOD : STATUS_FAILED;
    hide_progress(b);
    pictures_close(&pictures);
    return status;
}

bool batch_check(const struct options *o, const struct task *task,
                 struct error *err)
{
    if (task->ending && !o->output)
        return error_set(err, "%s needs -o: where to write", o->command->name);
    return pictures_check(o, err);
}

enum status batch_run(const struct options *o, const struct task *task,
                      void *ctx, struct pool *pool, struct arena scratch,
                      struct error *err)
{
    struct slot slot = { .good = false };
    struct batch b = {
        .options = o,
        .task = task,
        .ctx = ctx,
        .err = err,
        .pool = pool,
        .workers = 1,
        .slot_count = 1,
        .scratch = &scratch,
        .slots = &slot,
        .progress =
            !o->quiet && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO),
    };
    enum status status;

    if (!memory_open_little(&b.keep, err) ||
        !memory_open_little(&b.folders, err) ||
        !memory_open_little(&b.names, err) || !memory_open(&slot.keep, err))
        return STATUS_FAILED;
    err->text[0] = '\0';
    status = run(&b);
    for (int i = 0; i < b.slot_count; i++)
        arena_close(&b.slots[i].keep);
    for (int i = 1; i < b.workers; i++)
        arena_close(&b.scratch[i]);
    arena_close(&b.names);
    arena_close(&b.folders);
    arena_close(&b.keep);
    return status == STATUS_GOOD && b.failed ? STATUS_FAILED : status;
}

enum status batch_world(const struct options *o, const struct task *task,
                        void *own, struct error *err)
{
    struct world w;
    enum status status;

    if (!batch_check(o, task, err))
        return STATUS_USAGE;
    status = world_open(&w, o, err);
    w.own = own;
    if (status == STATUS_GOOD && pictures_single(o))
        model_run_once(&w.model, &w.keep);
    if (status == STATUS_GOOD)
        status = batch_run(o, task, &w, w.engine.pool, w.scratch, err);
    world_close(&w);
    return status;
}

struct world batch_world_of(const void *ctx, const struct piece *p)
{
    struct world w = *(const struct world *)ctx;

    w.scratch = p->scratch;
    w.room = p->keep;
    return w;
}
