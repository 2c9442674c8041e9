/* build.c - the words families are written in. */
#include "build.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { NAME_MAX_LENGTH = 512, NOTES_MAX = 64 };

const char *build_name(struct builder *b, const char *fmt, ...)
{
    char name[NAME_MAX_LENGTH];
    va_list args;

    va_start(args, fmt);
    vsnprintf(name, sizeof name, fmt, args);
    va_end(args);
    return arena_string(b->keep, name);
}

void build_fail(struct builder *b, const char *fmt, ...)
{
    va_list args;

    if (!b->ok)
        return;
    va_start(args, fmt);
    b->ok = error_setv(b->err, fmt, args);
    va_end(args);
}

void build_note(struct builder *b, const char *fmt, ...)
{
    struct model *m = b->model;
    char sentence[1024];
    va_list args;

    if (!m->notes)
        m->notes = arena_array(b->keep, const char *, NOTES_MAX);
    if (m->note_count == NOTES_MAX)
        return;
    va_start(args, fmt);
    vsnprintf(sentence, sizeof sentence, fmt, args);
    va_end(args);
    text_make_printable(sentence);
    m->notes[m->note_count++] = arena_string(b->keep, sentence);
}

bool build_has(const struct builder *b, const char *name)
{
    return tensor_find(b->tensors, name) != NULL;
}

const struct tensor *build_tensor(struct builder *b, const char *name,
                                  int64_t count)
{
    const struct tensor *t = tensor_find(b->tensors, name);

    if (!b->ok)
        return NULL;
    if (!t) {
        build_fail(b, "%s: tensor %s is missing", b->tensors->source, name);
        return NULL;
    }
    if (!dtype_is_float(t->dtype)) {
        build_fail(b, "%s: tensor %s has type %s, expected a float type",
                   b->tensors->source, name, dtype_name(t->dtype));
        return NULL;
    }
    if (t->count != count) {
        build_fail(b, "%s: tensor %s has shape %s, expected %" PRId64
                   " values", b->tensors->source, name,
                   tensor_shape_text(b->keep, t), count);
        return NULL;
    }
    b->read[t - b->tensors->items] = true;
    return t;
}

/* A file may hold what no training leaves behind. */
static void check_finite(struct builder *b, const char *name, const float *v,
                         int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        if (!isfinite(v[i])) {
            build_fail(b, "%s: tensor %s holds %s at position %" PRId64,
                       b->tensors->source, name,
                       isnan(v[i]) ? "NaN" : "an infinity", i);
            return;
        }
}

const float *build_vector(struct builder *b, const char *name, int64_t count)
{
    const struct tensor *t = build_tensor(b, name, count);
    float *v;

    if (!t)
        return NULL;
    if (count > arena_room(b->keep, sizeof *v)) {
        build_fail(b, "%s: tensor %s does not fit into memory",
                   b->tensors->source, name);
        return NULL;
    }
    v = arena_floats(b->keep, count);
    tensor_floats(v, t, 0, count);
    check_finite(b, name, v, count);
    return v;
}

const float *build_optional(struct builder *b, const char *name, int64_t count)
{
    return build_has(b, name) ? build_vector(b, name, count) : NULL;
}

struct norm build_norm(struct builder *b, const char *name, int dim, float eps)
{
    return (struct norm){
        .scale = build_vector(b, build_name(b, "%s.weight", name), dim),
        .bias = build_optional(b, build_name(b, "%s.bias", name), dim),
        .eps = eps,
    };
}

const struct tensor *build_matrix_tensor(struct builder *b, const char *name,
                                         int64_t out, int64_t in)
{
    const struct tensor *t = tensor_find(b->tensors, name);

    if (t && (t->rank < 2 || t->shape[0] != out || t->count != out * in)) {
        build_fail(b, "%s: tensor %s has shape %s, expected [%" PRId64
                   ", %" PRId64 "]", b->tensors->source, name,
                   tensor_shape_text(b->keep, t), out, in);
        return NULL;
    }
    return build_tensor(b, name, out * in);
}

struct weights *build_stack(struct builder *b,
                            const struct tensor *const *parts, int count,
                            int64_t out, int64_t in, bool transposed)
{
    const struct tensor **kept;

    if (!b->ok)
        return NULL;
    if (weights_bytes(out, in, parts[0]->dtype) > arena_room(b->keep, 1)) {
        build_fail(b, "%s: tensor %s does not fit into memory",
                   b->tensors->source, parts[0]->name);
        return NULL;
    }
    kept = arena_array(b->keep, const struct tensor *, count);
    memcpy(kept, parts, (size_t)count * sizeof *kept);
    return weights_new(b->keep, b->tensors, kept, count, transposed);
}

struct weights *build_matrix(struct builder *b, const char *name, int out,
                             int in, bool transposed)
{
    const struct tensor *t = transposed ? build_matrix_tensor(b, name, in, out)
                                        : build_matrix_tensor(b, name, out, in);

    return build_stack(b, &t, 1, out, in, transposed);
}

struct linear build_linear(struct builder *b, const char *name, int out, int in)
{
    return (struct linear){
        .w = build_matrix(b, build_name(b, "%s.weight", name), out, in, false),
        .bias = build_optional(b, build_name(b, "%s.bias", name), out),
    };
}

/* The same bytes, fewer rows. */
static const struct tensor *slice(struct builder *b, const struct tensor *t,
                                  int64_t first, int64_t count, int64_t in)
{
    struct tensor *s = arena_new(b->keep, struct tensor);

    *s = (struct tensor){
        .name = t->name, .dtype = t->dtype, .rank = 2, .shape = { count, in },
        .data = (const char *)t->data + first * in * dtype_size(t->dtype),
        .count = count * in,
    };
    return s;
}

struct weights *build_rows(struct builder *b, const struct tensor *t,
                           int64_t first, int64_t count, int in)
{
    const struct tensor *s;

    if (!b->ok)
        return NULL;
    s = slice(b, t, first, count, in);
    return build_stack(b, &s, 1, count, in, false);
}
