/* block.h - the only code that computes a transformer block.
 *
 * Running forward, computing a layer again on demand, asking "what if": all go
 * through block_run(); `tap` names what to record, `edits` what to change. */
#ifndef NN_BLOCK_H
#define NN_BLOCK_H

#include "base/arena.h"
#include "nn/model.h"

/* What is the same for all blocks of one run. */
struct span {
    int tokens;                 /* T */
    int rows;                   /* leading rows to compute: T, or fewer in the last block */
    int read;                   /* the readout query's row, -1: none */
    float scale;                /* 1/sqrt(d) */
    int rotate_from;            /* first rotated row */
    const float *cosine, *sine; /* [T - rotate_from, d] or NULL */
    const float *bias;          /* [H, T, T] of the layer at hand, or NULL */
};

/* Where to record; every field may be NULL. */
struct tap {
    float *qkv;                 /* [T, 3D] after rotation */
    float *keys;                /* [T, D] */
    float *scores, *attn;       /* [H, rows, T] */
    float *read_scores;         /* [H, T] of span.read */
    float *read_attn;           /* [H, T] */
    float *mid;                 /* [rows, D] residual after attention */
};

/* What to change; every field may be NULL. */
struct edits {
    const unsigned char *muted_tokens;  /* [T] nobody reads these */
    const unsigned char *muted_heads;   /* [H] their output is 0 */
    int attn_off, mlp_off;              /* leave the branch out */
};

/* x [T, D]: the residual stream, in and out.  Rows from span->rows on are read
 * but not changed. */
void block_run(const struct engine *e, const struct tower *tower, int layer,
               float *x, const struct span *span, const struct tap *tap,
               const struct edits *edits, struct arena scratch);

/* Scratch bytes one call needs at most. */
ptrdiff_t block_scratch(const struct tower *tower, int tokens);

#endif
