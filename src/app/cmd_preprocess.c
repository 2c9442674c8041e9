/* cmd_preprocess.c - what a model is fed, step by step, for comparison with
 * other preprocessing: decoded, resized, cropped, normalised. */
#include <string.h>

#include "app/batch.h"
#include "app/pictures.h"
#include "app/system.h"
#include "app/world.h"
#include "io/json_file.h"
#include "io/safetensors.h"

/* A tensor [h, w, 3] of bytes. */
static struct tensor picture_tensor(const char *name, const struct image *im)
{
    return (struct tensor){
        .name = name,
        .dtype = DTYPE_U8,
        .rank = 3,
        .shape = { im->height, im->width, 3 },
        .data = im->pixels,
        .count = (int64_t)im->height * im->width * 3,
    };
}

static bool write_steps(const char *out, const struct image *decoded,
                        const struct prepared *p, struct arena scratch,
                        struct error *err)
{
    struct tensor t[4];
    int n = 0;

    t[n++] = tensor_of_floats("pixel_values", p->values, 3,
                              (int64_t[]){ 3, p->h, p->w });
    t[n++] = picture_tensor("decoded", decoded);
    if (p->resized.pixels)
        t[n++] = picture_tensor("resized_u8", &p->resized);
    if (p->pixels.pixels)
        t[n++] = picture_tensor("pixels_u8", &p->pixels);
    return safetensors_write(out, t, n, scratch, err);
}

static bool preprocess_one(void *ctx, struct piece *p, struct error *err)
{
    const struct processor *processor = ctx;
    struct prepared prepared;
    struct image decoded;

    return picture_read(&decoded, p->path, p->keep, err) &&
           prepare(&prepared, processor, &decoded, p->keep, p->scratch, err) &&
           write_steps(p->out, &decoded, &prepared, p->scratch, err);
}

static const struct errand errand = {
    .ending = ".safetensors", .one = preprocess_one
};

/* A preprocessor_config.json alone, without the model it was made for. */
static enum status with_config(const struct options *o, struct error *err)
{
    struct processor processor;
    struct arena keep, scratch;
    struct config config;
    struct file f;
    enum status status = STATUS_FAILED;

    if (!memory_open(&keep, err) || !memory_open(&scratch, err))
        return STATUS_FAILED;
    if (file_read(&f, o->config, JSON_SIZE_MAX, &keep, err) &&
        config_read(&config, &f, &keep, err) &&
        processor_make(&processor, NULL, &config, 0, 0, &keep, err)) {
        if (o->resolution_h)
            processor_resize_to(&processor, o->resolution_h, o->resolution_w);
        status = batch_run(o, &errand, &processor, NULL, NULL, scratch, err);
    }
    arena_close(&scratch);
    arena_close(&keep);
    return status;
}

static enum status with_model(const struct options *o, struct error *err)
{
    struct world w;
    enum status status = world_open(&w, o, err);

    if (status == STATUS_GOOD)
        status = batch_run(o, &errand, &w.processor, &w.checkpoint,
                           w.engine.pool, w.scratch, err);
    world_close(&w);
    return status;
}

enum status cmd_preprocess(const struct options *o, struct error *err)
{
    if (!batch_check(o, &errand, err))
        return STATUS_USAGE;
    if (o->config && o->model) {
        error_set(err, "preprocess takes a model or --config, not both");
        return STATUS_USAGE;
    }
    return o->config ? with_config(o, err) : with_model(o, err);
}
