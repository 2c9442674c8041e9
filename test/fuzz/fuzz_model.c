/* fuzz_model.c - any folder as a model, or one file of it: a model that runs
 * a picture, or a sentence.
 *
 * config.json, preprocessor_config.json, an index and its shards, in whatever
 * state; see folder.h for the form of an input. */
#include "folder.h"

#include "base/parallel.h"
#include "explain/study.h"
#include "io/checkpoint.h"

enum { SIDE = 20, WORK_MAX = 1 << 22 };

/* Would a run be over soon? */
static bool is_small(const struct model *m, int h, int w)
{
    struct shape s = model_shape(m, h, w);
    double tokens = s.tokens, dim = s.dim;

    return tokens * (dim + m->tower.mlp + tokens) * (s.layers + 1) < WORK_MAX &&
           (double)h * w < WORK_MAX / 4;
}

static void run(const struct model *m, const struct processor *p,
                struct arena *keep)
{
    struct arena scratch = arena_carve(keep, 128 << 20);
    struct run_options how = { .keep = KEEP_ALWAYS };
    struct error err = { 0 };
    struct image picture = image_new(keep, SIDE, SIDE);
    struct study s;
    int h = SIDE, w = SIDE;

    if (!processor_size(p, &h, &w) && p->resize_h > 256)
        return;
    if (!is_small(m, h, w))
        return;
    CLAIM(study_open(&s, m, p, NULL, &picture, "fuzz", &how, NULL, &err));
    CLAIM(study_run(&s, scratch, &err) || err.text[0]);
    study_close(&s);
}

/* What is made of a checkpoint that could be opened. */
static void use(const struct checkpoint *c, struct engine *engine,
                struct arena *keep)
{
    struct error err = { 0 };
    struct processor p;
    struct model m;

    if (!model_build(&m, &c->config, &c->tensors, engine, keep, &err) ||
        !processor_make(&p, &c->config, c->processor.count ? &c->processor
                                                           : NULL,
                        m.image_h, m.image_w, keep, &err)) {
        CLAIM(err.text[0]);
        return;
    }
    m.name = "fuzz";
    CLAIM(m.patch > 0 && m.tower.layers > 0 && m.tower.dim > 0);
    run(&m, &p, keep);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct engine engine;
    struct arena *keep = fuzz_arena((ptrdiff_t)512 << 20);
    const char *folder = folder_make(data, size, keep);
    struct checkpoint *c = arena_new(keep, struct checkpoint);
    struct error err = { 0 };

    if (!engine.pool)
        engine = (struct engine){ .pool = pool_start(1) };
    if (checkpoint_open(c, folder, NULL, keep, &err)) {
        CLAIM(c->tensors.count > 0);
        use(c, &engine, keep);
        checkpoint_close(c);
    } else {
        CLAIM(err.text[0]);
    }
    return 0;
}
