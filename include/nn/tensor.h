/* tensor.h - named arrays as they lie in a weights file.
 *
 * io maps the file(s) and lists what is inside; nn turns entries into packed
 * matrices (weights.h) and float vectors.  Names are unique and sorted. */
#ifndef NN_TENSOR_H
#define NN_TENSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum dtype {
    DTYPE_F64, DTYPE_F32, DTYPE_F16, DTYPE_BF16, DTYPE_I64, DTYPE_I32,
    DTYPE_I16, DTYPE_I8, DTYPE_U64, DTYPE_U32, DTYPE_U16, DTYPE_U8, DTYPE_BOOL,
    DTYPE_F8_E4M3, DTYPE_F8_E5M2,   /* known by name, not read */
    DTYPE_COUNT
};

enum { TENSOR_RANK_MAX = 8 };

struct tensor {
    const char *name;
    enum dtype dtype;
    int rank;                       /* 0 for a scalar */
    int64_t shape[TENSOR_RANK_MAX];
    const void *data;               /* little endian, maybe unaligned */
    int64_t count;                  /* elements: the product of the shape */
};

/* What io hands to nn. */
struct tensor_list {
    const char *source;             /* the file, for sentences */
    const struct tensor *items;     /* sorted by name */
    ptrdiff_t count;

    /* The bytes at `data` have been copied and will not be read again soon:
     * their pages may go back to the system.  May be NULL. */
    void (*release)(void *ctx, const void *data, ptrdiff_t size);
    void *ctx;
};

const char *dtype_name(enum dtype d);  /* "F32" */
int dtype_size(enum dtype d);          /* bytes */
bool dtype_parse(enum dtype *out, const char *name);
bool dtype_is_float(enum dtype d);

/* NULL when there is none of that name. */
const struct tensor *tensor_find(const struct tensor_list *l, const char *name);

/* "[96, 3, 16, 16]" into the arena, for sentences and for `info`. */
const char *tensor_shape_text(struct arena *a, const struct tensor *t);

/* `count` elements from `first` on, as float. */
void tensor_floats(float *out, const struct tensor *t, int64_t first,
                   int64_t count);

/* A tensor to be written: rank 0 to 4, F32 or U8 or I64, data in place. */
struct tensor tensor_of_floats(const char *name, const float *data, int rank,
                               const int64_t *shape);

#endif
