/* phrases.c - labels and prompts: one a line, or a JSON array. */
#include "io/json_file.h"

#include <limits.h>
#include <string.h>

#include "json.h"

struct phrases {
    struct phrase *items;
    int count;
    const char *path; /* for sentences */
    struct arena *keep;
};

static bool phrases_reserve(struct phrases *p, ptrdiff_t count,
                            struct error *err)
{
    if (count == 0)
        return error_set(err, "%s: holds no text", p->path);
    if (count > INT_MAX || count > arena_room(p->keep, sizeof(struct phrase)))
        return error_set(err, "%s: does not fit into memory", p->path);
    p->items = arena_array(p->keep, struct phrase, count);
    return true;
}

static const char *phrase_text(struct phrases *p, const void *text,
                               ptrdiff_t size)
{
    char *copy = arena_alloc(p->keep, size + 1, 1, 1);

    return size ? memcpy(copy, text, (size_t)size) : copy;
}

/* Length of the line at `at`, without its end. */
static ptrdiff_t line_length(const struct file *f, ptrdiff_t at)
{
    const unsigned char *end =
        memchr(f->data + at, '\n', (size_t)(f->size - at));

    return (end ? end - f->data : f->size) - at;
}

static bool phrases_of_lines(struct phrases *p, struct file f,
                             struct error *err)
{
    ptrdiff_t lines = 0, at, size;

    if (f.size > 0 && memchr(f.data, '\0', (size_t)f.size))
        return error_set(err, "%s: is neither text nor JSON", f.path);
    while (f.size > 0 && strchr("\r\n", f.data[f.size - 1]))
        f.size--;
    for (at = 0; at < f.size; at += line_length(&f, at) + 1)
        lines++;
    if (!phrases_reserve(p, lines, err))
        return false;
    if (arena_room(p->keep, 1) < f.size + lines)
        return error_set(err, "%s: does not fit into memory", f.path);
    for (at = 0; at < f.size; at += size + 1) {
        size = line_length(&f, at);
        p->items[p->count++].text = phrase_text(
            p, f.data + at, size - (size && f.data[at + size - 1] == '\r'));
    }
    return true;
}

static bool phrase_ids(struct phrase *out, const json_t *ids, struct phrases *p,
                       struct error *err)
{
    size_t count = json_array_size(ids);
    int *numbers;

    if (!count)
        return error_set(err, "%s: ids of entry %d are no list of numbers",
                         p->path, p->count + 1);
    if ((ptrdiff_t)count > arena_room(p->keep, sizeof(int)))
        return error_set(err, "%s: does not fit into memory", p->path);
    numbers = arena_array(p->keep, int, (ptrdiff_t)count);
    for (size_t i = 0; i < count; i++) {
        const json_t *id = json_array_get(ids, i);

        if (!json_is_integer(id) || json_integer_value(id) < 0 ||
            json_integer_value(id) > INT_MAX)
            return error_set(err, "%s: ids of entry %d: number %zu is no id",
                             p->path, p->count + 1, i + 1);
        numbers[i] = (int)json_integer_value(id);
    }
    out->ids = numbers;
    out->id_count = (int)count;
    return true;
}

static bool phrase_of_json(struct phrase *out, const json_t *value,
                           struct phrases *p, struct error *err)
{
    const json_t *text =
        json_is_object(value) ? json_object_get(value, "text") : value;
    const json_t *ids = json_object_get(value, "ids");
    ptrdiff_t size = (ptrdiff_t)json_string_length(text);

    if (arena_room(p->keep, 1) <= size)
        return error_set(err, "%s: does not fit into memory", p->path);
    if (json_is_string(text))
        out->text = phrase_text(p, json_string_value(text), size);
    if (ids && !json_is_null(ids))
        return phrase_ids(out, ids, p, err);
    return out->text || error_set(err, "%s: entry %d has neither text nor ids",
                                  p->path, p->count + 1);
}

static bool phrases_of_json(struct phrases *p, const struct file *f,
                            struct error *err)
{
    json_t *root = json_of_file(f, 0, err);
    bool ok = root && phrases_reserve(p, (ptrdiff_t)json_array_size(root), err);

    for (size_t i = 0; ok && i < json_array_size(root); i++) {
        ok = phrase_of_json(&p->items[i], json_array_get(root, i), p, err);
        p->count += ok;
    }
    json_decref(root);
    return ok;
}

/* An array, by its first byte that is no space. */
static bool is_array(const struct file *f)
{
    ptrdiff_t at = 0;

    while (at < f->size && strchr(" \t\r\n", f->data[at]) && f->data[at])
        at++;
    return at < f->size && f->data[at] == '[';
}

bool phrases_read(struct phrase **out, int *count, const char *path,
                  struct arena *keep, struct error *err)
{
    struct arena before = *keep;
    struct phrases p = { .path = path, .keep = keep };
    struct file f;
    bool ok;

    if (!file_read(&f, path, JSON_SIZE_MAX, keep, err))
        return false;
    if (f.size >= 3 && memcmp(f.data, "\xef\xbb\xbf", 3) == 0) {
        f.data += 3; /* a byte order mark */
        f.size -= 3;
    }
    p.path = f.path;
    ok = is_array(&f) ? phrases_of_json(&p, &f, err)
                      : phrases_of_lines(&p, f, err);
    if (!ok) {
        *keep = before;
        return false;
    }
    *out = p.items;
    *count = p.count;
    return true;
}
