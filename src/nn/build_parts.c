/* build_parts.c - what stands around the blocks: patches, positions, classes. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "build.h"

enum { CLASSES_MAX = 1 << 20 };

int build_extent(const struct builder *b, const char *name, int dim)
{
    const struct tensor *t = tensor_find(b->tensors, name);

    return t && dim < t->rank && t->shape[dim] <= INT32_MAX
               ? (int)t->shape[dim] : 0;
}

int build_count(struct builder *b, const char *prefix, const char *rest)
{
    char name[512];
    int n = 0;

    do
        snprintf(name, sizeof name, "%s%d.%s", prefix, n, rest);
    while (build_has(b, name) && ++n < 256);
    return n;
}

const char *build_prefix(struct builder *b, const char *const *prefixes,
                         const char *name)
{
    for (; *prefixes; prefixes++)
        if (build_has(b, build_name(b, "%s%s", *prefixes, name)))
            return *prefixes;
    return "";
}

float build_scalar(struct builder *b, const char *name, float fallback)
{
    const float *v = build_optional(b, name, 1);

    return v ? *v : fallback;
}

float build_logit_scale(struct builder *b, float fallback)
{
    float exponent = build_scalar(b, "logit_scale", fallback);
    float scale = expf(exponent);

    if (b->ok && !isfinite(scale))
        build_fail(b, "%s: tensor logit_scale is %g, of which exp() is no "
                   "number", b->tensors->source, (double)exponent);
    return scale;
}

/* The grid a table of `rows` patch positions is for: the image's own, else a
 * square. */
static bool table_grid(const struct model *m, int64_t rows, int *gh, int *gw)
{
    int side = rows > 0 ? (int)sqrt((double)rows) : 0;

    *gh = m->image_h / m->patch;
    *gw = m->image_w / m->patch;
    if ((int64_t)*gh * *gw == rows)
        return true;
    *gh = *gw = side;
    return rows > 0 && (int64_t)side * side == rows;
}

void build_position_table(struct builder *b, const char *name, int prefix_rows)
{
    struct model *m = b->model;
    struct position *p = &m->position;
    const struct tensor *t = tensor_find(b->tensors, name);
    bool wide = t && t->rank > 1 && t->shape[t->rank - 1] == m->tower.dim;
    int64_t rows = wide ? t->count / m->tower.dim : 0;

    if (!b->ok)
        return;
    p->prefix_rows = prefix_rows;
    p->kind = POSITION_TABLE;
    if (t && !table_grid(m, rows - prefix_rows, &p->grid_h, &p->grid_w)) {
        build_fail(b, "%s: tensor %s has shape %s, expected %d + %d rows of %d",
                   b->tensors->source, name, tensor_shape_text(b->keep, t),
                   prefix_rows,
                   m->image_h / m->patch * (m->image_w / m->patch),
                   m->tower.dim);
        return;
    }
    p->table = build_vector(b, name, rows * m->tower.dim);
    if (!t)
        build_fail(b, "%s: tensor %s is missing", b->tensors->source, name);
}

void build_rotary(struct builder *b, double theta)
{
    const struct tower *t = &b->model->tower;

    b->model->position.kind = POSITION_ROTARY;
    b->model->position.theta = (float)theta;
    if (!(theta > 0 && theta < 1e12))
        build_fail(b, "%s: rope_theta is %g, expected a positive number",
                   b->config->source, theta);
    if (b->ok && t->dim / t->heads % 4)
        build_fail(b, "%s: heads of width %d cannot be rotated (no multiple "
                   "of 4)", b->config->source, t->dim / t->heads);
}

/* The name of class `i` under the first path that has one. */
static const char *find_label(struct builder *b, int i)
{
    static const char *const paths[] = { "id2label", "label_names",
                                         "pretrained_cfg.label_names" };
    char path[64];

    for (size_t p = 0; p < sizeof paths / sizeof paths[0]; p++) {
        const char *label;

        snprintf(path, sizeof path, "%s.%d", paths[p], i);
        label = config_string(b->config, path, NULL);
        if (label)
            return label;
    }
    return build_name(b, "class %d", i);
}

static void read_labels(struct builder *b)
{
    struct model *m = b->model;

    m->labels = arena_array(b->keep, const char *, m->classes);
    for (int i = 0; i < m->classes; i++)
        m->labels[i] = find_label(b, i);
}

struct linear build_classifier(struct builder *b, const char *name, int in)
{
    const char *weight = build_name(b, "%s.weight", name);
    const struct tensor *t = tensor_find(b->tensors, weight);

    if (!b->ok || !t)
        return (struct linear){ 0 };
    if (t->rank != 2 || t->shape[0] < 1 || t->shape[0] > CLASSES_MAX) {
        build_fail(b, "%s: tensor %s has shape %s, expected [classes, %d]",
                   b->tensors->source, weight, tensor_shape_text(b->keep, t),
                   in);
        return (struct linear){ 0 };
    }
    if (!b->model->classes) {
        b->model->classes = (int)t->shape[0];
        read_labels(b);
    }
    return build_linear(b, name, b->model->classes, in);
}
