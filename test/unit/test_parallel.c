/* test_parallel.c - loops shared by a pool, jobs beside the caller. */
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/cpu.h"
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

/* A job that does one step for each permission it is given. */
struct steps {
    atomic_int allowed;
    int steps;
};

static bool take_steps(struct job *job, void *ctx)
{
    struct steps *s = ctx;

    for (int i = 0; i < s->steps; i++) {
        while (atomic_load(&s->allowed) <= i)
            if (job_cancelled(job))
                return false;
        job_publish(job, i + 1);
    }
    return true;
}

static bool readable(const struct job *job, int ms)
{
    struct pollfd fd = { .fd = job_fd(job), .events = POLLIN };

    return poll(&fd, 1, ms) == 1;
}

static void test_a_job_publishes_its_steps(void **state)
{
    struct steps s = { .steps = 2 };
    struct job *job = job_new();

    assert_false(job_running(job));
    job_start(job, take_steps, &s);
    assert_true(job_running(job));
    assert_false(job_poll(job));
    assert_false(readable(job, 0));
    job_wait_change(job, 1);            /* nothing: comes back by itself */

    atomic_store(&s.allowed, 1);
    job_wait_change(job, -1);
    assert_int_equal(job_done(job), 1);
    assert_true(readable(job, -1));
    assert_true(job_poll(job));
    assert_false(job_poll(job));
    assert_false(readable(job, 0));

    atomic_store(&s.allowed, 2);
    job_wait(job);
    assert_int_equal(job_done(job), 2);
    assert_false(job_running(job));
    assert_true(job_result(job));
    assert_true(job_poll(job));
    assert_false(job_poll(job));
    job_free(job);
}

static void test_a_cancelled_job_ends_and_can_start_again(void **state)
{
    struct steps s = { .steps = 1 };
    struct job *job = job_new();

    job_start(job, take_steps, &s);
    job_cancel(job);
    job_wait(job);
    assert_false(job_result(job));
    atomic_store(&s.allowed, 1);
    job_start(job, take_steps, &s);
    job_wait(job);
    assert_true(job_result(job));
    assert_int_equal(job_done(job), 1);
    job_free(job);
}

static void test_a_job_begins_with_no_step_done(void **state)
{
    struct steps s = { .allowed = 3, .steps = 3 };
    struct job *job = job_new();

    job_start(job, take_steps, &s);
    job_wait(job);
    assert_int_equal(job_done(job), 3);
    atomic_store(&s.allowed, 0);
    job_start(job, take_steps, &s);
    assert_int_equal(job_done(job), 0);
    assert_false(job_poll(job)); /* what the first one said is forgotten */
    job_free(job);
}

static bool signals_are_for_others(struct job *job, void *ctx)
{
    sigset_t blocked;

    return pthread_sigmask(SIG_BLOCK, NULL, &blocked) == 0 &&
           sigismember(&blocked, SIGINT) && sigismember(&blocked, SIGWINCH) &&
           sigismember(&blocked, SIGTERM) && !sigismember(&blocked, SIGSEGV) &&
           !sigismember(&blocked, SIGABRT);
}

static void test_signals_come_to_the_thread_that_waits_for_keys(void **state)
{
    struct job *job = job_new();
    sigset_t blocked;

    job_start(job, signals_are_for_others, NULL);
    job_wait(job);
    assert_true(job_result(job));
    assert_int_equal(pthread_sigmask(SIG_BLOCK, NULL, &blocked), 0);
    assert_false(sigismember(&blocked, SIGINT));
    job_free(job);
}

static void test_freeing_a_running_job_cancels_it(void **state)
{
    struct steps s = { .steps = 1 };
    struct job *job = job_new();

    job_start(job, take_steps, &s);
    job_free(job);
    job_free(NULL);
    assert_int_equal(atomic_load(&s.allowed), 0);
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
        cmocka_unit_test(test_a_job_publishes_its_steps),
        cmocka_unit_test(test_a_cancelled_job_ends_and_can_start_again),
        cmocka_unit_test(test_a_job_begins_with_no_step_done),
        cmocka_unit_test(test_signals_come_to_the_thread_that_waits_for_keys),
        cmocka_unit_test(test_freeing_a_running_job_cancels_it),
        cmocka_unit_test(test_a_thread_can_leave_a_core_but_not_all),
        cmocka_unit_test(test_names_of_instruction_sets_go_both_ways),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
