/* safetensors_write.c - the weights format of the hub, written.
 *
 * The header is padded with spaces so that the data starts at a multiple of 8,
 * and the data lies without holes, as the format asks. */
#include "io/safetensors.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/text.h"

static int64_t data_size(const struct tensor *t)
{
    return t->count * dtype_size(t->dtype);
}

static void add_entry(struct text *out, const struct tensor *t, int64_t offset)
{
    text_add_json(out, t->name);
    text_addf(out, ":{\"dtype\":\"%s\",\"shape\":[", dtype_name(t->dtype));
    for (int i = 0; i < t->rank; i++)
        text_addf(out, "%s%" PRId64, i ? "," : "", t->shape[i]);
    text_addf(out, "],\"data_offsets\":[%" PRId64 ",%" PRId64 "]}", offset,
              offset + data_size(t));
}

static struct text header_text(const struct tensor *items, int count,
                               struct arena *a)
{
    struct text out = text_new(a);
    int64_t offset = 0;

    text_add(&out, "{");
    for (int i = 0; i < count; i++) {
        text_add(&out, i ? "," : "");
        add_entry(&out, &items[i], offset);
        offset += data_size(&items[i]);
    }
    text_add(&out, "}");
    while (out.size % 8)
        text_add(&out, " ");
    return out;
}

static bool write_header(struct output *to, const struct tensor *items,
                         int count, struct arena scratch, struct error *err)
{
    struct text header = header_text(items, count, &scratch);
    unsigned char length[8];

    for (int i = 0; i < 8; i++)
        length[i] = (unsigned char)((uint64_t)header.size >> 8 * i);
    return output_write(to, length, sizeof length, err) &&
           output_write(to, header.data, header.size, err);
}

bool safetensors_begin(struct safetensors_writer *w, const char *path,
                       const struct tensor *items, int count,
                       struct arena *keep, struct error *err)
{
    *w = (struct safetensors_writer){ .items = items, .count = count };
    if (!output_open(&w->out, path, keep, err))
        return false;
    if (!write_header(&w->out, items, count, *keep, err)) {
        output_discard(&w->out);
        return false;
    }
    return true;
}

bool safetensors_add(struct safetensors_writer *w, const void *data,
                     struct error *err)
{
    assert(w->next < w->count);
    return output_write(&w->out, data, data_size(&w->items[w->next++]), err);
}

bool safetensors_end(struct safetensors_writer *w, struct error *err)
{
    assert(w->next == w->count);
    return output_commit(&w->out, err);
}

void safetensors_abort(struct safetensors_writer *w)
{
    output_discard(&w->out);
}

/* Tensors of large elements first, else in the order given, so that each is
 * aligned: readers that map the file count on it. */
static const struct tensor *by_element_size(const struct tensor *items,
                                            int count, struct arena *a)
{
    struct tensor *sorted = arena_array(a, struct tensor, count);
    int n = 0;

    for (int size = 8; size; size /= 2)
        for (int i = 0; i < count; i++)
            if (dtype_size(items[i].dtype) == size)
                sorted[n++] = items[i];
    return sorted;
}

bool safetensors_write(const char *path, const struct tensor *items, int count,
                       struct arena scratch, struct error *err)
{
    const struct tensor *sorted = by_element_size(items, count, &scratch);
    struct safetensors_writer w;

    if (!safetensors_begin(&w, path, sorted, count, &scratch, err))
        return false;
    for (int i = 0; i < count; i++)
        if (!safetensors_add(&w, sorted[i].data, err)) {
            safetensors_abort(&w);
            return false;
        }
    return safetensors_end(&w, err);
}
