/* hub.c - from what -m says to a folder on this machine.
 *
 * The cache of the Hugging Face hub:
 *     models--facebook--dinov2-small/refs/main              names a revision
 *     models--facebook--dinov2-small/snapshots/<revision>/  its files
 * in the one folder that HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME and HOME say,
 * in this order, as the hub's own library has it.  The files of a snapshot are
 * links to blobs/ beside it; a link out of the cache is not followed. */
#include "hub.h"

#include <string.h>

#include "base/text.h"

enum { REVISION_MAX = 256 };

#define NAME_BYTES                                                             \
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

static bool is_set(const char *s)
{
    return s && *s;
}

static const char *cache_folder(const struct hub *hub, struct arena *keep)
{
    if (is_set(hub->hub_cache))
        return hub->hub_cache;
    if (is_set(hub->hf_home))
        return path_join(keep, hub->hf_home, "hub");
    if (is_set(hub->xdg_cache))
        return path_join(keep, hub->xdg_cache, "huggingface/hub");
    if (is_set(hub->home))
        return path_join(keep, hub->home, ".cache/huggingface/hub");
    return NULL;
}

/* `size` bytes of a hub name between its slashes, or a revision: nothing that
 * leads out of the folder it is looked for in. */
static bool is_part(const char *s, size_t size)
{
    return size > 0 && strspn(s, NAME_BYTES) >= size && s[0] != '.' &&
           s[0] != '-';
}

/* org/name or name; what looks like a file is none. */
static bool is_hub_name(const char *model)
{
    size_t size = strcspn(model, "/");
    const char *rest = model + size;

    if (text_ends(model, ".safetensors") || text_ends(model, ".json") ||
        text_ends(model, ".bin") || !is_part(model, size))
        return false;
    return !*rest || (is_part(rest + 1, strlen(rest + 1)));
}

/* models--org--name */
static const char *repository_folder(const char *model, struct arena *keep)
{
    struct text name = text_new(keep);

    text_add(&name, "models--");
    for (; *model; model++)
        text_add_bytes(&name, *model == '/' ? "--" : model,
                       *model == '/' ? 2 : 1);
    return name.data;
}

/* The revision that refs/main names; NULL when there is none. */
static const char *main_revision(const char *repository, struct arena *keep)
{
    const char *path = path_join(keep, repository, "refs/main");
    struct error ignored;
    struct file f;
    ptrdiff_t size;
    char *name = NULL;

    if (!file_map(&f, path, keep, &ignored))
        return NULL;
    size = f.size <= REVISION_MAX ? f.size : 0;
    while (size > 0 && memchr(" \r\n", f.data[size - 1], 3))
        size--;
    if (size > 0 && !memchr(f.data, '\0', (size_t)size)) {
        name = arena_alloc(keep, size + 1, 1, 1);
        memcpy(name, f.data, (size_t)size);
    }
    file_unmap(&f);
    return name && is_part(name, strlen(name)) ? name : NULL;
}

static bool lies_below(const char *path, const char *root)
{
    size_t n = strlen(root);

    return strncmp(path, root, n) == 0 && (path[n] == '/' || n == 1);
}

bool place_holds(const struct place *p, const char *path,
                 struct arena scratch, struct error *err)
{
    const char *real = p->root ? path_real(&scratch, path) : NULL;

    if (!real || !file_exists(path) || lies_below(real, p->root))
        return true;
    return error_set(err,
                     "%s: is a link to %s, out of the cache %s; name the "
                     "folder itself to read it",
                     path, real, p->root);
}

bool place_map(struct file *f, const struct place *p, const char *path,
               struct arena *keep, struct error *err)
{
    return place_holds(p, path, *keep, err) && file_map(f, path, keep, err);
}

static bool find_in_cache(struct place *p, const char *model,
                          const struct hub *hub, struct arena *keep,
                          struct error *err)
{
    const char *cache = cache_folder(hub, keep);
    const char *repository, *revision;

    if (!cache)
        return error_set(err,
                         "%s: no such file or folder, and no cache of "
                         "the hub to look into (HOME is not set)",
                         model);
    p->root = path_real(keep, cache);
    repository = path_join(keep, cache, repository_folder(model, keep));
    revision = main_revision(repository, keep);
    if (revision) {
        p->folder =
            path_join(keep, path_join(keep, repository, "snapshots"), revision);
        p->hub = arena_string(keep, model);
    }
    if (!revision || !file_is_folder(p->folder))
        return error_set(err,
                         "%s: no such file or folder, and not in %s; "
                         "this fetches it: hf download %s",
                         model, cache, model);
    return place_holds(p, p->folder, *keep, err);
}

bool place_find(struct place *p, const char *model, const struct hub *hub,
                struct arena *keep, struct error *err)
{
    static const struct hub nowhere;

    *p = (struct place){ 0 };
    if (file_is_folder(model)) {
        p->folder = arena_string(keep, model);
        return true;
    }
    if (file_exists(model)) {
        p->file = arena_string(keep, model);
        p->folder = path_folder(keep, model);
        return true;
    }
    if (is_hub_name(model))
        return find_in_cache(p, model, hub ? hub : &nowhere, keep, err);
    return error_set(err, "%s: no such file or folder", model);
}
