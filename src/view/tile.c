/* tile.c - maps so small that several stand side by side. */
#include "tile.h"

#include <math.h>

#include "token_bars.h"

struct rect tile_size(const struct scene *s, int w, int h)
{
    const struct shape *shape = &s->study->trace.shape;

    return grid_fit((struct rect){ 0, 0, w, h }, shape->grid_h,
                    shape->grid_w).area;
}

void tile_draw(struct canvas *c, int x, int y, struct rect size,
               const struct scene *s, const float *row, double max)
{
    const struct shape *shape = &s->study->trace.shape;
    struct grid_layout g = grid_fit((struct rect){ x, y, size.w, size.h },
                                    shape->grid_h, shape->grid_w);

    plot_heat(c, &g, &(struct heat){ .values = row + shape_prefix(shape),
                                     .high = max });
}

static bool pools(const struct scene *s)
{
    return study_query(s->study) < 0 && s->study->model->pool;
}

int tile_layers(const struct scene *s)
{
    return pools(s) ? 1 : s->study->model->tower.layers;
}

int tile_heads(const struct scene *s)
{
    return pools(s) ? s->study->model->pool->heads
                    : s->study->model->tower.heads;
}

float *tile_row(const struct scene *s, int layer, int head, struct arena *keep)
{
    int query = study_query(s->study), layers = s->study->model->tower.layers;
    bool known = pools(s) ? s->done > layers
                 : query >= 0 ? layer < s->done : layer == s->detail;
    float *row;

    if (!scene_begun(s) || !known)
        return NULL;
    row = arena_floats(keep, s->study->trace.shape.tokens);
    study_weights(row, s->study, layer, head, query, *keep);
    return row;
}

static double layer_max(const struct scene *s, int layer, struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    const float *row = tile_row(s, layer, HEAD_MAX, &scratch);

    return row ? largest_magnitude(row + shape_prefix(shape),
                                   shape_patches(shape)) : 0;
}

double *tile_scales(const struct scene *s, struct arena *keep)
{
    int layers = tile_layers(s);
    double *max = arena_array(keep, double, layers), all = 0;

    for (int l = 0; l < layers; l++) {
        max[l] = layer_max(s, l, *keep);
        all = fmax(all, max[l]);
    }
    for (int l = 0; s->settings.shared_scale && l < layers; l++)
        max[l] = all;
    return max;
}
