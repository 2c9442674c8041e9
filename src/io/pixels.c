/* pixels.c - pixel values from a file: somebody else's preprocessing. */
#include "io/pixels.h"

#include <inttypes.h>
#include <math.h>

#include "base/image.h"
#include "io/safetensors.h"

static bool check_shape(const struct tensor *t, const int64_t *shape,
                        const struct file *f, struct arena *keep,
                        struct error *err)
{
    if (t->rank - (shape - t->shape) == 3 && shape[0] == 3 && shape[1] >= 1 &&
        shape[2] >= 1 && shape[1] <= IMAGE_SIDE_MAX &&
        shape[2] <= IMAGE_SIDE_MAX && dtype_is_float(t->dtype) &&
        t->count <= arena_room(keep, sizeof(float)))
        return true;
    return error_set(err,
                     "%s: pixel_values is %s %s; [3, height, width] in floats "
                     "is meant",
                     f->path, dtype_name(t->dtype), tensor_shape_text(keep, t));
}

static bool check_numbers(const float *values, int64_t count, const char *path,
                          struct error *err)
{
    for (int64_t i = 0; i < count; i++)
        if (!isfinite(values[i]))
            return error_set(err,
                             "%s: pixel_values holds %s at position %" PRId64,
                             path, isnan(values[i]) ? "NaN" : "an infinity",
                             i);
    return true;
}

static bool find_pixels(struct pixels *out, const struct file *f,
                        struct arena *keep, struct error *err)
{
    struct tensor *items = NULL;
    struct tensor_list list = { 0 };
    const struct tensor *t;
    const int64_t *shape;

    if (!safetensors_parse(&items, &list.count, f, keep, err))
        return false;
    list.items = items;
    t = tensor_find(&list, "pixel_values");
    if (!t)
        return error_set(err, "%s: no tensor pixel_values", f->path);
    shape = t->shape + (t->rank == 4 && t->shape[0] == 1);
    if (!check_shape(t, shape, f, keep, err))
        return false;
    out->values = arena_floats(keep, t->count);
    tensor_floats(out->values, t, 0, t->count);
    out->h = (int)shape[1];
    out->w = (int)shape[2];
    return check_numbers(out->values, t->count, f->path, err);
}

bool pixels_of_file(struct pixels *out, const struct file *f,
                    struct arena *keep, struct error *err)
{
    struct arena before = *keep;
    struct pixels p = { 0 };

    if (!find_pixels(&p, f, keep, err)) {
        *keep = before;
        return false;
    }
    *out = p;
    return true;
}

bool pixels_read(struct pixels *out, const char *path, struct arena *keep,
                 struct error *err)
{
    struct file f;
    bool ok;

    if (!file_map(&f, path, keep, err))
        return false;
    ok = pixels_of_file(out, &f, keep, err);
    file_unmap(&f);
    return ok;
}
