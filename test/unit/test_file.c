/* test_file.c - bytes from files, and files that appear whole or not at all. */
#include "world.h"

static void test_a_mapped_file_has_the_bytes_that_were_written(void **state)
{
    struct world *w = *state;
    const char *path = world_file(w, "a", "\0\1\377", 3);
    struct file f;

    assert_true(file_map(&f, path, &w->keep, &w->err));
    assert_string_equal(f.path, path);
    assert_int_equal(f.size, 3);
    assert_memory_equal(f.data, "\0\1\377", 3);
    file_unmap(&f);
    assert_null(f.data);
}

static void test_an_empty_file_has_no_data(void **state)
{
    struct world *w = *state;
    struct file f;

    assert_true(file_map(&f, world_text(w, "a", ""), &w->keep, &w->err));
    assert_int_equal(f.size, 0);
    assert_null(f.data);
    file_unmap(&f);
}

static void test_what_cannot_be_mapped_is_a_sentence(void **state)
{
    struct world *w = *state;
    const char *pipe_path = world_path(w, "pipe");
    struct file f;

    assert_false(file_map(&f, world_path(w, "none"), &w->keep, &w->err));
    assert_says(w->err, "none: cannot be read: No such file");
    assert_false(file_map(&f, w->folder, &w->keep, &w->err));
    assert_says(w->err, "is a folder");
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    assert_false(file_map(&f, pipe_path, &w->keep, &w->err)); /* nor hangs */
    assert_says(w->err, "is no regular file");
}

static void test_reading_stops_at_the_limit(void **state)
{
    struct world *w = *state;
    const char *path = world_text(w, "a", "12345");
    struct arena before = w->keep;
    struct file f = { 0 };

    assert_false(file_read(&f, path, 4, &w->keep, &w->err));
    assert_says(w->err, "a: is larger than 4 bytes");
    assert_ptr_equal(w->keep.at, before.at);
    assert_null(f.data);
    assert_true(file_read(&f, path, 5, &w->keep, &w->err));
    assert_int_equal(f.size, 5);
    assert_memory_equal(f.data, "12345", 5);
}

static void test_a_file_larger_than_memory_is_a_sentence(void **state)
{
    struct world *w = *state;
    struct arena small = arena_carve(&w->keep, 100000);
    char *bytes = arena_alloc(&w->keep, 200000, 1, 1);
    const char *path = world_file(w, "a", bytes, 200000);
    struct file f;

    assert_false(file_read(&f, path, 1 << 30, &small, &w->err));
    assert_says(w->err, "does not fit into memory");
}

static void test_a_large_file_is_read_whole(void **state)
{
    struct world *w = *state;
    enum { SIZE = 300001 };
    unsigned char *bytes = arena_alloc(&w->keep, SIZE, 1, 1);
    struct file f;

    for (int i = 0; i < SIZE; i++)
        bytes[i] = (unsigned char)(i * 7 + i / 255);
    assert_true(file_read(&f, world_file(w, "a", bytes, SIZE), SIZE, &w->keep,
                          &w->err));
    assert_int_equal(f.size, SIZE);
    assert_memory_equal(f.data, bytes, SIZE);
}

static void test_a_dash_is_standard_input(void **state)
{
    struct world *w = *state;
    int ends[2], saved = dup(STDIN_FILENO);
    struct file f;

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "piped", 5), 5);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    assert_true(file_read(&f, "-", 100, &w->keep, &w->err));
    dup2(saved, STDIN_FILENO);
    close(saved);
    close(ends[0]);
    assert_string_equal(f.path, "standard input");
    assert_int_equal(f.size, 5);
    assert_memory_equal(f.data, "piped", 5);
}

/* The text of a file, or NULL. */
static const char *content(struct world *w, const char *path)
{
    struct file f;

    if (!file_read(&f, path, 1000, &w->keep, &w->err))
        return NULL;
    return memcpy(arena_alloc(&w->keep, f.size + 1, 1, 1), f.data,
                  (size_t)f.size);
}

static void test_a_file_appears_when_it_is_complete(void **state)
{
    struct world *w = *state;
    const char *path = world_path(w, "a");
    struct output out;

    assert_true(output_open(&out, path, &w->keep, &w->err));
    assert_true(output_write(&out, "new", 3, &w->err));
    assert_false(file_exists(path));
    assert_true(output_commit(&out, &w->err));
    assert_string_equal(content(w, path), "new");
    assert_int_equal(world_count(w), 1);
}

static void test_a_discarded_file_leaves_what_was_there(void **state)
{
    struct world *w = *state;
    const char *path = world_text(w, "a", "old");
    struct output out;

    assert_true(output_open(&out, path, &w->keep, &w->err));
    assert_true(output_write(&out, "new", 3, &w->err));
    output_discard(&out);
    assert_string_equal(content(w, path), "old");
    assert_int_equal(world_count(w), 1);
    output_discard(&out); /* once more does nothing */
}

static void test_a_failed_rename_leaves_no_temporary_file(void **state)
{
    struct world *w = *state;
    const char *path = world_path(w, "a");
    struct output out;

    assert_true(output_open(&out, path, &w->keep, &w->err));
    world_folder(w, "a"); /* somebody takes the name meanwhile */
    assert_false(output_commit(&out, &w->err));
    assert_says(w->err, "a: cannot be written");
    assert_int_equal(world_count(w), 1);
}

static void test_what_cannot_be_written_is_a_sentence(void **state)
{
    struct world *w = *state;
    struct output out;

    assert_false(output_open(&out, w->folder, &w->keep, &w->err));
    assert_says(w->err, "cannot be written: Is a directory");
    assert_false(output_open(&out, world_path(w, "none/a"), &w->keep, &w->err));
    assert_says(w->err, "none/a: cannot be written: No such file");
}

static void test_a_full_disk_is_a_sentence(void **state)
{
    struct world *w = *state;

    if (!file_exists("/dev/full"))
        skip();
    assert_false(file_write("/dev/full", "x", 1, w->keep, &w->err));
    assert_says(w->err, "/dev/full: cannot be written: No space");
}

static void test_a_device_is_written_in_place(void **state)
{
    struct world *w = *state;
    struct output out;

    assert_true(output_open(&out, "/dev/null", &w->keep, &w->err));
    assert_null(out.temporary);
    assert_true(output_commit(&out, &w->err));
}

static void test_a_link_stays_and_its_file_is_replaced(void **state)
{
    struct world *w = *state;
    const char *path = world_text(w, "a", "old");
    const char *link = world_path(w, "link");
    struct stat st;

    assert_int_equal(symlink("a", link), 0);
    assert_true(file_write(link, "new", 3, w->keep, &w->err));
    assert_string_equal(content(w, path), "new");
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
}

static void test_two_writers_of_one_name_do_not_meet(void **state)
{
    struct world *w = *state;
    const char *path = world_path(w, "a");
    struct output one, two;

    assert_true(output_open(&one, path, &w->keep, &w->err));
    assert_true(output_open(&two, path, &w->keep, &w->err));
    assert_true(output_write(&one, "one", 3, &w->err));
    assert_true(output_write(&two, "two", 3, &w->err));
    assert_true(output_commit(&two, &w->err));
    assert_string_equal(content(w, path), "two");
    assert_true(output_commit(&one, &w->err));
    assert_string_equal(content(w, path), "one");
    assert_int_equal(world_count(w), 1);
}

static void test_the_longest_name_can_be_written(void **state)
{
    struct world *w = *state;
    char name[256] = { 0 };

    memset(name, 'n', 255);
    assert_true(file_write(world_path(w, name), "x", 1, w->keep, &w->err));
}

static void test_a_folder_is_its_pictures_by_name(void **state)
{
    static const char *const endings[] = { ".png", ".jpg", NULL };
    struct world *w = *state;
    const char **found;
    int count;

    world_text(w, "b.png", "");
    world_text(w, "A.PNG", "");
    world_text(w, "a.jpg", "");
    world_text(w, "c.txt", "");
    world_text(w, ".d.png", "");
    world_text(w, ".png", "");
    world_folder(w, "e.png");
    assert_true(
        folder_list(&found, &count, w->folder, endings, &w->keep, &w->err));
    assert_int_equal(count, 3);
    assert_string_equal(found[0], world_path(w, "A.PNG"));
    assert_string_equal(found[1], world_path(w, "a.jpg"));
    assert_string_equal(found[2], world_path(w, "b.png"));
}

static void test_a_folder_may_hold_many_files(void **state)
{
    static const char *const endings[] = { ".png", NULL };
    struct world *w = *state;
    const char **found;
    char name[16];
    int count;

    for (int i = 0; i < 200; i++) {
        snprintf(name, sizeof name, "%03d.png", i);
        world_text(w, name, "");
    }
    assert_true(
        folder_list(&found, &count, w->folder, endings, &w->keep, &w->err));
    assert_int_equal(count, 200);
    for (int i = 0; i < 200; i++)
        assert_int_equal(atoi(path_base(found[i])), i);
}

static void test_pipes_and_devices_in_a_folder_are_no_pictures(void **state)
{
    static const char *const endings[] = { ".png", NULL };
    struct world *w = *state;
    const char **found;
    int count;

    assert_int_equal(mkfifo(world_path(w, "a.png"), 0600), 0);
    assert_int_equal(symlink("/dev/zero", world_path(w, "b.png")), 0);
    assert_int_equal(symlink("nowhere", world_path(w, "c.png")), 0);
    world_text(w, "d.png", "");
    assert_true(
        folder_list(&found, &count, w->folder, endings, &w->keep, &w->err));
    assert_int_equal(count, 2);
    assert_string_equal(found[0], world_path(w, "c.png"));
    assert_string_equal(found[1], world_path(w, "d.png"));
}

static void test_no_folder_is_a_sentence(void **state)
{
    static const char *const endings[] = { ".png", NULL };
    struct world *w = *state;
    const char **found;
    int count;

    assert_false(folder_list(&found, &count, world_path(w, "none"), endings,
                             &w->keep, &w->err));
    assert_says(w->err, "none: cannot be listed: No such file");
}

static void test_paths_come_apart_and_together(void **state)
{
    struct world *w = *state;

    assert_string_equal(path_join(&w->keep, "a", "b"), "a/b");
    assert_string_equal(path_join(&w->keep, "a/", "b"), "a/b");
    assert_string_equal(path_join(&w->keep, "", "b"), "b");
    assert_string_equal(path_base("a/b.png"), "b.png");
    assert_string_equal(path_base("b.png"), "b.png");
    assert_string_equal(path_folder(&w->keep, "a/b/c"), "a/b");
    assert_string_equal(path_folder(&w->keep, "c"), ".");
    assert_string_equal(path_folder(&w->keep, "/c"), "/");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_world(test_a_mapped_file_has_the_bytes_that_were_written),
        in_world(test_an_empty_file_has_no_data),
        in_world(test_what_cannot_be_mapped_is_a_sentence),
        in_world(test_reading_stops_at_the_limit),
        in_world(test_a_file_larger_than_memory_is_a_sentence),
        in_world(test_a_large_file_is_read_whole),
        in_world(test_a_dash_is_standard_input),
        in_world(test_a_file_appears_when_it_is_complete),
        in_world(test_a_discarded_file_leaves_what_was_there),
        in_world(test_a_failed_rename_leaves_no_temporary_file),
        in_world(test_what_cannot_be_written_is_a_sentence),
        in_world(test_a_full_disk_is_a_sentence),
        in_world(test_a_device_is_written_in_place),
        in_world(test_a_link_stays_and_its_file_is_replaced),
        in_world(test_two_writers_of_one_name_do_not_meet),
        in_world(test_the_longest_name_can_be_written),
        in_world(test_a_folder_is_its_pictures_by_name),
        in_world(test_a_folder_may_hold_many_files),
        in_world(test_pipes_and_devices_in_a_folder_are_no_pictures),
        in_world(test_no_folder_is_a_sentence),
        in_world(test_paths_come_apart_and_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
