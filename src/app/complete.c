/* complete.c - what Tab makes of half a path. */
#include "app/line.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "app/system.h"
#include "base/text.h"
#include "io/file.h"
#include "io/image_file.h"

/* Cut `best` to what it has in common with `name`; the first one is taken
 * whole. */
static void agree(char best[LINE_MAX_BYTES], const char *name, bool first)
{
    size_t n = 0;

    if (first) {
        snprintf(best, LINE_MAX_BYTES, "%s", name);
        return;
    }
    while (best[n] && best[n] == name[n])
        n++;
    best[n] = 0;
}

/* The folder of a path as the system knows it. */
static const char *folder_of(struct arena *a, const char *typed, size_t size)
{
    struct text t = text_new(a);
    const char *home = environment("HOME");

    if (size == 0)
        return ".";
    if (text_starts(typed, "~/") && home) {
        text_add(&t, home);
        typed++;
        size--;
    }
    text_add_bytes(&t, typed, (ptrdiff_t)size);
    return t.data;
}

bool complete_path(struct text *out, const char *typed, struct arena scratch)
{
    const char *slash = strrchr(typed, '/');
    size_t lead = slash ? (size_t)(slash + 1 - typed) : 0;
    const char *stem = typed + lead, *folder;
    char best[LINE_MAX_BYTES] = "";
    bool one_folder = false;
    int found = 0;
    struct dirent *entry;
    DIR *dir;

    folder = folder_of(&scratch, typed, lead);
    if (!(dir = opendir(folder)))
        return false;
    while ((entry = readdir(dir))) {
        struct arena rest = scratch;
        const char *name = entry->d_name;
        bool is_folder;

        if (!text_starts(name, stem) || (name[0] == '.' && stem[0] != '.'))
            continue;
        is_folder = file_is_folder(path_join(&rest, folder, name));
        if (!is_folder && !path_ends(name, image_endings))
            continue;
        agree(best, name, found++ == 0);
        one_folder = is_folder && found == 1;
    }
    closedir(dir);
    text_add_bytes(out, typed, (ptrdiff_t)lead);
    text_addf(out, "%s%s", best, one_folder ? "/" : "");
    return found > 0;
}
