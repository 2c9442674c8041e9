/* test_job.c - work in the background, beside the caller. */
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/job.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_job_publishes_its_steps),
        cmocka_unit_test(test_a_cancelled_job_ends_and_can_start_again),
        cmocka_unit_test(test_a_job_begins_with_no_step_done),
        cmocka_unit_test(test_signals_come_to_the_thread_that_waits_for_keys),
        cmocka_unit_test(test_freeing_a_running_job_cancels_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
