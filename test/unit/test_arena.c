/* test_arena.c - memory with lifetimes; sentences; sizes of pictures. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/image.h"

enum { SIZE = 1 << 16 };

/* What the process has of it. */
static rlim_t address_space(void)
{
    FILE *f = fopen("/proc/self/statm", "r");
    unsigned long pages = 0;

    if (!f || fscanf(f, "%lu", &pages) != 1)
        skip();
    fclose(f);
    return pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

static int open_arena(void **state)
{
    static struct arena keep;

    *state = &keep;
    return arena_open(&keep, SIZE) ? 0 : -1;
}

static int close_arena(void **state)
{
    arena_close(*state);
    return 0;
}

static void test_alloc_gives_zeroed_aligned_memory(void **state)
{
    struct arena *keep = *state;
    char *odd = arena_raw(keep, 3, 1, 1);
    char *p;

    memset(odd, 1, 3);
    p = arena_alloc(keep, 100, 1, 64);
    assert_int_equal((uintptr_t)p % 64, 0);
    for (int i = 0; i < 100; i++)
        assert_int_equal(p[i], 0);
}

static void test_what_a_scratch_copy_takes_dies_with_it(void **state)
{
    struct arena *keep = *state;
    struct arena scratch = *keep;
    char *before = arena_string(&scratch, "scratch");
    char *after = arena_string(keep, "kept");

    assert_ptr_equal(before, after);
}

static void test_a_reserve_leaves_some_to_others(void **state)
{
    struct rlimit before, tight;
    struct arena all, first, second;

    getrlimit(RLIMIT_AS, &before);
    assert_true(arena_reserve(&all, 1 << 20, 4));
    assert_int_equal(arena_room(&all, 1), 1 << 20);
    arena_close(&all);
    tight = before;
    tight.rlim_cur = address_space() + (64 << 20);
    if (setrlimit(RLIMIT_AS, &tight))
        skip();
    assert_true(arena_reserve(&first, (ptrdiff_t)1 << 38, 4));
    assert_true(arena_reserve(&second, (ptrdiff_t)1 << 38, 4));
    setrlimit(RLIMIT_AS, &before);
    assert_true(arena_room(&first, 1) <= 16 << 20);
    assert_true(arena_room(&first, 1) >= 13 << 20);
    assert_true(arena_room(&second, 1) >= 8 << 20);
    arena_close(&first);
    arena_close(&second);
}

static void test_what_a_trimmed_arena_holds_stays(void **state)
{
    struct arena a;
    char *text;
    ptrdiff_t before = address_space();

    assert_true(arena_open(&a, 64 << 20));
    text = arena_string(&a, "kept");
    arena_trim(&a, 4);
    assert_string_equal(text, "kept");
    assert_true(arena_room(&a, 1) >= 16 << 20);
    assert_true(arena_room(&a, 1) < 17 << 20);
    assert_true(address_space() - before < 20 << 20);
    memset(arena_raw(&a, arena_room(&a, 1), 1, 64), 7, 16 << 20);
    arena_close(&a);
    assert_true(address_space() - before < 4 << 20);
}

static void test_room_is_what_still_fits(void **state)
{
    struct arena *keep = *state;
    ptrdiff_t room = arena_room(keep, 16);

    assert_int_equal(room, SIZE / 16);
    arena_raw(keep, room, 16, 64);
    assert_int_equal(arena_room(keep, 1), 0);
}

static void test_reset_gives_back_the_pages_behind_the_first(void **state)
{
    struct arena a;
    ptrdiff_t size = ARENA_KEPT + SIZE;
    char *p;

    (void)state;
    assert_true(arena_open(&a, size));
    p = arena_raw(&a, size, 1, 64);
    memset(p, 7, (size_t)size);
    arena_reset(&a);
    assert_ptr_equal(arena_raw(&a, size, 1, 64), p);
    assert_int_equal(p[ARENA_KEPT - 1], 7);
    assert_int_equal(p[ARENA_KEPT], 0);     /* a page never touched */
    assert_int_equal(p[size - 1], 0);
    arena_close(&a);
}

static void test_a_carved_arena_ends_where_it_was_cut(void **state)
{
    struct arena *keep = *state;
    struct arena part = arena_carve(keep, 1024);

    assert_int_equal(arena_room(&part, 1), 1024);
    assert_true(part.end <= keep->at);
}

static void test_closing_twice_does_nothing(void **state)
{
    struct arena a = { 0 };

    arena_close(&a);
    assert_true(arena_open(&a, 4096));
    arena_close(&a);
    arena_close(&a);
    assert_null(a.base);
}

static void test_control_characters_of_a_name_reach_no_terminal(void **state)
{
    struct error err;

    assert_false(error_set(&err, "%s: no such file", "a\x1b[2Jb\nc\x7f"));
    assert_string_equal(err.text, "a?[2Jb?c?: no such file");
}

static void test_long_sentences_are_cut(void **state)
{
    struct error err;

    error_set(&err, "%02000d", 1);
    assert_int_equal(strlen(err.text), sizeof err.text - 1);
}

static void test_a_long_name_leaves_the_fault_in_the_sentence(void **state)
{
    char name[5000];
    struct error err;

    memset(name, 'y', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    error_set(&err, "%s: tensor %s is 100%% %.2s, for %d reasons", "m", name,
              name, 3);
    assert_int_equal(strlen(err.text), 236);
    assert_memory_equal(err.text, "m: tensor yyy", 13);
    assert_string_equal(err.text + 208, "yy is 100% yy, for 3 reasons");
}

static void test_pictures_that_lie_about_their_size_do_not_fit(void **state)
{
    struct arena *keep = *state;

    assert_true(image_fits(keep, 100, 100));
    assert_false(image_fits(keep, 1000, 1000));
    assert_false(image_fits(keep, 0, 5));
    assert_false(image_fits(keep, -1, -1));
    assert_false(image_fits(keep, (int64_t)1 << 33, 1));
}

static void test_a_new_picture_is_black(void **state)
{
    struct image im = image_new(*state, 5, 4);

    assert_ptr_equal(image_at(&im, 4, 3), im.pixels + 3 * 19);
    for (int i = 0; i < 3 * 20; i++)
        assert_int_equal(im.pixels[i], 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        TEST(test_alloc_gives_zeroed_aligned_memory),
        TEST(test_what_a_scratch_copy_takes_dies_with_it),
        TEST(test_a_reserve_leaves_some_to_others),
        cmocka_unit_test(test_what_a_trimmed_arena_holds_stays),
        TEST(test_room_is_what_still_fits),
        TEST(test_reset_gives_back_the_pages_behind_the_first),
        TEST(test_a_carved_arena_ends_where_it_was_cut),
        TEST(test_closing_twice_does_nothing),
        TEST(test_control_characters_of_a_name_reach_no_terminal),
        TEST(test_long_sentences_are_cut),
        TEST(test_a_long_name_leaves_the_fault_in_the_sentence),
        TEST(test_pictures_that_lie_about_their_size_do_not_fit),
        TEST(test_a_new_picture_is_black),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
