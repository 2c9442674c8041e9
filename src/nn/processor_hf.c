/* processor_hf.c - preprocessor_config.json of transformers.
 *
 * The file names a class; a key it does not hold (or holds as null) has that
 * class's default.  Files of before 2022 write `size` as one number, which is
 * a square for some classes and the shorter edge for others. */
#include "processor.h"

#include <stdio.h>
#include <string.h>

struct image_class {
    const char *name;        /* ViT of ViTImageProcessor[Fast] */
    const char *model_types; /* config.json's, each between blanks */
    enum resize resize;      /* and what one number as `size` means */
    int edge, crop;          /* crop 0: none */
    enum filter filter;
    const struct stats *stats;
    bool float_resize;
};

/* Source: the image_processing_*.py of transformers 4.57. */
static const struct image_class classes[] = {
    { "ViT", " vit vit_mae ijepa ", RESIZE_SQUASH, 224, 0, FILTER_BILINEAR,
      &stats_half, false },
    { "DeiT", " deit ", RESIZE_SQUASH, 256, 224, FILTER_BICUBIC, &stats_half,
      false },
    { "Beit", " beit ", RESIZE_SQUASH, 256, 224, FILTER_BICUBIC, &stats_half,
      false },
    { "Bit", " dinov2 dinov2_with_registers ", RESIZE_SHORTEST, 224, 224,
      FILTER_BICUBIC, &stats_clip, false },
    { "CLIP", " clip clip_vision_model ", RESIZE_SHORTEST, 224, 224,
      FILTER_BICUBIC, &stats_clip, false },
    { "Siglip", " siglip siglip_vision_model ", RESIZE_SQUASH, 224, 0,
      FILTER_BICUBIC, &stats_half, false },
    { "DINOv3ViT", " dinov3_vit ", RESIZE_SQUASH, 224, 0, FILTER_BILINEAR,
      &stats_imagenet, true },
};
enum { CLASSES = sizeof classes / sizeof classes[0] };

/* What may follow a class's name. */
static const char *const endings[] = { "ImageProcessor", "ImageProcessorFast",
                                       "ImageProcessorPil",
                                       "FeatureExtractor" };
enum { ENDINGS = sizeof endings / sizeof endings[0] };

static bool is_of(const struct image_class *k, const char *type)
{
    size_t n = strlen(k->name);

    if (strncmp(type, k->name, n) != 0)
        return false;
    for (int i = 0; i < ENDINGS; i++)
        if (strcmp(type + n, endings[i]) == 0)
            return true;
    return false;
}

/* By the class the file names, else by the kind of model, else ViT's. */
static const struct image_class *find_class(const char *type,
                                            const char *model_type)
{
    char word[64];

    snprintf(word, sizeof word, " %s ", model_type);
    for (int i = 0; i < CLASSES; i++)
        if (type ? is_of(&classes[i], type)
                 : strstr(classes[i].model_types, word) != NULL)
            return &classes[i];
    return type ? NULL : &classes[0];
}

static void set_defaults(struct processor *p, const struct image_class *k)
{
    *p = (struct processor){
        .resize = k->resize,
        .resize_h = k->edge,
        .resize_w = k->edge,
        .filter = k->filter,
        .crop = k->crop > 0,
        .crop_h = k->crop ? k->crop : k->edge,
        .crop_w = k->crop ? k->crop : k->edge,
        .float_resize = k->float_resize,
        .rescale = true,
        .normalize = true,
        .factor = 1 / 255.0,
    };
    processor_set_stats(p, k->stats);
}

/* {height, width}, [h, w] or one number. */
static bool read_height_width(int *h, int *w, const struct config *c,
                              const char *key, struct error *err)
{
    char height[PATH_ROOM], width[PATH_ROOM];

    path_of(height, key, "height");
    path_of(width, key, "width");
    if (!config_has(c, height) && !config_has(c, width))
        return read_edges(h, w, c, key, err);
    if (!config_has(c, height) || !config_has(c, width))
        return error_set(err, "%s: %s has a height or a width, but not both",
                         c->source, key);
    return read_edge(h, c, height, err) && read_edge(w, c, width, err);
}

static bool read_size(struct processor *p, const struct config *c,
                      struct error *err)
{
    const struct config_entry *size = config_find(c, "size");
    const char *edge = "size.shortest_edge";

    if (config_has(c, "size.longest_edge") || config_has(c, "size.max_height"))
        return error_set(err,
                         "%s: size asks for a longest edge, which no "
                         "family here is resized by",
                         c->source);
    if (config_has(c, edge)) {
        p->resize = RESIZE_SHORTEST;
        if (!read_edge(&p->resize_h, c, edge, err))
            return false;
        p->resize_w = p->resize_h;
        return true;
    }
    if (size && size->kind == CONFIG_LIST)
        p->resize = RESIZE_SQUASH;
    return read_height_width(&p->resize_h, &p->resize_w, c, "size", err);
}

/* The number Pillow gives the filter. */
static bool read_resample(struct processor *p, const struct config *c,
                          struct error *err)
{
    double number = p->filter;

    if (!read_real(&number, c, "resample", err))
        return false;
    for (int f = 0; f < FILTER_COUNT; f++)
        if (number == f) {
            p->filter = (enum filter)f;
            return true;
        }
    return error_set(err, "%s: resample is %g, none of 0 to %d", c->source,
                     number, FILTER_COUNT - 1);
}

static bool read_resize(struct processor *p, const struct config *c,
                        struct error *err)
{
    bool resize = true;

    if (!read_flag(&resize, c, "do_resize", err))
        return false;
    if (!resize) {
        p->resize = RESIZE_NONE;
        return true;
    }
    if (!read_size(p, c, err) || !read_resample(p, c, err))
        return false;
    if (p->float_resize && p->filter != FILTER_BILINEAR &&
        p->filter != FILTER_BICUBIC)
        return error_set(err, "%s: resample %d (%s) does not exist for %s",
                         c->source, p->filter, filter_name(p->filter), p->name);
    return true;
}

static bool read_crop(struct processor *p, const struct config *c,
                      struct error *err)
{
    bool pad = false;

    if (!read_flag(&p->crop, c, "do_center_crop", err) ||
        !read_flag(&pad, c, "do_pad", err))
        return false;
    if (pad)
        return error_set(err, "%s: do_pad is true, which is not known for %s",
                         c->source, p->name);
    return !p->crop ||
           read_height_width(&p->crop_h, &p->crop_w, c, "crop_size", err);
}

static bool read_values(struct processor *p, const struct config *c,
                        struct error *err)
{
    if (!read_flag(&p->rescale, c, "do_rescale", err) ||
        !read_flag(&p->normalize, c, "do_normalize", err) ||
        !read_real(&p->factor, c, "rescale_factor", err))
        return false;
    if (p->rescale && p->factor == 0)
        return error_set(err, "%s: rescale_factor is 0", c->source);
    return (!p->normalize ||
            (read_colors(p->mean, c, "image_mean", false, err) &&
             read_colors(p->std, c, "image_std", true, err))) &&
           processor_finite(p, c, err);
}

bool processor_from_hf(struct processor *p, const struct config *config,
                       const struct config *pre, struct arena *keep,
                       struct error *err)
{
    const char *type = NULL;
    const struct image_class *k;
    struct text name = text_new(keep);

    if (!read_string(&type, pre, "feature_extractor_type", err) ||
        !read_string(&type, pre, "image_processor_type", err))
        return false;
    k = find_class(type, config_string(config, "model_type", ""));
    if (!k)
        return error_set(err, "%s: image_processor_type \"%.60s\" is not known",
                         pre->source, type);
    set_defaults(p, k);
    if (type)
        text_add(&name, type);
    else
        text_addf(&name, "%sImageProcessor", k->name);
    p->name = name.data;
    return read_resize(p, pre, err) && read_crop(p, pre, err) &&
           read_values(p, pre, err);
}
