/* preprocess.h - from a decoded picture to the pixels a model was trained on.
 *
 * Bit for bit what Pillow, transformers and timm do (facts: 3.3). */
#ifndef NN_PREPROCESS_H
#define NN_PREPROCESS_H

#include "base/error.h"
#include "base/image.h"
#include "base/text.h"
#include "nn/config.h"

/* Numbers as Pillow numbers them, as the configs do. */
enum filter {
    FILTER_NEAREST, FILTER_LANCZOS, FILTER_BILINEAR, FILTER_BICUBIC,
    FILTER_BOX, FILTER_HAMMING, FILTER_COUNT
};
const char *filter_name(enum filter f);

enum resize { RESIZE_NONE, RESIZE_SQUASH, RESIZE_SHORTEST, RESIZE_LONGEST };

struct processor {
    enum resize resize;
    int resize_h, resize_w;     /* shortest and longest: both the edge, or
                                 * (timm) the box to cover or to fit into */
    enum filter filter;
    bool crop;
    int crop_h, crop_w;
    bool crop_even;             /* margin rounded half to even (timm, open_clip), else down (HF) */
    uint8_t fill[3];            /* where the crop is larger than the picture */
    bool float_resize;          /* DINOv3: rescale first, resize as float */
    bool rescale, normalize;
    double factor;              /* 1/255 */
    float mean[3], std[3];
    const char *name;           /* "ViTImageProcessor", "timm", ..., for info */
};

/* From preprocessor_config.json (`pre`, may be NULL), else from what the
 * model's own config says (timm's pretrained_cfg, open_clip's preprocess_cfg),
 * else from the class defaults of its family.  `image_h/w`: what the model was
 * made for.  Absurd sizes are refused with a sentence naming the file. */
bool processor_make(struct processor *out, const struct config *config,
                    const struct config *pre, int image_h, int image_w,
                    struct arena *keep, struct error *err);

/* --resolution: squash: the size becomes h x w; crop: the crop does and the
 * resize scales with it. */
void processor_resize_to(struct processor *p, int h, int w);

/* The size the model will see, h x w; false where it depends on the picture:
 * no resize, or to the shorter edge, without a crop. */
bool processor_size(const struct processor *p, int *h, int *w);

/* A picture made ready, and where its pixels come from. */
struct prepared {
    struct image resized;       /* after the resize; pixels NULL for float_resize */
    struct image pixels;        /* after the crop, 8 bit; NULL for float_resize */
    float *values;              /* [3, h, w] what the model reads */
    int h, w;
    /* What the model sees, in pixels of the source picture: the left, top,
     * right and bottom edge (outside of it where the crop padded). */
    double x0, y0, x1, y1;
};

bool prepare(struct prepared *out, const struct processor *p,
             const struct image *picture, struct arena *keep,
             struct arena scratch, struct error *err);

/* Pillow's 8-bit resize to the size of `out`, whose pixels are the caller's.
 * `scratch` holds a band of rows and the filter's tables. */
void image_resize(struct image *out, const struct image *in, enum filter f,
                  struct arena scratch);

/* One sentence of what will be done, for info. */
void processor_describe(struct text *out, const struct processor *p);

#endif
