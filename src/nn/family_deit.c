/* family_deit.c - DeiT with a distillation token (Touvron et al. 2021): two
 * learned tokens, and with a teacher two heads whose logits are averaged. */
#include "hf_vit.h"

static void build_deit(struct builder *b)
{
    static const char *const prefixes[] = { "deit.", "", NULL };
    struct model *m = b->model;
    const char *prefix;
    int dim;

    prefix = hf_vit_build(b, &(struct hf_vit){ .prefixes = prefixes,
                                               .cls = true, .dist = true });
    hf_vit_pooler(b, prefix);
    dim = m->tower.dim;
    if (build_has(b, "distillation_classifier.weight")) {
        m->readout = READ_BOTH;
        m->head = build_classifier(b, "cls_classifier", dim);
        m->head_dist = build_classifier(b, "distillation_classifier", dim);
        build_note(b, "readout: mean of the CLS head and the distillation head");
    } else {
        m->readout = READ_CLS;
        m->head = build_classifier(b, "classifier", dim);
        build_note(b, "readout: CLS after the final norm; the distillation "
                      "token is there but not read");
    }
}

static bool is_deit(const struct config *c, const struct tensor_list *t)
{
    return config_is(c, "deit");
}

const struct family deit_family = {
    .name = "deit",
    .note = "DeiT with a distillation token",
    .matches = is_deit,
    .build = build_deit,
};
