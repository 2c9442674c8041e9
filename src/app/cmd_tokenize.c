/* cmd_tokenize.c - text to token ids, as CLIP reads it. */
#include "app/system.h"
#include "app/world.h"
#include "nn/tokenizer.h"

/* One text, one line: [49406,320,1125,49407] */
static bool print_ids(const struct tokenizer *t, const char *text,
                      struct arena keep, struct error *err)
{
    struct text line;
    int *ids;
    int count;

    if (!tokenizer_encode(t, text, &ids, &count, &keep, err))
        return false;
    line = text_new(&keep);
    for (int i = 0; i < count; i++)
        text_addf(&line, "%s%d", i ? "," : "[", ids[i]);
    text_add(&line, count ? "]\n" : "[]\n");
    return print_out(line.data, line.size, err);
}

static bool print_all(const struct options *o, const char *model,
                      struct arena *keep, struct error *err)
{
    struct hub hub = hub_of_environment();
    struct tokenizer *t;

    if (!checkpoint_tokenizer(&t, model, &hub, keep, err))
        return false;
    if (!t)
        return error_set(err, "%s: no vocab.json and merges.txt there", model);
    for (int i = 0; i < o->argument_count; i++)
        if (!print_ids(t, o->arguments[i], *keep, err))
            return false;
    return true;
}

enum status cmd_tokenize(const struct options *o, struct error *err)
{
    const char *model = model_asked(o);
    struct arena keep;
    bool good;

    if (!model || !o->argument_count) {
        error_set(err, "tokenize needs %s",
                  model ? "a text" : "-m: the built-in model reads no text");
        return STATUS_USAGE;
    }
    if (!memory_open(&keep, err))
        return STATUS_FAILED;
    good = print_all(o, model, &keep, err);
    arena_close(&keep);
    return good ? STATUS_GOOD : STATUS_FAILED;
}
