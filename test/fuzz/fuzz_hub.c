/* fuzz_hub.c - a cache of the hub, its links wherever they lead: what is read
 * lies in the cache.
 *
 * An input is a folder (folder.h) with the cache in cache/; beside it lies
 * secret/, with files that say "secret" and may not be read by way of the
 * cache.  The model asked for is me/model. */
#include "folder.h"

#include "io/checkpoint.h"

static const char secrets[] =
    "\n== secret/config.json\n{\"secret\": 1}\n"
    "== secret/preprocessor_config.json\n{\"secret\": 1}\n"
    "== secret/vocab.json\n{\"secret\": 1}\n"
    "== secret/merges.txt\ns e\n"
    "== secret/model.safetensors\nsecret F32 1\n"
    "== secret/model.safetensors.index.json\n"
    "{\"weight_map\": {\"secret\": \"model.safetensors\"}}\n";

/* The input, and the secrets last: they are there whatever came before. */
static const char *make(const uint8_t *data, size_t size, struct arena *keep)
{
    size_t more = sizeof secrets - 1;
    uint8_t *both = arena_raw(keep, (ptrdiff_t)(size + more), 1, 1);

    if (size)
        memcpy(both, data, size);
    memcpy(both + size, secrets, more);
    return folder_make(both, size + more, keep);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(64 << 20);
    const char *folder = make(data, size, keep);
    const char *cache = path_join(keep, folder, "cache");
    struct hub hub = { .hub_cache = cache };
    struct checkpoint *c = arena_new(keep, struct checkpoint);
    struct tokenizer *t = NULL;
    struct error err = { 0 };

    if (checkpoint_open(c, "me/model", &hub, keep, &err)) {
        CLAIM(!config_has(&c->config, "secret"));
        CLAIM(!config_has(&c->processor, "secret"));
        CLAIM(!tensor_find(&c->tensors, "secret"));
        checkpoint_close(c);
    } else {
        CLAIM(err.text[0]);
    }
    err.text[0] = '\0';
    if (!checkpoint_tokenizer(&t, "me/model", &hub, keep, &err))
        CLAIM(err.text[0] && !strstr(err.text, "\"secret\""));
    return 0;
}
