/* study.h - one picture looked at with one model: all that is known of it.
 *
 * Screen, report and overlay read a `const struct study *` and nothing else.
 * Work fills it from the outside in: prepare, begin, a step a layer, outcome;
 * then, when someone looks closer, the DEMAND tensors of one layer and the map
 * of one explainer.  Who reads it while work is going on may use only what
 * `ready` says. */
#ifndef EXPLAIN_STUDY_H
#define EXPLAIN_STUDY_H

#include "base/error.h"
#include "base/image.h"
#include "explain/explainer.h"
#include "nn/forward.h"
#include "nn/preprocess.h"

struct study {
    const struct model *model;
    const struct processor *processor;
    const struct prompts *prompts;  /* NULL: the model's own classes */
    const char *path;               /* as given */
    struct run_options options;

    struct image picture;           /* decoded; 0x0 when fed with --pixels */
    struct prepared prepared;
    struct trace trace;
    struct outcome outcome;         /* of the last state */
    float *lens;                    /* [L+1][C] probabilities read at each state */
    double (*clock_ms)(void);       /* handed in by app; NULL: no timing */
    double forward_ms;              /* embedding, blocks and classes alone */

    bool begun;                     /* prepared and trace hold their input */
    bool finished;                  /* outcome and lens are there */

    const float *fed;               /* pixel values in place of a picture */
    int fed_h, fed_w;
    struct arena keep;              /* all of the above */
    bool lodges;                    /* in an arena of somebody else */
};

/* Decode is done by the caller; nothing is computed yet.  `picture` is kept
 * by reference.  What is found out lives in most of what is left of `room`, or,
 * where that is NULL, in address space of its own, given back by
 * study_close().  False when that cannot be had. */
bool study_open(struct study *s, const struct model *m,
                const struct processor *p, const struct prompts *prompts,
                const struct image *picture, const char *path,
                const struct run_options *options, struct arena *room,
                struct error *err);
void study_close(struct study *s);

/* Feed pixel values [3, h, w] in place of a picture. */
void study_feed(struct study *s, const float *pixels, int h, int w);

/* One bounded step; *more says whether there is another. Steps: 0 prepares
 * and embeds, 1..L run a layer each, L+1 reads the outcome. */
bool study_step(struct study *s, bool *more, struct arena scratch,
                struct error *err);

/* Other class names for a zero-shot model: a finished study reads its outcome
 * and its lens anew, the picture is not run again. */
void study_reword(struct study *s, const struct prompts *prompts,
                  struct arena scratch);

/* Layers that may be read: 0..L, and L+1 when the outcome may be too. */
int study_done(const struct study *s);

/* All steps.  False with a sentence when the picture does not fit the model. */
bool study_run(struct study *s, struct arena scratch, struct error *err);

/* Row [T] of weights (or scores) of a layer, head or fusion, and query.  For
 * the readout query from what every run keeps; for another from the DEMAND
 * tensors, which must be of that layer.  query -1 as in struct question: the
 * pooling query's row where there is one (whatever the layer), else the mean
 * of all rows. */
void study_weights(float *row, const struct study *s, int layer, int head,
                   int query, struct arena scratch);
void study_scores(float *row, const struct study *s, int layer, int head,
                  int query, struct arena scratch);

/* Can the two above answer without DEMAND tensors of `layer`? */
bool study_has_row(const struct study *s, int layer, int query);

/* The readout query: its token, or -1 (pooling query, or mean of all rows). */
int study_query(const struct study *s);

/* L2 norm of token `t`, cosine to its final state, at state l of 0..L. */
double study_norm(const struct study *s, int l, int token);
double study_cosine(const struct study *s, int l, int token);

/* What to call class `index`. */
const char *study_label(const struct study *s, int index);

#endif
