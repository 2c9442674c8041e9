/* cmd_trace.c - every tensor of a run into a safetensors file. */
#include <regex.h>

#include "app/batch.h"
#include "app/trace_list.h"
#include "app/world.h"
#include "io/safetensors.h"

/* --only, compiled; NULL: all is wanted. */
static bool by_pattern(const void *ctx, const char *name)
{
    return !ctx || regexec(ctx, name, 0, NULL, 0) == 0;
}

static bool write_items(const struct trace_list *l, struct study *s,
                        const char *path, struct arena *keep,
                        struct arena scratch, struct error *err)
{
    struct tensor *headers = arena_array(keep, struct tensor, l->count);
    struct safetensors_writer writer;

    for (int i = 0; i < l->count; i++)
        headers[i] = l->items[i].tensor;
    if (!safetensors_begin(&writer, path, headers, l->count, keep, err))
        return false;
    for (int i = 0; i < l->count; i++)
        if (!safetensors_add(&writer,
                             trace_item_data(&l->items[i], s, scratch), err)) {
            safetensors_abort(&writer);
            return false;
        }
    return safetensors_end(&writer, err);
}

static bool write_trace(struct study *s, const struct world *w,
                        const char *out, struct arena *keep,
                        struct error *err)
{
    struct trace_list list = { .keep = keep, .wanted = by_pattern,
                               .ctx = w->own };

    if (!world_run(s, w, err))
        return false;
    trace_list_make(&list, s, w->scratch);
    if (!list.count)
        return error_set(err, "--only %s: no tensor of this run has such a "
                         "name", w->options->only);
    return write_items(&list, s, out, keep, w->scratch, err);
}

static bool trace_one(void *ctx, const char *path, const char *out,
                      struct arena *keep, struct error *err)
{
    struct world *w = ctx;
    struct study s;
    bool good;

    if (!world_study(&s, w, path, KEEP_DEMAND, keep, err))
        return false;
    good = write_trace(&s, w, out, keep, err);
    study_close(&s);
    return good;
}

enum status cmd_trace(const struct options *o, struct error *err)
{
    static const struct task task = { ".safetensors", trace_one, NULL };
    regex_t only;
    char why[256];
    int code;
    enum status status;

    if (!o->only)
        return batch_world(o, &task, NULL, err);
    code = regcomp(&only, o->only, REG_EXTENDED | REG_NOSUB);
    if (code) {
        regerror(code, &only, why, sizeof why);
        error_set(err, "--only %s: %s", o->only, why);
        return STATUS_USAGE;
    }
    status = batch_world(o, &task, &only, err);
    regfree(&only);
    return status;
}
