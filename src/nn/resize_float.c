/* resize_float.c - the resize of torchvision tensors, for DINOv3.
 *
 * Filters and windows are Pillow's, but the pixels are scaled to floats first
 * and stay floats in both passes: nothing is rounded to 8 bits or clipped. */
#include "resample.h"

ptrdiff_t resize_float_scratch(int in_w, int in_h, int out_w, int out_h,
                               enum filter f)
{
    return taps_scratch(in_w, out_w, f) + taps_scratch(in_h, out_h, f) +
           (ptrdiff_t)out_w * in_h * 12 + 256;
}

/* in [t->in, 3] bytes   out [t->out, 3] */
static void float_across(float *out, const uint8_t *in, const struct taps *t,
                         float factor)
{
    for (int i = 0; i < 3 * t->out; i++) {
        const double *w = t->weights + (ptrdiff_t)(i / 3) * t->stride;
        const uint8_t *p = in + 3 * (ptrdiff_t)t->windows[i / 3].first + i % 3;
        double sum = 0;

        for (int j = 0; j < t->windows[i / 3].count; j++)
            sum += (float)p[3 * (ptrdiff_t)j] * factor * w[j];
        out[i] = (float)sum;
    }
}

void resize_float(float *out, int out_w, int out_h, const struct image *in,
                  float factor, enum filter f, struct arena scratch)
{
    struct taps across = taps_make(in->width, out_w, f, &scratch);
    struct taps down = taps_make(in->height, out_h, f, &scratch);
    ptrdiff_t pitch = (ptrdiff_t)3 * out_w;
    float *rows = arena_floats(&scratch, in->height * pitch);

    for (int y = 0; y < in->height; y++)
        float_across(rows + y * pitch, image_at(in, 0, y), &across, factor);
    for (int y = 0; y < out_h; y++)
        for (ptrdiff_t i = 0; i < pitch; i++) {
            const double *w = down.weights + (ptrdiff_t)y * down.stride;
            double sum = 0;

            for (int j = 0; j < down.windows[y].count; j++)
                sum += rows[(down.windows[y].first + j) * pitch + i] * w[j];
            out[y * pitch + i] = (float)sum;
        }
}
