/* trace_list.h - the tensors of a run, under the names reference files give
 * them, in the order they are written. */
#ifndef APP_TRACE_LIST_H
#define APP_TRACE_LIST_H

#include "explain/study.h"
#include "nn/tensor.h"

/* Is a tensor of this name wanted at all? */
typedef bool wanted_fn(const void *ctx, const char *name);

struct trace_item {
    struct tensor tensor;       /* data NULL: computed when its turn comes */
    enum { ITEM_READY, ITEM_SCORES, ITEM_ATTN } kind;
    int layer;                  /* of the last two */
};

struct trace_list {
    struct arena *keep;         /* names, and what is computed here */
    wanted_fn *wanted;
    const void *ctx;
    struct trace_item *items;
    int count, room;
};

/* List what a finished study has.  Rollouts that are wanted are computed; the
 * [H, T, T] tensors are not. */
void trace_list_make(struct trace_list *l, struct study *s,
                     struct arena scratch);

/* The data of an item: at hand, or of its layer computed again. */
const void *trace_item_data(const struct trace_item *item, struct study *s,
                            struct arena scratch);

#endif
