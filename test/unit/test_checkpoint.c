/* test_checkpoint.c - models as people have them: folders, files, shards,
 * names of the hub; and what is missing or lies. */
#include "world.h"

#include "base/text.h"
#include "io/checkpoint.h"

static const struct hub nowhere;

/* A weights file with one u8 tensor of this name and one element. */
static const char *add_weights(struct world *w, const char *file,
                               const char *tensor)
{
    struct text t = text_new(&w->keep);
    unsigned char length[8] = { 0 };

    text_add_bytes(&t, length, 8);
    text_addf(&t,
              "{\"%s\":{\"dtype\":\"U8\",\"shape\":[1],"
              "\"data_offsets\":[0,1]}}",
              tensor);
    t.data[0] = (char)(t.size - 8);
    text_add(&t, "7");
    return world_file(w, file, t.data, t.size);
}

static void add_config(struct world *w, const char *file)
{
    char json[128];

    snprintf(json, sizeof json, "{\"made_for\": \"%s\"}", path_base(file));
    world_text(w, file, json);
}

static void assert_opens(struct world *w, const char *model,
                         const struct hub *hub, const char *config,
                         const char *tensor)
{
    static struct checkpoint c;

    if (!checkpoint_open(&c, model, hub, &w->keep, &w->err))
        fail_msg("%s", w->err.text);
    assert_string_equal(config_string(&c.config, "made_for", ""), config);
    if (!tensor_find(&c.tensors, tensor))
        fail_msg("no tensor %s", tensor);
    checkpoint_close(&c);
    assert_int_equal(c.file_count, 0);
}

static void assert_refused(struct world *w, const char *model,
                           const struct hub *hub, const char *sentence)
{
    static struct checkpoint c;
    struct arena before = w->keep;

    if (checkpoint_open(&c, model, hub, &w->keep, &w->err))
        fail_msg("opened, but should say \"%s\"", sentence);
    assert_says(w->err, sentence);
    assert_int_equal(c.file_count, 0);
    assert_ptr_equal(w->keep.at, before.at);
}

static void test_a_folder_has_its_config_and_weights(void **state)
{
    struct world *w = *state;
    static struct checkpoint c;

    add_config(w, "config.json");
    add_weights(w, "model.safetensors", "a");
    assert_true(checkpoint_open(&c, w->folder, &nowhere, &w->keep, &w->err));
    assert_string_equal(c.path, w->folder);
    assert_string_equal(c.folder, w->folder);
    assert_string_equal(c.config.source, world_path(w, "config.json"));
    assert_string_equal(c.tensors.source, world_path(w, "model.safetensors"));
    assert_int_equal(c.processor.count, 0);
    assert_int_equal(c.file_count, 1);
    checkpoint_close(&c);
}

static void test_the_processor_is_read_where_there_is_one(void **state)
{
    struct world *w = *state;
    static struct checkpoint c;

    add_config(w, "config.json");
    add_weights(w, "model.safetensors", "a");
    world_text(w, "preprocessor_config.json", "{\"do_resize\": true}");
    assert_true(checkpoint_open(&c, w->folder, &nowhere, &w->keep, &w->err));
    assert_true(config_flag(&c.processor, "do_resize", false));
    checkpoint_close(&c);
    world_text(w, "preprocessor_config.json", "{");
    assert_refused(w, w->folder, &nowhere, "preprocessor_config.json: broken");
}

static void test_config_json_wins_over_open_clip(void **state)
{
    struct world *w = *state;

    add_config(w, "open_clip_config.json");
    add_weights(w, "open_clip_model.safetensors", "clip");
    assert_opens(w, w->folder, &nowhere, "open_clip_config.json", "clip");
    add_config(w, "config.json");
    add_weights(w, "model.safetensors", "plain");
    assert_opens(w, w->folder, &nowhere, "config.json", "plain");
    /* but who names open_clip's weights means open_clip's config */
    assert_opens(w, world_path(w, "open_clip_model.safetensors"), &nowhere,
                 "open_clip_config.json", "clip");
}

static void test_the_only_weights_may_have_any_name(void **state)
{
    struct world *w = *state;

    add_config(w, "config.json");
    assert_refused(w, w->folder, &nowhere, "has no .safetensors file");
    add_weights(w, "vit.safetensors", "a");
    assert_opens(w, w->folder, &nowhere, "config.json", "a");
    add_weights(w, "other.safetensors", "b");
    assert_refused(w, w->folder, &nowhere, "has 2 .safetensors files");
    assert_opens(w, world_path(w, "other.safetensors"), &nowhere, "config.json",
                 "b");
    add_weights(w, "model.safetensors", "m");
    assert_opens(w, w->folder, &nowhere, "config.json", "m");
}

static void test_without_config_a_sentence_says_so(void **state)
{
    struct world *w = *state;
    const char *path = add_weights(w, "model.safetensors", "a");

    assert_refused(w, w->folder, &nowhere, "has no config.json");
    assert_refused(w, path, &nowhere,
                   "model.safetensors: has no config.json beside it");
}

static void test_pickled_weights_get_the_command_that_converts(void **state)
{
    struct world *w = *state;
    const char *path = world_text(w, "pytorch_model.bin", "");

    add_config(w, "config.json");
    assert_refused(w, w->folder, &nowhere, "pytorch_model.bin: weights are");
    assert_says(w->err, "python3 -c \"import torch;");
    assert_says(w->err, world_path(w, "model.safetensors"));
    assert_refused(w, path, &nowhere, "read from safetensors only");
}

static void test_what_is_not_there_is_a_sentence(void **state)
{
    struct world *w = *state;

    assert_refused(w, world_path(w, "none"), &nowhere,
                   "none: no such file or folder");
    assert_refused(w, "none.safetensors", &nowhere,
                   "none.safetensors: no such file or folder");
    assert_refused(w, "", &nowhere, "no such file or folder");
    assert_refused(w, world_text(w, "a.txt", "x"), &nowhere,
                   "is no folder and no .safetensors file");
}

static void test_weights_without_tensors_are_refused(void **state)
{
    struct world *w = *state;

    add_config(w, "config.json");
    world_file(w, "model.safetensors", "\2\0\0\0\0\0\0\0{}", 10);
    assert_refused(w, w->folder, &nowhere, "holds no tensor that can be read");
}

static void add_index(struct world *w, const char *weight_map)
{
    struct text t = text_new(&w->keep);

    text_addf(&t, "{\"metadata\": {}, \"weight_map\": %s}", weight_map);
    world_text(w, "model.safetensors.index.json", t.data);
}

static void add_two_shards(struct world *w)
{
    add_config(w, "config.json");
    add_weights(w, "model-1.safetensors", "a");
    add_weights(w, "model-2.safetensors", "b");
}

static void test_shards_are_found_through_their_index(void **state)
{
    static struct checkpoint c;
    struct world *w = *state;

    add_two_shards(w);
    assert_refused(w, w->folder, &nowhere, "has 2 .safetensors files");
    add_index(w, "{\"a\": \"model-1.safetensors\","
                 " \"b\": \"model-2.safetensors\"}");
    assert_true(checkpoint_open(&c, w->folder, &nowhere, &w->keep, &w->err));
    assert_int_equal(c.file_count, 2);
    assert_int_equal(c.tensors.count, 2);
    assert_non_null(tensor_find(&c.tensors, "a"));
    assert_non_null(tensor_find(&c.tensors, "b"));
    checkpoint_close(&c);
}

static void test_an_index_is_held_to_its_word(void **state)
{
    static const struct {
        const char *map, *sentence;
    } cases[] = {
        { "{\"a\": \"model-3.safetensors\"}",
          "model-3.safetensors: cannot be read" },
        { "{\"a\": \"model-2.safetensors\", \"b\": \"model-1.safetensors\"}",
          "is not in" },
        { "{\"a\": \"model-1.safetensors\", \"c\": \"model-2.safetensors\"}",
          "tensor c is not in" },
        { "{\"a\": \"../model-1.safetensors\"}", "of this folder" },
        { "{\"a\": \"/tmp/model-1.safetensors\"}", "of this folder" },
        { "{\"a\": \"x/model-1.safetensors\"}", "of this folder" },
        { "{\"a\": \"..\"}", "of this folder" },
        { "{\"a\": \".safetensors\"}", "of this folder" },
        { "{\"a\": \"config.json\"}", "of this folder" },
        { "{\"a\": 1}", "no file name" },
        { "{\"a\": null}", "no file name" },
        { "{}", "its weight_map names no tensors" },
        { "[\"model-1.safetensors\"]", "its weight_map names no tensors" },
        { "{", "broken JSON" },
    };
    struct world *w = *state;

    add_two_shards(w);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        add_index(w, cases[i].map);
        assert_refused(w, w->folder, &nowhere, cases[i].sentence);
    }
}

static void test_a_tensor_in_two_shards_is_refused(void **state)
{
    struct world *w = *state;

    add_config(w, "config.json");
    add_weights(w, "model-1.safetensors", "a");
    add_weights(w, "model-2.safetensors", "a");
    add_index(w, "{\"a\": \"model-1.safetensors\","
                 " \"b\": \"model-2.safetensors\"}");
    assert_refused(w, w->folder, &nowhere, "tensor a: is there twice");
}

static void test_an_index_of_too_many_shards_is_refused(void **state)
{
    struct world *w = *state;
    struct text map = text_new(&w->keep);
    char name[64], tensor[16];

    add_config(w, "config.json");
    for (int i = 0; i <= CHECKPOINT_SHARDS_MAX; i++) {
        snprintf(name, sizeof name, "%d.safetensors", i);
        snprintf(tensor, sizeof tensor, "t%d", i);
        add_weights(w, name, tensor);
        text_addf(&map, "%s\"%s\": \"%s\"", i ? ", " : "{", tensor, name);
    }
    text_add(&map, "}");
    add_index(w, map.data);
    assert_refused(w, w->folder, &nowhere, "names more than 512 files");
}

/* models--org--name with one snapshot, under `cache`. */
static void add_to_cache(struct world *w, const char *cache)
{
    static const char *const folders[] = {
        "models--org--net",
        "models--org--net/refs",
        "models--org--net/snapshots",
        "models--org--net/snapshots/abc",
    };

    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        world_folder(w, path_join(&w->keep, cache, folders[i]));
    world_text(w, path_join(&w->keep, cache, "models--org--net/refs/main"),
               "abc\n");
    add_config(w, path_join(&w->keep, cache,
                            "models--org--net/snapshots/abc/config.json"));
    add_weights(w,
                path_join(&w->keep, cache,
                          "models--org--net/snapshots/abc/"
                          "model.safetensors"),
                cache);
}

static void test_hub_names_are_found_where_the_hub_keeps_them(void **state)
{
    struct world *w = *state;
    struct hub hub = { .home = world_path(w, "home") };

    world_folder(w, "direct");
    world_folder(w, "hf");
    world_folder(w, "hf/hub");
    world_folder(w, "xdg");
    world_folder(w, "xdg/huggingface");
    world_folder(w, "xdg/huggingface/hub");
    world_folder(w, "home");
    world_folder(w, "home/.cache");
    world_folder(w, "home/.cache/huggingface");
    world_folder(w, "home/.cache/huggingface/hub");
    add_to_cache(w, "direct");
    add_to_cache(w, "hf/hub");
    add_to_cache(w, "xdg/huggingface/hub");
    add_to_cache(w, "home/.cache/huggingface/hub");
    assert_opens(w, "org/net", &hub, "config.json",
                 "home/.cache/huggingface/hub");
    hub.xdg_cache = world_path(w, "xdg");
    assert_opens(w, "org/net", &hub, "config.json", "xdg/huggingface/hub");
    hub.hf_home = world_path(w, "hf");
    assert_opens(w, "org/net", &hub, "config.json", "hf/hub");
    hub.hub_cache = world_path(w, "direct");
    assert_opens(w, "org/net", &hub, "config.json", "direct");
    hub.hub_cache = hub.hf_home = ""; /* empty is as unset */
    assert_opens(w, "org/net", &hub, "config.json", "xdg/huggingface/hub");
}

static void test_a_hub_name_that_is_not_there_says_how_to_get_it(void **state)
{
    struct world *w = *state;
    struct hub hub = { .hub_cache = w->folder };

    assert_refused(w, "org/other", &hub,
                   "this fetches it: hf download org/other");
    assert_says(w->err, w->folder);
    assert_refused(w, "org/other", &nowhere, "HOME is not set");
    assert_refused(w, "org/other", NULL, "HOME is not set");
}

static void test_a_name_cannot_lead_out_of_the_cache(void **state)
{
    static const char *const names[] = { "../net",   "org/..",   "org/net/x",
                                         "/org/net", "org//net", "org/",
                                         "org/n t",  "-rf",      "~/net" };
    struct world *w = *state;
    struct hub hub = { .hub_cache = w->folder };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_refused(w, names[i], &hub, "no such file or folder");
        assert_null(strstr(w->err.text, "hf download"));
    }
}

static void test_a_hostile_reference_is_not_followed(void **state)
{
    static const char *const references[] = { "../../..", "",     "..",
                                              "a/b",      "/etc", "none" };
    struct world *w = *state;
    struct hub hub = { .hub_cache = w->folder };

    add_to_cache(w, "");
    for (size_t i = 0; i < sizeof references / sizeof references[0]; i++) {
        world_text(w, "models--org--net/refs/main", references[i]);
        assert_refused(w, "org/net", &hub, "hf download org/net");
    }
    world_file(w, "models--org--net/refs/main", "abc\0", 4);
    assert_refused(w, "org/net", &hub, "hf download org/net");
    world_text(w, "models--org--net/refs/main", "abc\r\n");
    assert_opens(w, "org/net", &hub, "config.json", "");
}

/* Such a pipe would be waited for, without end. */
static void test_a_pipe_is_neither_reference_nor_file(void **state)
{
    static const char *const files[] = { "config.json", "model.safetensors",
                                         "preprocessor_config.json" };
    struct world *w = *state;
    struct hub hub = { .hub_cache = w->folder };
    const char *folder = world_path(w, "models--org--net/snapshots/abc");
    const char *kept = world_path(w, "kept");
    const char *path = world_path(w, "models--org--net/refs/main");

    add_to_cache(w, "");
    assert_int_equal(remove(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_refused(w, "org/net", &hub, "hf download org/net");
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        path = path_join(&w->keep, folder, files[i]);
        rename(path, kept);
        assert_int_equal(mkfifo(path, 0600), 0);
        assert_refused(w, folder, &nowhere, "is no regular file");
        assert_int_equal(remove(path), 0);
        rename(kept, path);
    }
}

/* Put a link to `target` where the file `name` of the snapshot was. */
static void link_snapshot(struct world *w, const char *name,
                          const char *target)
{
    const char *path = path_join(
        &w->keep, world_path(w, "cache/models--org--net/snapshots/abc"), name);

    remove(path);
    assert_int_equal(symlink(target, path), 0);
}

static void test_links_are_followed_inside_the_cache_only(void **state)
{
    struct world *w = *state;
    struct hub hub = { .hub_cache = world_path(w, "cache") };
    static const char out[] = "is a link to";

    world_folder(w, "cache");
    add_to_cache(w, "cache");
    world_folder(w, "cache/models--org--net/blobs");
    add_config(w, "cache/models--org--net/blobs/1f");
    link_snapshot(w, "config.json", "../../blobs/1f");
    assert_opens(w, "org/net", &hub, "1f", "cache");

    add_config(w, "outside.json");
    add_weights(w, "outside.safetensors", "x");
    link_snapshot(w, "config.json", "../../../../outside.json");
    assert_refused(w, "org/net", &hub, out);
    link_snapshot(w, "config.json", "../../blobs/1f");
    link_snapshot(w, "preprocessor_config.json", world_path(w, "outside.json"));
    assert_refused(w, "org/net", &hub, out);
    link_snapshot(w, "preprocessor_config.json", "../../blobs/1f");
    link_snapshot(w, "model.safetensors", "../../../../outside.safetensors");
    assert_refused(w, "org/net", &hub, out);
    assert_says(w->err, "out of the cache");
    assert_opens(w, world_path(w, "cache/models--org--net/snapshots/abc"),
                 &hub, "1f", "x");
}

static void test_a_cache_may_be_a_link_but_no_model_in_it(void **state)
{
    struct world *w = *state;
    struct hub hub = { .hub_cache = world_path(w, "cache") };

    world_folder(w, "disk");
    add_to_cache(w, "disk");
    assert_int_equal(symlink("disk", hub.hub_cache), 0);
    assert_opens(w, "org/net", &hub, "config.json", "disk");
    assert_int_equal(remove(hub.hub_cache), 0);
    world_folder(w, "cache");
    assert_int_equal(symlink("../disk/models--org--net",
                             world_path(w, "cache/models--org--net")),
                     0);
    assert_refused(w, "org/net", &hub, "out of the cache");
}

static void test_an_unfinished_download_says_how_to_finish(void **state)
{
    struct world *w = *state;
    struct hub hub = { .hub_cache = w->folder };

    add_to_cache(w, "");
    remove(world_path(w, "models--org--net/snapshots/abc/model.safetensors"));
    assert_refused(w, "org/net", &hub,
                   "has no .safetensors file; this fetches "
                   "it: hf download org/net");
    remove(world_path(w, "models--org--net/snapshots/abc/config.json"));
    assert_refused(w, "org/net", &hub,
                   "has no config.json; this fetches it: "
                   "hf download org/net");
}

static void test_an_existing_path_wins_over_a_hub_name(void **state)
{
    struct world *w = *state;
    struct hub hub = { .hub_cache = world_path(w, "cache") };
    char here[4096];

    world_folder(w, "cache");
    add_to_cache(w, "cache");
    world_folder(w, "org");
    world_folder(w, "org/net");
    add_config(w, "org/net/config.json");
    add_weights(w, "org/net/model.safetensors", "local");
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(w->folder), 0);
    assert_opens(w, "org/net", &hub, "config.json", "local");
    assert_int_equal(chdir(here), 0);
}

static void test_pages_given_back_are_read_again_when_needed(void **state)
{
    enum { SIZE = 1 << 20 };
    static struct checkpoint c;
    struct world *w = *state;
    struct text t = text_new(&w->keep);
    const struct tensor *a;
    const char zeros[8] = { 0 };

    text_add_bytes(&t, zeros, 8);
    text_addf(&t,
              "{\"a\":{\"dtype\":\"U8\",\"shape\":[%d],"
              "\"data_offsets\":[0,%d]}}",
              SIZE, SIZE);
    t.data[0] = (char)(t.size - 8);
    for (int i = 0; i < SIZE; i++)
        text_add_bytes(&t, (char[]){ (char)(i % 251) }, 1);
    world_file(w, "model.safetensors", t.data, t.size);
    add_config(w, "config.json");
    assert_true(checkpoint_open(&c, w->folder, &nowhere, &w->keep, &w->err));
    a = tensor_find(&c.tensors, "a");
    assert_memory_equal(a->data, t.data + t.size - SIZE, SIZE);
    c.tensors.release(c.tensors.ctx, a->data, SIZE);
    c.tensors.release(c.tensors.ctx, a->data, 1); /* less than a page */
    assert_memory_equal(a->data, t.data + t.size - SIZE, SIZE);
    checkpoint_close(&c);
}

static void test_a_model_can_lie_in_memory(void **state)
{
    static struct checkpoint c;
    struct world *w = *state;
    struct file config = file_of_memory("built-in", "{\"a\": 1}", 8);
    struct file broken = file_of_memory("built-in", "{", 1), weights;

    add_weights(w, "m", "t");
    assert_true(
        file_read(&weights, world_path(w, "m"), 1000, &w->keep, &w->err));
    assert_true(
        checkpoint_of_memory(&c, &config, NULL, &weights, &w->keep, &w->err));
    assert_int_equal(config_int(&c.config, "a", 0), 1);
    assert_int_equal(c.processor.count, 0);
    assert_non_null(tensor_find(&c.tensors, "t"));
    checkpoint_close(&c);
    assert_false(checkpoint_of_memory(&c, &config, &broken, &weights, &w->keep,
                                      &w->err));
    assert_says(w->err, "built-in: broken JSON");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_world(test_a_folder_has_its_config_and_weights),
        in_world(test_the_processor_is_read_where_there_is_one),
        in_world(test_config_json_wins_over_open_clip),
        in_world(test_the_only_weights_may_have_any_name),
        in_world(test_without_config_a_sentence_says_so),
        in_world(test_pickled_weights_get_the_command_that_converts),
        in_world(test_what_is_not_there_is_a_sentence),
        in_world(test_weights_without_tensors_are_refused),
        in_world(test_shards_are_found_through_their_index),
        in_world(test_an_index_is_held_to_its_word),
        in_world(test_a_tensor_in_two_shards_is_refused),
        in_world(test_an_index_of_too_many_shards_is_refused),
        in_world(test_hub_names_are_found_where_the_hub_keeps_them),
        in_world(test_a_hub_name_that_is_not_there_says_how_to_get_it),
        in_world(test_a_name_cannot_lead_out_of_the_cache),
        in_world(test_links_are_followed_inside_the_cache_only),
        in_world(test_a_cache_may_be_a_link_but_no_model_in_it),
        in_world(test_a_hostile_reference_is_not_followed),
        in_world(test_a_pipe_is_neither_reference_nor_file),
        in_world(test_an_unfinished_download_says_how_to_finish),
        in_world(test_an_existing_path_wins_over_a_hub_name),
        in_world(test_pages_given_back_are_read_again_when_needed),
        in_world(test_a_model_can_lie_in_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
