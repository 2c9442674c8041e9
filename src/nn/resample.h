/* resample.h - filters as tables of taps, shared by the two resizes. */
#ifndef NN_RESAMPLE_H
#define NN_RESAMPLE_H

#include <stdint.h>

#include "nn/preprocess.h"

/* Along one axis: output i reads `count` inputs from `first` on, each times
 * its weight; the weights of one output sum to 1. */
struct window {
    int first, count;
};
struct taps {
    int in, out;
    int stride;             /* weights kept for each output */
    struct window *windows; /* [out] */
    double *weights;        /* [out, stride] */
};
struct taps taps_make(int in, int out, enum filter f, struct arena *a);

/* Bytes of the windows, the weights and their fixed form. */
ptrdiff_t taps_scratch(int in, int out, enum filter f);

/* Scratch bytes a resize takes: image_resize(), resize_float(). */
ptrdiff_t image_resize_scratch(int in_w, int in_h, int out_w, int out_h,
                               enum filter f);
ptrdiff_t resize_float_scratch(int in_w, int in_h, int out_w, int out_h,
                               enum filter f);

/* The resize of torchvision tensors: pixels times `factor`, then the same
 * filters without a step of 8 bits.   out [out_h, out_w, 3] */
void resize_float(float *out, int out_w, int out_h, const struct image *in,
                  float factor, enum filter f, struct arena scratch);

#endif
