/* outputs.c - names of results, decided before any work is done. */
#include "app/outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "io/file.h"

struct outputs outputs_new(struct arena *keep)
{
    return (struct outputs){ .keep = keep };
}

void outputs_add(struct outputs *o, const char *picture)
{
    if (o->count == o->room) {
        int room = o->room ? 2 * o->room : 64;
        void *items = arena_alloc(o->keep, room, sizeof *o->items, 16);

        if (o->count)
            memcpy(items, o->items, (size_t)o->count * sizeof *o->items);
        o->items = items;
        o->room = room;
    }
    o->items[o->count++].picture = picture;
}

/* "photos/cat.png" -> "cat"; standard input -> "stdin". */
static const char *stem(struct arena *keep, const char *picture)
{
    const char *base = strcmp(picture, "-") ? path_base(picture) : "stdin";
    char *name = arena_string(keep, base);
    char *dot = strrchr(name, '.');

    if (dot && dot != name)
        *dot = '\0';
    return name;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Two pictures with one stem: the later result would bury the earlier. */
static bool check_clashes(const struct outputs *o, struct error *err)
{
    const char **sorted = arena_array(o->keep, const char *, o->count);

    for (int i = 0; i < o->count; i++)
        sorted[i] = o->items[i].file;
    qsort(sorted, (size_t)o->count, sizeof *sorted, by_name);
    for (int i = 0; i + 1 < o->count; i++)
        if (strcmp(sorted[i], sorted[i + 1]) == 0)
            return error_set(err, "two pictures would both be written to %s",
                             sorted[i]);
    return true;
}

static bool check_sources(const struct outputs *o, struct error *err)
{
    for (int i = 0; i < o->count; i++)
        if (file_is_same(o->items[i].picture, o->items[i].file))
            return error_set(err,
                             "%s would be written over the picture "
                             "itself",
                             o->items[i].file);
    return true;
}

/* A file by its real name: that of a picture, or one a result goes into. */
struct claim {
    const char *real, *name;
    bool result;
};

static int by_real_name(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;
    int order = strcmp(x->real, y->real);

    return order ? order : y->result - x->result;
}

static bool has_links(const struct outputs *o)
{
    for (int i = 0; i < o->count; i++)
        if (file_is_link(o->items[i].file))
            return true;
    return false;
}

/* A result that is a link is written where it leads: into another picture, or
 * another result, for all that the names are not the same. */
static bool check_links(const struct outputs *o, struct error *err)
{
    struct claim *claims = arena_array(o->keep, struct claim, 2 * o->count);
    int n = 0;

    for (int i = 0; i < o->count; i++) {
        const char *picture = o->items[i].picture, *file = o->items[i].file;

        claims[n++] = (struct claim){ path_real(o->keep, picture), picture,
                                      false };
        claims[n++] = (struct claim){ path_real(o->keep, file), file, true };
    }
    qsort(claims, (size_t)n, sizeof *claims, by_real_name);
    for (int i = 0; i + 1 < n; i++)
        if (claims[i].result && strcmp(claims[i].real, claims[i + 1].real) == 0)
            return error_set(err, "%s and %s are one file, which would be "
                                  "written over",
                             claims[i].name, claims[i + 1].name);
    return true;
}

/* A name that promises one kind of file for another. */
static bool check_promise(const char *output, const char *ending,
                          struct error *err)
{
    static const char *const promises[] = {
        ".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg", ".pdf",
        ".safetensors", NULL
    };
    const char *const own[] = { ending, NULL };

    if (path_ends(output, promises) && !path_ends(output, own))
        return error_set(err, "-o %s: what is written is a %s file", output,
                         ending);
    return true;
}

bool outputs_plan(struct outputs *o, const char *output, const char *ending,
                  struct error *err)
{
    if (text_ends(output, "/") || file_is_folder(output))
        o->folder = output;
    else if (o->count > 1)
        return error_set(err, "-o %s: %d pictures need a folder: -o DIR/",
                         output, o->count);
    else if (!check_promise(output, ending, err))
        return false;
    for (int i = 0; i < o->count; i++) {
        const char *name = stem(o->keep, o->items[i].picture);
        struct text file = text_new(o->keep);

        text_addf(&file, "%s%s", name, ending);
        o->items[i].file =
            o->folder ? path_join(o->keep, o->folder, file.data) : output;
    }
    return check_clashes(o, err) && check_sources(o, err) &&
           (!has_links(o) || check_links(o, err));
}

bool outputs_make_folder(const struct outputs *o, struct error *err)
{
    if (!o->folder || file_is_folder(o->folder))
        return true;
    if (mkdir(o->folder, 0777) == 0)
        return true;
    return error_set(err, "%s: cannot be made: %s", o->folder, strerror(errno));
}
