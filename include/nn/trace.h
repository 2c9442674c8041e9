/* trace.h - everything a run leaves behind, named.
 *
 * The table below is the only list of tensors: fields, allocation, `trace`
 * files and tests walk it.
 *
 * keep    ALWAYS  recorded by every run
 *         STUDY   recorded when someone will look (not by plain inference)
 *         DEMAND  one layer at a time, computed again by block_run() from the
 *                 residual stream when asked for (trace_demand) */
#ifndef NN_TRACE_H
#define NN_TRACE_H

#include <stdbool.h>

#include "base/arena.h"
#include "nn/block.h"
#include "nn/model.h"
#include "nn/shape.h"

enum keep { KEEP_ALWAYS, KEEP_STUDY, KEEP_DEMAND };

/* clang-format off */
/*    name          keep    copies         rows                   cols       meaning */
#define TRACE_TENSORS(_) \
    _(hidden,       ALWAYS, s->layers + 1, s->tokens,             s->dim,    "residual stream; 0 enters the first block, l+1 leaves block l") \
    _(read_scores,  ALWAYS, s->layers,     s->heads,              s->tokens, "scores of the readout query, before softmax") \
    _(read_attn,    ALWAYS, s->layers,     s->heads,              s->tokens, "what the readout query reads: softmax of its scores") \
    _(embeddings,   STUDY,  1,             s->tokens,             s->dim,    "tokens after position embedding, before a pre-norm") \
    _(patches,      STUDY,  1,             s->grid_h * s->grid_w, s->dim,    "patch embeddings before positions") \
    _(positions,    STUDY,  1,             s->tokens,             s->dim,    "what was added to each token as its position") \
    _(keys,         STUDY,  s->layers,     s->tokens,             s->dim,    "keys, so that any token can be the query") \
    _(qkv,          DEMAND, 1,             s->tokens,             3 * s->dim, "query, key and value of each token, after rotation") \
    _(scores,       DEMAND, 1,             s->heads * s->tokens,  s->tokens, "q.k/sqrt(d) (+ bias) of every pair, before softmax") \
    _(attn,         DEMAND, 1,             s->heads * s->tokens,  s->tokens, "softmax of the scores; row = query") \
    _(mid,          DEMAND, 1,             s->tokens,             s->dim,    "residual stream between attention and MLP") \
    _(after,        DEMAND, 1,             s->tokens,             s->dim,    "residual stream behind the block")
/* clang-format on */

struct trace {
    struct shape shape;
    const struct model *model;
    const struct tower *tower;
    struct span span;           /* rotation, bias and readout of this run */
    int done;                   /* layers finished */
    bool whole_last;            /* hidden[L] holds all rows, not just leading ones */
    int demand;                 /* layer the DEMAND tensors are of, -1: none */
#define FIELD(name, keep, copies, rows, cols, meaning) float *name;
    TRACE_TENSORS(FIELD)
#undef FIELD
};

/* One row of the table with its sizes for a shape. */
struct trace_row {
    const char *name;
    enum keep keep;
    int copies, rows, cols;
    const char *meaning;
};
enum { TRACE_ROWS = 12 };
struct trace_row trace_row(const struct shape *s, int index);

/* Bytes the tensors up to and including `keep` take. */
ptrdiff_t trace_bytes(const struct shape *s, enum keep keep);

/* Allocate the tensors up to and including `keep`; the rest stay NULL. */
void trace_allocate(struct trace *t, enum keep keep, struct arena *arena);

/* [T, D] entering block `layer`; layer = L: behind the last one. */
float *trace_hidden(const struct trace *t, int layer);
const float *trace_read_attn(const struct trace *t, int layer, int head);
const float *trace_read_scores(const struct trace *t, int layer, int head);

/* What block `layer` of this run needs to know, all rows; a relative bias is
 * made in `arena`. */
struct span trace_span(const struct trace *t, int layer, struct arena *arena);

/* Fill the DEMAND tensors for one layer (allocated beforehand).  Does nothing
 * when they are of that layer already. */
void trace_demand(struct trace *t, int layer, struct arena scratch);

/* DEMAND tensors of the layer at hand: attention row of (head, query). */
const float *trace_attn(const struct trace *t, int head, int query);
const float *trace_scores(const struct trace *t, int head, int query);

/* All rows behind the last block, when the run left out those nobody reads. */
void trace_complete(struct trace *t, struct arena scratch);

#endif
