/* test_vocabulary.c - the tokenizer's files beside a model. */
#include "world.h"

#include "io/checkpoint.h"

#define CLIP "test/golden/cases/08-clip"

static const struct hub nowhere;

static void assert_reads_a_cat(struct world *w, const char *model,
                               const struct hub *hub)
{
    static const int expected[] = { 885, 320, 521, 512, 320, 569, 886 };
    struct tokenizer *t;
    int *ids, count;

    if (!checkpoint_tokenizer(&t, model, hub, &w->keep, &w->err))
        fail_msg("%s", w->err.text);
    assert_non_null(t);
    assert_true(tokenizer_encode(t, "a photo of a cat", &ids, &count, &w->keep,
                                 &w->err));
    assert_int_equal(count, 7);
    assert_memory_equal(ids, expected, sizeof expected);
}

/* A copy of a tokenizer's file in the world. */
static void copy_file(struct world *w, const char *name, const char *to)
{
    const char *path = path_join(&w->keep, CLIP, name);
    struct file f;

    if (!file_read(&f, path, 1 << 20, &w->keep, &w->err))
        fail_msg("%s", w->err.text);
    world_file(w, to, f.data, f.size);
}

static void test_a_folder_needs_no_more_than_the_two_files(void **state)
{
    struct world *w = *state;

    copy_file(w, "vocab.json", "vocab.json");
    copy_file(w, "merges.txt", "merges.txt");
    assert_reads_a_cat(w, w->folder, &nowhere);
}

static void test_the_files_are_found_beside_weights(void **state)
{
    assert_reads_a_cat(*state, CLIP "/config.json", &nowhere);
}

static void test_the_files_are_found_by_a_hub_name(void **state)
{
    struct world *w = *state;
    struct hub hub = { .hub_cache = w->folder };

    world_folder(w, "models--net");
    world_folder(w, "models--net/refs");
    world_folder(w, "models--net/snapshots");
    world_folder(w, "models--net/snapshots/1");
    world_text(w, "models--net/refs/main", "1");
    copy_file(w, "vocab.json", "models--net/snapshots/1/vocab.json");
    copy_file(w, "merges.txt", "models--net/snapshots/1/merges.txt");
    assert_reads_a_cat(w, "net", &hub);
}

static void test_a_folder_without_a_tokenizer_is_no_error(void **state)
{
    struct world *w = *state;
    struct tokenizer *t;

    assert_true(
        checkpoint_tokenizer(&t, w->folder, &nowhere, &w->keep, &w->err));
    assert_null(t);
    copy_file(w, "vocab.json", "vocab.json");
    assert_true(
        checkpoint_tokenizer(&t, w->folder, &nowhere, &w->keep, &w->err));
    assert_null(t);
}

static void test_a_model_that_is_not_there_is_a_sentence(void **state)
{
    struct world *w = *state;
    struct tokenizer *t;

    assert_false(checkpoint_tokenizer(&t, world_path(w, "none"), &nowhere,
                                      &w->keep, &w->err));
    assert_says(w->err, "none: no such file or folder");
}

static void test_a_broken_vocabulary_is_a_sentence(void **state)
{
    static const struct {
        const char *vocabulary, *sentence;
    } cases[] = {
        { "", "vocab.json: is empty" },
        { "{", "vocab.json: broken JSON" },
        { "{}", "vocab.json: holds no vocabulary" },
        { "[\"a\"]", "vocab.json: holds no vocabulary" },
        { "{\"a\": \"0\"}", "the id of \"a\" is no whole number" },
        { "{\"a\": -1}", "the id of \"a\" is no whole number" },
        { "{\"a\": 0.5}", "the id of \"a\" is no whole number" },
        { "{\"a\": 2147483648}", "the id of \"a\" is no whole number" },
        { "{\"a\": 1, \"a\": 2}", "duplicate object key" },
        { "{\"a\": 1}", "is no vocabulary of CLIP" },
    };
    struct world *w = *state;
    struct tokenizer *t;

    copy_file(w, "merges.txt", "merges.txt");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        world_text(w, "vocab.json", cases[i].vocabulary);
        assert_false(
            checkpoint_tokenizer(&t, w->folder, &nowhere, &w->keep, &w->err));
        assert_says(w->err, cases[i].sentence);
        assert_null(t);
    }
}

static void test_a_vocabulary_cut_short_anywhere_is_a_sentence(void **state)
{
    struct world *w = *state;
    struct arena before;
    struct tokenizer *t;
    struct file f;

    copy_file(w, "merges.txt", "merges.txt");
    assert_true(
        file_read(&f, CLIP "/vocab.json", 1 << 20, &w->keep, &w->err));
    before = w->keep;
    for (ptrdiff_t size = 0; size < f.size; size += 1 + f.size / 200) {
        w->keep = before;
        world_file(w, "vocab.json", f.data, size);
        assert_false(
            checkpoint_tokenizer(&t, w->folder, &nowhere, &w->keep, &w->err));
        assert_says(w->err, size ? "vocab.json: broken JSON"
                                 : "vocab.json: is empty");
    }
}

/* It would be waited for, without end. */
static void test_a_pipe_in_place_of_a_file_is_a_sentence(void **state)
{
    struct world *w = *state;
    struct tokenizer *t;

    copy_file(w, "vocab.json", "vocab.json");
    assert_int_equal(mkfifo(world_path(w, "merges.txt"), 0600), 0);
    assert_false(
        checkpoint_tokenizer(&t, w->folder, &nowhere, &w->keep, &w->err));
    assert_says(w->err, "merges.txt: is no regular file");
    assert_int_equal(remove(world_path(w, "merges.txt")), 0);
    copy_file(w, "merges.txt", "merges.txt");
    assert_int_equal(remove(world_path(w, "vocab.json")), 0);
    assert_int_equal(mkfifo(world_path(w, "vocab.json"), 0600), 0);
    assert_false(
        checkpoint_tokenizer(&t, w->folder, &nowhere, &w->keep, &w->err));
    assert_says(w->err, "vocab.json: is no regular file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_world(test_a_folder_needs_no_more_than_the_two_files),
        in_world(test_the_files_are_found_beside_weights),
        in_world(test_the_files_are_found_by_a_hub_name),
        in_world(test_a_folder_without_a_tokenizer_is_no_error),
        in_world(test_a_model_that_is_not_there_is_a_sentence),
        in_world(test_a_broken_vocabulary_is_a_sentence),
        in_world(test_a_vocabulary_cut_short_anywhere_is_a_sentence),
        in_world(test_a_pipe_in_place_of_a_file_is_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
