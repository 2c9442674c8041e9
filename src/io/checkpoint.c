/* checkpoint.c - a model as people have it on disk.
 *
 * A folder as the hub gives it: config.json (else open_clip_config.json), the
 * weights in safetensors, and perhaps preprocessor_config.json, of late
 * processor_config.json.  Weights that are pickled Python are not read: reading
 * them means running them. */
#define _DEFAULT_SOURCE
#include "io/checkpoint.h"

#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/text.h"
#include "hub.h"
#include "io/json_file.h"
#include "io/safetensors.h"
#include "shards.h"

/* Whole pages of a mapping may go back; a later read would fetch them anew. */
static void release_pages(void *ctx, const void *data, ptrdiff_t size)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t first = ((uintptr_t)data + page - 1) / page * page;
    uintptr_t end = ((uintptr_t)data + (uintptr_t)size) / page * page;

    if (end > first)
        madvise((void *)first, end - first, MADV_DONTNEED);
}

/* Is `name` in the folder?  Its path, or NULL. */
static const char *inside(const char *folder, const char *name,
                          struct arena *keep)
{
    struct arena before = *keep;
    const char *path = path_join(keep, folder, name);

    if (file_exists(path))
        return path;
    *keep = before;
    return NULL;
}

/* Files with weights pickled by PyTorch, of which we can only say how to make
 * a file that can be read. */
static const char *pickled_weights(const char *folder, struct arena *keep)
{
    static const char *const endings[] = { ".pth", ".pt", ".ckpt", NULL };
    static const char *const names[] = { "pytorch_model.bin",
                                         "open_clip_pytorch_model.bin" };
    struct error ignored;
    const char *path, **found;
    int count;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((path = inside(folder, names[i], keep)))
            return path;
    return folder_list(&found, &count, folder, endings, keep, &ignored) && count
               ? found[0]
               : NULL;
}

static bool say_convert(const char *pickled, struct arena *keep,
                        struct error *err)
{
    return error_set(
        err,
        "%s: weights are read from safetensors only; this converts them: "
        "python3 -c \"import torch; from safetensors.torch import save_file; "
        "save_file({k: v.clone() for k, v in torch.load('%s', "
        "map_location='cpu', weights_only=True).items()}, "
        "'%s/model.safetensors')\"",
        pickled, pickled, path_folder(keep, pickled));
}

static bool say_no_weights(const struct place *p, struct arena *keep,
                           struct error *err)
{
    const char *pickled = pickled_weights(p->folder, keep);

    if (pickled)
        return say_convert(pickled, keep, err);
    if (p->hub)
        return error_set(err,
                         "%s: has no .safetensors file; this fetches it: "
                         "hf download %s",
                         p->folder, p->hub);
    return error_set(err, "%s: has no .safetensors file", p->folder);
}

/* The only .safetensors file of a folder. */
static const char *only_weights(const struct place *p, struct arena *keep,
                                struct error *err)
{
    static const char *const endings[] = { ".safetensors", NULL };
    const char **found;
    int count;

    if (!folder_list(&found, &count, p->folder, endings, keep, err))
        return NULL;
    if (count == 1)
        return found[0];
    if (count == 0)
        say_no_weights(p, keep, err);
    else
        error_set(err,
                  "%s: has %d .safetensors files and none called "
                  "model.safetensors; name the one you mean",
                  p->folder, count);
    return NULL;
}

static bool open_weights(struct checkpoint *c, const struct place *p,
                         bool open_clip, struct arena *keep, struct error *err)
{
    const char *path = p->file;

    if (!path && open_clip)
        path = inside(p->folder, "open_clip_model.safetensors", keep);
    if (!path)
        path = inside(p->folder, "model.safetensors", keep);
    if (!path)
        path = inside(p->folder, "model.safetensors.index.json", keep);
    if (!path)
        path = only_weights(p, keep, err);
    if (!path)
        return false;
    if (text_ends(path, ".index.json") ? !shards_open(c, p, path, keep, err)
                                       : !weights_open(c, p, path, keep, err))
        return false;
    c->tensors.release = release_pages;
    return c->tensors.count > 0 ||
           error_set(err, "%s: holds no tensor that can be read", path);
}

static bool read_config(struct config *out, const struct place *p,
                        const char *path, struct arena *keep,
                        struct error *err)
{
    struct file f;
    bool ok;

    if (!place_map(&f, p, path, keep, err))
        return false;
    ok = config_read(out, &f, keep, err);
    file_unmap(&f);
    return ok;
}

/* config.json wins, but beside weights that are named as open_clip's. */
static const char *find_config(const struct place *p, struct arena *keep)
{
    const char *plain = inside(p->folder, "config.json", keep);
    const char *open_clip = inside(p->folder, "open_clip_config.json", keep);

    if (p->file && open_clip &&
        strcmp(path_base(p->file), "open_clip_model.safetensors") == 0)
        return open_clip;
    return plain ? plain : open_clip;
}

static bool say_no_config(const struct place *p, struct arena *keep,
                          struct error *err)
{
    const char *below;

    if (p->file)
        return error_set(err, "%s: has no config.json beside it", p->file);
    if (p->hub)
        return error_set(err,
                         "%s: has no config.json; this fetches it: hf "
                         "download %s",
                         p->folder, p->hub);
    if ((below = folder_with(p->folder, "config.json", keep)))
        return error_set(err, "%s: has no config.json, but %s has", p->folder,
                         below);
    return error_set(err, "%s: has no config.json", p->folder);
}

/* A file named by -m is weights, or an index of them. */
static bool check_file(const struct place *p, struct arena *keep,
                       struct error *err)
{
    static const char *const pickled[] = { ".bin", ".pth", ".pt", ".ckpt" };

    if (!p->file || text_ends(p->file, ".safetensors") ||
        text_ends(p->file, ".safetensors.index.json"))
        return true;
    for (size_t i = 0; i < sizeof pickled / sizeof pickled[0]; i++)
        if (text_ends(p->file, pickled[i]))
            return say_convert(p->file, keep, err);
    return error_set(err, "%s: is no folder and no .safetensors file", p->file);
}

static struct config no_processor(struct arena *keep)
{
    return config_new(keep, "preprocessor_config.json");
}

/* transformers 5 writes what it does with pictures into processor_config.json
 * and reads it there first; older ones keep other things in that file. */
static bool open_processor(struct checkpoint *c, const struct place *p,
                           struct arena *keep, struct error *err)
{
    const char *shared = inside(p->folder, "processor_config.json", keep);
    const char *own = inside(p->folder, "preprocessor_config.json", keep);

    if (shared && !read_config(&c->processor, p, shared, keep, err))
        return false;
    if (shared && config_has(&c->processor, "image_processor"))
        return true;
    c->processor = no_processor(keep);
    return !own || read_config(&c->processor, p, own, keep, err);
}

static bool open_place(struct checkpoint *c, const struct place *p,
                       struct arena *keep, struct error *err)
{
    const char *config;
    bool open_clip;

    if (!check_file(p, keep, err))
        return false;
    config = find_config(p, keep);
    if (!config)
        return say_no_config(p, keep, err);
    open_clip = strcmp(path_base(config), "open_clip_config.json") == 0;
    if (!read_config(&c->config, p, config, keep, err) ||
        !open_processor(c, p, keep, err))
        return false;
    c->folder = p->folder;
    c->path = p->file ? p->file : p->folder;
    return open_weights(c, p, open_clip, keep, err);
}

bool checkpoint_open(struct checkpoint *c, const char *model,
                     const struct hub *hub, struct arena *keep,
                     struct error *err)
{
    struct arena before = *keep;
    struct place p;

    *c = (struct checkpoint){ 0 };
    if (place_find(&p, model, hub, keep, err) && open_place(c, &p, keep, err))
        return true;
    checkpoint_close(c);
    *keep = before;
    return false;
}

void checkpoint_close(struct checkpoint *c)
{
    for (int i = 0; i < c->file_count; i++)
        file_unmap(&c->files[i]);
    *c = (struct checkpoint){ 0 };
}

bool checkpoint_reads(const struct checkpoint *c, const char *path,
                      struct arena scratch)
{
    static const char *const words[] = { "vocab.json", "merges.txt" };

    for (int i = 0; i < c->file_count; i++)
        if (file_is_same(c->files[i].path, path))
            return true;
    for (int i = 0; c->folder && i < 2; i++)
        if (file_is_same(path_join(&scratch, c->folder, words[i]), path))
            return true;
    return c->folder && (file_is_same(c->config.source, path) ||
                         file_is_same(c->processor.source, path) ||
                         file_is_same(c->tensors.source, path));
}

bool checkpoint_of_memory(struct checkpoint *c, const struct file *config,
                          const struct file *processor,
                          const struct file *weights, struct arena *keep,
                          struct error *err)
{
    struct tensor *items = NULL;

    *c = (struct checkpoint){ .path = weights->path };
    c->tensors.source = weights->path;
    c->processor = no_processor(keep);
    if (!config_read(&c->config, config, keep, err) ||
        (processor && !config_read(&c->processor, processor, keep, err)) ||
        !safetensors_parse(&items, &c->tensors.count, weights, keep, err))
        return false;
    c->tensors.items = items;
    return true;
}
