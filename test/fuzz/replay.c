/* replay.c - feed files, and the files of folders, to a fuzz target: what was
 * found once stays found, with any compiler.  Each input is copied into memory
 * of just its size, so that sanitizers see a byte too far. */
#include <stdio.h>

#include "fuzz.h"

#include "io/file.h"

enum { INPUT_MAX = 16 << 20 };

size_t fuzz_mutate(uint8_t *data, size_t size, size_t room)
{
    return size;
}

static bool replay(const char *path, struct arena scratch)
{
    struct error err;
    struct file f;
    uint8_t *copy;

    if (!file_read(&f, path, INPUT_MAX, &scratch, &err)) {
        printf("%s\n", err.text);
        return false;
    }
    copy = malloc(f.size ? (size_t)f.size : 1);
    if (!copy)
        return false;
    if (f.size)
        memcpy(copy, f.data, (size_t)f.size);
    LLVMFuzzerTestOneInput(copy, (size_t)f.size);
    free(copy);
    return true;
}

int main(int argc, char **argv)
{
    static const char *const any[] = { "", NULL };
    struct arena scratch;
    struct error err;
    const char **files;
    int count, done = 0;
    bool ok = arena_open(&scratch, 64 << 20);

    for (int i = 1; ok && i < argc; i++) {
        files = (const char **)&argv[i];
        count = 1;
        if (file_is_folder(argv[i]) &&
            !folder_list(&files, &count, argv[i], any, &scratch, &err)) {
            printf("%s\n", err.text);
            ok = false;
        }
        for (int k = 0; ok && k < count; k++, done++)
            ok = replay(files[k], scratch);
    }
    printf("%d inputs\n", done);
    return ok && done ? 0 : 1;
}
