/* crew.c - pictures done side by side, their results in a row.
 *
 * A thread that has a picture to itself loses nothing to waiting for others,
 * and while it decodes or writes they compute.  So they are shared out by
 * pictures, while there are as many as threads; a single one, and the few at
 * the end, have all threads for their products.  The first is always single:
 * it packs the weights, after which models are only read. */
#include "crew.h"

#include <stdio.h>
#include <unistd.h>

#include "app/system.h"
#include "base/in_order.h"
#include "base/parallel.h"

enum { SLOTS_EACH = 4 };        /* pictures a thread may be ahead */

/* What a picture leaves until its turn comes. */
struct slot {
    struct arena keep;
    struct text printed;
    bool good;
    struct error err;
};

static void show_progress(const struct crew *c, int index)
{
    const char *path = c->items[index].path;
    struct error line; /* hides what a hostile name may do to a terminal */

    if (!c->progress)
        return;
    if (c->count)
        error_set(&line, "%d/%d %.60s", c->done + 1, c->count, path);
    else
        error_set(&line, "%d %.60s", c->done + 1, path);
    fprintf(stderr, "\r\033[K%s", line.text);
}

void crew_clear_line(const struct crew *c)
{
    if (c->progress)
        fprintf(stderr, "\r\033[K");
}

bool crew_tell(struct crew *c, const char *path, const char *sentence)
{
    struct error said;

    error_set(&said, "%s", sentence);
    crew_clear_line(c);
    complain(&said);
    c->failed = true;
    return !c->errand->failed ||
           c->errand->failed(c->ctx, path, said.text, c->err);
}

static void do_item(void *ctx, int index, int slot, int worker)
{
    struct crew *c = ctx;
    const struct item *item = &c->items[index];
    struct slot *s = &c->slots[slot];
    struct piece p = { .path = item->path,
                       .out = item->out,
                       .printed = text_new(&s->keep),
                       .keep = &s->keep,
                       .scratch = c->scratch[worker] };

    if (worker == 0)
        show_progress(c, index);
    s->err.text[0] = '\0';
    if (item->fault)
        s->good = error_set(&s->err, "%s", item->fault);
    else
        s->good = c->errand->one(c->ctx, &p, &s->err);
    s->printed = p.printed;
}

static bool hand_over(void *ctx, int index, int slot)
{
    struct crew *c = ctx;
    struct slot *s = &c->slots[slot];
    bool listening;

    if (s->good)
        listening = !s->printed.size ||
                    print_out(s->printed.data, s->printed.size, c->err);
    else
        listening = crew_tell(c, c->items[index].path, s->err.text);
    arena_reset(&s->keep);
    c->packed = c->packed || s->good;
    c->done++;
    return listening;
}

/* Room for every thread to have a picture of its own; where there is none they
 * go on sharing one. */
static void invite_workers(struct crew *c)
{
    int workers = pool_threads(c->pool), slots = SLOTS_EACH * workers;
    int more = workers - 1 + slots - 1;
    struct arena scratch = c->scratch[0], *rooms;
    struct slot slot = c->slots[0];

    if (c->invited)
        return;
    c->invited = true;
    rooms = arena_array(&c->keep, struct arena, more);
    if (!memory_open_many(rooms, more))
        return;
    c->workers = workers;
    c->slot_count = slots;
    c->scratch = arena_array(&c->keep, struct arena, workers);
    c->slots = arena_array(&c->keep, struct slot, slots);
    c->scratch[0] = scratch;
    c->slots[0] = slot;
    for (int i = 1; i < workers; i++)
        c->scratch[i] = *rooms++;
    for (int i = 1; i < slots; i++)
        c->slots[i].keep = *rooms++;
}

static bool run_items(struct crew *c, const struct item *items, int count,
                      bool shared)
{
    struct in_order row = { .count = count,
                            .slots = shared ? c->slot_count : 1,
                            .ctx = c,
                            .work = do_item,
                            .hand_over = hand_over };

    c->items = items;
    return run_in_order(shared ? c->pool : NULL, &row);
}

bool crew_do(struct crew *c, const struct item *items, int count)
{
    int threads = c->errand->one_by_one ? 1 : pool_threads(c->pool);

    for (int i = 0, n; i < count; i += n) {
        bool shared = threads > 1 && c->packed && count - i >= threads;

        if (shared)
            invite_workers(c);
        shared = shared && c->workers > 1;
        n = shared ? (count - i) / threads * threads : 1;
        if (!run_items(c, items + i, n, shared))
            return false;
    }
    return true;
}


bool crew_open(struct crew *c, const struct options *o,
               const struct errand *errand, void *ctx, struct pool *pool,
               struct arena scratch, struct error *err)
{
    bool shown = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
    struct arena room = { 0 };

    *c = (struct crew){ .errand = errand, .ctx = ctx, .pool = pool, .err = err,
                        .workers = 1, .slot_count = 1,
                        .progress = shown && !o->quiet };
    if (!memory_open(&room, err) || !memory_open_little(&c->keep, err))
        return false;
    c->scratch = arena_array(&c->keep, struct arena, 1);
    c->slots = arena_array(&c->keep, struct slot, 1);
    c->scratch[0] = scratch;
    c->slots[0].keep = room;
    return true;
}

void crew_close(struct crew *c)
{
    for (int i = 0; i < c->slot_count; i++)
        arena_close(&c->slots[i].keep);
    for (int i = 1; i < c->workers; i++)
        arena_close(&c->scratch[i]);
    arena_close(&c->keep);
}
