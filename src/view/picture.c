/* picture.c - the picture as the model sees it, for every drawing that has it
 * below: cropped as it was, in the detail that is needed. */
#include <math.h>
#include <string.h>

#include "layout.h"

/* Pixel values [3, h, w] back to bytes, as the processor made them. */
static struct image from_values(const struct study *s, struct arena *keep)
{
    const struct prepared *p = &s->prepared;
    const struct processor *how = s->processor;
    struct image im = image_new(keep, p->w, p->h);
    ptrdiff_t n = (ptrdiff_t)p->w * p->h;

    for (int c = 0; c < 3; c++) {
        double std = how && how->normalize ? how->std[c] : 1;
        double mean = how && how->normalize ? how->mean[c] : 0;

        for (ptrdiff_t i = 0; i < n; i++) {
            double v = 255 * (p->values[c * n + i] * std + mean);

            im.pixels[3 * i + c] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255
                                             : v == v ? v + 0.5 : 0);
        }
    }
    return im;
}

struct image picture_seen(const struct study *s, struct arena *keep)
{
    return s->prepared.pixels.pixels ? s->prepared.pixels
                                     : from_values(s, keep);
}

/* The box [x0, x1) x [y0, y1) of `im` in at most `most` columns, every n-th
 * pixel of a large one; black where the box hangs over. */
static struct image cut(const struct image *im, const double box[4], int most,
                        struct arena *keep)
{
    double bw = box[2] - box[0], bh = box[3] - box[1];
    int w = (int)fmin(fmax(bw + 0.5, 1), most);
    int h = (int)fmin(fmax(bh * w / bw + 0.5, 1), 4 * most);
    struct image out = image_new(keep, w, h);

    for (int y = 0; y < h; y++) {
        int sy = (int)floor(box[1] + (y + 0.5) * bh / h);

        for (int x = 0; x < w && sy >= 0 && sy < im->height; x++) {
            int sx = (int)floor(box[0] + (x + 0.5) * bw / w);

            if (sx >= 0 && sx < im->width)
                memcpy(image_at(&out, x, y), image_at(im, sx, sy), 3);
        }
    }
    return out;
}

/* The part of h x w that is covered by whole patches, as shares. */
static void covered(const struct study *s, double *x, double *y)
{
    const struct shape *shape = &s->trace.shape;

    *x = (double)shape->grid_w * s->model->patch / s->prepared.w;
    *y = (double)shape->grid_h * s->model->patch / s->prepared.h;
}

struct image picture_for(const struct scene *s, int columns, struct arena *keep)
{
    const struct study *study = s->study;
    const struct prepared *p = &study->prepared;
    bool fine = p->w >= 2 * columns || !study->picture.pixels;
    struct image im = fine ? picture_seen(study, keep) : study->picture;
    double box[4] = { 0, 0, p->w, p->h }, x, y;

    if (!fine)
        memcpy(box, (double[]){ p->x0, p->y0, p->x1, p->y1 }, sizeof box);
    covered(study, &x, &y);
    box[2] = box[0] + x * (box[2] - box[0]);
    box[3] = box[1] + y * (box[3] - box[1]);
    return cut(&im, box, 4 * columns, keep);
}
