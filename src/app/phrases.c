/* phrases.c - names for classes: labels for a classifier, prompts for a model
 * that compares pictures with text. */
#include "app/phrases.h"

#include <string.h>

#include "app/system.h"
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
        return error_set(err, "%s: %s has no classes to name%s", path, m->name,
                         m->text ? ": prompts are its classes" : "");
    if (count != m->classes)
        return error_set(err, "%s: %d labels for the %d classes of %s", path,
                         count, m->classes, m->name);
    m->labels = arena_array(&w->keep, const char *, count);
    for (int i = 0; i < count; i++)
        m->labels[i] = phrases[i].text ? phrases[i].text : "";
    return true;
}

/* --prompt, then --prompts, as one list. */
static bool collect(struct phrase **out, int *count, struct world *w,
                    struct error *err)
{
    const struct options *o = w->options;
    struct phrase *listed = NULL, *all;
    int n = 0;

    if (o->prompts_file &&
        !phrases_read(&listed, &n, o->prompts_file, &w->keep, err))
        return false;
    all = arena_array(&w->keep, struct phrase, o->prompt_count + n);
    for (int i = 0; i < o->prompt_count; i++)
        all[i].text = o->prompts[i];
    if (n)
        memcpy(all + o->prompt_count, listed, (size_t)n * sizeof *all);
    *out = all;
    *count = o->prompt_count + n;
    return true;
}

static const char *label(struct world *w, const struct phrase *phrase, int n)
{
    struct text name;

    if (phrase->text)
        return phrase->text;
    name = text_new(&w->keep);
    text_addf(&name, "prompt %d", n);
    return name.data;
}

/* The tokenizer, loaded when the first prompt without ids needs it. */
static bool need_tokenizer(struct tokenizer **t, struct world *w,
                           struct error *err)
{
    const char *asked = model_asked(w->options);
    struct hub hub = hub_of_environment();

    if (*t)
        return true;
    if (!checkpoint_tokenizer(t, asked, &hub, &w->keep, err))
        return false;
    return *t || error_set(err,
                           "%s: no vocab.json and merges.txt to read text "
                           "with; --prompts FILE can give token ids",
                           asked);
}

static bool encode(struct prompt_ids *out, struct tokenizer **t,
                   const struct phrase *phrase, struct world *w,
                   struct error *err)
{
    int *ids;

    if (phrase->ids) {
        out->ids = phrase->ids;
        out->count = phrase->id_count;
        return true;
    }
    if (!phrase->text)
        return error_set(err, "%s: a prompt with neither text nor ids",
                         w->options->prompts_file);
    if (!need_tokenizer(t, w, err) ||
        !tokenizer_encode(*t, phrase->text, &ids, &out->count, &w->keep, err))
        return false;
    out->ids = ids;
    return true;
}

/* The phrases through the text tower; w->prompts stays on failure. */
static bool read_prompts(struct world *w, const struct phrase *phrases,
                         int count, struct error *err)
{
    struct prompt_ids *ids = arena_array(&w->keep, struct prompt_ids, count);
    struct prompts *prompts = arena_new(&w->keep, struct prompts);

    for (int i = 0; i < count; i++) {
        ids[i].label = label(w, &phrases[i], i + 1);
        if (!encode(&ids[i], &w->tokenizer, &phrases[i], w, err))
            return false;
    }
    if (!prompts_read(prompts, &w->model, ids, count, &w->keep, w->scratch,
                      err))
        return false;
    w->prompt_ids = ids;
    w->prompts = prompts;
    return true;
}

static bool name_prompts(struct world *w, struct error *err)
{
    struct phrase *phrases;
    int count;

    if (!w->model.text)
        return error_set(err,
                         "%s: a %s model without a text side compares no "
                         "prompts; prompts are for CLIP and SigLIP with both "
                         "sides",
                         w->model.name, w->model.family);
    return collect(&phrases, &count, w, err) &&
           read_prompts(w, phrases, count, err);
}

/* The words between two bars, without the blanks around them; NULL: none. */
static const char *cut_phrase(struct arena *a, const char *from, ptrdiff_t size)
{
    struct text t = text_new(a);

    while (size && *from == ' ') {
        from++;
        size--;
    }
    while (size && from[size - 1] == ' ')
        size--;
    text_add_bytes(&t, from, size);
    return size ? t.data : NULL;
}

bool prompts_reword(struct world *w, const char *typed, struct error *err)
{
    struct phrase *phrases;
    int count = 0, room = 1;

    for (const char *p = typed; *p; p++)
        room += *p == '|';
    phrases = arena_array(&w->keep, struct phrase, room);
    for (const char *end; typed; typed = *end ? end + 1 : NULL) {
        end = typed + strcspn(typed, "|");
        phrases[count].text = cut_phrase(&w->keep, typed, end - typed);
        count += phrases[count].text != NULL;
    }
    if (!count)
        return error_set(err, "no prompt in what was typed");
    return read_prompts(w, phrases, count, err);
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
