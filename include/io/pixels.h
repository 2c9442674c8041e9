/* pixels.h - what a model is fed in place of a picture. */
#ifndef IO_PIXELS_H
#define IO_PIXELS_H

#include "io/file.h"

struct pixels {
    float *values;          /* [3, h, w], finite */
    int h, w;
};

/* The tensor pixel_values, [3, h, w] or [1, 3, h, w] floats, of a safetensors
 * file; what else the file holds is ignored.  On failure `out` and `keep` are
 * as before. */
bool pixels_read(struct pixels *out, const char *path, struct arena *keep,
                 struct error *err);
bool pixels_of_file(struct pixels *out, const struct file *f,
                    struct arena *keep, struct error *err);

#endif
