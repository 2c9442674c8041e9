/* race.c - races made on purpose: the thread sanitizer has to see them, in
 * our pool and beside our job, or its silence says nothing.
 *
 *     race pool|job     what is wrong
 *     race none         the same done right */
#include <stdio.h>
#include <string.h>

#include "base/job.h"
#include "base/parallel.h"

enum { COUNT = 10000 };

struct sums {
    int shared;
    int each[POOL_THREADS_MAX * 64];    /* no two on a line of the cache */
};

static void add_shared(void *ctx, int index, int worker)
{
    ((struct sums *)ctx)->shared += index;
}

static void add_each(void *ctx, int index, int worker)
{
    ((struct sums *)ctx)->each[worker * 64] += index;
}

static bool count_up(struct job *job, void *ctx)
{
    int *steps = ctx;

    for (int i = 0; i < COUNT; i++)
        ++*steps;
    job_publish(job, COUNT);
    return true;
}

static int use_pool(bool right)
{
    static struct sums sums;
    struct pool *pool = pool_start(4);

    for (int i = 0; i < 100; i++)
        parallel_for(pool, COUNT, right ? add_each : add_shared, &sums);
    pool_stop(pool);
    return sums.shared;
}

static int use_job(bool right)
{
    static int steps;
    struct job *job = job_new();
    int seen = 0;

    job_start(job, count_up, &steps);
    if (!right)
        seen = steps;
    job_wait(job);
    seen += steps;
    job_free(job);
    return seen;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "none";
    int sum = 0;

    if (strcmp(what, "job") != 0)
        sum += use_pool(strcmp(what, "pool") != 0);
    if (strcmp(what, "pool") != 0)
        sum += use_job(strcmp(what, "job") != 0);
    printf("%d\n", sum);
    return 0;
}
