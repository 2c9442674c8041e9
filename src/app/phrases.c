/* phrases.c - names for classes. */
#include "app/phrases.h"

#include "io/json_file.h"

static bool name_labels(struct world *w, struct error *err)
{
    const char *path = w->options->labels;
    struct model *m = &w->model;
    struct phrase *phrases;
    int count;

    if (!phrases_read(&phrases, &count, path, &w->keep, err))
        return false;
    if (!m->classes)
        return error_set(err, "%s: %s has no classes to name", path, m->name);
    if (count != m->classes)
        return error_set(err, "%s: %d labels for the %d classes of %s", path,
                         count, m->classes, m->name);
    m->labels = arena_array(&w->keep, const char *, count);
    for (int i = 0; i < count; i++)
        m->labels[i] = phrases[i].text ? phrases[i].text : "";
    return true;
}

/* Prompts are for models with a text tower. */
static bool name_prompts(struct world *w, struct error *err)
{
    const struct model *m = &w->model;

    if (!m->text)
        return error_set(err, "%s: a %s model compares pictures with no text; "
                         "prompts are for CLIP and SigLIP", m->name,
                         m->family);
    return error_set(err, "%s: this version does not read text towers yet",
                     m->name);
}

bool name_classes(struct world *w, struct error *err)
{
    const struct options *o = w->options;

    if (o->labels && !name_labels(w, err))
        return false;
    if (o->prompt_count || o->prompts_file)
        return name_prompts(w, err);
    return true;
}
