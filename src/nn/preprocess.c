/* preprocess.c - resize, crop the middle, rescale, normalise.
 *
 * Three ways of rounding meet here, each as its library has it: the longer
 * edge is cut off (int(edge * long / short)), a box is rounded half to even,
 * and the margin of a crop down (transformers) or half to even (torchvision);
 * a negative one, which pads, goes down in transformers and up elsewhere.
 * Pixels become numbers in double and then float32; mean and deviation are
 * taken in float32. */
#include <math.h>
#include <string.h>

#include "resample.h"

struct size {
    int64_t h, w;
};

/* Keep the shape; cover the box (shortest) or fit into it (longest). */
static struct size size_in_box(const struct processor *p, int h, int w)
{
    double ratio_h = (double)h / p->resize_h, ratio_w = (double)w / p->resize_w;
    double ratio = p->resize == RESIZE_LONGEST ? fmax(ratio_h, ratio_w)
                                               : fmin(ratio_h, ratio_w);

    return (struct size){ (int64_t)fmax(rint(h / ratio), 1),
                          (int64_t)fmax(rint(w / ratio), 1) };
}

static struct size resized_size(const struct processor *p, int h, int w)
{
    int64_t edge = p->resize_h;

    if (p->resize == RESIZE_NONE)
        return (struct size){ h, w };
    if (p->resize == RESIZE_SQUASH)
        return (struct size){ p->resize_h, p->resize_w };
    if (p->resize == RESIZE_LONGEST || p->resize_h != p->resize_w)
        return size_in_box(p, h, w);
    if (h < w)
        return (struct size){ edge, edge * w / h };
    return (struct size){ edge * h / w, edge };
}

/* Where the crop begins along one side; below 0 it is padded. */
static int margin(const struct processor *p, int side, int crop)
{
    int rest = side - crop;

    if (rest > 0 && p->crop_even)
        return (int)rint(rest / 2.0);
    if (rest < 0 && !p->crop_even && !p->float_resize)
        return -((1 - rest) / 2);
    return rest / 2;
}

/* The part of the resized picture the model sees. */
struct view {
    int x, y, w, h;
};

static struct view view_of(const struct processor *p, int h, int w)
{
    if (!p->crop)
        return (struct view){ 0, 0, w, h };
    return (struct view){ margin(p, w, p->crop_w), margin(p, h, p->crop_h),
                          p->crop_w, p->crop_h };
}

/* Bytes of what is kept (8-bit pixels twice, floats) and of scratch. */
static bool fits(const struct processor *p, const struct image *in,
                 struct size size, const struct arena *keep,
                 const struct arena *scratch, struct error *err)
{
    int64_t pixels = size.h * size.w;
    struct view view;
    ptrdiff_t need;

    if (size.h > IMAGE_SIDE_MAX || size.w > IMAGE_SIDE_MAX ||
        pixels > IMAGE_PIXELS_MAX)
        return error_set(err,
                         "a picture of %dx%d pixels cannot be resized to "
                         "%dx%d: that is too large",
                         in->width, in->height, (int)size.w, (int)size.h);
    view = view_of(p, (int)size.h, (int)size.w);
    need = 3 * pixels + 15 * ((ptrdiff_t)view.w * view.h) + 4096;
    if (need <= arena_room(keep, 1)) {
        need = p->float_resize
                   ? resize_float_scratch(in->width, in->height, (int)size.w,
                                          (int)size.h, p->filter) +
                         12 * pixels
                   : image_resize_scratch(in->width, in->height, (int)size.w,
                                          (int)size.h, p->filter);
        if (need + 4096 <= arena_room(scratch, 1))
            return true;
    }
    return error_set(err,
                     "a picture of %dx%d pixels is too large to be "
                     "resized to %dx%d in the memory at hand",
                     in->width, in->height, (int)size.w, (int)size.h);
}

/* The columns [*first, *end) of the view that lie inside the picture. */
static void inside(int *first, int *end, int start, int length, int side)
{
    *first = start < 0 ? -start : 0;
    *end = side - start < length ? side - start : length;
}

static struct image crop(const struct image *in, const struct view *v,
                         const uint8_t fill[3], struct arena *keep)
{
    struct image out = image_new(keep, v->w, v->h);
    int x0, x1, y0, y1;

    for (ptrdiff_t i = 0; i < (ptrdiff_t)v->w * v->h; i++)
        memcpy(out.pixels + 3 * i, fill, 3);
    inside(&x0, &x1, v->x, v->w, in->width);
    inside(&y0, &y1, v->y, v->h, in->height);
    for (int y = y0; y < y1; y++)
        memcpy(image_at(&out, x0, y), image_at(in, v->x + x0, v->y + y),
               3 * (size_t)(x1 - x0));
    return out;
}

static float normalized(const struct processor *p, float v, int channel)
{
    return p->normalize ? (v - p->mean[channel]) / p->std[channel] : v;
}

/* values [3, h, w] of pixels [h, w, 3]: each channel through a table. */
static void values_of_pixels(float *values, const struct image *pixels,
                             const struct processor *p)
{
    ptrdiff_t n = (ptrdiff_t)pixels->width * pixels->height;
    float table[256];

    for (int c = 0; c < 3; c++, values += n) {
        for (int i = 0; i < 256; i++) {
            double v = p->rescale ? i * p->factor : i;

            table[i] = normalized(p, (float)v, c);
        }
        for (ptrdiff_t i = 0; i < n; i++)
            values[i] = table[pixels->pixels[3 * i + c]];
    }
}

/* The same of floats [h, w, 3], of which `v` is seen. */
static void values_of_floats(float *values, const float *in, struct size size,
                             const struct view *v, const struct processor *p)
{
    ptrdiff_t n = (ptrdiff_t)v->w * v->h;
    int x0, x1, y0, y1;

    inside(&x0, &x1, v->x, v->w, (int)size.w);
    inside(&y0, &y1, v->y, v->h, (int)size.h);
    for (int c = 0; c < 3; c++, values += n) {
        for (ptrdiff_t i = 0; i < n; i++)
            values[i] = normalized(p, 0, c);
        for (int y = y0; y < y1; y++)
            for (int x = x0; x < x1; x++)
                values[(ptrdiff_t)y * v->w + x] = normalized(
                    p, in[3 * ((v->y + y) * size.w + v->x + x) + c], c);
    }
}

static void prepare_floats(struct prepared *out, const struct processor *p,
                           const struct image *picture, struct size size,
                           const struct view *view, struct arena scratch)
{
    float *resized = arena_floats(&scratch, 3 * size.h * size.w);

    resize_float(resized, (int)size.w, (int)size.h, picture,
                 p->rescale ? (float)p->factor : 1, p->filter, scratch);
    values_of_floats(out->values, resized, size, view, p);
}

static void prepare_pixels(struct prepared *out, const struct processor *p,
                           const struct image *picture, struct size size,
                           const struct view *view, struct arena *keep,
                           struct arena scratch)
{
    out->resized = image_new(keep, (int)size.w, (int)size.h);
    image_resize(&out->resized, picture, p->filter, scratch);
    out->pixels =
        p->crop ? crop(&out->resized, view, p->fill, keep) : out->resized;
    values_of_pixels(out->values, &out->pixels, p);
}

bool prepare(struct prepared *out, const struct processor *p,
             const struct image *picture, struct arena *keep,
             struct arena scratch, struct error *err)
{
    struct size size = resized_size(p, picture->height, picture->width);
    struct view view;
    double across, down; /* source pixels to one resized pixel */

    if (!fits(p, picture, size, keep, &scratch, err))
        return false;
    view = view_of(p, (int)size.h, (int)size.w);
    across = (double)picture->width / size.w;
    down = (double)picture->height / size.h;
    *out = (struct prepared){
        .h = view.h,
        .w = view.w,
        .x0 = view.x * across,
        .y0 = view.y * down,
        .x1 = (view.x + view.w) * across,
        .y1 = (view.y + view.h) * down,
        .values = arena_floats(keep, 3 * (ptrdiff_t)view.w * view.h),
    };
    if (p->float_resize)
        prepare_floats(out, p, picture, size, &view, scratch);
    else
        prepare_pixels(out, p, picture, size, &view, keep, scratch);
    return true;
}
