/* config.c - what a checkpoint says of itself, as a sorted list of paths. */
#include "nn/config.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct config config_new(struct arena *a, const char *source)
{
    return (struct config){ .source = arena_string(a, source), .arena = a };
}

static struct config_entry *add(struct config *c, const char *path,
                                enum config_kind kind)
{
    struct config_entry *grown;

    if (c->count == c->room) {
        c->room = c->room ? 2 * c->room : 64;
        grown = arena_array(c->arena, struct config_entry, c->room);
        if (c->count)
            memcpy(grown, c->entries, (size_t)c->count * sizeof *grown);
        c->entries = grown;
    }
    c->entries[c->count] = (struct config_entry){
        .path = arena_string(c->arena, path),
        .kind = kind,
    };
    return &c->entries[c->count++];
}

void config_add_flag(struct config *c, const char *path, bool value)
{
    add(c, path, CONFIG_FLAG)->number = value;
}

void config_add_number(struct config *c, const char *path, double value)
{
    add(c, path, CONFIG_NUMBER)->number = value;
}

void config_add_string(struct config *c, const char *path, const char *value)
{
    add(c, path, CONFIG_STRING)->string = arena_string(c->arena, value);
}

void config_add_list(struct config *c, const char *path, ptrdiff_t length)
{
    add(c, path, CONFIG_LIST)->number = (double)length;
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const struct config_entry *)a)->path,
                  ((const struct config_entry *)b)->path);
}

void config_sort(struct config *c)
{
    if (c->count)
        qsort(c->entries, (size_t)c->count, sizeof *c->entries, compare);
}

const struct config_entry *config_find(const struct config *c, const char *path)
{
    struct config_entry key = { .path = path };

    if (!c || !c->count)
        return NULL;
    return bsearch(&key, c->entries, (size_t)c->count, sizeof key, compare);
}

struct config config_section(struct arena *a, const struct config *c,
                             const char *path)
{
    struct text source = text_new(a);
    struct config section = { .arena = a };
    size_t n = strlen(path);

    text_addf(&source, "%s: %s", c->source, path);
    section.source = source.data;
    section.entries = arena_array(a, struct config_entry, c->count);
    section.room = c->count;
    for (ptrdiff_t i = 0; i < c->count; i++) {
        struct config_entry e = c->entries[i];

        if (strncmp(e.path, path, n) != 0 || e.path[n] != '.')
            continue;
        e.path += n + 1;
        section.entries[section.count++] = e;
    }
    return section;
}

bool config_has(const struct config *c, const char *path)
{
    return config_find(c, path) != NULL;
}

double config_number(const struct config *c, const char *path, double fallback)
{
    const struct config_entry *e = config_find(c, path);

    return e && e->kind == CONFIG_NUMBER ? e->number : fallback;
}

int config_int(const struct config *c, const char *path, int fallback)
{
    double v = config_number(c, path, fallback);

    return v == floor(v) && v >= INT_MIN && v <= INT_MAX ? (int)v : fallback;
}

bool config_flag(const struct config *c, const char *path, bool fallback)
{
    const struct config_entry *e = config_find(c, path);

    return e && e->kind == CONFIG_FLAG ? e->number != 0 : fallback;
}

const char *config_string(const struct config *c, const char *path,
                          const char *fallback)
{
    const struct config_entry *e = config_find(c, path);

    return e && e->kind == CONFIG_STRING ? e->string : fallback;
}
