/* folder.c - paths, and what lies in a folder. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "io/file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

bool file_exists(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

bool file_is_link(const char *path)
{
    struct stat st;

    return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

bool file_is_same(const char *a, const char *b)
{
    struct stat x, y;

    return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) &&
           x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

const char *path_join(struct arena *a, const char *folder, const char *name)
{
    size_t n = strlen(folder), m = strlen(name);
    bool slash = n > 0 && folder[n - 1] != '/';
    char *path = arena_raw(a, (ptrdiff_t)(n + slash + m + 1), 1, 1);

    memcpy(path, folder, n);
    if (slash)
        path[n] = '/';
    memcpy(path + n + slash, name, m + 1);
    return path;
}

const char *path_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

const char *path_folder(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    ptrdiff_t size = slash - path;
    char *folder;

    if (!slash)
        return ".";
    if (slash == path)
        return "/";
    folder = arena_alloc(a, size + 1, 1, 1);
    memcpy(folder, path, (size_t)size);
    return folder;
}

const char *path_real(struct arena *a, const char *path)
{
    char *real = realpath(path, NULL);
    const char *copy = arena_string(a, real ? real : path);

    free(real);
    return copy;
}

bool path_ends(const char *path, const char *const *endings)
{
    size_t n = strlen(path), m;

    for (; *endings; endings++) {
        m = strlen(*endings);
        if (n > m && strcasecmp(path + n - m, *endings) == 0)
            return true;
    }
    return false;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct paths {
    const char **items;
    int count, room;
};

static void paths_add(struct paths *p, const char *path, struct arena *keep)
{
    if (p->count == p->room) {
        const char **old = p->items;

        p->room = p->room ? 2 * p->room : 64;
        p->items = arena_array(keep, const char *, p->room);
        if (p->count)
            memcpy(p->items, old, (size_t)p->count * sizeof *old);
    }
    p->items[p->count++] = path;
}

/* A pipe nobody writes to would be waited for, a device is no picture.  What
 * cannot be asked for is listed: whoever reads it says why. */
static bool is_no_file(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

/* False when the folder cannot be read to its end; errno says why. */
static bool collect(struct paths *found, DIR *dir, const char *folder,
                    const char *const *endings, struct arena *keep)
{
    struct dirent *entry;
    const char *path;

    for (errno = 0; (entry = readdir(dir)); errno = 0) {
        if (entry->d_name[0] == '.' || !path_ends(entry->d_name, endings))
            continue;
        path = path_join(keep, folder, entry->d_name);
        if (!is_no_file(path))
            paths_add(found, path, keep);
    }
    return errno == 0;
}

bool folder_list(const char ***out, int *count, const char *folder,
                 const char *const *endings, struct arena *keep,
                 struct error *err)
{
    struct paths found = { 0 };
    DIR *dir = opendir(folder);
    bool ok = dir && collect(&found, dir, folder, endings, keep);

    if (!ok)
        error_set(err, "%s: cannot be listed: %s", folder, strerror(errno));
    if (dir)
        closedir(dir);
    if (!ok)
        return false;
    if (found.count)
        qsort(found.items, (size_t)found.count, sizeof *found.items, by_bytes);
    *out = found.items;
    *count = found.count;
    return true;
}

const char *folder_with(const char *folder, const char *name,
                        struct arena *keep)
{
    DIR *dir = opendir(folder);
    const char *first = NULL, *path;
    struct dirent *entry;

    while (dir && (entry = readdir(dir))) {
        struct arena before = *keep;

        path = path_join(keep, folder, entry->d_name);
        if (entry->d_name[0] != '.' && (!first || strcmp(path, first) < 0) &&
            file_exists(path_join(keep, path, name)))
            first = path;
        else
            *keep = before;
    }
    if (dir)
        closedir(dir);
    return first;
}
