/* world.c - from options and environment to an engine and a model. */
#include "app/world.h"

#include "app/builtin.h"
#include "app/look.h"
#include "app/phrases.h"
#include "app/pictures.h"
#include "app/system.h"
#include "io/safetensors.h"

bool engine_open(struct engine *e, const struct options *o, struct error *err)
{
    const char *name = environment("VITSCOPE_ISA");

    *e = (struct engine){ .isa = cpu_best_isa(), .precision = o->precision };
    if (name) {
        enum isa wanted;

        if (!isa_parse(&wanted, name))
            return error_set(err,
                             "VITSCOPE_ISA=%s: baseline, avx2, avx512, "
                             "avx512bf16 or amx is meant",
                             name);
        if (wanted > e->isa)
            return error_set(err,
                             "VITSCOPE_ISA=%s: this machine has no more "
                             "than %s",
                             name, isa_name(e->isa));
        e->isa = wanted;
    }
    e->pool = pool_start(o->threads);
    return true;
}

void engine_close(struct engine *e)
{
    if (e->pool)
        pool_stop(e->pool);
    e->pool = NULL;
}

const char *model_asked(const struct options *o)
{
    return o->model ? o->model : environment("VITSCOPE_MODEL");
}

/* The vector [D] the class token had before training. */
static bool load_start(struct world *w, struct error *err)
{
    struct file f = builtin_file(BUILTIN_START);
    struct tensor *items = NULL;
    ptrdiff_t count = 0;
    struct tensor_list list;
    const struct tensor *t;
    float *start;

    if (!safetensors_parse(&items, &count, &f, &w->keep, err))
        return false;
    list = (struct tensor_list){ .items = items, .count = count };
    t = tensor_find(&list, "cls_token");
    if (!t || t->count != w->model.tower.dim)
        return error_set(err, "%s: no cls_token of %d numbers", f.path,
                         w->model.tower.dim);
    start = arena_floats(&w->keep, t->count);
    tensor_floats(start, t, 0, t->count);
    w->model.cls_start = start;
    return true;
}

static bool open_builtin(struct world *w, struct error *err)
{
    struct file config = builtin_file(BUILTIN_CONFIG);
    struct file processor = builtin_file(BUILTIN_PROCESSOR);
    struct file weights = builtin_file(BUILTIN_WEIGHTS);

    return checkpoint_of_memory(&w->checkpoint, &config, &processor, &weights,
                                &w->keep, err);
}

static bool load_model(struct world *w, const char *asked, struct error *err)
{
    struct hub hub = hub_of_environment();
    struct checkpoint *c = &w->checkpoint;
    struct model *m = &w->model;

    if (!(asked ? checkpoint_open(c, asked, &hub, &w->keep, err)
                : open_builtin(w, err)))
        return false;
    if (!model_build(m, &c->config, &c->tensors, &w->engine, &w->keep, err))
        return false;
    m->name = asked ? asked : "built-in";
    return processor_make(&w->processor, &c->config,
                          c->processor.count ? &c->processor : NULL, m->image_h,
                          m->image_w, &w->keep, err) &&
           (asked || load_start(w, err));
}

enum status world_open_model(struct world *w, const struct options *o,
                             const char *model, struct error *err)
{
    *w = (struct world){ .options = o };
    if (!engine_open(&w->engine, o, err))
        return STATUS_USAGE;
    if (!memory_open_large(&w->keep, err) || !load_model(w, model, err))
        return STATUS_FAILED;
    arena_trim(&w->keep, 4);
    if (!memory_open(&w->scratch, err))
        return STATUS_FAILED;
    if (o->resolution_h)
        processor_resize_to(&w->processor, o->resolution_h, o->resolution_w);
    if (o->pixels && !pixels_read(&w->pixels, o->pixels, &w->keep, err))
        return STATUS_FAILED;
    if (!name_classes(w, err))
        return STATUS_FAILED;
    return look_check(w, err) ? STATUS_GOOD : STATUS_USAGE;
}

enum status world_open(struct world *w, const struct options *o,
                       struct error *err)
{
    return world_open_model(w, o, model_asked(o), err);
}

void world_close(struct world *w)
{
    engine_close(&w->engine);
    checkpoint_close(&w->checkpoint);
    arena_close(&w->scratch);
    arena_close(&w->keep);
}

bool world_study_of(struct study *s, const struct world *w,
                    const struct image *picture, const char *path,
                    enum keep keep_tensors, struct error *err)
{
    struct run_options run = {
        .keep = keep_tensors,
        .original_positions = w->options->original_positions,
        .short_last = keep_tensors == KEEP_ALWAYS,
    };

    if (!study_open(s, &w->model, &w->processor, w->prompts, picture, path,
                    &run, w->room, err))
        return false;
    if (w->pixels.values)
        study_feed(s, w->pixels.values, w->pixels.h, w->pixels.w);
    return true;
}

bool world_study(struct study *s, const struct world *w, const char *path,
                 enum keep keep_tensors, struct arena *keep, struct error *err)
{
    struct image picture = { 0 };

    /* Fed pixels are named after their own file when no picture is given. */
    if ((!w->pixels.values || w->options->argument_count) &&
        !picture_read(&picture, path, keep, err))
        return false;
    return world_study_of(s, w, &picture, path, keep_tensors, err);
}

bool world_run(struct study *s, const struct world *w, struct error *err)
{
    s->clock_ms = clock_ms;
    return study_run(s, w->scratch, err);
}
