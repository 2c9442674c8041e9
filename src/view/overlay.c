/* overlay.c - a map blended over the whole picture, at its own size.
 *
 * Each pixel takes the colour of the patch that saw it: no smoothing, so that
 * what is shown is what the model has.  Pixels outside of every patch (cut by
 * the crop, or left over at the right and below) stay as they are. */
#include "view/overlay.h"

#include <math.h>

#include "view/colormap.h"

/* The share of the map in the blend: the picture must stay readable. */
static const double SHARE = 0.6;

/* The column (or row) of the grid each pixel of a side of the picture lies in;
 * -1: the model did not see it.  The model's side of `seen` pixels shows the
 * stretch [from, to] of the picture. */
static int *patches_along(struct arena *a, int side, double from, double to,
                          int seen, int patch, int count)
{
    int *index = arena_array(a, int, side);

    for (int i = 0; i < side; i++) {
        double at = (i + 0.5 - from) / (to - from) * seen;

        index[i] =
            at >= 0 && at < (double)patch * count ? (int)(at / patch) : -1;
    }
    return index;
}

/* The colour of every patch: 0 dark, the largest value bright.  A map with
 * negative values begins at its smallest. */
static uint32_t *patch_colors(struct arena *a, const float *values, int count,
                              enum theme theme)
{
    uint32_t *colors = arena_array(a, uint32_t, count);
    double low = 0, high = 0;

    for (int i = 0; i < count; i++) {
        low = fmin(low, values[i]);
        high = fmax(high, values[i]);
    }
    for (int i = 0; i < count; i++)
        colors[i] = colormap_heat(
            theme, high > low ? (values[i] - low) / (high - low) : 0);
    return colors;
}

static void blend(uint8_t *pixel, uint32_t color)
{
    uint32_t under =
        (uint32_t)pixel[0] << 16 | (uint32_t)pixel[1] << 8 | pixel[2];
    uint32_t mixed = color_mix(under, color, SHARE);

    pixel[0] = (uint8_t)(mixed >> 16);
    pixel[1] = (uint8_t)(mixed >> 8);
    pixel[2] = (uint8_t)mixed;
}

struct image overlay_make(const struct study *s, const float *map,
                          enum theme theme, struct arena *keep,
                          struct arena scratch)
{
    const struct shape *shape = &s->trace.shape;
    const struct prepared *p = &s->prepared;
    int w = s->picture.width, h = s->picture.height, P = s->model->patch;
    struct image out = {
        w,
        h,
        arena_copy(keep, s->picture.pixels, (ptrdiff_t)w * h * 3),
    };
    int *column =
        patches_along(&scratch, w, p->x0, p->x1, p->w, P, shape->grid_w);
    int *row = patches_along(&scratch, h, p->y0, p->y1, p->h, P, shape->grid_h);
    uint32_t *colors = patch_colors(&scratch, map + shape_prefix(shape),
                                    shape_patches(shape), theme);

    for (int y = 0; y < h; y++)
        for (int x = 0; x < w && row[y] >= 0; x++)
            if (column[x] >= 0)
                blend(image_at(&out, x, y),
                      colors[row[y] * shape->grid_w + column[x]]);
    return out;
}
