/* world.h - the engine and the model, as the options want them: all that is
 * the same for every picture. */
#ifndef APP_WORLD_H
#define APP_WORLD_H

#include "app/options.h"
#include "explain/study.h"
#include "io/checkpoint.h"
#include "io/pixels.h"
#include "nn/text_tower.h"

struct world {
    const struct options *options;
    struct arena keep;              /* the model; lives as long as the world */
    struct arena scratch;           /* handed out by value */
    struct arena *room;             /* of studies; NULL: each has its own */
    struct engine engine;
    struct checkpoint checkpoint;
    struct model model;
    struct processor processor;
    struct tokenizer *tokenizer;    /* NULL: not needed yet */
    struct prompts *prompts;        /* NULL: the model's own classes */
    struct prompt_ids *prompt_ids;  /* their tokens [prompts->count] */
    struct pixels pixels;           /* --pixels; values NULL: none */
    void *own;                /* what a command keeps here */
};

/* Start the engine, load the model, name its classes. */
enum status world_open(struct world *w, const struct options *o,
                       struct error *err);

/* The same with this model whatever the options say; NULL: the built-in. */
enum status world_open_model(struct world *w, const struct options *o,
                             const char *model, struct error *err);
void world_close(struct world *w);

/* Engine alone, for what is asked of the machine. */
bool engine_open(struct engine *e, const struct options *o, struct error *err);
void engine_close(struct engine *e);

/* What -m or VITSCOPE_MODEL says; NULL: the built-in model. */
const char *model_asked(const struct options *o);

/* A study of the picture at `path` (or of the pixels that are fed), nothing
 * computed yet.  The picture is taken from `keep`. */
bool world_study(struct study *s, const struct world *w, const char *path,
                 enum keep keep_tensors, struct arena *keep,
                 struct error *err);

/* The same of a picture that is decoded already; it must stay. */
bool world_study_of(struct study *s, const struct world *w,
                    const struct image *picture, const char *path,
                    enum keep keep_tensors, struct error *err);

/* All steps, with the time of the forward pass alone. */
bool world_run(struct study *s, const struct world *w, struct error *err);

#endif
