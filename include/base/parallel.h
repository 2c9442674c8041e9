/* parallel.h - a pool of threads that share loops.
 *
 * It runs one loop at a time and sleeps between loops (nothing spins for long).
 * Results do not depend on the number of threads. */
#ifndef BASE_PARALLEL_H
#define BASE_PARALLEL_H

#include <stdbool.h>

struct pool;

enum { POOL_THREADS_MAX = 64 };

/* One call for each index in [0, count); `worker` in [0, threads). */
typedef void parallel_fn(void *ctx, int index, int worker);

/* `threads` counts the caller; 0 means all cores this process may use.  Never
 * fails: where threads cannot be made, fewer are used.  A pool with one thread
 * (and a NULL pool) runs loops in the caller. */
struct pool *pool_start(int threads);
void pool_stop(struct pool *pool);
int pool_threads(const struct pool *pool);

/* Run the loop over the pool and return when all of it is done.  Indices are
 * handed out one by one, so uneven work is shared.  Only one thread may run
 * loops on a pool at a time; a nested call runs in the caller. */
void parallel_for(struct pool *pool, int count, parallel_fn *fn, void *ctx);

#endif
