/* classify.c - the likeliest class of each picture, several at a time.
 *
 *     classify MODEL PICTURE...
 *
 * Only what the classifier reads is computed: no explanations, no lens. */
#include <stdio.h>

#include "io/checkpoint.h"
#include "io/image_file.h"
#include "nn/forward.h"
#include "nn/preprocess.h"

struct classifier {
    struct checkpoint checkpoint;
    struct engine engine;
    struct model model;
    struct processor processor;
};

static bool load(struct classifier *c, const char *folder, struct arena *keep,
                 struct error *err)
{
    const struct config *config = &c->checkpoint.config;

    c->engine = (struct engine){ .pool = pool_start(0), .isa = cpu_best_isa() };
    return checkpoint_open(&c->checkpoint, folder, &(struct hub){ 0 }, keep,
                           err) &&
           model_build(&c->model, config, &c->checkpoint.tensors, &c->engine,
                       keep, err) &&
           processor_make(&c->processor, config, &c->checkpoint.processor,
                          c->model.image_h, c->model.image_w, keep, err);
}

/* All that is computed dies with `keep` and `scratch`. */
static bool classify(const struct classifier *c, const char *path,
                     struct arena keep, struct arena scratch, struct error *err)
{
    struct run_options options = { .keep = KEEP_ALWAYS, .short_last = true };
    struct image picture;
    struct prepared p;
    struct trace t;
    struct outcome o;

    if (!image_read(&picture, path, &keep, err) ||
        !prepare(&p, &c->processor, &picture, &keep, scratch, err) ||
        !forward_begin(&t, &c->model, p.values, p.h, p.w, &options, &keep,
                       scratch, err))
        return false;
    while (t.done < t.shape.layers)
        forward_step(&t, scratch);
    outcome_read(&o, &c->model, trace_hidden(&t, t.done), &t.shape, NULL, false,
                 &keep, scratch);
    if (!o.classes)
        return error_set(err, "this model has no classes");
    printf("%s\t%s\t%.3f\n", path, outcome_label(&c->model, NULL, o.order[0]),
           (double)o.probs[o.order[0]]);
    return true;
}

int main(int argc, char **argv)
{
    static struct classifier c;
    struct arena keep, scratch;
    struct error err = { "usage: classify MODEL PICTURE..." };
    bool good = argc > 2 && arena_open(&keep, (ptrdiff_t)1 << 36) &&
                arena_open(&scratch, (ptrdiff_t)1 << 36) &&
                load(&c, argv[1], &keep, &err);

    for (int i = 2; good && i < argc; i++)
        good = classify(&c, argv[i], keep, scratch, &err);
    if (!good)
        fprintf(stderr, "classify: %s\n", err.text);
    if (c.engine.pool)
        pool_stop(c.engine.pool);
    return good ? 0 : 1;
}
