/* text_tower.h - prompts through CLIP's or SigLIP's text side. */
#ifndef NN_TEXT_TOWER_H
#define NN_TEXT_TOWER_H

#include "nn/forward.h"

/* What one prompt leaves behind. */
struct text_reading {
    struct trace trace;         /* shape.words tokens; KEEP as asked for */
    const int *ids;             /* [tokens] as fed: padded where the family pads */
    float *final_norm;          /* [tokens, D] */
    float *pooled;              /* [D] the row that is read */
    float *features;            /* [E] projected */
    float *embed;               /* [E] L2-normalised */
    int embed_size;
};

/* Ids include both special tokens.  Errors: no text tower, more tokens than
 * the context, an id outside the vocabulary (`label` names the prompt), NaN
 * among the weights. */
bool text_read(struct text_reading *out, const struct model *m, const int *ids,
               int count, const char *label, enum keep keep_what,
               struct arena *keep, struct arena scratch, struct error *err);

/* Read `count` prompts into *out: labels and embeddings. */
struct prompt_ids {
    const char *label;
    const int *ids;
    int count;
};
bool prompts_read(struct prompts *out, const struct model *m,
                  const struct prompt_ids *list, int count, struct arena *keep,
                  struct arena scratch, struct error *err);

#endif
