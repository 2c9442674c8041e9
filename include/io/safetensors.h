/* safetensors.h - the weights format of the hub, read and written. */
#ifndef IO_SAFETENSORS_H
#define IO_SAFETENSORS_H

#include "base/error.h"
#include "io/file.h"
#include "nn/tensor.h"

/* The largest header that is parsed, as the format's own library has it. */
enum { SAFETENSORS_HEADER_MAX = 100000000 };

/* Add the tensors of `f` to *items (a new array in `keep`), sorted by name.
 * Every offset, size and shape is checked against the file first; names must
 * be unique, those from before included.  A tensor of a dtype we do not know
 * is left out.  On failure all is as before. */
bool safetensors_parse(struct tensor **items, ptrdiff_t *count,
                       const struct file *f, struct arena *keep,
                       struct error *err);

/* Write tensors of unique names; those of larger elements come first in the
 * file, so that all are aligned. */
bool safetensors_write(const char *path, const struct tensor *items, int count,
                       struct arena scratch, struct error *err);

/* The same piece by piece, when not all fits in memory: say all headers first
 * (data ignored), then add the data in the same order, which is that of the
 * file: put larger elements first.  `items` and `path` must stay. */
struct safetensors_writer {
    struct output out;
    const struct tensor *items;
    int count, next;
};
bool safetensors_begin(struct safetensors_writer *w, const char *path,
                       const struct tensor *items, int count,
                       struct arena *keep, struct error *err);
bool safetensors_add(struct safetensors_writer *w, const void *data,
                     struct error *err);
bool safetensors_end(struct safetensors_writer *w, struct error *err);
void safetensors_abort(struct safetensors_writer *w);

#endif
