/* parallel.c - a pool of threads that share loops.
 *
 * A loop is open while its caller works on it: workers that wake in time join
 * and take indices from one counter, workers that wake late find it closed and
 * sleep again.  Between loops a worker watches the epoch for some microseconds
 * (the next loop of a forward pass comes at once), then sleeps; so does the
 * caller watch those who finish the last indices.
 *
 * Some kernels leave a woken thread on its waker's core, where both then run
 * at half speed beside an idle core.  A worker that finds itself on the core
 * of one before it moves away.  Nobody is bound to a single core: processes
 * side by side would all choose the same. */
#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/cpu.h"
#include "base/error.h"
#include "thread.h"

enum { SPINS = 2000 };

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;        /* workers: a loop has opened, or stop */
    pthread_cond_t idle;        /* caller: the last worker has left */
    parallel_fn *fn;
    void *ctx;
    int count;
    bool open, stop;
    atomic_int inside;          /* workers on the open loop */
    int threads;
    atomic_int next;            /* index to hand out */
    atomic_uint epoch;          /* loops opened so far */
    atomic_bool busy;           /* somebody runs a loop */
    int cores[POOL_THREADS_MAX];        /* where each was last seen */
    struct worker {
        struct pool *pool;
        pthread_t thread;
        int index;
    } workers[POOL_THREADS_MAX];
};

static void relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

/* Note where this thread is; a worker leaves a core that is taken.  The lock
 * is held. */
static void settle(struct pool *p, int worker)
{
    int here = cpu_here();

    for (int i = 0; i < worker && here >= 0; i++)
        if (p->cores[i] == here) {
            cpu_avoid(p->cores, worker);
            here = cpu_here();
            break;
        }
    p->cores[worker] = here;
}

static void take_indices(struct pool *p, parallel_fn *fn, void *ctx, int count,
                         int worker)
{
    int i;

    while ((i = atomic_fetch_add(&p->next, 1)) < count)
        fn(ctx, i, worker);
}

/* Join the open loop; the lock is held on entry and on return. */
static void join_loop(struct pool *p, int worker)
{
    parallel_fn *fn = p->fn;
    void *ctx = p->ctx;
    int count = p->count;

    atomic_fetch_add(&p->inside, 1);
    settle(p, worker);
    pthread_mutex_unlock(&p->lock);
    take_indices(p, fn, ctx, count, worker);
    pthread_mutex_lock(&p->lock);
    if (atomic_fetch_sub(&p->inside, 1) == 1)
        pthread_cond_signal(&p->idle);
}

static void *worker_main(void *arg)
{
    struct worker *w = arg;
    struct pool *p = w->pool;
    unsigned seen = 0;

    for (;;) {
        for (int i = 0; i < SPINS && atomic_load(&p->epoch) == seen; i++)
            relax();
        pthread_mutex_lock(&p->lock);
        while (!p->stop && atomic_load(&p->epoch) == seen)
            pthread_cond_wait(&p->wake, &p->lock);
        seen = atomic_load(&p->epoch);
        if (p->open)
            join_loop(p, w->index);
        if (p->stop)
            break;
        pthread_mutex_unlock(&p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

struct pool *pool_start(int threads)
{
    struct pool *p = calloc(1, sizeof *p);

    if (!p)
        die("out of memory");
    if (threads < 1)
        threads = cpu_count();
    if (threads > POOL_THREADS_MAX)
        threads = POOL_THREADS_MAX;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    pthread_cond_init(&p->idle, NULL);
    for (p->threads = 1; p->threads < threads; p->threads++) {
        struct worker *w = &p->workers[p->threads];

        *w = (struct worker){ .pool = p, .index = p->threads };
        if (!thread_start(&w->thread, worker_main, w))
            break;
    }
    return p;
}

void pool_stop(struct pool *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->stop = true;
    atomic_fetch_add(&p->epoch, 1);
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
    for (int i = 1; i < p->threads; i++)
        pthread_join(p->workers[i].thread, NULL);
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->wake);
    pthread_cond_destroy(&p->idle);
    free(p);
}

int pool_threads(const struct pool *pool)
{
    return pool ? pool->threads : 1;
}

static void open_loop(struct pool *p, int count, parallel_fn *fn, void *ctx)
{
    pthread_mutex_lock(&p->lock);
    p->fn = fn;
    p->ctx = ctx;
    p->count = count;
    p->open = true;
    settle(p, 0);
    atomic_store(&p->next, 0);
    atomic_fetch_add(&p->epoch, 1);
    pthread_cond_broadcast(&p->wake);
    pthread_mutex_unlock(&p->lock);
}

static void close_loop(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    p->open = false;
    pthread_mutex_unlock(&p->lock);
    for (int i = 0; i < SPINS && atomic_load(&p->inside) > 0; i++)
        relax();
    pthread_mutex_lock(&p->lock);
    while (atomic_load(&p->inside) > 0)
        pthread_cond_wait(&p->idle, &p->lock);
    pthread_mutex_unlock(&p->lock);
}

void parallel_for(struct pool *p, int count, parallel_fn *fn, void *ctx)
{
    if (!p || p->threads == 1 || count < 2 || atomic_exchange(&p->busy, true)) {
        for (int i = 0; i < count; i++)
            fn(ctx, i, 0);
        return;
    }
    open_loop(p, count, fn, ctx);
    take_indices(p, fn, ctx, count, 0);
    close_loop(p);
    atomic_store(&p->busy, false);
}
