/* family_clip.c - CLIP (Radford et al. 2021) as transformers stores it: a ViT
 * with a norm before its blocks, and a causal text tower. */
#include <math.h>

#include "hf_clip.h"

static void embeddings(struct builder *b)
{
    struct model *m = b->model;
    int dim = m->tower.dim;

    m->embed = build_linear(b, "vision_model.embeddings.patch_embedding", dim,
                            3 * m->patch * m->patch);
    m->cls_token =
        build_vector(b, "vision_model.embeddings.class_embedding", dim);
    build_position_table(b, "vision_model.embeddings.position_embedding.weight",
                         1);
    m->position.rule = m->position.original = INTERPOLATE_SIZE;
}

/* The first files carry each tower's config twice; where they do, transformers
 * takes the older, whole: what is not in it has the class's default. */
static const char *section(struct builder *b, const char *tower)
{
    const char *older = build_name(b, "%s_config_dict", tower);

    return build_name(b, config_has(b->config, older) ? "%s_config_dict."
                                                      : "%s_config.", tower);
}

static void text(struct builder *b)
{
    static const struct tower_defaults base = { 512, 12, 8, 2048,
                                                "quick_gelu" };
    struct model *m = b->model;
    const char *path = section(b, "text");
    struct text_tower *t = hf_clip_text(b, path, &base, 77, 1e-5);
    int end;

    if (!t)
        return;
    end = build_size(b, build_name(b, "%seos_token_id", path), 49407, 0,
                     INT32_MAX);
    t->tower.causal = true;
    t->end_token = end == 2 ? -1 : end;     /* 2: files of the first version */
    t->projection.w = build_matrix(
        b, "text_projection.weight",
        build_extent(b, "text_projection.weight", 0), t->tower.dim, false);
    m->text = t;
}

static void readout(struct builder *b)
{
    struct model *m = b->model;
    int dim = m->tower.dim;

    if (build_has(b, "classifier.weight")) {    /* CLIPForImageClassification */
        m->tower.final = (struct norm){ 0 };
        m->readout = READ_MEAN;
        m->head = build_classifier(b, "classifier", dim);
        build_note(b, "readout: classifier on the mean of the patch tokens");
        return;
    }
    m->readout = READ_CLS;
    if (build_has(b, "visual_projection.weight"))
        m->projection.w = build_matrix(
            b, "visual_projection.weight",
            build_extent(b, "visual_projection.weight", 0), dim, false);
    m->logit_scale = build_logit_scale(b, 2.6592f);
    build_note(b, "readout: CLS, normed%s", m->projection.w
               ? " and projected into the space of prompts" : "");
}

static void build_clip(struct builder *b)
{
    static const struct tower_defaults base = { 768, 12, 12, 3072,
                                                "quick_gelu" };
    struct model *m = b->model;
    const char *path = config_has(b->config, "vision_config") ||
                               config_has(b->config, "vision_config_dict")
                           ? section(b, "vision") : "";
    float eps =
        build_eps(b, build_name(b, "%slayer_norm_eps", path), 1e-5);

    build_sizes(b, &m->tower, path, &base);
    build_patching(b, path, 32, 224);
    embeddings(b);
    m->tower.pre = build_norm(b, "vision_model.pre_layrnorm", m->tower.dim,
                              eps);
    build_blocks(b, &m->tower, "vision_model.", &hf_clip_layout, eps);
    m->tower.final = build_norm(b, "vision_model.post_layernorm",
                                m->tower.dim, eps);
    readout(b);
    if (m->projection.w)
        text(b);
}

static bool is_clip(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "clip") || config_is(c, "clip_vision_model");
}

const struct family clip_family = {
    .name = "clip",
    .note = "CLIP, vision tower alone or with text",
    .matches = is_clip,
    .build = build_clip,
};
