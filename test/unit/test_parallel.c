/* test_parallel.c - loops shared by a pool, and the cores they run on. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cpu.h"
#include "base/job.h"
#include "base/parallel.h"

enum { COUNT = 1000 };

struct tally {
    atomic_int calls[COUNT];
    atomic_int workers[POOL_THREADS_MAX];
    struct pool *pool;
};

static void count_call(void *ctx, int index, int worker)
{
    struct tally *t = ctx;

    atomic_fetch_add(&t->calls[index], 1);
    atomic_fetch_add(&t->workers[worker], 1);
}

static void each_once(struct tally *t, struct pool *pool, int count)
{
    memset(t, 0, sizeof *t);
    parallel_for(pool, count, count_call, t);
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(atomic_load(&t->calls[i]), i < count);
}

static void test_every_index_runs_once(void **state)
{
    static struct tally t;

    for (int threads = 1; threads <= 5; threads++) {
        struct pool *pool = pool_start(threads);

        assert_int_equal(pool_threads(pool), threads);
        for (int round = 0; round < 200; round++)
            each_once(&t, pool, round * 5);
        pool_stop(pool);
    }
}

/* Calls that end only when all threads are in one. */
struct meeting {
    int threads;
    atomic_int here;
    atomic_int calls[POOL_THREADS_MAX]; /* by worker */
};

static void meet(void *ctx, int index, int worker)
{
    struct meeting *m = ctx;

    atomic_fetch_add(&m->calls[worker], 1);
    atomic_fetch_add(&m->here, 1);
    while (atomic_load(&m->here) < m->threads)
        poll(NULL, 0, 1);
}

static void test_threads_share_a_loop_and_each_has_its_number(void **state)
{
    for (int threads = 2; threads <= 4; threads++) {
        struct pool *pool = pool_start(threads);

        for (int round = 0; round < 3; round++) {
            struct meeting m = { .threads = threads };

            parallel_for(pool, threads, meet, &m);
            for (int i = 0; i < POOL_THREADS_MAX; i++)
                assert_int_equal(atomic_load(&m.calls[i]), i < threads);
        }
        pool_stop(pool);
    }
}

static void test_there_is_a_limit_of_threads(void **state)
{
    struct pool *pool = pool_start(POOL_THREADS_MAX + 1);
    static struct tally t;

    assert_true(pool_threads(pool) <= POOL_THREADS_MAX);
    each_once(&t, pool, COUNT);
    pool_stop(pool);
}

static void test_no_pool_runs_in_the_caller(void **state)
{
    static struct tally t;

    each_once(&t, NULL, 7);
    assert_int_equal(atomic_load(&t.workers[0]), 7);
    assert_int_equal(pool_threads(NULL), 1);
}

static void count_row(void *ctx, int index, int worker)
{
    struct tally *t = ctx;
    static struct tally inner[8];

    memset(&inner[index], 0, sizeof inner[index]);
    parallel_for(t->pool, 10, count_call, &inner[index]);
    assert_int_equal(atomic_load(&inner[index].workers[0]), 10);
    atomic_fetch_add(&t->calls[index], 1);
}

static void test_a_nested_loop_runs_in_the_caller(void **state)
{
    static struct tally t;

    t.pool = pool_start(3);
    parallel_for(t.pool, 8, count_row, &t);
    for (int i = 0; i < 8; i++)
        assert_int_equal(atomic_load(&t.calls[i]), 1);
    pool_stop(t.pool);
}

static void test_zero_threads_means_all_cores(void **state)
{
    struct pool *pool = pool_start(0);

    assert_true(cpu_count() >= 1);
    assert_int_equal(pool_threads(pool), cpu_count() < POOL_THREADS_MAX
                                             ? cpu_count()
                                             : POOL_THREADS_MAX);
    pool_stop(pool);
    pool_stop(NULL);
}

/* In a job, so that the test's own thread stays free. */
static bool move_away(struct job *job, void *ctx)
{
    int here = cpu_here(), all[1024];
    bool alone = here < 0 || cpu_count() == 1;

    cpu_avoid(&here, 1);
    if (!alone && cpu_here() == here)
        return false;
    for (int i = 0; i < 1024; i++)
        all[i] = i;
    cpu_avoid(all, 1024);       /* nowhere to go: nothing changes */
    return alone || cpu_here() != here;
}

static void test_a_thread_can_leave_a_core_but_not_all(void **state)
{
    struct job *job = job_new();

    job_start(job, move_away, NULL);
    job_wait(job);
    assert_true(job_result(job));
    job_free(job);
}

static void test_names_of_instruction_sets_go_both_ways(void **state)
{
    enum isa isa;

    for (int i = ISA_BASELINE; i <= ISA_AMX; i++) {
        assert_true(isa_parse(&isa, isa_name((enum isa)i)));
        assert_int_equal(isa, i);
    }
    assert_false(isa_parse(&isa, "sse"));
    assert_true(cpu_best_isa() >= ISA_BASELINE && cpu_best_isa() <= ISA_AMX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_index_runs_once),
        cmocka_unit_test(test_threads_share_a_loop_and_each_has_its_number),
        cmocka_unit_test(test_there_is_a_limit_of_threads),
        cmocka_unit_test(test_no_pool_runs_in_the_caller),
        cmocka_unit_test(test_a_nested_loop_runs_in_the_caller),
        cmocka_unit_test(test_zero_threads_means_all_cores),
        cmocka_unit_test(test_a_thread_can_leave_a_core_but_not_all),
        cmocka_unit_test(test_names_of_instruction_sets_go_both_ways),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
