/* batch.h - the same work for every picture: one that fails does not stop the
 * others, and no result lands on top of another. */
#ifndef APP_BATCH_H
#define APP_BATCH_H

#include "app/options.h"

struct task {
    /* Ending of the files that -o names, ".png"; NULL: results are printed. */
    const char *ending;

    /* One picture; `out` is NULL when results are printed.  `keep` lives
     * until the next picture. */
    bool (*one)(void *ctx, const char *path, const char *out,
                struct arena *keep, struct error *err);

    /* A picture that failed, beside the sentence on standard error; may be
     * NULL.  False: standard output is gone, no use to go on. */
    bool (*failed)(void *ctx, const char *path, const char *sentence,
                   struct error *err);
};

/* Refuse what makes no sense before anything is loaded. */
bool batch_check(const struct options *o, const struct task *task,
                 struct error *err);
enum status batch_run(const struct options *o, const struct task *task,
                      void *ctx, struct error *err);

/* All of it with a model: check, load, run; ctx is a struct world * whose
 * `own` is what the command hands in. */
enum status batch_world(const struct options *o, const struct task *task,
                        void *own, struct error *err);

#endif
