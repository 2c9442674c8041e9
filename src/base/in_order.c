/* in_order.c - work shared by threads, results in a row.
 *
 * Threads take the next piece as they become free, but only while its slot is
 * free: pieces that wait for a slow one before them are at most as many as
 * there are slots, so memory is bounded.  The calling thread works too and
 * hands over between its pieces what is ready. */
#include "base/in_order.h"

#include <assert.h>
#include <pthread.h>

#include "base/parallel.h"

struct row {
    const struct in_order *o;
    pthread_mutex_t lock;
    pthread_cond_t change;      /* a piece is done, a slot is free, or stop */
    int next;                   /* to begin */
    int handed;                 /* so many were handed over */
    bool done[IN_ORDER_SLOTS_MAX];
    bool stop;
};

/* The two below are called with the lock held and let it go meanwhile. */
static void do_next(struct row *r, int worker)
{
    const struct in_order *o = r->o;
    int index = r->next++;

    pthread_mutex_unlock(&r->lock);
    o->work(o->ctx, index, index % o->slots, worker);
    pthread_mutex_lock(&r->lock);
    r->done[index % o->slots] = true;
    pthread_cond_broadcast(&r->change);
}

static void hand_over_next(struct row *r)
{
    const struct in_order *o = r->o;
    int index = r->handed;
    bool good;

    pthread_mutex_unlock(&r->lock);
    good = o->hand_over(o->ctx, index, index % o->slots);
    pthread_mutex_lock(&r->lock);
    r->done[index % o->slots] = false;
    r->handed++;
    r->stop = r->stop || !good;
    pthread_cond_broadcast(&r->change);
}

static void take_part(void *ctx, int index, int worker)
{
    struct row *r = ctx;
    const struct in_order *o = r->o;

    pthread_mutex_lock(&r->lock);
    while (!r->stop && r->handed < o->count) {
        if (worker == 0 && r->done[r->handed % o->slots])
            hand_over_next(r);
        else if (r->next < o->count && r->next < r->handed + o->slots)
            do_next(r, worker);
        else if (worker != 0 && r->next == o->count)
            break;
        else
            pthread_cond_wait(&r->change, &r->lock);
    }
    pthread_mutex_unlock(&r->lock);
}

bool run_in_order(struct pool *pool, const struct in_order *o)
{
    struct row r = { .o = o };
    bool good;

    assert(o->slots > 0 && o->slots <= IN_ORDER_SLOTS_MAX);
    pthread_mutex_init(&r.lock, NULL);
    pthread_cond_init(&r.change, NULL);
    parallel_for(pool, pool_threads(pool), take_part, &r);
    take_part(&r, 0, 0);        /* where others took all indices of the loop */
    good = !r.stop;
    pthread_mutex_destroy(&r.lock);
    pthread_cond_destroy(&r.change);
    return good;
}
