/* forge.c - a weights file changed, in sound and in unsound ways.
 *
 *     forge IN OUT [EDIT ARGUMENT...]...
 *     forge IN -                           the names, one a line
 *
 * Sound edits:
 *     drop PREFIX            leave out the tensors whose names begin so
 *     keep N OF              keep every OF-th tensor from the N-th on: a shard
 *     rename NAME NEW
 *     prefix TEXT            put before all names
 *     dtype DTYPE            the floats of all tensors as F16, BF16, F32, F64
 *     set NAME INDEX VALUE   one float of an F32 tensor: 0.5, nan, inf
 *     add NAME DTYPE COUNT   one more tensor, of zeros
 * What the header says, true or not:
 *     shape NAME SIDES       as JSON has it: 3,4
 *     span NAME BEGIN END    data_offsets
 *     type NAME DTYPE
 *     twice NAME             its entry stands there a second time
 *     header BYTES           how long the header is said to be
 *     cut BYTES              the file ends that much earlier */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "io/safetensors.h"

enum { ENTRIES_MAX = 4096 };

/* One tensor, and what the header says of it. */
struct entry {
    const char *name, *dtype, *shape, *begin, *end;
    enum dtype real;
    const void *data;
    int64_t count;
};

struct forge {
    struct entry entries[ENTRIES_MAX];
    int count;
    const char *header, *cut;   /* NULL: the truth, 0 */
    struct arena keep;
};

static void give_up(const char *what, const char *which)
{
    fprintf(stderr, "forge: %s: %s\n", which, what);
    exit(2);
}

static struct entry *find(struct forge *f, const char *name)
{
    for (int i = 0; i < f->count; i++)
        if (strcmp(f->entries[i].name, name) == 0)
            return &f->entries[i];
    give_up("no such tensor", name);
    return NULL;
}

static const char *number(struct forge *f, int64_t n)
{
    struct text out = text_new(&f->keep);

    text_addf(&out, "%" PRId64, n);
    return out.data;
}

static ptrdiff_t entry_size(const struct entry *e)
{
    return e->count * dtype_size(e->real);
}

/* --- edits: arguments in a[] ------------------------------------------------ */

static void drop(struct forge *f, char **a)
{
    int n = 0;

    for (int i = 0; i < f->count; i++)
        if (!text_starts(f->entries[i].name, a[0]))
            f->entries[n++] = f->entries[i];
    f->count = n;
}

static void keep(struct forge *f, char **a)
{
    int from = atoi(a[0]), of = atoi(a[1]), n = 0;

    for (int i = 0; i < f->count; i++)
        if (i % of == from)
            f->entries[n++] = f->entries[i];
    f->count = n;
}

static void set_name(struct forge *f, char **a)
{
    find(f, a[0])->name = a[1];
}

static void prefix(struct forge *f, char **a)
{
    for (int i = 0; i < f->count; i++) {
        struct text name = text_new(&f->keep);

        text_addf(&name, "%s%s", a[0], f->entries[i].name);
        f->entries[i].name = name.data;
    }
}

/* The 16 bits of a float, cut off, not rounded; within the type's range. */
static uint16_t half_of(float v, enum dtype d)
{
    float size = v < 0 ? -v : v;
    uint32_t bits;
    uint16_t sign;

    memcpy(&bits, &v, sizeof bits);
    if (d == DTYPE_BF16)
        return (uint16_t)(bits >> 16);
    sign = (uint16_t)(bits >> 16 & 0x8000);
    if (size < 0x1p-14f)
        return (uint16_t)(sign | (uint16_t)(size * 0x1p24f));
    return (uint16_t)(sign | ((bits & 0x7fffffff) - 0x38000000) >> 13);
}

static void store(void *data, int64_t i, float v, enum dtype d)
{
    if (d == DTYPE_F64)
        ((double *)data)[i] = v;
    else if (d == DTYPE_F32)
        ((float *)data)[i] = v;
    else
        ((uint16_t *)data)[i] = half_of(v, d);
}

static void convert(struct forge *f, struct entry *e, enum dtype d)
{
    struct tensor old = { .dtype = e->real, .data = e->data,
                          .count = e->count };
    void *data = arena_alloc(&f->keep, e->count, dtype_size(d), 64);
    float v;

    for (int64_t i = 0; i < e->count; i++) {
        tensor_floats(&v, &old, i, 1);
        store(data, i, v, d);
    }
    e->data = data;
    e->real = d;
    e->dtype = dtype_name(d);
}

static void set_dtype(struct forge *f, char **a)
{
    enum dtype d;

    if (!dtype_parse(&d, a[0]) || !dtype_is_float(d))
        give_up("no type of floats", a[0]);
    for (int i = 0; i < f->count; i++)
        if (dtype_is_float(f->entries[i].real))
            convert(f, &f->entries[i], d);
}

static void set_value(struct forge *f, char **a)
{
    struct entry *e = find(f, a[0]);
    float *data = arena_copy(&f->keep, e->data, entry_size(e));

    if (e->real != DTYPE_F32 || atoll(a[1]) >= e->count)
        give_up("no such float", a[0]);
    data[atoll(a[1])] = (float)atof(a[2]);
    e->data = data;
}

static void add(struct forge *f, char **a)
{
    struct entry *e = &f->entries[f->count++];

    *e = (struct entry){ .name = a[0], .dtype = a[1], .count = atoll(a[2]),
                         .shape = a[2] };
    if (f->count == ENTRIES_MAX || !dtype_parse(&e->real, a[1]))
        give_up("cannot be added", a[0]);
    e->data = arena_alloc(&f->keep, e->count, dtype_size(e->real), 64);
}

static void set_shape(struct forge *f, char **a)
{
    find(f, a[0])->shape = a[1];
}

static void set_span(struct forge *f, char **a)
{
    find(f, a[0])->begin = a[1];
    find(f, a[0])->end = a[2];
}

static void set_type(struct forge *f, char **a)
{
    find(f, a[0])->dtype = a[1];
}

static void twice(struct forge *f, char **a)
{
    struct entry *e = &f->entries[f->count++];

    *e = *find(f, a[0]);
    e->count = 0;
    e->begin = e->end = "0";
    e->shape = "0";
}

static void set_header(struct forge *f, char **a)
{
    f->header = a[0];
}

static void set_cut(struct forge *f, char **a)
{
    f->cut = a[0];
}

static const struct edit {
    const char *name;
    int arguments;
    void (*make)(struct forge *f, char **a);
} edits[] = {
    { "drop", 1, drop },        { "keep", 2, keep },
    { "rename", 2, set_name },  { "prefix", 1, prefix },
    { "dtype", 1, set_dtype },  { "set", 3, set_value },
    { "add", 3, add },          { "shape", 2, set_shape },
    { "span", 3, set_span },    { "type", 2, set_type },
    { "twice", 1, twice },      { "header", 1, set_header },
    { "cut", 1, set_cut },
};

/* --- files ------------------------------------------------------------------ */

static void add_tensor(struct forge *f, const struct tensor *t)
{
    struct text shape = text_new(&f->keep);

    if (f->count == ENTRIES_MAX - 1)
        give_up("too many tensors", t->name);
    text_add(&shape, "");
    for (int i = 0; i < t->rank; i++)
        text_addf(&shape, "%s%" PRId64, i ? "," : "", t->shape[i]);
    f->entries[f->count++] = (struct entry){
        .name = t->name, .dtype = dtype_name(t->dtype), .real = t->dtype,
        .shape = shape.data, .data = t->data, .count = t->count,
    };
}

static void load(struct forge *f, const char *path)
{
    struct tensor *items = NULL;
    ptrdiff_t count = 0;
    struct error err;
    struct file in;

    if (!file_map(&in, path, &f->keep, &err) ||
        !safetensors_parse(&items, &count, &in, &f->keep, &err))
        give_up(err.text, path);
    for (ptrdiff_t i = 0; i < count; i++)
        add_tensor(f, &items[i]);
}

static struct text header_of(struct forge *f)
{
    struct text out = text_new(&f->keep);
    int64_t at = 0;

    text_add(&out, "{");
    for (int i = 0; i < f->count; i++) {
        const struct entry *e = &f->entries[i];
        const char *begin = e->begin ? e->begin : number(f, at);
        const char *end = e->end ? e->end : number(f, at + entry_size(e));

        text_add(&out, i ? "," : "");
        text_add_json(&out, e->name);
        text_addf(&out, ":{\"dtype\":\"%s\",\"shape\":[%s],"
                  "\"data_offsets\":[%s,%s]}", e->dtype, e->shape, begin, end);
        at += entry_size(e);
    }
    text_add(&out, "}");
    return out;
}

static void save(struct forge *f, const char *path)
{
    struct text header = header_of(f), out = text_new(&f->keep);
    uint64_t size = f->header ? strtoull(f->header, NULL, 10)
                              : (uint64_t)header.size;
    struct error err;
    char length[8];

    for (int i = 0; i < 8; i++)
        length[i] = (char)(size >> 8 * i);
    text_add_bytes(&out, length, 8);
    text_add_bytes(&out, header.data, header.size);
    for (int i = 0; i < f->count; i++)
        text_add_bytes(&out, f->entries[i].data, entry_size(&f->entries[i]));
    if (!file_write(path, out.data, out.size - (f->cut ? atol(f->cut) : 0),
                    f->keep, &err))
        give_up(err.text, path);
}

/* One edit with its arguments; what follows it. */
static char **make_edit(struct forge *f, char **argument)
{
    for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
        int n = 0;

        if (strcmp(edits[i].name, *argument) != 0)
            continue;
        while (n < edits[i].arguments && argument[n + 1])
            n++;
        if (n < edits[i].arguments)
            give_up("needs more", *argument);
        edits[i].make(f, argument + 1);
        return argument + 1 + n;
    }
    give_up("no such edit", *argument);
    return NULL;
}

int main(int argc, char **argv)
{
    static struct forge f;

    if (argc < 3 || !arena_open(&f.keep, (ptrdiff_t)1 << 32))
        return 2;
    load(&f, argv[1]);
    if (strcmp(argv[2], "-") == 0) {
        for (int i = 0; i < f.count; i++)
            puts(f.entries[i].name);
        return 0;
    }
    for (char **a = argv + 3; *a;)
        a = make_edit(&f, a);
    save(&f, argv[2]);
    arena_close(&f.keep);
    return 0;
}
