/* json_file.c - JSON as a list of paths and values.
 *
 * {"size": {"height": 48}, "mean": [0.5, 0.5]} becomes
 *     size = list of 1    size.height = 48
 *     mean = list of 2    mean.0 = 0.5    mean.1 = 0.5
 * and null is as if it were not there. */
#include "io/json_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

enum { PATH_SIZE = 4096 };

struct flattening {
    struct config *out;
    struct error *err;
    char path[PATH_SIZE];
};

/* jansson 2.14 goes on with half a string, or into an assertion, when memory
 * ends in the middle of one. */
static void *memory_or_die(size_t size)
{
    void *p = malloc(size);

    if (!p)
        die("out of memory");
    return p;
}

json_t *json_of_bytes(const char *path, const void *data, ptrdiff_t size,
                      size_t flags, struct error *err)
{
    json_error_t where;
    json_t *root;

    json_set_alloc_funcs(memory_or_die, free);
    root =
        json_loadb(data, (size_t)size, flags | JSON_REJECT_DUPLICATES, &where);
    if (!root)
        error_set(err, "%s: broken JSON, line %d, column %d: %s", path,
                  where.line, where.column, where.text);
    return root;
}

json_t *json_of_file(const struct file *f, size_t flags, struct error *err)
{
    bool marked = f->size >= 3 && memcmp(f->data, "\xef\xbb\xbf", 3) == 0;

    if (f->size > JSON_SIZE_MAX) {
        error_set(err, "%s: %td bytes are too many for JSON", f->path, f->size);
        return NULL;
    }
    if (f->size == 0) {
        error_set(err, "%s: is empty", f->path);
        return NULL;
    }
    return json_of_bytes(f->path, f->data + 3 * marked, f->size - 3 * marked,
                         flags, err);
}

/* Will a value, its path and a grown list of entries fit? */
static bool has_room(const struct flattening *f, ptrdiff_t bytes)
{
    const struct config *c = f->out;

    return arena_room(c->arena, 1) - bytes - PATH_SIZE >
           2 * (c->room + 64) * (ptrdiff_t)sizeof *c->entries;
}

/* Put a key behind the first `at` bytes of the path. */
static bool path_push(struct flattening *f, ptrdiff_t at, const char *key)
{
    int n = snprintf(f->path + at, (size_t)(PATH_SIZE - at), "%s%s",
                     at ? "." : "", key);

    if (n < 0 || n >= PATH_SIZE - at)
        return error_set(f->err, "%s: a key is too long", f->out->source);
    return true;
}

static void add_scalar(struct config *c, const char *path, const json_t *value)
{
    if (json_is_string(value))
        config_add_string(c, path, json_string_value(value));
    else if (json_is_boolean(value))
        config_add_flag(c, path, json_is_true(value));
    else if (json_is_number(value))
        config_add_number(c, path, json_number_value(value));
}

/* The value at f->path, which is the same again on success. */
static bool flatten(struct flattening *f, json_t *value, int depth)
{
    ptrdiff_t at = (ptrdiff_t)strlen(f->path);
    size_t length = json_object_size(value) + json_array_size(value), i;
    const char *key;
    char number[32];
    json_t *member;

    if (depth > JSON_DEPTH_MAX)
        return error_set(f->err, "%s: is nested more than %d deep",
                         f->out->source, JSON_DEPTH_MAX);
    if (!has_room(f, (ptrdiff_t)json_string_length(value)))
        return error_set(f->err, "%s: does not fit into memory",
                         f->out->source);
    if (!json_is_object(value) && !json_is_array(value))
        add_scalar(f->out, f->path, value);
    else if (depth)
        config_add_list(f->out, f->path, (ptrdiff_t)length);
    json_object_foreach(value, key, member)
        if (!path_push(f, at, key) || !flatten(f, member, depth + 1))
            return false;
    json_array_foreach(value, i, member) {
        snprintf(number, sizeof number, "%zu", i);
        if (!path_push(f, at, number) || !flatten(f, member, depth + 1))
            return false;
    }
    f->path[at] = '\0';
    return true;
}

bool config_read(struct config *out, const struct file *f, struct arena *keep,
                 struct error *err)
{
    struct arena before = *keep;
    struct config c = config_new(keep, f->path);
    struct flattening state = { .out = &c, .err = err };
    /* As real numbers: a whole one beyond 64 bits is no error here. */
    json_t *root = json_of_file(f, JSON_DECODE_INT_AS_REAL, err);
    bool ok = json_is_object(root);

    if (ok)
        ok = flatten(&state, root, 0);
    else if (root)
        error_set(err, "%s: is JSON, but no object", f->path);
    json_decref(root);
    if (!ok) {
        *keep = before;
        return false;
    }
    config_sort(&c);
    *out = c;
    return true;
}
