/* cmd_trace.c - every tensor of a run into a safetensors file. */
#include "app/batch.h"
#include "app/only.h"
#include "app/system.h"
#include "app/trace_list.h"
#include "io/safetensors.h"

static bool by_name(const void *ctx, const char *name)
{
    return only_wants(ctx, name);
}

static bool add_items(struct safetensors_writer *writer,
                      const struct trace_list *l, struct trace_source *from,
                      struct error *err)
{
    const void *data;

    for (int i = 0; i < l->count; i++)
        if (!trace_item_data(&data, &l->items[i], from, err) ||
            !safetensors_add(writer, data, err))
            return false;
    return true;
}

/* Headers first, then tensor by tensor, so that memory stays bounded. */
static bool write_items(const struct trace_list *l, struct trace_source *from,
                        const char *path, struct error *err)
{
    struct tensor *headers = arena_array(l->keep, struct tensor, l->count);
    struct safetensors_writer writer;

    for (int i = 0; i < l->count; i++)
        headers[i] = l->items[i].tensor;
    if (!safetensors_begin(&writer, path, headers, l->count, l->keep, err))
        return false;
    if (add_items(&writer, l, from, err))
        return safetensors_end(&writer, err);
    safetensors_abort(&writer);
    return false;
}

static bool write_trace(struct trace_source *from, const char *out,
                        struct arena *keep, struct error *err)
{
    const struct world *w = from->world;
    struct trace_list list = { .keep = keep,
                               .wanted = by_name,
                               .ctx = w->own };

    if (!world_run(from->study, w, err) || !memory_open(&from->text, err) ||
        !trace_list_make(&list, from, err))
        return false;
    if (!list.count)
        return error_set(err,
                         "--only %s: no tensor of this run has such a "
                         "name",
                         w->options->only);
    return write_items(&list, from, out, err);
}

static bool trace_one(void *ctx, struct piece *p, struct error *err)
{
    struct world w = batch_world_of(ctx, p);
    struct study s;
    struct trace_source from = { .study = &s, .world = &w, .prompt = -1 };
    bool good;

    if (!world_study(&s, &w, p->path, KEEP_DEMAND, p->keep, err))
        return false;
    good = write_trace(&from, p->out, p->keep, err);
    arena_close(&from.text);
    study_close(&s);
    return good;
}

enum status cmd_trace(const struct options *o, struct error *err)
{
    static const struct errand errand = {
        .ending = ".safetensors", .one = trace_one
    };
    struct only only;
    enum status status = STATUS_USAGE;

    if (only_open(&only, o, err))
        status = batch_world(o, &errand, &only, err);
    only_close(&only);
    return status;
}
