/* world.h - a world for tests of files: an arena and an empty folder, both
 * gone when the test is over.  Include it first. */
#ifndef TEST_WORLD_H
#define TEST_WORLD_H

#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/error.h"
#include "io/file.h"

struct world {
    struct arena keep;
    struct error err;
    char folder[512];
};

static inline int world_open(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    const char *tmp = getenv("TMPDIR");

    if (!w || !arena_open(&w->keep, 64 << 20))
        return -1;
    snprintf(w->folder, sizeof w->folder, "%s/vitscope-XXXXXX",
             tmp ? tmp : "/tmp");
    *state = w;
    return mkdtemp(w->folder) ? 0 : -1;
}

static inline int world_remove(const char *path, const struct stat *st,
                               int kind, struct FTW *walk)
{
    return remove(path);
}

static inline int world_close(void **state)
{
    struct world *w = *state;
    int failed = nftw(w->folder, world_remove, 8, FTW_DEPTH | FTW_PHYS);

    arena_close(&w->keep);
    free(w);
    return failed;
}

static inline const char *world_path(struct world *w, const char *name)
{
    return path_join(&w->keep, w->folder, name);
}

/* Make a folder in the world. */
static inline const char *world_folder(struct world *w, const char *name)
{
    const char *path = world_path(w, name);

    assert_int_equal(mkdir(path, 0777), 0);
    return path;
}

/* Make a file in the world, without the code that is tested. */
static inline const char *world_file(struct world *w, const char *name,
                                     const void *data, ptrdiff_t size)
{
    const char *path = world_path(w, name);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, (size_t)size, f), size);
    assert_int_equal(fclose(f), 0);
    return path;
}

static inline const char *world_text(struct world *w, const char *name,
                                     const char *text)
{
    return world_file(w, name, text, (ptrdiff_t)strlen(text));
}

/* How many entries the world's folder has, hidden ones included. */
static inline int world_count(struct world *w)
{
    DIR *dir = opendir(w->folder);
    int count = -2; /* . and .. */

    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

/* Does the sentence name what it should? */
#define assert_says(err, part)                                                 \
    do {                                                                       \
        if (!strstr((err).text, part))                                         \
            fail_msg("\"%s\" does not say \"%s\"", (err).text, part);          \
    } while (0)

#define in_world(test)                                                         \
    cmocka_unit_test_setup_teardown(test, world_open, world_close)

#endif
