/* processor_timm.c - what timm and open_clip keep beside the architecture.
 *
 * timm: pretrained_cfg inside config.json (older files: at its root); the
 * picture is resized to floor(size / crop_pct) and the middle cut out.
 * open_clip: preprocess_cfg inside open_clip_config.json, the size being the
 * vision tower's.  References: transforms_factory.py of timm 1.0, transform.py
 * of open_clip 3.3. */
#include "processor.h"

#include <math.h>
#include <string.h>

static struct processor start(const char *name, const struct stats *stats)
{
    struct processor p = {
        .resize = RESIZE_SHORTEST,
        .filter = FILTER_BICUBIC,
        .crop = true,
        .crop_h = 224,
        .crop_w = 224,
        .crop_even = true,
        .rescale = true,
        .normalize = true,
        .factor = 1 / 255.0,
        .name = name,
    };

    processor_set_stats(&p, stats);
    return p;
}

/* input_size [3, h, w] */
static bool read_input_size(struct processor *p, const struct config *c,
                            const char *part, struct error *err)
{
    char path[PATH_ROOM];
    const struct config_entry *e =
        config_find(c, path_of(path, part, "input_size"));
    int channels = 3;

    if (e && (e->kind != CONFIG_LIST || e->number != 3))
        return error_set(err, "%s: %s is no list of 3 numbers", c->source,
                         path);
    if (!read_edge(&channels, c, path_of(path, part, "input_size.0"), err))
        return false;
    if (channels != 3)
        return error_set(err, "%s: %s is %d, but pictures have 3 channels",
                         c->source, path, channels);
    return read_edge(&p->crop_h, c, path_of(path, part, "input_size.1"), err) &&
           read_edge(&p->crop_w, c, path_of(path, part, "input_size.2"), err);
}

/* A model made for one size of picture, and made anew for another, may still
 * carry the size it had before; the one it was made with wins. */
static bool read_made_for(struct processor *p, const struct config *c,
                          const char *part, struct error *err)
{
    char path[PATH_ROOM];
    bool fixed = false, dynamic = false, strict = true;

    if (!read_flag(&fixed, c, path_of(path, part, "fixed_input_size"), err) ||
        !read_flag(&dynamic, c, "model_args.dynamic_img_size", err) ||
        !read_flag(&strict, c, "model_args.strict_img_size", err))
        return false;
    return !fixed || dynamic || !strict ||
           read_edges(&p->crop_h, &p->crop_w, c, "model_args.img_size", err);
}

/* The edge before the crop. */
static bool read_crop_pct(struct processor *p, const struct config *c,
                          const char *part, struct error *err)
{
    char path[PATH_ROOM];
    double pct = 0.875; /* DEFAULT_CROP_PCT */

    if (!read_real(&pct, c, path_of(path, part, "crop_pct"), err))
        return false;
    if (pct <= 0 || floor(fmax(p->crop_h, p->crop_w) / pct) > EDGE_MAX ||
        floor(fmin(p->crop_h, p->crop_w) / pct) < 1)
        return error_set(err, "%s: %s is %g, which makes no size of %dx%d",
                         c->source, path, pct, p->crop_h, p->crop_w);
    p->resize_h = (int)floor(p->crop_h / pct);
    p->resize_w = (int)floor(p->crop_w / pct);
    return true;
}

static bool read_crop_mode(struct processor *p, const struct config *c,
                           const char *part, struct error *err)
{
    char path[PATH_ROOM];
    const char *mode = "center";

    if (!read_string(&mode, c, path_of(path, part, "crop_mode"), err))
        return false;
    if (strcmp(mode, "squash") == 0)
        p->resize = RESIZE_SQUASH;
    else if (strcmp(mode, "border") == 0)
        p->resize = RESIZE_LONGEST;
    else if (strcmp(mode, "center") != 0)
        return error_set(err,
                         "%s: %s is \"%.60s\", none of center, squash, "
                         "border",
                         c->source, path, mode);
    return true;
}

bool processor_from_timm(struct processor *p, const struct config *config,
                         struct error *err)
{
    const char *part =
        config_has(config, "pretrained_cfg") ? "pretrained_cfg" : "";
    char path[PATH_ROOM];

    *p = start("timm", &stats_imagenet);
    if (!read_input_size(p, config, part, err) ||
        !read_made_for(p, config, part, err) ||
        !read_crop_pct(p, config, part, err) ||
        !read_crop_mode(p, config, part, err) ||
        !read_filter(&p->filter, config, path_of(path, part, "interpolation"),
                     err) ||
        !read_colors(p->mean, config, path_of(path, part, "mean"), false,
                     err) ||
        !read_colors(p->std, config, path_of(path, part, "std"), true, err) ||
        !processor_finite(p, config, err))
        return false;
    if (p->resize == RESIZE_SHORTEST && p->resize_h != p->resize_w)
        p->filter = FILTER_BILINEAR; /* ResizeKeepRatio is not told which */
    if (p->resize == RESIZE_LONGEST)
        for (int i = 0; i < 3; i++) /* the border has the mean colour */
            p->fill[i] = (uint8_t)fmin(fmax(rint(255 * p->mean[i]), 0), 255);
    return true;
}

static bool read_resize_mode(struct processor *p, const struct config *c,
                             struct error *err)
{
    const char *path = "preprocess_cfg.resize_mode", *mode = "shortest";

    if (!read_string(&mode, c, path, err))
        return false;
    if (strcmp(mode, "squash") == 0) {
        p->resize = RESIZE_SQUASH;
        p->crop = false;
    } else if (strcmp(mode, "longest") == 0) {
        p->resize = RESIZE_LONGEST;
    } else if (strcmp(mode, "shortest") != 0) {
        return error_set(err,
                         "%s: %s is \"%.60s\", none of shortest, longest, "
                         "squash",
                         c->source, path, mode);
    }
    return true;
}

/* "random" is a choice made in training only. */
static bool read_interpolation(struct processor *p, const struct config *c,
                               struct error *err)
{
    const char *path = "preprocess_cfg.interpolation";

    return strcmp(config_string(c, path, ""), "random") == 0 ||
           read_filter(&p->filter, c, path, err);
}

/* One number for the colour around a picture that was made to fit. */
static bool read_fill(struct processor *p, const struct config *c,
                      struct error *err)
{
    const char *path = "preprocess_cfg.fill_color";
    float fill[3] = { 0, 0, 0 };

    if (!read_colors(fill, c, path, false, err))
        return false;
    for (int i = 0; i < 3; i++) {
        if (fill[i] < 0 || fill[i] > 255)
            return error_set(err,
                             "%s: %s holds %g, but pixels go from 0 to "
                             "255",
                             c->source, path, fill[i]);
        p->fill[i] = (uint8_t)fill[i];
    }
    return true;
}

bool processor_from_open_clip(struct processor *p, const struct config *config,
                              struct error *err)
{
    *p = start("open_clip", &stats_clip);
    if (!read_edges(&p->crop_h, &p->crop_w, config,
                    "model_cfg.vision_cfg.image_size", err) ||
        !read_resize_mode(p, config, err) ||
        !read_interpolation(p, config, err) || !read_fill(p, config, err) ||
        !read_colors(p->mean, config, "preprocess_cfg.mean", false, err) ||
        !read_colors(p->std, config, "preprocess_cfg.std", true, err) ||
        !processor_finite(p, config, err))
        return false;
    p->resize_h = p->crop_h;
    p->resize_w = p->crop_w;
    if (p->resize == RESIZE_SHORTEST && p->resize_h != p->resize_w)
        p->filter = FILTER_BICUBIC; /* as in timm, with another default */
    return true;
}
