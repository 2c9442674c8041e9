/* json_file.h - JSON files as struct config; the only door to jansson. */
#ifndef IO_JSON_FILE_H
#define IO_JSON_FILE_H

#include "base/error.h"
#include "io/file.h"
#include "nn/config.h"

enum { JSON_SIZE_MAX = 64 << 20, JSON_DEPTH_MAX = 64 };

/* Flatten one JSON object into `out`, sorted. */
bool config_read(struct config *out, const struct file *f, struct arena *keep,
                 struct error *err);

/* A file of labels or prompts: one a line, or a JSON array of strings or of
 * objects {"text":..., "ids":[...]}. */
struct phrase {
    const char *text;       /* NULL: none given */
    const int *ids;         /* NULL: none given */
    int id_count;
};
bool phrases_read(struct phrase **out, int *count, const char *path,
                  struct arena *keep, struct error *err);

#endif
