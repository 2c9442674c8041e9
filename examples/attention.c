/* attention.c - what CLS reads, as text: the core library in one page.
 *
 *     attention MODEL PICTURE         MODEL: a folder with model.safetensors */
#include <stdio.h>

#include "explain/study.h"
#include "io/checkpoint.h"
#include "io/image_file.h"

static bool look(const char *folder, const char *path, struct arena *keep,
                 struct arena scratch, struct error *err)
{
    static struct checkpoint c;
    struct engine engine = { .isa = cpu_best_isa() };
    struct run_options options = { .keep = KEEP_ALWAYS };
    struct model model;
    struct processor processor;
    struct image picture;
    struct study s;
    float row[4096];

    if (!checkpoint_open(&c, folder, &(struct hub){ 0 }, keep, err) ||
        !model_build(&model, &c.config, &c.tensors, &engine, keep, err) ||
        !processor_make(&processor, &c.config, &c.processor, model.image_h,
                        model.image_w, keep, err) ||
        !image_read(&picture, path, keep, err) ||
        !study_open(&s, &model, &processor, NULL, &picture, path, &options,
                    NULL, err) ||
        !study_run(&s, scratch, err))
        return false;
    if (study_query(&s) < 0 || s.trace.shape.tokens > 4096)
        return error_set(err, "%s: no CLS token, or too many others", folder);

    for (int l = 0; l < s.trace.shape.layers; l++) {
        const struct shape *shape = &s.trace.shape;

        study_weights(row, &s, l, HEAD_MEAN, study_query(&s), scratch);
        printf("layer %d\n", l + 1);
        for (int i = 0; i < shape_patches(shape); i++)
            printf("%6.3f%s", (double)row[shape_prefix(shape) + i],
                   (i + 1) % shape->grid_w ? "" : "\n");
    }
    study_close(&s);
    checkpoint_close(&c);
    return true;
}

int main(int argc, char **argv)
{
    struct arena keep, scratch;
    struct error err = { "usage: attention MODEL PICTURE" };

    if (argc == 3 && arena_open(&keep, (ptrdiff_t)1 << 36) &&
        arena_open(&scratch, (ptrdiff_t)1 << 36) &&
        look(argv[1], argv[2], &keep, scratch, &err))
        return 0;
    fprintf(stderr, "%s\n", err.text);
    return 1;
}
