/* fuzz_phrases.c - any file of labels or prompts: texts and ids, or a
 * sentence and nothing changed. */
#include "folder.h"

#include "io/json_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(64 << 20);
    struct arena scratch = arena_carve(keep, 32 << 20);
    const char *path = path_join(keep, folder_own(), "list");
    char *before = keep->at;
    struct phrase *items = NULL;
    struct error err = { 0 };
    int count = 0;

    CLAIM(file_write(path, data, (ptrdiff_t)size, scratch, &err));
    if (!phrases_read(&items, &count, path, keep, &err)) {
        CLAIM(err.text[0] && !items && keep->at == before);
        return 0;
    }
    CLAIM(count > 0);
    for (int i = 0; i < count; i++) {
        CLAIM(items[i].text || items[i].id_count > 0);
        for (int k = 0; k < items[i].id_count; k++)
            CLAIM(items[i].ids[k] >= 0);
    }
    return 0;
}
