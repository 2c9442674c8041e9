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

/* Shape [out, in] whatever the rank: [96, 3, 16, 16] is [96, 768]. */
static const struct tensor *matrix(struct builder *b, const char *name,
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

/* Pack `count` parts below one another, when they fit. */
static struct weights *stack(struct builder *b,
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
    const struct tensor *t = transposed ? matrix(b, name, in, out)
                                        : matrix(b, name, out, in);

    return stack(b, &t, 1, out, in, transposed);
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
    return stack(b, &s, 1, count, in, false);
}

/* --- blocks --------------------------------------------------------------- */

/* Copy a part's bias into its third of [3D]; absent ones stay 0. */
static void third(struct builder *b, float *bias, int part, const char *name,
                  int dim)
{
    const float *v = build_optional(b, name, dim);

    if (v)
        memcpy(bias + (ptrdiff_t)part * dim, v, (size_t)dim * sizeof *v);
}

static struct linear separate_qkv(struct builder *b, const char *block,
                                  const struct layout *l, int dim)
{
    const char *names[3] = { l->query, l->key, l->value };
    const struct tensor *parts[3];
    float *bias = arena_array(b->keep, float, 3 * (ptrdiff_t)dim);

    for (int i = 0; i < 3; i++) {
        parts[i] = matrix(b, build_name(b, "%s%s.weight", block, names[i]), dim,
                          dim);
        third(b, bias, i, build_name(b, "%s%s.bias", block, names[i]), dim);
    }
    return (struct linear){ stack(b, parts, 3, 3 * (int64_t)dim, dim, false),
                            bias };
}

static struct linear fused_qkv(struct builder *b, const char *block,
                               const struct layout *l, int dim)
{
    const char *name = build_name(b, "%s%sweight", block, l->qkv);
    struct linear qkv = { build_matrix(b, name, 3 * dim, dim, false), NULL };
    float *bias;

    qkv.bias = build_optional(b, build_name(b, "%s%sbias", block, l->qkv),
                              3 * (int64_t)dim);
    if (qkv.bias || !l->query_bias)
        return qkv;
    bias = arena_array(b->keep, float, 3 * (ptrdiff_t)dim);
    third(b, bias, 0, build_name(b, "%s%s", block, l->query_bias), dim);
    third(b, bias, 2, build_name(b, "%s%s", block, l->value_bias), dim);
    qkv.bias = bias;
    return qkv;
}

/* One matrix and bias that hold the gate's rows first, then up's. */
static void split_gate(struct builder *b, struct block *out, const char *name,
                       int mlp, int dim)
{
    const struct tensor *t =
        matrix(b, build_name(b, "%s.weight", name), 2 * (int64_t)mlp, dim);
    const float *bias = build_optional(b, build_name(b, "%s.bias", name),
                                       2 * (int64_t)mlp);

    if (!t)
        return;
    out->gate = (struct linear){ build_rows(b, t, 0, mlp, dim), bias };
    out->up = (struct linear){ build_rows(b, t, mlp, mlp, dim),
                               bias ? bias + mlp : NULL };
}

static void build_mlp(struct builder *b, struct block *out, const char *block,
                      const struct layout *l, const struct tower *t)
{
    if (l->gate_up) {
        split_gate(b, out, build_name(b, "%s%s", block, l->gate_up), t->mlp,
                   t->dim);
    } else {
        out->up = build_linear(b, build_name(b, "%s%s", block, l->up), t->mlp,
                               t->dim);
        if (l->gate)
            out->gate = build_linear(b, build_name(b, "%s%s", block, l->gate),
                                     t->mlp, t->dim);
    }
    out->down = build_linear(b, build_name(b, "%s%s", block, l->down), t->dim,
                             t->mlp);
}

static const float *build_gamma(struct builder *b, const char *block,
                                const char *name, int dim)
{
    return name ? build_optional(b, build_name(b, "%s%s", block, name), dim)
                : NULL;
}

static void build_block(struct builder *b, struct block *out, const char *block,
                        const struct layout *l, const struct tower *t,
                        float eps)
{
    out->attn_norm =
        build_norm(b, build_name(b, "%s%s", block, l->attn_norm), t->dim, eps);
    out->mlp_norm =
        build_norm(b, build_name(b, "%s%s", block, l->mlp_norm), t->dim, eps);
    out->qkv = l->qkv ? fused_qkv(b, block, l, t->dim)
                      : separate_qkv(b, block, l, t->dim);
    out->out = build_linear(b, build_name(b, "%s%s", block, l->out), t->dim,
                            t->dim);
    out->gamma1 = build_gamma(b, block, l->gamma1, t->dim);
    out->gamma2 = build_gamma(b, block, l->gamma2, t->dim);
    build_mlp(b, out, block, l, t);
}

void build_blocks(struct builder *b, struct tower *t, const char *prefix,
                  const struct layout *layout, float eps)
{
    char block[NAME_MAX_LENGTH];

    if (b->ok && t->dim % t->heads)
        build_fail(b, "%s: width %d does not divide into %d heads",
                   b->config->source, t->dim, t->heads);
    b->first_block[b->first_block[0] != NULL] =
        build_name(b, "%s%s0.", prefix, layout->block);
    t->blocks = arena_array(b->keep, struct block, t->layers);
    for (int i = 0; b->ok && i < t->layers; i++) {
        snprintf(block, sizeof block, "%s%s%d.", prefix, layout->block, i);
        build_block(b, &t->blocks[i], block, layout, t, eps);
    }
}
