/* batch.c - one piece of work, many pictures.
 *
 * Results that are printed come as their pictures are named, so a list may be
 * a pipe.  Results in files are planned first: where all would go is known
 * before the first is computed. */
#include "app/batch.h"

#include <stdio.h>
#include <unistd.h>

#include "app/outputs.h"
#include "app/pictures.h"
#include "app/system.h"
#include "app/world.h"

struct batch {
    const struct options *options;
    const struct task *task;
    void *ctx;
    struct arena keep;    /* paths; until the end, or until they are done */
    struct arena picture; /* until the next picture */
    int done, count;      /* count 0: not known */
    bool progress, failed;
};

static void show_progress(const struct batch *b, const char *path)
{
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
static bool tell(struct batch *b, const char *path, struct error *err)
{
    struct error sentence = *err;

    hide_progress(b);
    complain(&sentence);
    b->failed = true;
    err->text[0] = '\0';
    return !b->task->failed ||
           b->task->failed(b->ctx, path, sentence.text, err);
}

/* False: stop. */
static bool do_one(struct batch *b, const char *path, const char *out,
                   struct error *err)
{
    bool good;

    show_progress(b, path);
    good = b->task->one(b->ctx, path, out, &b->picture, err);
    arena_reset(&b->picture);
    b->done++;
    if (!good && ferror(stdout))
        return false;
    return good || tell(b, path, err);
}

/* Results are printed: each as its picture is named, in one write(), so that
 * whoever is killed leaves whole ones. */
static bool stream(struct batch *b, struct pictures *pictures,
                   struct error *err)
{
    struct arena empty = b->keep;
    const char *path;
    enum picture found;

    setvbuf(stdout, NULL, _IONBF, 0);
    while ((found = pictures_next(pictures, &path, err)) != PICTURE_END) {
        if (found == PICTURE_GOOD ? !do_one(b, path, NULL, err)
                                  : !tell(b, path, err))
            return false;
        if (pictures->folder_next == pictures->folder_count)
            b->keep = empty;    /* a list may have no end */
    }
    return true;
}

/* Results are files: all pictures first, then where they go, then work. */
static enum status write_files(struct batch *b, struct pictures *pictures,
                               struct error *err)
{
    struct outputs plan = outputs_new(&b->keep);
    const char *path;
    enum picture found;

    while ((found = pictures_next(pictures, &path, err)) != PICTURE_END)
        if (found == PICTURE_GOOD)
            outputs_add(&plan, path);
        else
            tell(b, path, err);
    if (!outputs_plan(&plan, b->options->output, b->task->ending, err))
        return STATUS_USAGE;
    if (plan.count && !outputs_make_folder(&plan, err))
        return STATUS_FAILED;
    b->count = plan.count;
    for (int i = 0; i < plan.count; i++)
        if (!do_one(b, plan.items[i].picture, plan.items[i].file, err))
            return STATUS_FAILED;
    return STATUS_GOOD;
}

static enum status run(struct batch *b, struct pictures *pictures,
                       struct error *err)
{
    if (b->task->ending)
        return write_files(b, pictures, err);
    return stream(b, pictures, err) ? STATUS_GOOD : STATUS_FAILED;
}

bool batch_check(const struct options *o, const struct task *task,
                 struct error *err)
{
    if (task->ending && !o->output)
        return error_set(err, "%s needs -o: where to write", o->command->name);
    return pictures_check(o, err);
}

enum status batch_run(const struct options *o, const struct task *task,
                      void *ctx, struct error *err)
{
    struct batch b = {
        .options = o,
        .task = task,
        .ctx = ctx,
        .progress =
            !o->quiet && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO),
    };
    struct pictures pictures;
    enum status status;

    if (!memory_open_little(&b.keep, err) || !memory_open(&b.picture, err))
        return STATUS_FAILED;
    pictures_open(&pictures, o, &b.keep);
    status = run(&b, &pictures, err);
    hide_progress(&b);
    pictures_close(&pictures);
    arena_close(&b.picture);
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
        status = batch_run(o, task, &w, err);
    world_close(&w);
    return status;
}
