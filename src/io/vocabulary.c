/* vocabulary.c - the tokenizer's files: vocab.json, a JSON object of token and
 * id, and merges.txt. */
#include "io/checkpoint.h"

#include <limits.h>

#include "hub.h"
#include "io/json_file.h"
#include "json.h"

struct vocabulary {
    struct vocabulary_entry *entries;
    int count;
};

static bool add_entries(struct vocabulary *v, json_t *root, const char *path,
                        struct arena *keep, struct error *err)
{
    const char *token;
    json_t *id;

    json_object_foreach(root, token, id) {
        json_int_t value = json_integer_value(id);

        if (!json_is_integer(id) || value < 0 || value > INT_MAX)
            return error_set(err, "%s: the id of \"%.60s\" is no whole number",
                             path, token);
        v->entries[v->count++] = (struct vocabulary_entry){
            .token = arena_string(keep, token),
            .id = (int)value,
        };
    }
    return true;
}

static bool vocabulary_of_json(struct vocabulary *v, const struct file *f,
                               struct arena *keep, struct error *err)
{
    json_t *root = json_of_file(f, 0, err);
    ptrdiff_t count = (ptrdiff_t)json_object_size(root);
    bool ok = count > 0 && count <= INT_MAX;

    if (root && !ok)
        error_set(err, "%s: holds no vocabulary", f->path);
    /* Entries, and the names, which are shorter than the file. */
    if (ok && count + f->size / (ptrdiff_t)sizeof *v->entries >=
                  arena_room(keep, sizeof *v->entries))
        ok = error_set(err, "%s: does not fit into memory", f->path);
    if (ok) {
        v->entries = arena_array(keep, struct vocabulary_entry, count);
        ok = add_entries(v, root, f->path, keep, err);
    }
    json_decref(root);
    return ok;
}

static bool read_tokenizer(struct tokenizer **out, const struct place *p,
                           const char *vocab, const char *merges,
                           struct arena *keep, struct error *err)
{
    struct vocabulary v = { 0 };
    struct file f = { 0 }, m = { 0 };
    bool ok = place_map(&m, p, merges, keep, err) &&
              (m.size > 0 || error_set(err, "%s: is empty", merges)) &&
              place_map(&f, p, vocab, keep, err) &&
              vocabulary_of_json(&v, &f, keep, err) &&
              tokenizer_make(out, v.entries, v.count, (const char *)m.data,
                             m.size, vocab, keep, err);

    file_unmap(&f);
    file_unmap(&m);
    return ok;
}

bool checkpoint_tokenizer(struct tokenizer **out, const char *model,
                          const struct hub *hub, struct arena *keep,
                          struct error *err)
{
    const char *vocab, *merges;
    struct place p;

    *out = NULL;
    if (!place_find(&p, model, hub, keep, err))
        return false;
    vocab = path_join(keep, p.folder, "vocab.json");
    merges = path_join(keep, p.folder, "merges.txt");
    if (!file_exists(vocab) || !file_exists(merges))
        return true;
    return read_tokenizer(out, &p, vocab, merges, keep, err);
}
