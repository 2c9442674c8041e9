/* shards.c - the weights file(s) of a checkpoint.
 *
 * A large model comes in several files and an index beside them:
 *     {"weight_map": {"name": "model-00001-of-00003.safetensors", ...}}
 * The index is held to its word: all files are there, they lie in its own
 * folder, and each tensor is where it says. */
#include "shards.h"

#include <string.h>

#include "base/text.h"
#include "io/json_file.h"
#include "io/safetensors.h"
#include "json.h"

static bool add_file(struct checkpoint *c, const struct place *p,
                     const char *path, struct arena *keep, struct error *err)
{
    struct file *f = &c->files[c->file_count];
    struct tensor *items = (struct tensor *)c->tensors.items;

    if (!place_map(f, p, path, keep, err))
        return false;
    c->file_count++;
    if (!safetensors_parse(&items, &c->tensors.count, f, keep, err))
        return false;
    c->tensors.items = items;
    return true;
}

bool weights_open(struct checkpoint *c, const struct place *p,
                  const char *path, struct arena *keep, struct error *err)
{
    c->tensors.source = arena_string(keep, path);
    return add_file(c, p, path, keep, err);
}

static bool is_shard_name(const char *name)
{
    return name[0] != '.' && !strchr(name, '/') &&
           text_ends(name, ".safetensors");
}

/* Which of the files opened so far is called `name`; -1: none. */
static int file_index(const struct checkpoint *c, const char *name)
{
    for (int i = c->file_count - 1; i >= 0; i--)
        if (strcmp(path_base(c->files[i].path), name) == 0)
            return i;
    return -1;
}

static bool open_all(struct checkpoint *c, const struct place *p, json_t *map,
                     const char *index, struct arena *keep, struct error *err)
{
    const char *folder = path_folder(keep, index), *tensor;
    json_t *value;

    json_object_foreach(map, tensor, value) {
        const char *name = json_string_value(value);

        if (!name)
            return error_set(err, "%s: tensor %s: no file name", index, tensor);
        if (!is_shard_name(name))
            return error_set(err,
                             "%s: tensor %s: \"%s\" is no .safetensors "
                             "file of this folder",
                             index, tensor, name);
        if (file_index(c, name) >= 0)
            continue;
        if (c->file_count == CHECKPOINT_SHARDS_MAX)
            return error_set(err, "%s: names more than %d files", index,
                             CHECKPOINT_SHARDS_MAX);
        if (!add_file(c, p, path_join(keep, folder, name), keep, err))
            return false;
    }
    return true;
}

static bool lies_in(const struct tensor *t, const struct file *f)
{
    const unsigned char *data = t->data;

    return data >= f->data && data <= f->data + f->size;
}

static bool check_all(const struct checkpoint *c, json_t *map,
                      const char *index, struct error *err)
{
    const char *name;
    json_t *value;

    json_object_foreach(map, name, value) {
        const struct tensor *t = tensor_find(&c->tensors, name);
        int i = file_index(c, json_string_value(value));

        if (!t || !lies_in(t, &c->files[i]))
            return error_set(err, "%s: tensor %s is not in %s", index, name,
                             c->files[i].path);
    }
    return true;
}

bool shards_open(struct checkpoint *c, const struct place *p,
                 const char *index, struct arena *keep, struct error *err)
{
    struct file f;
    json_t *root, *map;
    bool ok;

    c->tensors.source = arena_string(keep, index);
    if (!place_map(&f, p, index, keep, err))
        return false;
    root = json_of_file(&f, 0, err);
    map = json_object_get(root, "weight_map");
    ok = json_object_size(map) > 0;
    if (root && !ok)
        error_set(err, "%s: its weight_map names no tensors", index);
    ok = ok && open_all(c, p, map, index, keep, err) &&
         check_all(c, map, index, err);
    json_decref(root);
    file_unmap(&f);
    return ok;
}
