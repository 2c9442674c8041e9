/* config.h - what a checkpoint says of itself, as path -> value.
 *
 * io flattens config.json, preprocessor_config.json or open_clip_config.json
 * into one of these; families read it.  A path joins keys with dots and list
 * positions as numbers: "vision_config.hidden_size", "image_mean.0",
 * "id2label.3".  An explicit null is the same as an absent key. */
#ifndef NN_CONFIG_H
#define NN_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum config_kind { CONFIG_FLAG, CONFIG_NUMBER, CONFIG_STRING, CONFIG_LIST };

struct config_entry {
    const char *path;
    enum config_kind kind;
    double number;      /* value; of a flag 0 or 1; of a list or an object its length */
    const char *string; /* CONFIG_STRING only */
};

struct config {
    const char *source; /* file name, for sentences */
    struct config_entry *entries;
    ptrdiff_t count;
    ptrdiff_t room;
    struct arena *arena;
};

struct config config_new(struct arena *a, const char *source);
void config_add_flag(struct config *c, const char *path, bool value);
void config_add_number(struct config *c, const char *path, double value);
void config_add_string(struct config *c, const char *path, const char *value);
void config_add_list(struct config *c, const char *path, ptrdiff_t length);

/* Sort by path, after the last add and before the first look-up. */
void config_sort(struct config *c);

/* The object at `path` as a config of its own, its strings shared; empty when
 * there is none. */
struct config config_section(struct arena *a, const struct config *c,
                             const char *path);

/* NULL when absent.  `c` may be NULL: everything is absent. */
const struct config_entry *config_find(const struct config *c,
                                       const char *path);
bool config_has(const struct config *c, const char *path);

/* The value, or `fallback` when absent or of another kind.  An integer
 * accepts only whole numbers within int. */
double config_number(const struct config *c, const char *path, double fallback);
int config_int(const struct config *c, const char *path, int fallback);
bool config_flag(const struct config *c, const char *path, bool fallback);
const char *config_string(const struct config *c, const char *path,
                          const char *fallback);

#endif
