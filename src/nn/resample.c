/* resample.c - Pillow's resize of 8-bit pixels, bit for bit.
 *
 * An output pixel is the weighted mean of the input pixels under a filter that
 * is centred on it and widened when the picture shrinks.  Two passes, across
 * and then down, with 8-bit pixels between them; weights are integers of 22
 * fraction bits.  Rows are made across when the pass down first needs them and
 * dropped when it no longer does, so memory is a band of rows, not a picture.
 *
 * References: Resample.c, Geometry.c and Image.resize of Pillow 10.4 to 12.x
 * (13.0 goes down first whenever much more height than width is lost). */
#include "resample.h"

#include <math.h>
#include <string.h>

enum { FRACTION_BITS = 22 };

static const double pi = 3.14159265358979323846;

static double box(double x)
{
    return x > -0.5 && x <= 0.5 ? 1 : 0;
}

static double bilinear(double x)
{
    x = fabs(x);
    return x < 1 ? 1 - x : 0;
}

static double hamming(double x)
{
    x = fabs(x);
    if (x == 0)
        return 1;
    if (x >= 1)
        return 0;
    x *= pi;
    return sin(x) / x * (0.54f + 0.46f * cos(x)); /* floats there too */
}

/* a = -0.5 */
static double bicubic(double x)
{
    x = fabs(x);
    if (x < 1)
        return (1.5 * x - 2.5) * x * x + 1;
    if (x < 2)
        return (((x - 5) * x + 8) * x - 4) * -0.5;
    return 0;
}

static double sinc(double x)
{
    return x == 0 ? 1 : sin(x * pi) / (x * pi);
}

static double lanczos(double x)
{
    return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
}

static const struct {
    const char *name;
    double (*weight)(double x);
    double support; /* reaches this far from its centre */
} filters[FILTER_COUNT] = {
    [FILTER_NEAREST] = { "nearest", NULL, 0 },
    [FILTER_LANCZOS] = { "lanczos", lanczos, 3 },
    [FILTER_BILINEAR] = { "bilinear", bilinear, 1 },
    [FILTER_BICUBIC] = { "bicubic", bicubic, 2 },
    [FILTER_BOX] = { "box", box, 0.5 },
    [FILTER_HAMMING] = { "hamming", hamming, 1 },
};

const char *filter_name(enum filter f)
{
    return filters[f].name;
}

/* Input pixels from one output pixel to the next, and how far the widened
 * filter reaches. */
static double step_of(int in, int out)
{
    return (double)in / out;
}

static double reach_of(int in, int out, enum filter f)
{
    return filters[f].support * fmax(step_of(in, out), 1);
}

static int stride_of(int in, int out, enum filter f)
{
    return 2 * (int)ceil(reach_of(in, out, f)) + 1;
}

struct taps taps_make(int in, int out, enum filter f, struct arena *a)
{
    double step = step_of(in, out), reach = reach_of(in, out, f);
    double narrow = 1 / fmax(step, 1);
    struct taps t = { .in = in, .out = out, .stride = stride_of(in, out, f) };

    t.windows = arena_array(a, struct window, out);
    t.weights = arena_array(a, double, (ptrdiff_t)out *t.stride);
    for (int i = 0; i < out; i++) {
        double centre = (i + 0.5) * step, sum = 0;
        double *w = t.weights + (ptrdiff_t)i * t.stride;
        int first = (int)fmax(centre - reach + 0.5, 0);
        int end = (int)fmin(centre + reach + 0.5, in);

        for (int j = 0; j < end - first; j++) {
            w[j] = filters[f].weight((j + first - centre + 0.5) * narrow);
            sum += w[j];
        }
        for (int j = 0; j < end - first && sum != 0; j++)
            w[j] /= sum;
        t.windows[i] = (struct window){ first, end - first };
    }
    return t;
}

/* The same weights in fixed point, rounded half away from zero. */
static int32_t *taps_fixed(const struct taps *t, struct arena *a)
{
    ptrdiff_t n = (ptrdiff_t)t->out * t->stride;
    int32_t *fixed = arena_array(a, int32_t, n);

    for (ptrdiff_t i = 0; i < n; i++) {
        double w = t->weights[i] * (1 << FRACTION_BITS);

        fixed[i] = (int32_t)(w < 0 ? w - 0.5 : w + 0.5);
    }
    return fixed;
}

static uint8_t clip8(int32_t sum)
{
    int32_t v = sum >> FRACTION_BITS;

    return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
}

static const int32_t half = 1 << (FRACTION_BITS - 1);

/* One row across.   in [t->in, 3]   out [t->out, 3] */
static void row_across(uint8_t *out, const uint8_t *in, const struct taps *t,
                       const int32_t *weights)
{
    for (int x = 0; x < t->out; x++) {
        const int32_t *w = weights + (ptrdiff_t)x * t->stride;
        const uint8_t *p = in + 3 * (ptrdiff_t)t->windows[x].first;
        int32_t r = half, g = half, b = half;

        for (int j = 0; j < t->windows[x].count; j++, p += 3) {
            r += p[0] * w[j];
            g += p[1] * w[j];
            b += p[2] * w[j];
        }
        out[3 * x] = clip8(r);
        out[3 * x + 1] = clip8(g);
        out[3 * x + 2] = clip8(b);
    }
}

/* The last `height` rows made, row y at y % height. */
struct band {
    uint8_t *rows;
    int height;
    ptrdiff_t pitch; /* bytes a row */
};

static uint8_t *band_row(const struct band *b, int y)
{
    return b->rows + y % b->height * b->pitch;
}

/* One output row from the rows above each other in the band. */
static void row_down(uint8_t *out, int32_t *sum, const struct band *band,
                     struct window window, const int32_t *weights)
{
    for (ptrdiff_t i = 0; i < band->pitch; i++)
        sum[i] = half;
    for (int j = 0; j < window.count; j++) {
        const uint8_t *row = band_row(band, window.first + j);
        int32_t w = weights[j];

        for (ptrdiff_t i = 0; i < band->pitch; i++)
            sum[i] += row[i] * w;
    }
    for (ptrdiff_t i = 0; i < band->pitch; i++)
        out[i] = clip8(sum[i]);
}

/* A pass along an axis that keeps its size has weights of 0 and 1 alone and
 * changes nothing, so none is left out. */
static void resize_smooth(struct image *out, const struct image *in,
                          enum filter f, struct arena scratch)
{
    struct taps across = taps_make(in->width, out->width, f, &scratch);
    struct taps down = taps_make(in->height, out->height, f, &scratch);
    int32_t *across_fixed = taps_fixed(&across, &scratch);
    int32_t *down_fixed = taps_fixed(&down, &scratch);
    struct band band = { .height = down.stride,
                         .pitch = (ptrdiff_t)3 * out->width };
    int32_t *sum = arena_array(&scratch, int32_t, band.pitch);
    int made = down.windows[0].first;

    band.rows = arena_raw(&scratch, band.height, band.pitch, 64);
    for (int y = 0; y < out->height; y++) {
        struct window w = down.windows[y];

        for (; made < w.first + w.count; made++)
            row_across(band_row(&band, made), image_at(in, 0, made), &across,
                       across_fixed);
        row_down(image_at(out, 0, y), sum, &band, w,
                 down_fixed + (ptrdiff_t)y * down.stride);
    }
}

/* Source positions of `out` pixels.  Pillow adds the step up, and its rounding
 * errors with it, instead of multiplying. */
static int *nearest_positions(int in, int out, struct arena *a)
{
    int *at = arena_array(a, int, out);
    double step = step_of(in, out), position = step * 0.5;

    for (int i = 0; i < out; i++, position += step)
        at[i] = position < in ? (int)position : -1;
    return at;
}

static void resize_nearest(struct image *out, const struct image *in,
                           struct arena scratch)
{
    int *xs = nearest_positions(in->width, out->width, &scratch);
    int *ys = nearest_positions(in->height, out->height, &scratch);

    for (int y = 0; y < out->height; y++)
        for (int x = 0; x < out->width; x++)
            if (xs[x] >= 0 && ys[y] >= 0)
                memcpy(image_at(out, x, y), image_at(in, xs[x], ys[y]), 3);
            else
                memset(image_at(out, x, y), 0, 3);
}

static void resize_once(struct image *out, const struct image *in,
                        enum filter f, struct arena scratch)
{
    if (in->width == out->width && in->height == out->height)
        memcpy(out->pixels, in->pixels,
               3 * (size_t)in->width * (size_t)in->height);
    else if (f == FILTER_NEAREST)
        resize_nearest(out, in, scratch);
    else
        resize_smooth(out, in, f, scratch);
}

/* Since 10.4 Pillow takes pictures this narrow down first, to save time. */
static bool down_first(int in_w, int in_h, int out_h)
{
    return in_h > 100 * (int64_t)in_w && out_h < in_h;
}

void image_resize(struct image *out, const struct image *in, enum filter f,
                  struct arena scratch)
{
    struct image low;

    if (!down_first(in->width, in->height, out->height)) {
        resize_once(out, in, f, scratch);
        return;
    }
    low = image_new(&scratch, in->width, out->height);
    resize_once(&low, in, f, scratch);
    resize_once(out, &low, f, scratch);
}

ptrdiff_t taps_scratch(int in, int out, enum filter f)
{
    return (ptrdiff_t)out * (8 + 12 * (ptrdiff_t)stride_of(in, out, f)) + 256;
}

static ptrdiff_t scratch_once(int in_w, int in_h, int out_w, int out_h,
                              enum filter f)
{
    if (f == FILTER_NEAREST)
        return 4 * ((ptrdiff_t)out_w + out_h) + 256;
    return taps_scratch(in_w, out_w, f) + taps_scratch(in_h, out_h, f) +
           (ptrdiff_t)out_w * (12 + 3 * (ptrdiff_t)stride_of(in_h, out_h, f)) +
           256;
}

ptrdiff_t image_resize_scratch(int in_w, int in_h, int out_w, int out_h,
                               enum filter f)
{
    if (!down_first(in_w, in_h, out_h))
        return scratch_once(in_w, in_h, out_w, out_h, f);
    return scratch_once(in_w, in_h, in_w, out_h, f) +
           scratch_once(in_w, out_h, out_w, out_h, f) +
           3 * (ptrdiff_t)in_w * out_h + 64;
}
