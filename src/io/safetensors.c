/* safetensors.c - the weights format of the hub, read.
 *
 * A file is the size of its header (64 bits, little endian), the header, and
 * the data.  The header is a JSON object:
 *     {"name": {"dtype": "F32", "shape": [3, 4], "data_offsets": [0, 48]}, ...}
 * with offsets counted from the end of the header.  Nothing of it is believed:
 * a tensor enters the list when its bytes lie in the file, are its own, and
 * are as many as shape and dtype ask for. */
#include "io/safetensors.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

enum { LENGTH_SIZE = 8, DTYPE_NAME_MAX = 16 };

struct parsing {
    const char *path;
    const unsigned char *data; /* behind the header */
    int64_t data_size;
    struct tensor *items; /* with room for all that may come */
    ptrdiff_t count;
    struct arena *keep;
    struct error *err;
};

/* Where a tensor lies in the data. */
struct span {
    int64_t begin, end;
};

static bool broken(const struct parsing *p, const char *name, const char *what)
{
    return error_set(p->err, "%s: tensor %s: %s", p->path, name, what);
}

static bool read_span(struct span *s, const struct parsing *p, const char *name,
                      const json_t *entry)
{
    const json_t *offsets = json_object_get(entry, "data_offsets");
    const json_t *begin = json_array_get(offsets, 0);
    const json_t *end = json_array_get(offsets, 1);

    if (json_array_size(offsets) != 2 || !json_is_integer(begin) ||
        !json_is_integer(end))
        return broken(p, name, "data_offsets are no two whole numbers");
    s->begin = json_integer_value(begin);
    s->end = json_integer_value(end);
    if (s->begin < 0 || s->begin > s->end || s->end > p->data_size)
        return error_set(p->err,
                         "%s: tensor %s: bytes %" PRId64 " to %" PRId64
                         " of %" PRId64 " bytes of data%s",
                         p->path, name, s->begin, s->end, p->data_size,
                         s->begin >= 0 && s->begin <= s->end
                             ? "; the file is cut short, or its header lies"
                             : "");
    return true;
}

/* Shape and number of elements, which must not overflow. */
static bool read_shape(struct tensor *t, const struct parsing *p,
                       const json_t *entry)
{
    const json_t *shape = json_object_get(entry, "shape");
    size_t rank = json_array_size(shape);

    if (!json_is_array(shape))
        return broken(p, t->name, "has no shape");
    if (rank > TENSOR_RANK_MAX)
        return broken(p, t->name, "has more than 8 dimensions");
    t->rank = (int)rank;
    t->count = 1;
    for (size_t i = 0; i < rank; i++) {
        const json_t *side = json_array_get(shape, i);

        if (!json_is_integer(side) || json_integer_value(side) < 0)
            return broken(p, t->name, "its shape is no list of sizes");
        t->shape[i] = json_integer_value(side);
        if (t->shape[i] && t->count > INT64_MAX / t->shape[i])
            return broken(p, t->name, "its shape is too large");
        t->count *= t->shape[i];
    }
    return true;
}

/* A dtype of a newer version of the format: the tensor is not for us, but it
 * must not keep us from reading the others. */
static bool is_dtype_name(const char *name)
{
    size_t n = strlen(name);

    return n > 0 && n <= DTYPE_NAME_MAX &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == n;
}

static bool read_tensor(struct parsing *p, const char *name,
                        const json_t *entry)
{
    const char *dtype = json_string_value(json_object_get(entry, "dtype"));
    struct tensor t = { .name = name };
    struct span s = { 0 };

    if (!dtype || !is_dtype_name(dtype))
        return broken(p, name, "has no dtype");
    if (!read_span(&s, p, name, entry) || !read_shape(&t, p, entry))
        return false;
    if (!dtype_parse(&t.dtype, dtype))
        return true;
    if ((s.end - s.begin) / dtype_size(t.dtype) != t.count ||
        (s.end - s.begin) % dtype_size(t.dtype))
        return error_set(p->err,
                         "%s: tensor %s: %" PRId64 " bytes for %" PRId64
                         " elements of %s",
                         p->path, name, s.end - s.begin, t.count, dtype);
    t.data = p->data + s.begin;
    t.name = arena_string(p->keep, name);
    p->items[p->count++] = t;
    return true;
}

static const char *data_end(const struct tensor *t)
{
    return (const char *)t->data + t->count * dtype_size(t->dtype);
}

static int by_place(const void *a, const void *b)
{
    const struct tensor *x = a, *y = b;
    uintptr_t p = (uintptr_t)x->data, q = (uintptr_t)y->data;

    if (p != q)
        return p < q ? -1 : 1;
    p = (uintptr_t)data_end(x);
    q = (uintptr_t)data_end(y);
    return p < q ? -1 : p > q;
}

/* May no byte belong to two tensors?  Empty ones may lie anywhere. */
static bool check_overlap(const struct parsing *p, ptrdiff_t first)
{
    const struct tensor *t = p->items;
    ptrdiff_t last = first; /* the one that reaches furthest so far */

    if (p->count > first)
        qsort(p->items + first, (size_t)(p->count - first), sizeof *t,
              by_place);
    for (ptrdiff_t i = first + 1; i < p->count; i++) {
        if (!t[i].count)
            continue;
        if ((const char *)t[i].data < data_end(&t[last]))
            return error_set(p->err, "%s: tensors %s and %s share bytes",
                             p->path, t[last].name, t[i].name);
        last = i;
    }
    return true;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct tensor *)a)->name,
                  ((const struct tensor *)b)->name);
}

static bool check_names(const struct parsing *p)
{
    if (p->count)
        qsort(p->items, (size_t)p->count, sizeof *p->items, by_name);
    for (ptrdiff_t i = 1; i < p->count; i++)
        if (strcmp(p->items[i - 1].name, p->items[i].name) == 0)
            return broken(p, p->items[i].name, "is there twice");
    return true;
}

/* The size of the header, 0 when there is no sound one. */
static ptrdiff_t header_size(const struct file *f, struct error *err)
{
    static const char pointer[] = "version https://git-lfs";
    enum { POINTER_SIZE = sizeof pointer - 1 };
    uint64_t size = 0;

    if (f->size < LENGTH_SIZE) {
        error_set(err, "%s: %td bytes are no safetensors file", f->path,
                  f->size);
        return 0;
    }
    if (f->size > POINTER_SIZE && !memcmp(f->data, pointer, POINTER_SIZE)) {
        error_set(err, "%s: is a pointer of Git LFS, not the weights; `git lfs "
                  "pull` in its folder fetches them", f->path);
        return 0;
    }
    for (int i = LENGTH_SIZE; i--;)
        size = size << 8 | f->data[i];
    if (size < 2 || size > SAFETENSORS_HEADER_MAX ||
        size > (uint64_t)(f->size - LENGTH_SIZE)) {
        error_set(err,
                  "%s: no safetensors file, or cut short: a header of %" PRIu64
                  " bytes in a file of %td",
                  f->path, size, f->size);
        return 0;
    }
    return (ptrdiff_t)size;
}

/* Room for the tensors there are already, `more` new ones and the names. */
static bool reserve(struct parsing *p, const struct tensor *old,
                    ptrdiff_t old_count, ptrdiff_t more, ptrdiff_t name_bytes)
{
    ptrdiff_t count = old_count + more;

    if (arena_room(p->keep, sizeof *old) <=
        count + name_bytes / (ptrdiff_t)sizeof *old + 1)
        return error_set(p->err, "%s: its header does not fit into memory",
                         p->path);
    p->items = arena_array(p->keep, struct tensor, count);
    if (old_count)
        memcpy(p->items, old, (size_t)old_count * sizeof *old);
    p->count = old_count;
    return true;
}

static bool read_header(struct parsing *p, json_t *header)
{
    const char *name;
    json_t *entry;

    json_object_foreach(header, name, entry)
        if (strcmp(name, "__metadata__") != 0 && !read_tensor(p, name, entry))
            return false;
    return true;
}

/* Everything behind a header of `size` bytes. */
static bool parse(struct parsing *p, struct tensor *items, ptrdiff_t count,
                  const struct file *f, ptrdiff_t size)
{
    json_t *header =
        json_of_bytes(f->path, f->data + LENGTH_SIZE, size, 0, p->err);
    bool ok = json_is_object(header);

    if (header && !ok)
        error_set(p->err, "%s: its header is no JSON object", f->path);
    p->data = f->data + LENGTH_SIZE + size;
    p->data_size = f->size - LENGTH_SIZE - size;
    ok = ok &&
         reserve(p, items, count, (ptrdiff_t)json_object_size(header), size) &&
         read_header(p, header) && check_overlap(p, count) && check_names(p);
    json_decref(header);
    return ok;
}

bool safetensors_parse(struct tensor **items, ptrdiff_t *count,
                       const struct file *f, struct arena *keep,
                       struct error *err)
{
    struct arena before = *keep;
    struct parsing p = { .path = f->path, .keep = keep, .err = err };
    ptrdiff_t size = header_size(f, err);

    if (!size || !parse(&p, *items, *count, f, size)) {
        *keep = before;
        return false;
    }
    *items = p.items;
    *count = p.count;
    return true;
}
