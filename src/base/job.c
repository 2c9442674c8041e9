/* job.c - one long piece of work in the background.
 *
 * Who waits for keys too sleeps in poll(): a change puts one byte into a pipe,
 * which stays readable until it is taken notice of. */
#include "base/job.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "thread.h"

struct job {
    pthread_mutex_t lock;
    pthread_cond_t change;
    pthread_t thread;
    job_fn *fn;
    void *ctx;
    int pipe[2];                /* holds one byte while `changed` */
    bool changed;               /* since the last poll */
    bool joinable;
    bool result;
    atomic_int done;
    atomic_bool running, cancelled;
};

struct job *job_new(void)
{
    struct job *j = calloc(1, sizeof *j);

    if (!j || pipe(j->pipe) != 0)
        die("out of memory or descriptors for background work");
    pthread_mutex_init(&j->lock, NULL);
    pthread_cond_init(&j->change, NULL);
    return j;
}

/* Something has changed; the lock is held. */
static void announce(struct job *j)
{
    if (!j->changed)
        j->changed = write(j->pipe[1], "", 1) == 1;
    pthread_cond_broadcast(&j->change);
}

static void *job_main(void *arg)
{
    struct job *j = arg;
    bool result = j->fn(j, j->ctx);

    pthread_mutex_lock(&j->lock);
    j->result = result;
    atomic_store(&j->running, false);
    announce(j);
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

/* Give the ended thread back to the system. */
static void reap(struct job *j)
{
    if (j->joinable)
        pthread_join(j->thread, NULL);
    j->joinable = false;
}

void job_start(struct job *j, job_fn *fn, void *ctx)
{
    reap(j);
    job_poll(j);
    j->fn = fn;
    j->ctx = ctx;
    j->result = false;
    atomic_store(&j->done, 0);
    atomic_store(&j->cancelled, false);
    atomic_store(&j->running, true);
    j->joinable = thread_start(&j->thread, job_main, j);
    if (!j->joinable)
        job_main(j);            /* no threads left: do it here */
}

void job_publish(struct job *j, int done)
{
    pthread_mutex_lock(&j->lock);
    atomic_store(&j->done, done);
    announce(j);
    pthread_mutex_unlock(&j->lock);
}

bool job_cancelled(const struct job *j)
{
    return atomic_load(&j->cancelled);
}

bool job_poll(struct job *j)
{
    bool changed;
    char byte;

    pthread_mutex_lock(&j->lock);
    changed = j->changed;
    if (changed)
        j->changed = read(j->pipe[0], &byte, 1) != 1;
    pthread_mutex_unlock(&j->lock);
    return changed;
}

int job_done(const struct job *j)
{
    return atomic_load(&j->done);
}

bool job_running(const struct job *j)
{
    return atomic_load(&j->running);
}

bool job_result(const struct job *j)
{
    return j->result;
}

void job_cancel(struct job *j)
{
    atomic_store(&j->cancelled, true);
}

void job_wait(struct job *j)
{
    pthread_mutex_lock(&j->lock);
    while (atomic_load(&j->running))
        pthread_cond_wait(&j->change, &j->lock);
    pthread_mutex_unlock(&j->lock);
    reap(j);
}

void job_wait_change(struct job *j, int ms)
{
    struct timespec until;
    int late = 0;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += (long)(ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&j->lock);
    while (!j->changed && atomic_load(&j->running) && !late)
        late = ms < 0 ? pthread_cond_wait(&j->change, &j->lock)
                      : pthread_cond_timedwait(&j->change, &j->lock, &until);
    pthread_mutex_unlock(&j->lock);
}

int job_fd(const struct job *j)
{
    return j->pipe[0];
}

void job_free(struct job *j)
{
    if (!j)
        return;
    job_cancel(j);
    job_wait(j);
    close(j->pipe[0]);
    close(j->pipe[1]);
    pthread_mutex_destroy(&j->lock);
    pthread_cond_destroy(&j->change);
    free(j);
}
