/* tensor.c - named arrays as they lie in a weights file. */
#include "nn/tensor.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "half.h"

static const struct {
    const char *name;
    int size;
} dtypes[DTYPE_COUNT] = {
    [DTYPE_F64] = { "F64", 8 }, [DTYPE_F32] = { "F32", 4 },
    [DTYPE_F16] = { "F16", 2 }, [DTYPE_BF16] = { "BF16", 2 },
    [DTYPE_I64] = { "I64", 8 }, [DTYPE_I32] = { "I32", 4 },
    [DTYPE_I16] = { "I16", 2 }, [DTYPE_I8] = { "I8", 1 },
    [DTYPE_U64] = { "U64", 8 }, [DTYPE_U32] = { "U32", 4 },
    [DTYPE_U16] = { "U16", 2 }, [DTYPE_U8] = { "U8", 1 },
    [DTYPE_BOOL] = { "BOOL", 1 },
    [DTYPE_F8_E4M3] = { "F8_E4M3", 1 }, [DTYPE_F8_E5M2] = { "F8_E5M2", 1 },
};

const char *dtype_name(enum dtype d)
{
    return dtypes[d].name;
}

int dtype_size(enum dtype d)
{
    return dtypes[d].size;
}

bool dtype_parse(enum dtype *out, const char *name)
{
    for (int d = 0; d < DTYPE_COUNT; d++)
        if (strcmp(dtypes[d].name, name) == 0) {
            *out = (enum dtype)d;
            return true;
        }
    return false;
}

bool dtype_is_float(enum dtype d)
{
    return d <= DTYPE_BF16;
}

static int compare(const void *key, const void *item)
{
    return strcmp(key, ((const struct tensor *)item)->name);
}

const struct tensor *tensor_find(const struct tensor_list *l, const char *name)
{
    if (!l->count)
        return NULL;
    return bsearch(name, l->items, (size_t)l->count, sizeof *l->items, compare);
}

const char *tensor_shape_text(struct arena *a, const struct tensor *t)
{
    struct text out = text_new(a);

    text_add(&out, "[");
    for (int i = 0; i < t->rank; i++)
        text_addf(&out, "%s%lld", i ? ", " : "", (long long)t->shape[i]);
    text_add(&out, "]");
    return out.data;
}

/* One element; unaligned and little endian, as the file has it. */
static float element(const unsigned char *p, enum dtype d)
{
    union {
        double f64;
        float f32;
        uint16_t u16;
        int64_t i64;
        int32_t i32;
        int16_t i16;
    } v;

    memcpy(&v, p, (size_t)dtypes[d].size);
    switch (d) {
    case DTYPE_F64:
        return (float)v.f64;
    case DTYPE_F32:
        return v.f32;
    case DTYPE_F16:
        return f16_float(v.u16);
    case DTYPE_BF16:
        return bf16_float(v.u16);
    case DTYPE_I64:
        return (float)v.i64;
    case DTYPE_I32:
        return (float)v.i32;
    case DTYPE_I16:
        return v.i16;
    case DTYPE_I8:
        return (signed char)*p;
    default:
        return *p;
    }
}

void tensor_floats(float *out, const struct tensor *t, int64_t first,
                   int64_t count)
{
    int size = dtype_size(t->dtype);
    const unsigned char *p = (const unsigned char *)t->data + first * size;

    if (t->dtype == DTYPE_F32) {
        memcpy(out, p, (size_t)count * 4);
        return;
    }
    /* A loop for each of the types that models come in. */
    if (t->dtype == DTYPE_F16)
        for (int64_t i = 0; i < count; i++)
            out[i] = element(p + i * 2, DTYPE_F16);
    else if (t->dtype == DTYPE_BF16)
        for (int64_t i = 0; i < count; i++)
            out[i] = element(p + i * 2, DTYPE_BF16);
    else
        for (int64_t i = 0; i < count; i++)
            out[i] = element(p + i * size, t->dtype);
}

struct tensor tensor_of_floats(const char *name, const float *data, int rank,
                               const int64_t *shape)
{
    struct tensor t = { .name = name, .dtype = DTYPE_F32, .rank = rank,
                        .data = data, .count = 1 };

    for (int i = 0; i < rank; i++) {
        t.shape[i] = shape[i];
        t.count *= shape[i];
    }
    return t;
}
