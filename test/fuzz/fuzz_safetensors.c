/* fuzz_safetensors.c - any bytes: tensors that lie in the file, or a sentence
 * and nothing changed.  The file is parsed twice: names may not repeat.
 * While hunting the size of the header is mostly right (header.h). */
#include "header.h"

#include "io/safetensors.h"

static void check(const struct tensor *t, const uint8_t *data, size_t size)
{
    const uint8_t *at = t->data;
    int64_t bytes = t->count * dtype_size(t->dtype);
    int64_t count = 1;
    float value;

    for (int i = 0; i < t->rank; i++)
        count *= t->shape[i];
    CLAIM(count == t->count && t->rank <= TENSOR_RANK_MAX);
    CLAIM(at >= data && bytes >= 0 && bytes <= data + size - at);
    if (t->count)
        tensor_floats(&value, t, t->count - 1, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(64 << 20);
    struct file f = file_of_memory("fuzz", data, (ptrdiff_t)size);
    struct tensor *items = NULL;
    ptrdiff_t count = 0;
    struct error err = { 0 };

    if (!safetensors_parse(&items, &count, &f, keep, &err)) {
        CLAIM(err.text[0] && !items && !count && keep->at == keep->base);
        return 0;
    }
    for (ptrdiff_t i = 0; i < count; i++) {
        check(&items[i], data, size);
        CLAIM(!i || strcmp(items[i - 1].name, items[i].name) < 0);
    }
    CLAIM(!safetensors_parse(&items, &count, &f, keep, &err) || !count);
    return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t room,
                               unsigned seed)
{
    return header_change(data, size, room, seed);
}
