/* shelf.c - studies stay until there are too many or they are too large. */
#include "shelf.h"

#include <stdlib.h>
#include <string.h>

/* What the studies nobody looks at may keep. */
#define SHELF_BYTES ((ptrdiff_t)1 << 30)

/* Address space of one study's pictures and maps. */
#define ROOM ((ptrdiff_t)8 << 30)

static ptrdiff_t arena_used(const struct arena *a)
{
    return a->base ? a->at - a->base : 0;
}

static ptrdiff_t entry_bytes(const struct entry *e)
{
    return arena_used(&e->keep) + arena_used(&e->study.keep) +
           arena_used(&e->maps.keep);
}

/* What is known of a study before anything has been computed. */
static struct study blank(const struct ui_world *w, const char *path)
{
    struct study s = { .model = w->model, .processor = w->processor,
                       .prompts = w->prompts, .path = path };

    s.trace.shape = ui_shape(w);
    s.trace.model = w->model;
    s.trace.tower = &w->model->tower;
    s.trace.demand = -1;
    s.trace.span.read = w->model->cls_token ? 0 : -1;
    return s;
}

static struct entry *entry_new(const struct ui_world *w, const char *path)
{
    struct entry *e = calloc(1, sizeof(*e));

    if (!e || !arena_reserve(&e->keep, ROOM, 8) ||
        !arena_reserve(&e->maps.keep, ROOM, 8))
        die("out of memory");
    e->path = arena_string(&e->keep, path);
    e->shown = blank(w, e->path);
    e->done = e->detail = e->study.trace.demand = -1;
    return e;
}

static void entry_free(struct entry *e)
{
    if (e->opened)
        study_close(&e->study);
    arena_close(&e->maps.keep);
    arena_close(&e->keep);
    free(e);
}

struct entry *shelf_find(const struct shelf *s, const char *path)
{
    for (int i = 0; i < SHELF_SIZE; i++)
        if (s->entries[i] && strcmp(s->entries[i]->path, path) == 0)
            return s->entries[i];
    return NULL;
}

void shelf_drop(struct shelf *s, struct entry *e)
{
    for (int i = 0; i < SHELF_SIZE; i++)
        if (s->entries[i] == e) {
            entry_free(e);
            s->entries[i] = NULL;
        }
}

/* The one looked at longest ago that may go; NULL when none may. */
static struct entry *oldest(const struct shelf *s, const struct entry *keep)
{
    struct entry *found = NULL;

    for (int i = 0; i < SHELF_SIZE; i++) {
        struct entry *e = s->entries[i];

        if (e && e != keep && e->used < s->clock - 1 &&
            (!found || e->used < found->used))
            found = e;
    }
    return found;
}

/* Room for one more: a free place, and bytes within the budget.  `keep` is
 * what a job may be writing: how large it grows is seen when it is done. */
static int make_room(struct shelf *s, const struct entry *keep)
{
    for (;;) {
        ptrdiff_t bytes = 0;
        int place = -1;
        struct entry *e;

        for (int i = 0; i < SHELF_SIZE; i++)
            if (!s->entries[i])
                place = i;
            else if (s->entries[i] != keep)
                bytes += entry_bytes(s->entries[i]);
        e = oldest(s, keep);
        if (!e || (place >= 0 && bytes <= SHELF_BYTES))
            return place;
        shelf_drop(s, e);
    }
}

struct entry *shelf_take(struct shelf *s, const char *path,
                         const struct entry *keep)
{
    struct entry *e = shelf_find(s, path);

    s->clock++;
    if (!e)
        e = s->entries[make_room(s, keep)] = entry_new(s->world, path);
    e->used = s->clock;
    return e;
}

void shelf_free(struct shelf *s)
{
    for (int i = 0; i < SHELF_SIZE; i++)
        if (s->entries[i])
            shelf_drop(s, s->entries[i]);
}
