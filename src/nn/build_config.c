/* build_config.c - what the config says, taken at its word or refused.
 *
 * A key that is absent or null leaves the family's default; one that is there
 * and makes no sense is a sentence that quotes it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "build.h"

/* What stands there, as in the file. */
static const char *found(struct builder *b, const struct config_entry *e)
{
    switch (e->kind) {
    case CONFIG_STRING:
        return build_name(b, "\"%.60s\"", e->string);
    case CONFIG_FLAG:
        return e->number ? "true" : "false";
    case CONFIG_LIST:
        return "a list";
    case CONFIG_NUMBER:
        break;
    }
    return build_name(b, "%g", e->number);
}

/* The entry when there is one; another kind than expected is told of. */
static const struct config_entry *entry(struct builder *b, const char *path,
                                        enum config_kind kind,
                                        const char *expected)
{
    const struct config_entry *e = config_find(b->config, path);

    if (!e || e->kind == kind)
        return e;
    build_fail(b, "%s: %s is %s, expected %s", b->config->source, path,
               found(b, e), expected);
    return NULL;
}

bool build_flag(struct builder *b, const char *path, bool fallback)
{
    const struct config_entry *e =
        entry(b, path, CONFIG_FLAG, "true or false");

    return e ? e->number != 0 : fallback;
}

double build_real(struct builder *b, const char *path, double fallback)
{
    const struct config_entry *e = entry(b, path, CONFIG_NUMBER, "a number");

    return e ? e->number : fallback;
}

const char *build_word(struct builder *b, const char *path,
                       const char *fallback)
{
    const struct config_entry *e = entry(b, path, CONFIG_STRING, "a name");

    return e ? e->string : fallback;
}

void build_deny(struct builder *b, const char *path, bool fallback,
                const char *name)
{
    if (!build_flag(b, path, fallback) && build_has(b, name))
        build_fail(b, "%s: %s is not true, but %s has tensor %s",
                   b->config->source, path, b->tensors->source, name);
}

void build_unknown(struct builder *b, const char *path)
{
    const struct config_entry *e = config_find(b->config, path);

    if (e && (e->kind != CONFIG_FLAG || e->number))
        build_fail(b, "%s: %s is not known here", b->config->source, path);
}

void build_sections(struct builder *b)
{
    static const char *const sections[] = {
        "text_config", "text_config_dict", "vision_config",
        "vision_config_dict", "id2label", "pretrained_cfg", "model_args",
        "model_cfg", "model_cfg.vision_cfg", "model_cfg.text_cfg",
        "preprocess_cfg",
    };

    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++)
        entry(b, sections[i], CONFIG_LIST, "an object");
}

int build_size(struct builder *b, const char *path, int fallback, int low,
               int high)
{
    const char *expected =
        build_name(b, "a whole number from %d to %d", low, high);
    const struct config_entry *e = entry(b, path, CONFIG_NUMBER, expected);
    double v = e ? e->number : fallback;

    if (v == floor(v) && v >= low && v <= high)
        return (int)v;
    build_fail(b, "%s: %s is %g, expected %s", b->config->source, path, v,
               expected);
    return low;
}

float build_eps(struct builder *b, const char *path, double fallback)
{
    double eps = build_real(b, path, fallback);

    if (eps >= 0 && eps < 1)
        return (float)eps;
    build_fail(b, "%s: %s is %g, expected a small positive number",
               b->config->source, path, eps);
    return 0;
}

enum activation build_activation(struct builder *b, const char *path,
                                 const char *fallback)
{
    static const struct {
        const char *name;
        enum activation act;
    } names[] = {
        { "gelu", ACT_GELU }, { "gelu_python", ACT_GELU },
        { "gelu_new", ACT_GELU_TANH }, { "gelu_pytorch_tanh", ACT_GELU_TANH },
        { "gelu_fast", ACT_GELU_TANH }, { "gelu_tanh", ACT_GELU_TANH },
        { "quick_gelu", ACT_QUICK_GELU },
        { "silu", ACT_SILU }, { "swish", ACT_SILU }, { "relu", ACT_RELU },
    };
    const char *name = build_word(b, path, fallback);

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i].name, name) == 0)
            return names[i].act;
    build_fail(b, "%s: %s \"%.60s\" is no activation known here",
               b->config->source, path, name);
    return ACT_GELU;
}

/* A size that is a number or a list [h, w]. */
static void size_pair(struct builder *b, const char *path, int fallback,
                      int high, int *h, int *w)
{
    const struct config_entry *e = config_find(b->config, path);

    if (!e || e->kind != CONFIG_LIST || e->number != 2) {
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
