/* test_safetensors.c - weights files: sound, written by us, and hostile. */
#include "world.h"

#include "io/safetensors.h"

/* A file of this header and `data_size` bytes 0, 1, 2, ... behind it. */
static struct file file_of(struct world *w, const char *header, int data_size)
{
    ptrdiff_t size = (ptrdiff_t)strlen(header);
    unsigned char *bytes = arena_alloc(&w->keep, 8 + size + data_size, 1, 1);

    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)size >> 8 * i);
    memcpy(bytes + 8, header, (size_t)size);
    for (int i = 0; i < data_size; i++)
        bytes[8 + size + i] = (unsigned char)i;
    return file_of_memory("m.safetensors", bytes, 8 + size + data_size);
}

static struct tensor_list list_of(struct world *w, const char *header,
                                  int data_size)
{
    struct file f = file_of(w, header, data_size);
    struct tensor_list l = { 0 };
    struct tensor *items = NULL;

    if (!safetensors_parse(&items, &l.count, &f, &w->keep, &w->err))
        fail_msg("%s", w->err.text);
    l.items = items;
    return l;
}

static void refuse_file(struct world *w, const struct file *f,
                        const char *sentence)
{
    struct arena before = w->keep;
    struct tensor *items = NULL;
    ptrdiff_t count = 0;

    if (safetensors_parse(&items, &count, f, &w->keep, &w->err))
        fail_msg("accepted, but should say \"%s\"", sentence);
    assert_says(w->err, "m.safetensors: ");
    assert_says(w->err, sentence);
    assert_null(items);
    assert_int_equal(count, 0);
    assert_ptr_equal(w->keep.at, before.at);
}

static void refuse(struct world *w, const char *header, int data_size,
                   const char *sentence)
{
    struct file f = file_of(w, header, data_size);

    refuse_file(w, &f, sentence);
}

static void test_tensors_are_listed_by_name(void **state)
{
    struct world *w = *state;
    struct tensor_list l = list_of(
        w,
        "{\"__metadata__\":{\"format\":\"pt\"},"
        "\"b\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[1,9]},"
        "\"a\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[0,1]}}  ",
        9);
    const struct tensor *b = tensor_find(&l, "b");

    assert_int_equal(l.count, 2);
    assert_string_equal(l.items[0].name, "a");
    assert_int_equal(l.items[0].rank, 0);
    assert_int_equal(l.items[0].count, 1);
    assert_int_equal(b->dtype, DTYPE_F32);
    assert_int_equal(b->rank, 2);
    assert_int_equal(b->shape[0], 2);
    assert_int_equal(b->count, 2);
    assert_int_equal(*(const unsigned char *)b->data, 1);
}

static void test_empty_tensors_take_no_place(void **state)
{
    struct world *w = *state;
    struct tensor_list l = list_of(
        w,
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
        "\"e\":{\"dtype\":\"F32\",\"shape\":[0,9223372036854775807,3],"
        "\"data_offsets\":[2,2]},"
        "\"z\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}",
        4);

    assert_int_equal(l.count, 3);
    assert_int_equal(tensor_find(&l, "e")->count, 0);
}

static void test_an_empty_file_has_no_tensors(void **state)
{
    struct world *w = *state;

    assert_int_equal(list_of(w, "{}", 0).count, 0);
}

static void test_an_unknown_dtype_does_not_hide_the_others(void **state)
{
    struct world *w = *state;
    struct tensor_list l = list_of(
        w,
        "{\"a\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[0,2]},"
        "\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[2,3]}}",
        3);

    assert_int_equal(l.count, 1);
    assert_null(tensor_find(&l, "a"));
    assert_non_null(tensor_find(&l, "b"));
}

/* One tensor "a" with these three values. */
static void refuse_one(struct world *w, const char *dtype, const char *shape,
                       const char *offsets, const char *sentence)
{
    char header[256];

    snprintf(header, sizeof header,
             "{\"a\":{\"dtype\":%s,\"shape\":%s,"
             "\"data_offsets\":%s}}",
             dtype, shape, offsets);
    refuse(w, header, 8, sentence);
}

static void test_a_tensor_that_lies_is_refused(void **state)
{
    static const struct {
        const char *dtype, *shape, *offsets, *sentence;
    } cases[] = {
        { "\"F32\"", "[2]", "[0,9]", "bytes 0 to 9 of 8" },
        { "\"F32\"", "[2]", "[8,16]", "bytes 8 to 16 of 8" },
        { "\"F32\"", "[2]", "[8,0]", "bytes 8 to 0 of 8" },
        { "\"F32\"", "[2]", "[-8,0]", "bytes -8 to 0 of 8" },
        { "\"F32\"", "[2]", "[0,9223372036854775807]", "of 8 bytes" },
        { "\"F32\"", "[2]", "[0,99223372036854775807]", "broken JSON" },
        { "\"F32\"", "[2]", "[0]", "data_offsets are no two" },
        { "\"F32\"", "[2]", "[0,4,8]", "data_offsets are no two" },
        { "\"F32\"", "[2]", "[0.0,8.0]", "data_offsets are no two" },
        { "\"F32\"", "[2]", "null", "data_offsets are no two" },
        { "\"F32\"", "[3]", "[0,8]", "8 bytes for 3 elements of F32" },
        { "\"F32\"", "[1]", "[0,7]", "7 bytes for 1 elements of F32" },
        { "\"F32\"", "[]", "[0,8]", "8 bytes for 1 elements" },
        { "\"F32\"", "[0]", "[0,8]", "8 bytes for 0 elements" },
        { "\"F32\"", "[-2]", "[0,8]", "its shape is no list of sizes" },
        { "\"F32\"", "[2.0]", "[0,8]", "its shape is no list of sizes" },
        { "\"F32\"", "[\"2\"]", "[0,8]", "its shape is no list of sizes" },
        { "\"F32\"", "2", "[0,8]", "has no shape" },
        { "\"F32\"", "[1,1,1,1,1,1,1,1,2]", "[0,8]", "more than 8 dim" },
        { "\"F32\"", "[4294967296,4294967296]", "[0,0]", "is too large" },
        { "\"F32\"", "[4611686018427387904,4]", "[0,0]", "is too large" },
        { "\"U8\"", "[9223372036854775807,2]", "[0,8]", "is too large" },
        { "\"F32\"", "[4611686018427387904]", "[0,0]", "0 bytes for 46116" },
        { "\"F\\n32\"", "[2]", "[0,8]", "has no dtype" },
        { "\"\"", "[2]", "[0,8]", "has no dtype" },
        { "32", "[2]", "[0,8]", "has no dtype" },
        { "\"F8_E5M2\"", "[2]", "[0,80]", "bytes 0 to 80 of 8" },
    };
    struct world *w = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        refuse_one(w, cases[i].dtype, cases[i].shape, cases[i].offsets,
                   cases[i].sentence);
}

static void test_tensors_may_not_share_bytes(void **state)
{
    struct world *w = *state;

    refuse(w,
           "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
           "\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[3,6]}}",
           8, "tensors a and b share bytes");
    /* not with the first, but with the second */
    refuse(w,
           "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
           "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]},"
           "\"c\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[5,8]}}",
           8, "tensors b and c share bytes");
    /* with an empty one in between */
    refuse(w,
           "{\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]},"
           "\"e\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[2,2]},"
           "\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[3,6]}}",
           8, "tensors a and b share bytes");
}

static void test_a_name_may_not_come_twice(void **state)
{
    struct world *w = *state;

    refuse(w,
           "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
           "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
           2, "duplicate object key");
}

static void test_shards_are_joined_and_may_not_share_names(void **state)
{
    static const char *const one = "{\"b\":{\"dtype\":\"U8\",\"shape\":[1],"
                                   "\"data_offsets\":[0,1]}}";
    static const char *const two = "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],"
                                   "\"data_offsets\":[0,1]}}";
    struct world *w = *state;
    struct file first = file_of(w, one, 1), second = file_of(w, two, 1);
    struct tensor *items = NULL, *before;
    ptrdiff_t count = 0;

    assert_true(safetensors_parse(&items, &count, &first, &w->keep, &w->err));
    assert_true(safetensors_parse(&items, &count, &second, &w->keep, &w->err));
    assert_int_equal(count, 2);
    assert_string_equal(items[0].name, "a");
    assert_string_equal(items[1].name, "b");
    before = items;
    assert_false(safetensors_parse(&items, &count, &first, &w->keep, &w->err));
    assert_says(w->err, "tensor b: is there twice");
    assert_int_equal(count, 2);
    assert_ptr_equal(items, before);
}

static void test_what_is_no_safetensors_file_is_refused(void **state)
{
    struct world *w = *state;
    struct file f = file_of(w, "{}", 0);

    refuse(w, "[]", 0, "no JSON object");
    refuse(w, "{\"a\":3}", 0, "tensor a: has no dtype");
    refuse(w, "{\"a\":", 0, "broken JSON");
    f.size = 7;
    refuse_file(w, &f, "7 bytes are no safetensors file");
    f.size = 9;
    refuse_file(w, &f, "cut short");
}

/* Every boundary of the header, and the data: each is one more byte that is
 * not there. */
static void test_a_file_cut_short_anywhere_is_refused(void **state)
{
    struct world *w = *state;
    struct file whole =
        file_of(w, "{\"__metadata__\":{\"format\":\"pt\"},"
                   "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],"
                   "\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"U8\","
                   "\"shape\":[3],\"data_offsets\":[8,11]}}", 11);

    for (ptrdiff_t size = 0; size < whole.size; size++) {
        unsigned char *cut = malloc((size_t)size + 1); /* sanitizers see */
        struct file f = file_of_memory("m.safetensors", cut, size);

        memcpy(cut, whole.data, (size_t)size);
        refuse_file(w, &f, size < 8 ? "are no safetensors file" : "cut short");
        free(cut);
    }
}

static void test_the_size_of_the_header_is_not_believed(void **state)
{
    static const uint64_t sizes[] = { 0,
                                      1,
                                      3,
                                      1000,
                                      SAFETENSORS_HEADER_MAX + 1,
                                      INT64_MAX,
                                      UINT64_MAX,
                                      UINT64_MAX - 7 };
    struct world *w = *state;
    unsigned char bytes[10] = { 0, 0, 0, 0, 0, 0, 0, 0, '{', '}' };
    struct file f = file_of_memory("m.safetensors", bytes, 10);

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (int k = 0; k < 8; k++)
            bytes[k] = (unsigned char)(sizes[i] >> 8 * k);
        refuse_file(w, &f, "no safetensors file, or cut short");
    }
}

static void test_a_header_beyond_the_cap_is_not_parsed(void **state)
{
    enum { SIZE = SAFETENSORS_HEADER_MAX + 1 };
    struct world *w = *state;
    struct arena large;
    unsigned char *bytes;
    struct file f;

    assert_true(arena_open(&large, SIZE + 4096)); /* zeros that cost nothing */
    bytes = arena_raw(&large, 8 + SIZE, 1, 1);
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)SIZE >> 8 * i);
    f = file_of_memory("m.safetensors", bytes, 8 + SIZE);
    refuse_file(w, &f, "a header of 100000001 bytes");
    arena_close(&large);
}

static void test_a_header_larger_than_memory_is_a_sentence(void **state)
{
    struct world *w = *state;
    struct file f = file_of(w,
                            "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],"
                            "\"data_offsets\":[0,1]}}",
                            1);
    struct arena small = arena_carve(&w->keep, 100);
    struct tensor *items = NULL;
    ptrdiff_t count = 0;

    assert_false(safetensors_parse(&items, &count, &f, &small, &w->err));
    assert_says(w->err, "does not fit into memory");
}

static void test_what_is_written_is_read_back(void **state)
{
    static const uint8_t bytes[3] = { 7, 8, 9 };
    static const float floats[2] = { 0.5f, -2 };
    static const int64_t whole[1] = { 1LL << 40 };
    const struct tensor items[] = {
        { .name = "picture",
          .dtype = DTYPE_U8,
          .rank = 2,
          .shape = { 1, 3 },
          .data = bytes,
          .count = 3 },
        tensor_of_floats("a \"quoted\" name", floats, 1, (int64_t[]){ 2 }),
        { .name = "ids", .dtype = DTYPE_I64, .data = whole, .count = 1 },
    };
    struct world *w = *state;
    const char *path = world_path(w, "m.safetensors");
    struct tensor_list l = { 0 };
    struct tensor *read = NULL;
    const struct tensor *t;
    struct file f;

    assert_true(safetensors_write(path, items, 3, w->keep, &w->err));
    assert_true(file_map(&f, path, &w->keep, &w->err));
    assert_true(safetensors_parse(&read, &l.count, &f, &w->keep, &w->err));
    l.items = read;
    assert_int_equal(l.count, 3);
    for (int i = 0; i < 3; i++) {
        t = tensor_find(&l, items[i].name);
        assert_non_null(t);
        assert_int_equal(t->dtype, items[i].dtype);
        assert_int_equal(t->rank, items[i].rank);
        assert_int_equal(t->count, items[i].count);
        assert_memory_equal(t->data, items[i].data,
                            t->count * dtype_size(t->dtype));
        /* aligned for whoever maps the file */
        assert_int_equal((uintptr_t)t->data % (uintptr_t)dtype_size(t->dtype),
                         0);
    }
    file_unmap(&f);
}

static void test_a_file_can_be_written_piece_by_piece(void **state)
{
    static const float one[2] = { 1, 2 }, two[1] = { 3 };
    const struct tensor items[] = {
        tensor_of_floats("one", NULL, 1, (int64_t[]){ 2 }),
        tensor_of_floats("two", NULL, 1, (int64_t[]){ 1 }),
    };
    struct world *w = *state;
    const char *path = world_path(w, "m.safetensors");
    struct safetensors_writer out;
    struct tensor_list l = { 0 };
    struct tensor *read = NULL;
    struct file f;

    assert_true(safetensors_begin(&out, path, items, 2, &w->keep, &w->err));
    assert_true(safetensors_add(&out, one, &w->err));
    assert_false(file_exists(path));
    assert_true(safetensors_add(&out, two, &w->err));
    assert_true(safetensors_end(&out, &w->err));
    assert_true(file_read(&f, path, 1000, &w->keep, &w->err));
    assert_true(safetensors_parse(&read, &l.count, &f, &w->keep, &w->err));
    l.items = read;
    assert_memory_equal(tensor_find(&l, "one")->data, one, sizeof one);
    assert_memory_equal(tensor_find(&l, "two")->data, two, sizeof two);
}

static void test_an_abandoned_file_leaves_nothing(void **state)
{
    static const float one[2] = { 1, 2 };
    const struct tensor item =
        tensor_of_floats("one", NULL, 1, (int64_t[]){ 2 });
    struct world *w = *state;
    struct safetensors_writer out;

    assert_true(safetensors_begin(&out, world_path(w, "m"), &item, 1, &w->keep,
                                  &w->err));
    assert_true(safetensors_add(&out, one, &w->err));
    safetensors_abort(&out);
    assert_int_equal(world_count(w), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_world(test_tensors_are_listed_by_name),
        in_world(test_empty_tensors_take_no_place),
        in_world(test_an_empty_file_has_no_tensors),
        in_world(test_an_unknown_dtype_does_not_hide_the_others),
        in_world(test_a_tensor_that_lies_is_refused),
        in_world(test_tensors_may_not_share_bytes),
        in_world(test_a_name_may_not_come_twice),
        in_world(test_shards_are_joined_and_may_not_share_names),
        in_world(test_what_is_no_safetensors_file_is_refused),
        in_world(test_a_file_cut_short_anywhere_is_refused),
        in_world(test_the_size_of_the_header_is_not_believed),
        in_world(test_a_header_beyond_the_cap_is_not_parsed),
        in_world(test_a_header_larger_than_memory_is_a_sentence),
        in_world(test_what_is_written_is_read_back),
        in_world(test_a_file_can_be_written_piece_by_piece),
        in_world(test_an_abandoned_file_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
