/* parallel.h - a pool of threads that share loops, and jobs in the background.
 *
 * A pool runs one loop at a time and sleeps between loops (nothing spins for
 * long).  A job is one long piece of work beside the user interface: it
 * publishes how many steps are done, and whoever polls it may read only what
 * those steps have written.  Results do not depend on the number of threads. */
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

/* --- jobs ---------------------------------------------------------------- */

struct job;

/* The work itself: publish progress with job_publish(), stop early when
 * job_cancelled() says so.  The return value is kept for job_result(). */
typedef bool job_fn(struct job *job, void *ctx);

struct job *job_new(void);          /* idle; die() on exhaustion */
void job_free(struct job *job);     /* cancels and waits first */
void job_start(struct job *job, job_fn *fn, void *ctx); /* must be idle */
void job_publish(struct job *job, int done);            /* from the work */
bool job_cancelled(const struct job *job);              /* from the work */

/* True when something was published (or the job ended) since the last poll. */
bool job_poll(struct job *job);
int job_done(const struct job *job);      /* steps published so far */
bool job_running(const struct job *job);
bool job_result(const struct job *job);   /* of an ended job */
void job_cancel(struct job *job);         /* ask; returns at once */
void job_wait(struct job *job);           /* until it has ended */

/* Wait until something is published or the job ends, at most `ms`
 * milliseconds (-1: as long as it takes). */
void job_wait_change(struct job *job, int ms);

/* A descriptor that becomes readable when a job publishes or ends, so that a
 * loop can sleep on keys and work at once; job_poll() drains it. */
int job_fd(const struct job *job);

#endif
