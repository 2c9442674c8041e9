/* build_parts.c - what stands around the blocks: patches, positions, classes. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "build.h"

enum { PATCH_MAX = 256, SIDE_MAX = 16384, CLASSES_MAX = 1 << 20 };

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

void build_sizes(struct builder *b, struct tower *t, const char *path,
                 const struct tower_defaults *d)
{
    t->dim = build_size(b, build_name(b, "%shidden_size", path), d->dim, 1,
                        16384);
    t->layers = build_size(b, build_name(b, "%snum_hidden_layers", path),
                           d->layers, 1, 256);
    t->heads = build_size(b, build_name(b, "%snum_attention_heads", path),
                          d->heads, 1, 1024);
    t->mlp = build_size(b, build_name(b, "%sintermediate_size", path), d->mlp,
                        1, 131072);
    t->act = build_activation(b, build_name(b, "%shidden_act", path), d->act);
}

/* A size that is a number or a list [h, w]. */
static void size_pair(struct builder *b, const char *path, int fallback,
                      int high, int *h, int *w)
{
    const struct config_entry *e = config_find(b->config, path);

    if (!e || e->kind != CONFIG_LIST) {
        *h = *w = build_size(b, path, fallback, 1, high);
        return;
    }
    *h = build_size(b, build_name(b, "%s.0", path), fallback, 1, high);
    *w = build_size(b, build_name(b, "%s.1", path), fallback, 1, high);
}

void build_patching(struct builder *b, const char *prefix, int patch, int image)
{
    struct model *m = b->model;
    int patch_w;

    size_pair(b, build_name(b, "%simage_size", prefix), image, SIDE_MAX,
              &m->image_h, &m->image_w);
    size_pair(b, build_name(b, "%spatch_size", prefix), patch, PATCH_MAX,
              &m->patch, &patch_w);
    if (m->patch != patch_w)
        build_fail(b, "%s: patches of %d x %d pixels are not square",
                   b->config->source, m->patch, patch_w);
    if (b->ok && (m->image_h < m->patch || m->image_w < m->patch))
        build_fail(b, "%s: image_size %d x %d is smaller than a patch of %d",
                   b->config->source, m->image_h, m->image_w, m->patch);
    if (build_size(b, build_name(b, "%snum_channels", prefix), 3, 1, 64) != 3)
        build_fail(b, "%s: num_channels is not 3", b->config->source);
}

/* The grid a table of `rows` patch positions is for: the image's own, else a
 * square. */
static bool table_grid(const struct model *m, int64_t rows, int *gh, int *gw)
{
    int side = (int)sqrt((double)rows);

    *gh = m->image_h / m->patch;
    *gw = m->image_w / m->patch;
    if ((int64_t)*gh * *gw == rows)
        return true;
    *gh = *gw = side;
    return (int64_t)side * side == rows;
}

void build_position_table(struct builder *b, const char *name, int prefix_rows)
{
    struct model *m = b->model;
    struct position *p = &m->position;
    const struct tensor *t = tensor_find(b->tensors, name);
    int64_t rows = t ? t->count / m->tower.dim : 0;

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
