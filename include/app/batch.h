/* batch.h - the same work for every picture: one that fails does not stop the
 * others, results come in the order of the pictures, and none lands on top of
 * another. */
#ifndef APP_BATCH_H
#define APP_BATCH_H

#include "app/options.h"
#include "app/world.h"
#include "base/text.h"

/* One picture of many. */
struct piece {
    const char *path;
    const char *out;            /* where to write; NULL: results are printed */
    struct text printed;        /* what goes to standard output */
    struct arena *keep;         /* until that has been printed */
    struct arena scratch;
};

/* What a command does with each of them. */
struct errand {
    /* Ending of the files that -o names, ".png"; NULL: results are printed. */
    const char *ending;

    /* Do a picture.  Several threads are at it at once, each with a piece of
     * its own, when one picture has been done before. */
    bool (*one)(void *ctx, struct piece *p, struct error *err);

    /* A picture that failed, beside the sentence on standard error; may be
     * NULL.  False: standard output is gone, no use to go on. */
    bool (*failed)(void *ctx, const char *path, const char *sentence,
                   struct error *err);

    bool one_by_one;            /* `one` must not be called on two threads */
};

/* Refuse what makes no sense before anything is loaded. */
bool batch_check(const struct options *o, const struct errand *errand,
                 struct error *err);

/* `pool` is what `one` opens its loops on, NULL: none; `model` what else is
 * read, NULL: nothing. */
enum status batch_run(const struct options *o, const struct errand *errand,
                      void *ctx, const struct checkpoint *model,
                      struct pool *pool, struct arena scratch,
                      struct error *err);

/* All of it with a model: check, load, run; ctx is a struct world * whose
 * `own` is what the command hands in. */
enum status batch_world(const struct options *o, const struct errand *errand,
                        void *own, struct error *err);

/* The world as one piece sees it: with memory of its own. */
struct world batch_world_of(const void *ctx, const struct piece *p);

#endif
