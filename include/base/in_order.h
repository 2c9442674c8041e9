/* in_order.h - a row of pieces of work, begun in any order by all threads of a
 * pool, handed over one by one in the order of the row. */
#ifndef BASE_IN_ORDER_H
#define BASE_IN_ORDER_H

#include <stdbool.h>

struct pool;

enum { IN_ORDER_SLOTS_MAX = 256 };

struct in_order {
    int count;                  /* pieces */
    int slots;                  /* begun and not yet handed over, at most */
    void *ctx;

    /* Do piece `index`; what it leaves stays in `slot` until it is handed
     * over.  `worker` as in parallel_for(); 0 is the calling thread. */
    void (*work)(void *ctx, int index, int slot, int worker);

    /* Piece `index` is done and its turn has come; always on the calling
     * thread.  False: nothing more is begun nor handed over. */
    bool (*hand_over)(void *ctx, int index, int slot);
};

/* True when all of it was handed over.  A loop that `work` opens on the same
 * pool runs in its caller, unless the pool has one thread. */
bool run_in_order(struct pool *pool, const struct in_order *o);

#endif
