/* fuzz_processor.c - any JSON as the config of a processor, of whatever kind:
 * a picture made ready by it, or a sentence. */
#include "fuzz.h"

#include "io/json_file.h"
#include "nn/preprocess.h"

enum { SIDE = 5 };

static void make_ready(const struct processor *p, struct arena *keep)
{
    struct image picture = image_new(keep, SIDE, SIDE - 1);
    struct arena scratch = arena_carve(keep, 2 << 20);
    struct prepared out;
    struct error err = { 0 };
    int h, w;

    if (!prepare(&out, p, &picture, keep, scratch, &err)) {
        CLAIM(err.text[0]);
        return;
    }
    CLAIM(out.h > 0 && out.w > 0 && out.x0 < out.x1 && out.y0 < out.y1);
    CLAIM(!processor_size(p, &h, &w) || (h == out.h && w == out.w));
}

static void try(const struct config *config, const struct config *pre,
                struct arena keep)
{
    struct processor p;
    struct error err = { 0 };
    struct text sentence;

    if (!processor_make(&p, config, pre, SIDE, SIDE, &keep, &err)) {
        CLAIM(err.text[0]);
        return;
    }
    sentence = text_new(&keep);
    processor_describe(&sentence, &p);
    make_ready(&p, &keep);
    processor_resize_to(&p, SIDE, 2 * SIDE);
    make_ready(&p, &keep);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(16 << 20);
    struct file f = file_of_memory("fuzz", data, (ptrdiff_t)size);
    struct error err = { 0 };
    struct config c;

    if (!config_read(&c, &f, keep, &err))
        return 0;
    try(&c, NULL, *keep);
    try(NULL, &c, *keep);
    return 0;
}
