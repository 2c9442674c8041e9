/* trace_list.h - the tensors of a run, under the names reference files give
 * them, in the order they are written. */
#ifndef APP_TRACE_LIST_H
#define APP_TRACE_LIST_H

#include "app/world.h"

/* Is a tensor of this name wanted at all? */
typedef bool wanted_fn(const void *ctx, const char *name);

/* What is too large to be kept is promised first and computed when its turn
 * comes. */
enum item_kind {
    ITEM_READY,
    ITEM_SCORES, ITEM_ATTN,     /* of one layer of the picture's tower */
    ITEM_TEXT_EMBEDDINGS, ITEM_TEXT_HIDDEN, ITEM_TEXT_ATTN, ITEM_TEXT_NORM
};

struct trace_item {
    struct tensor tensor;
    enum item_kind kind;
    int layer;
    int prompt;                 /* of ITEM_TEXT_... */
};

/* Where the numbers come from. */
struct trace_source {
    struct study *study;        /* has run, with its DEMAND tensors */
    const struct world *world;
    struct arena text;          /* the reading at hand */
    struct text_reading reading;
    int prompt;                 /* it is of this prompt, -1: of none */
};

struct trace_list {
    struct arena *keep;         /* names, and what is computed here */
    wanted_fn *wanted;
    const void *ctx;
    struct trace_item *items;
    int count, room;
};

/* List what the source has.  Rollouts that are wanted are computed here. */
bool trace_list_make(struct trace_list *l, struct trace_source *from,
                     struct error *err);

/* The data of an item: at hand, or computed again. */
bool trace_item_data(const void **data, const struct trace_item *item,
                     struct trace_source *from, struct error *err);

/* --- for the files that make parts of the list ----------------------------- */

/* A shape for trace_add(): up to four sizes. */
#define SHAPE(...)                                                  \
    (int)(sizeof((int[]){ __VA_ARGS__ }) / sizeof(int)),            \
        (const int[]){ __VA_ARGS__ }

/* Add floats of a shape when they are there and wanted; NULL when not. */
struct trace_item *trace_add(struct trace_list *l, const void *data, int rank,
                             const int *shape, const char *name);

/* Add what will be computed later. */
struct trace_item *trace_promise(struct trace_list *l, enum item_kind kind,
                                 int layer, int rank, const int *shape,
                                 const char *name);

/* Token ids, which stand first in the file (elements of 8 bytes), and what
 * the text tower makes of them. */
void trace_add_ids(struct trace_list *l, const struct world *w);
bool trace_add_text(struct trace_list *l, struct trace_source *from,
                    struct error *err);
bool trace_text_data(const void **data, const struct trace_item *item,
                     struct trace_source *from, struct error *err);

#endif
