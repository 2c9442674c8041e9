/* hf_vit.h - the encoder that ViT, DeiT, MAE, I-JEPA and BEiT share in
 * transformers. */
#ifndef NN_HF_VIT_H
#define NN_HF_VIT_H

#include "build.h"

struct hf_vit {
    const char *const *prefixes;    /* tried in this order, NULL-terminated */
    bool cls, dist;                 /* learned tokens */
    bool no_positions;              /* BEiT: no table unless it is in the file */
    bool no_final;                  /* BEiT with mean pooling: no final norm */
};

/* Everything but the readout; the prefix that was found. */
const char *hf_vit_build(struct builder *b, const struct hf_vit *v);

/* The dense layer behind a bare model's CLS, where the file has one. */
void hf_vit_pooler(struct builder *b, const char *prefix);

#endif
