/* unwrap.c - names without what a training script put before them.
 *
 * DataParallel says "module.", torch.compile "_orig_mod.", Lightning "model.",
 * a model with a head of its own "backbone."; behind that stand the names the
 * families know.  Not every tensor need carry it: a head often does not. */
#include <stdlib.h>
#include <string.h>

#include "build.h"

static const char *const wrappers[] = { "module.", "_orig_mod.", "model.",
                                        "backbone." };
enum { WRAPPERS = sizeof wrappers / sizeof wrappers[0] };

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct tensor *)a)->name,
                  ((const struct tensor *)b)->name);
}

static bool has_twins(const struct tensor *items, ptrdiff_t count)
{
    for (ptrdiff_t i = 1; i < count; i++)
        if (strcmp(items[i - 1].name, items[i].name) == 0)
            return true;
    return false;
}

static bool carries(const struct tensor_list *l, const char *wrapper)
{
    for (ptrdiff_t i = 0; i < l->count; i++)
        if (text_starts(l->items[i].name, wrapper))
            return true;
    return false;
}

/* The list without it; false, and the list as before, where two tensors would
 * be called the same. */
static bool strip(struct tensor_list *l, const char *wrapper,
                  struct arena *keep)
{
    struct arena before = *keep;
    size_t count = (size_t)l->count;
    struct tensor *items =
        arena_copy(keep, l->items, l->count * (ptrdiff_t)sizeof *items);

    for (size_t i = 0; i < count; i++)
        if (text_starts(items[i].name, wrapper))
            items[i].name += strlen(wrapper);
    qsort(items, count, sizeof *items, by_name);
    if (has_twins(items, l->count)) {
        *keep = before;
        return false;
    }
    l->items = items;
    return true;
}

struct tensor_list build_unwrap(struct builder *b, const struct tensor_list *l)
{
    struct tensor_list out = *l;

    /* Twice over: any may stand behind any other. */
    for (int i = 0; i < 2 * WRAPPERS; i++) {
        const char *wrapper = wrappers[i % WRAPPERS];

        if (carries(&out, wrapper) && strip(&out, wrapper, b->keep))
            build_note(b, "names: read without \"%s\" before them", wrapper);
    }
    return out;
}
