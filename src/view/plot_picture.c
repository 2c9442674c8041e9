/* plot_picture.c - pictures in half cells, each the mean of what it covers. */
#include <math.h>

#include "pixels.h"
#include "resample.h"
#include "view/plot.h"

/* Samples along one side that are enough for a mean on a screen. */
enum { SAMPLES_MAX = 12 };

/* A stretch of one side in pixels, and how far its samples are apart. */
struct stretch {
    double from, to;
    int first, last, step;
};

static struct stretch stretch_of(double from, double to, int size)
{
    struct stretch s = { fmin(fmax(from, 0), 1) * size,
                         fmin(fmax(to, 0), 1) * size, 0, 0, 1 };

    s.first = (int)s.from < size ? (int)s.from : size - 1;
    s.last = (int)ceil(s.to);
    s.last = s.last > s.first ? s.last : s.first + 1;
    s.step = (s.last - s.first) / SAMPLES_MAX + 1;
    return s;
}

/* How much of pixel `i` lies within. */
static double covered(const struct stretch *s, int i)
{
    double share = fmin(i + 1, s->to) - fmax(i, s->from);

    return share > 1e-6 ? share : 1e-6;
}

/* Mean of the pixels in [x0, x1) x [y0, y1), in shares of the sides. */
static uint32_t image_mean(const struct image *im, double x0, double y0,
                           double x1, double y1)
{
    struct stretch sx = stretch_of(x0, x1, im->width);
    struct stretch sy = stretch_of(y0, y1, im->height);
    double sum[3] = { 0 }, weight = 0;
    uint32_t rgb = 0;

    for (int y = sy.first; y < sy.last; y += sy.step)
        for (int x = sx.first; x < sx.last; x += sx.step) {
            const uint8_t *p = image_at(im, x, y);
            double w = covered(&sx, x) * covered(&sy, y);

            weight += w;
            for (int i = 0; i < 3; i++)
                sum[i] += w * p[i];
        }
    for (int i = 0; i < 3; i++)
        rgb = rgb << 8 | (uint32_t)(sum[i] / weight + 0.5);
    return rgb;
}

void plot_picture(struct canvas *c, struct rect a, const struct image *im)
{
    double w = a.w, h = 2 * a.h;

    if (im->width < 1 || im->height < 1)
        return;
    for (int y = 0; y < a.h; y++)
        for (int x = 0; x < a.w; x++)
            canvas_pixels(
                c, a.x + x, a.y + y,
                image_mean(im, x / w, 2 * y / h, (x + 1) / w, (2 * y + 1) / h),
                image_mean(im, x / w, (2 * y + 1) / h, (x + 1) / w,
                           (2 * y + 2) / h));
}

/* Half cells the whole grid takes: more than there are when the last of them
 * is shared by fewer patches than the others. */
static double span(int count, int per, int cells)
{
    return (double)count * cells / ((count + per - 1) / per) / per;
}

uint32_t grid_pixel(const struct grid_layout *g, const struct image *im, int x,
                    int y)
{
    double w = span(g->gw, g->per, g->cols), h = span(g->gh, g->per, g->rows);

    return image_mean(im, x / w, y / h, (x + 1) / w, (y + 1) / h);
}

/* Below the grid's end what was there. */
static uint32_t half(const struct canvas *c, const struct grid_layout *g,
                     const struct image *im, int x, int y)
{
    if (y >= g->rows)
        return pixel_get(c, g->area.x + x, 2 * g->area.y + y);
    return grid_pixel(g, im, x, y);
}

void plot_grid_picture(struct canvas *c, const struct grid_layout *g,
                       const struct image *im)
{
    if (im->width < 1 || im->height < 1)
        return;
    for (int y = 0; y < g->area.h; y++)
        for (int x = 0; x < g->area.w; x++)
            canvas_pixels(c, g->area.x + x, g->area.y + y,
                          half(c, g, im, x, 2 * y),
                          half(c, g, im, x, 2 * y + 1));
}
