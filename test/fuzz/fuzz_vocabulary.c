/* fuzz_vocabulary.c - any vocab.json and merges.txt: the file `text` of the
 * same folder (folder.h) as ids, or a sentence. */
#include "folder.h"

#include "io/checkpoint.h"

/* The file as a string; NULL when there is none. */
static const char *read_text(const char *folder, struct arena *keep)
{
    struct error ignored;
    struct file f;
    char *text;

    if (!file_read(&f, path_join(keep, folder, "text"), 4096, keep, &ignored))
        return NULL;
    text = arena_alloc(keep, f.size + 1, 1, 1);
    return f.size ? memcpy(text, f.data, (size_t)f.size) : text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(128 << 20);
    const char *folder = folder_make(data, size, keep), *text;
    struct tokenizer *t = NULL;
    struct error err = { 0 };
    int *ids, n;

    if (!checkpoint_tokenizer(&t, folder, NULL, keep, &err)) {
        CLAIM(err.text[0] && !t);
        return 0;
    }
    text = read_text(folder, keep);
    if (!t || !text)
        return 0;
    if (tokenizer_encode(t, text, &ids, &n, keep, &err))
        CLAIM(n >= 2);
    else
        CLAIM(err.text[0]);
    return 0;
}
