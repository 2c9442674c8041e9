/* fuzz_json.c - any bytes: a config that is sorted and found again, or a
 * sentence and nothing changed. */
#include "fuzz.h"

#include "io/json_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(64 << 20);
    struct file f = file_of_memory("fuzz", data, (ptrdiff_t)size);
    struct config c = { 0 };
    struct error err = { 0 };

    if (!config_read(&c, &f, keep, &err)) {
        CLAIM(err.text[0] && !c.entries && keep->at == keep->base);
        return 0;
    }
    for (ptrdiff_t i = 0; i < c.count; i++) {
        CLAIM(config_has(&c, c.entries[i].path));
        CLAIM(!i || strcmp(c.entries[i - 1].path, c.entries[i].path) <= 0);
        CLAIM((c.entries[i].kind == CONFIG_STRING) == !!c.entries[i].string);
    }
    return 0;
}
