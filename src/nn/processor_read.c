/* processor_read.c - reading a config strictly: an absent key leaves the
 * default, a key that makes no sense is a sentence, nothing is guessed. */
#include "processor.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool read_flag(bool *out, const struct config *c, const char *path,
               struct error *err)
{
    const struct config_entry *e = config_find(c, path);

    if (e && e->kind != CONFIG_FLAG)
        return error_set(err, "%s: %s is neither true nor false", c->source,
                         path);
    if (e)
        *out = e->number != 0;
    return true;
}

bool read_real(double *out, const struct config *c, const char *path,
               struct error *err)
{
    const struct config_entry *e = config_find(c, path);

    if (e && (e->kind != CONFIG_NUMBER || !isfinite(e->number)))
        return error_set(err, "%s: %s is not a number", c->source, path);
    if (e)
        *out = e->number;
    return true;
}

bool read_edge(int *out, const struct config *c, const char *path,
               struct error *err)
{
    double edge = *out;

    if (!read_real(&edge, c, path, err))
        return false;
    if (!config_has(c, path))
        return true;
    if (edge != floor(edge) || edge < 1 || edge > EDGE_MAX)
        return error_set(err,
                         "%s: %s is %g, but a side has a whole number of "
                         "pixels from 1 to %d",
                         c->source, path, edge, EDGE_MAX);
    *out = (int)edge;
    return true;
}

bool read_string(const char **out, const struct config *c, const char *path,
                 struct error *err)
{
    const struct config_entry *e = config_find(c, path);

    if (e && e->kind != CONFIG_STRING)
        return error_set(err, "%s: %s is not a string", c->source, path);
    if (e)
        *out = e->string;
    return true;
}

const char *path_of(char out[PATH_ROOM], const char *part, const char *key)
{
    snprintf(out, PATH_ROOM, "%s%s%s", part, *part ? "." : "", key);
    return out;
}

/* A path to element `index` of the list at `path`. */
static const char *element(char out[PATH_ROOM], const char *path, int index)
{
    snprintf(out, PATH_ROOM, "%s.%d", path, index);
    return out;
}

static bool is_list(const struct config *c, const char *path, int length)
{
    const struct config_entry *e = config_find(c, path);
    char item[PATH_ROOM];

    if (!e || e->kind != CONFIG_LIST || e->number != length)
        return false;
    for (int i = 0; i < length; i++)
        if (!config_has(c, element(item, path, i)))
            return false;
    return true;
}

bool read_colors(float out[3], const struct config *c, const char *path,
                 bool nonzero, struct error *err)
{
    const struct config_entry *e = config_find(c, path);
    char item[PATH_ROOM];

    if (!e)
        return true;
    if (e->kind != CONFIG_NUMBER && !is_list(c, path, 3))
        return error_set(err, "%s: %s is not a list of 3 numbers", c->source,
                         path);
    for (int i = 0; i < 3; i++) {
        double v = NAN;

        if (e->kind != CONFIG_NUMBER)
            element(item, path, i);
        if (!read_real(&v, c, e->kind == CONFIG_NUMBER ? path : item, err))
            return false;
        out[i] = (float)v;
        if (!isfinite(out[i]) || (nonzero && out[i] == 0))
            return error_set(err, "%s: %s holds %g, which cannot be used",
                             c->source, path, v);
    }
    return true;
}

bool read_edges(int *h, int *w, const struct config *c, const char *path,
                struct error *err)
{
    const struct config_entry *e = config_find(c, path);
    char item[PATH_ROOM];

    if (e && e->kind == CONFIG_LIST) {
        if (!is_list(c, path, 2))
            return error_set(err, "%s: %s does not say how many pixels",
                             c->source, path);
        return read_edge(h, c, element(item, path, 0), err) &&
               read_edge(w, c, element(item, path, 1), err);
    }
    if (!read_edge(h, c, path, err))
        return false;
    if (e)
        *w = *h;
    return true;
}

bool read_filter(enum filter *out, const struct config *c, const char *path,
                 struct error *err)
{
    const char *name = NULL;

    if (!read_string(&name, c, path, err))
        return false;
    if (!name)
        return true;
    for (int f = 0; f < FILTER_COUNT; f++)
        if (strcmp(name, filter_name((enum filter)f)) == 0) {
            *out = (enum filter)f;
            return true;
        }
    return error_set(err,
                     "%s: %s is \"%.60s\", none of nearest, lanczos, bilinear, "
                     "bicubic, box, hamming",
                     c->source, path, name);
}

bool processor_finite(const struct processor *p, const struct config *c,
                      struct error *err)
{
    /* Beyond what a filter makes of 0 and 255. */
    static const double values[] = { -1024, 1024 };

    for (int i = 0; i < 6; i++) {
        float v = (float)(values[i % 2] * (p->rescale ? p->factor : 1));

        if (p->normalize)
            v = (v - p->mean[i / 2]) / p->std[i / 2];
        if (!isfinite(v))
            return error_set(err,
                             "%s: pixels scaled and normalized as it says are "
                             "too large for numbers",
                             c ? c->source : "model");
    }
    return true;
}
