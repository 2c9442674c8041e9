/* family_vit.c - the plain Vision Transformer as transformers stores it: ViT,
 * DINO and non-distilled DeiT (model_type "vit"), the encoder of a masked
 * autoencoder ("vit_mae": decoder ignored, nothing masked) and I-JEPA
 * ("ijepa": no CLS, mean of all patches). */
#include "hf_vit.h"

static void build_vit(struct builder *b)
{
    static const char *const prefixes[] = { "vit.", "", NULL };
    struct model *m = b->model;
    const char *prefix = hf_vit_build(
        b, &(struct hf_vit){ .prefixes = prefixes, .cls = true });

    m->readout = READ_CLS;
    hf_vit_pooler(b, prefix);
    m->head = build_classifier(b, "classifier", m->tower.dim);
    build_note(b, "readout: CLS after the final norm%s",
               m->head.w ? ", then classifier.weight" : " (no classifier)");
}

static void build_mae(struct builder *b)
{
    static const char *const prefixes[] = { "vit.", "", NULL };
    struct model *m = b->model;

    hf_vit_build(b, &(struct hf_vit){ .prefixes = prefixes, .cls = true });
    m->readout = READ_CLS;
    m->head = build_classifier(b, "classifier", m->tower.dim);
    build_note(b, "masked autoencoder: the encoder with nothing masked, the "
                  "decoder is ignored");
}

static void build_ijepa(struct builder *b)
{
    static const char *const prefixes[] = { "ijepa.", "", NULL };
    struct model *m = b->model;

    hf_vit_build(b, &(struct hf_vit){ .prefixes = prefixes });
    m->readout = READ_MEAN;
    m->head = build_classifier(b, "classifier", m->tower.dim);
    build_note(b, "no CLS token: the mean of all patches takes its place");
}

static bool is_vit(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "vit");
}

static bool is_mae(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "vit_mae");
}

static bool is_ijepa(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "ijepa");
}

const struct family vit_family = {
    .name = "vit",
    .note = "ViT, DINO, DeiT without distillation",
    .matches = is_vit,
    .build = build_vit,
};

const struct family mae_family = {
    .name = "vit_mae",
    .note = "ViT-MAE encoder",
    .matches = is_mae,
    .build = build_mae,
};

const struct family ijepa_family = {
    .name = "ijepa",
    .note = "I-JEPA encoder",
    .matches = is_ijepa,
    .build = build_ijepa,
};
