/* batch.c - one piece of work, many pictures.
 *
 * Results that are printed come as their pictures are named, so a list may be
 * a pipe: what can be read of it without waiting, up to a bound, is a round.
 * Results in files are planned first: where all would go is known before the
 * first is computed, and all of them are one round. */
#include "app/batch.h"

#include <stdio.h>

#include "app/inputs.h"
#include "app/outputs.h"
#include "app/pictures.h"
#include "app/system.h"
#include "crew.h"

enum { ROUND_MAX = 1024 };      /* pictures read ahead from a list */

struct batch {
    const struct options *options;
    const struct errand *errand;
    const struct checkpoint *model;     /* NULL: none is read */
    struct error *err;
    struct crew crew;
    struct arena keep;          /* until the end */
    struct arena folders;       /* what is in them; until they are done */
    struct arena names;         /* lines of a list; until the next round */
};

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
        if (!crew_do(&b->crew, items, n))
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
            crew_tell(&b->crew, path, b->err->text);
    b->err->text[0] = '\0';
    if (!outputs_plan(&plan, b->options->output, b->errand->ending, b->err))
        return STATUS_USAGE;
    for (int i = 0; i < plan.count; i++)
        if (!inputs_spare(b->options, b->model, plan.items[i].file, b->keep,
                          b->err))
            return STATUS_USAGE;
    if (plan.count && !outputs_make_folder(&plan, b->err))
        return STATUS_FAILED;
    items = arena_array(&b->keep, struct item, plan.count);
    for (int i = 0; i < plan.count; i++)
        items[i] = (struct item){ plan.items[i].picture, plan.items[i].file,
                                  NULL };
    b->crew.count = plan.count;
    return crew_do(&b->crew, items, plan.count) ? STATUS_GOOD : STATUS_FAILED;
}

static enum status run(struct batch *b)
{
    struct pictures pictures;
    enum status status;

    pictures_open(&pictures, b->options, &b->folders);
    if (b->errand->ending)
        status = write_files(b, &pictures);
    else
        status = stream(b, &pictures) ? STATUS_GOOD : STATUS_FAILED;
    crew_clear_line(&b->crew);
    pictures_close(&pictures);
    return status;
}

bool batch_check(const struct options *o, const struct errand *errand,
                 struct error *err)
{
    if (errand->ending && !o->output)
        return error_set(err, "%s needs -o: where to write", o->command->name);
    return pictures_check(o, err);
}

static bool open_batch(struct batch *b, void *ctx, struct pool *pool,
                       struct arena scratch, struct error *err)
{
    return memory_open_little(&b->keep, err) &&
           memory_open_little(&b->folders, err) &&
           memory_open_little(&b->names, err) &&
           crew_open(&b->crew, b->options, b->errand, ctx, pool, scratch, err);
}

enum status batch_run(const struct options *o, const struct errand *errand,
                      void *ctx, const struct checkpoint *model,
                      struct pool *pool, struct arena scratch,
                      struct error *err)
{
    struct batch b = { .options = o, .errand = errand, .model = model,
                       .err = err };
    enum status status;

    if (!open_batch(&b, ctx, pool, scratch, err))
        return STATUS_FAILED;
    err->text[0] = '\0';
    status = run(&b);
    crew_close(&b.crew);
    arena_close(&b.names);
    arena_close(&b.folders);
    arena_close(&b.keep);
    return status == STATUS_GOOD && b.crew.failed ? STATUS_FAILED : status;
}

enum status batch_world(const struct options *o, const struct errand *errand,
                        void *own, struct error *err)
{
    struct world w;
    enum status status;

    if (!batch_check(o, errand, err))
        return STATUS_USAGE;
    status = world_open(&w, o, err);
    w.own = own;
    if (status == STATUS_GOOD && pictures_single(o))
        model_run_once(&w.model, &w.keep);
    if (status == STATUS_GOOD)
        status = batch_run(o, errand, &w, &w.checkpoint, w.engine.pool,
                           w.scratch, err);
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
