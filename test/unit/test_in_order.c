/* test_in_order.c - pieces done by many threads, handed over in a row. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/in_order.h"
#include "base/parallel.h"

enum { COUNT = 500 };

struct bench_top {
    atomic_int begun, handed;   /* so many so far */
    int most_at_once;           /* begun and not handed over */
    int slots;
    int left_in[IN_ORDER_SLOTS_MAX];    /* piece + 1; 0: free */
    int stop_at;
    pthread_t caller;
};

/* Some pieces take long, others no time. */
static void work(void *ctx, int index, int slot, int worker)
{
    struct bench_top *b = ctx;
    volatile int spent = 0;

    assert_int_equal(slot, index % b->slots);
    assert_int_equal(b->left_in[slot], 0);
    atomic_fetch_add(&b->begun, 1);
    while (spent < index * 7919 % 100 * 200)
        spent = spent + 1;
    b->left_in[slot] = index + 1;
}

static bool hand_over(void *ctx, int index, int slot)
{
    struct bench_top *b = ctx;
    int waiting = atomic_load(&b->begun) - atomic_load(&b->handed);

    assert_true(pthread_equal(pthread_self(), b->caller));
    assert_int_equal(index, atomic_load(&b->handed));
    assert_int_equal(b->left_in[slot], index + 1);
    b->left_in[slot] = 0;
    b->most_at_once = waiting > b->most_at_once ? waiting : b->most_at_once;
    atomic_fetch_add(&b->handed, 1);
    return index != b->stop_at;
}

static bool run(struct bench_top *b, struct pool *pool, int count, int slots,
                int stop_at)
{
    struct in_order row = { .count = count, .slots = slots, .ctx = b,
                            .work = work, .hand_over = hand_over };

    memset(b, 0, sizeof *b);
    b->slots = slots;
    b->stop_at = stop_at;
    b->caller = pthread_self();
    return run_in_order(pool, &row);
}

static void test_all_are_handed_over_in_a_row(void **state)
{
    static struct bench_top b;

    for (int threads = 1; threads <= 5; threads++)
        for (int slots = 1; slots <= 256; slots *= 4) {
            struct pool *pool = pool_start(threads);

            for (int count = 0; count <= COUNT; count = count * 5 + 1) {
                assert_true(run(&b, pool, count, slots, -1));
                assert_int_equal(atomic_load(&b.handed), count);
                assert_int_equal(atomic_load(&b.begun), count);
                assert_true(b.most_at_once <= slots);
            }
            pool_stop(pool);
        }
}

static void test_without_threads_each_is_handed_over_at_once(void **state)
{
    static struct bench_top b;

    assert_true(run(&b, NULL, COUNT, 8, -1));
    assert_int_equal(atomic_load(&b.handed), COUNT);
    assert_int_equal(b.most_at_once, 1);
}

static void test_nothing_is_handed_over_after_a_stop(void **state)
{
    static struct bench_top b;

    for (int threads = 1; threads <= 3; threads++) {
        struct pool *pool = pool_start(threads);

        assert_false(run(&b, pool, COUNT, 4, 100));
        assert_int_equal(atomic_load(&b.handed), 101);
        assert_true(atomic_load(&b.begun) <= 101 + 4);
        pool_stop(pool);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_are_handed_over_in_a_row),
        cmocka_unit_test(test_without_threads_each_is_handed_over_at_once),
        cmocka_unit_test(test_nothing_is_handed_over_after_a_stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
