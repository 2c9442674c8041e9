/* forward.h - pixels in, classes out, layer by layer. */
#ifndef NN_FORWARD_H
#define NN_FORWARD_H

#include "base/arena.h"
#include "nn/model.h"
#include "nn/trace.h"

/* How a run differs from the usual. */
struct run_options {
    enum keep keep;             /* how much to record */
    bool original_positions;    /* --positions original */
    bool short_last;            /* last block: only the rows the readout reads */
};

/* Can a picture of h x w pixels be run at all?  At least a patch, and no more
 * than anyone would wait for. */
bool forward_check(const struct model *m, int h, int w, struct error *err);

/* Allocate the trace of a run over pixels [3, h, w] and compute the tokens
 * that enter the first block.  False when forward_check() is, or memory is
 * short. */
bool forward_begin(struct trace *t, const struct model *m, const float *pixels,
                   int h, int w, const struct run_options *options,
                   struct arena *keep, struct arena scratch,
                   struct error *err);

/* Run block t->done and count it.  One layer a call. */
void forward_step(struct trace *t, struct arena scratch);

/* Scratch bytes that begin, step, outcome_read and trace_demand need. */
ptrdiff_t forward_scratch(const struct model *m, int h, int w);

/* What the readout and the heads say. */
struct outcome {
    int classes;                /* 0: no head, the rest is NULL */
    float *logits, *probs;      /* [C] */
    int *order;                 /* [C] classes by falling logit */
    float *logits_cls, *logits_dist;    /* DeiT distilled, else NULL */
    float *final_norm;          /* [T, D]; NULL unless asked for and there is one */
    float *pooled;              /* what enters the head; NULL: none */
    int pooled_size;
    float *pooler_output;       /* ViTModel with pooler, else NULL */
    float *pool_scores, *pool_attn;     /* [Hp, T] pooling head, else NULL */
    float *image_features, *image_embeds;   /* CLIP: [E], L2-normalised */
    int embed_size;
};

struct prompts {
    int count;
    const char **labels;
    float *embeds;              /* [P, E] L2-normalised */
};

/* Read the last state of the residual stream x [T, D]: the final norm, the
 * readout, the heads.  `prompts` are text embeddings [P, E] or NULL.  `whole`:
 * x holds all rows and final_norm is wanted; else only the rows the readout
 * reads are touched. */
void outcome_read(struct outcome *out, const struct model *m, const float *x,
                  const struct shape *shape, const struct prompts *prompts,
                  bool whole, struct arena *keep, struct arena scratch);

/* The logit lens (nostalgebraist 2020): probabilities [classes] of any state,
 * read as if it were the last. */
void outcome_lens(float *probs, const struct model *m, const float *x,
                  const struct shape *shape, const struct prompts *prompts,
                  struct arena scratch);

/* Rows of the last state the readout reads: the leading 1 or 2, or all. */
int readout_rows(const struct model *m, const struct shape *s);

/* Name of class `index` of this outcome: a prompt, a label or "class 7". */
const char *outcome_label(const struct model *m, const struct prompts *prompts,
                          int index);

#endif
