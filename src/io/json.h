/* json.h - what the files of this layer share of jansson. */
#ifndef IO_JSON_H
#define IO_JSON_H

#include <jansson.h>

#include "base/error.h"
#include "io/file.h"

/* Parse `size` bytes at `data`, which `path` names in sentences; a key that
 * comes twice in an object is an error.  The caller gives the value back with
 * json_decref().  NULL on failure. */
json_t *json_of_bytes(const char *path, const void *data, ptrdiff_t size,
                      size_t flags, struct error *err);

/* The same for a whole file of at most JSON_SIZE_MAX bytes; a byte order mark
 * is skipped. */
json_t *json_of_file(const struct file *f, size_t flags, struct error *err);

#endif
