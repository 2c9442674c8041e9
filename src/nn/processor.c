/* processor.c - how a model wants its pictures: read, changed, described. */
#include "processor.h"

#include <string.h>

const struct stats stats_half = { { 0.5f, 0.5f, 0.5f }, { 0.5f, 0.5f, 0.5f } };
const struct stats stats_imagenet = { { 0.485f, 0.456f, 0.406f },
                                      { 0.229f, 0.224f, 0.225f } };
const struct stats stats_clip = { { 0.48145466f, 0.4578275f, 0.40821073f },
                                  { 0.26862954f, 0.26130258f, 0.27577711f } };

void processor_set_stats(struct processor *p, const struct stats *s)
{
    memcpy(p->mean, s->mean, sizeof p->mean);
    memcpy(p->std, s->std, sizeof p->std);
}

static bool is_timm(const struct config *c)
{
    return config_has(c, "architecture") || config_has(c, "pretrained_cfg");
}

/* What is done with pictures, from a file that says other things too. */
static bool nested(struct processor *out, const struct config *config,
                   const struct config *pre, struct arena *keep,
                   struct error *err)
{
    const char *path = "image_processor";
    struct config section;

    if (config_find(pre, path)->kind != CONFIG_LIST)
        return error_set(err, "%s: %s is no object", pre->source, path);
    if (2 * (pre->count + 64) > arena_room(keep, sizeof *pre->entries))
        return error_set(err, "%s: does not fit into memory", pre->source);
    section = config_section(keep, pre, path);
    return processor_from_hf(out, config, &section, keep, err);
}

bool processor_make(struct processor *out, const struct config *config,
                    const struct config *pre, int image_h, int image_w,
                    struct arena *keep, struct error *err)
{
    if (pre && config_has(pre, "image_processor"))
        return nested(out, config, pre, keep, err);
    if (pre && pre->count)
        return processor_from_hf(out, config, pre, keep, err);
    if (config_has(config, "model_cfg"))
        return processor_from_open_clip(out, config, err);
    if (is_timm(config))
        return processor_from_timm(out, config, err);
    if (image_h < 0 || image_w < 0 || image_h > EDGE_MAX || image_w > EDGE_MAX)
        return error_set(err,
                         "%s: made for pictures of %dx%d, but a side has "
                         "1 to %d pixels",
                         config ? config->source : "model", image_h, image_w,
                         EDGE_MAX);
    if (!processor_from_hf(out, config, NULL, keep, err))
        return false;
    if (image_h && image_w)
        processor_resize_to(out, image_h, image_w);
    return true;
}

static int scaled(int edge, int to, int from)
{
    int64_t v = (int64_t)edge * to / from;

    return (int)(v < 1 ? 1 : v > EDGE_MAX ? EDGE_MAX : v);
}

void processor_resize_to(struct processor *p, int h, int w)
{
    if (p->crop) {
        p->resize_h = scaled(p->resize_h, h, p->crop_h);
        p->resize_w = scaled(p->resize_w, w, p->crop_w);
        p->crop_h = h;
        p->crop_w = w;
        return;
    }
    p->resize = RESIZE_SQUASH;
    p->resize_h = h;
    p->resize_w = w;
}

bool processor_size(const struct processor *p, int *h, int *w)
{
    if (!p->crop && p->resize != RESIZE_SQUASH)
        return false;
    *h = p->crop ? p->crop_h : p->resize_h;
    *w = p->crop ? p->crop_w : p->resize_w;
    return true;
}

static void describe_resize(struct text *out, const struct processor *p)
{
    const char *how = p->resize == RESIZE_SQUASH    ? "resize to"
                      : p->resize == RESIZE_LONGEST ? "resize within"
                                                    : "resize to cover";

    if (p->resize == RESIZE_NONE)
        text_add(out, "no resize");
    else if (p->resize == RESIZE_SHORTEST && p->resize_h == p->resize_w)
        text_addf(out, "resize the shorter edge to %d", p->resize_h);
    else
        text_addf(out, "%s %dx%d", how, p->resize_h, p->resize_w);
    if (p->resize != RESIZE_NONE)
        text_addf(out, " (%s%s)", filter_name(p->filter),
                  p->float_resize ? ", in floating point" : "");
}

static void describe_colors(struct text *out, const char *name,
                            const float v[3])
{
    text_addf(out, ", %s %.4g %.4g %.4g", name, v[0], v[1], v[2]);
}

void processor_describe(struct text *out, const struct processor *p)
{
    text_addf(out, "%s: ", p->name);
    describe_resize(out, p);
    if (p->crop)
        text_addf(out, ", crop the middle %dx%d", p->crop_h, p->crop_w);
    if (p->rescale)
        text_addf(out, ", times %.6g", p->factor);
    if (p->normalize) {
        describe_colors(out, "mean", p->mean);
        describe_colors(out, "std", p->std);
    }
}
