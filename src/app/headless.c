/* headless.c - a terminal without a terminal: keys from a list, the screen
 * kept, time that passes only where the list says so.
 *
 * The same list gives the same screens on every machine: nothing of the
 * environment is read, and every key waits until the work it caused is done. */
#include <string.h>

#include "app/script.h"
#include "app/system.h"
#include "app/terminal.h"
#include "base/text.h"
#include "cast.h"
#include "io/file.h"
#include "view/render.h"

/* A key takes a moment, so that a recording of keys alone can be watched. */
enum { KEY_MS = 100 };

typedef void render_fn(struct text *out, const struct canvas *c);

struct headless {
    struct script script;
    int next;               /* item of the script */
    int waited;             /* of a wait, milliseconds that have passed */
    double clock;
    int width, height;
    struct kept last;       /* the screen */
    struct arena scratch;
    const char *snapshot, *cast_path;
    render_fn *render;      /* of the snapshot */
    struct cast cast;
};

static void size(struct terminal *t, int *width, int *height)
{
    struct headless *h = t->state;

    *width = h->width;
    *height = h->height;
}

static void show(struct terminal *t, const struct canvas *c)
{
    struct headless *h = t->state;

    kept_take(&h->last, c);
    if (h->cast_path)
        cast_show(&h->cast, c, h->clock, h->scratch);
}

/* Let at most `ms` (-1: all) of a wait pass; true when it is over. */
static bool pass(struct headless *h, int whole, int ms)
{
    int left = whole - h->waited;
    int now = ms >= 0 && ms < left ? ms : left;

    h->clock += now;
    h->waited += now;
    if (h->waited < whole)
        return false;
    h->waited = 0;
    return true;
}

static struct input key(struct terminal *t, int ms, int wake)
{
    struct headless *h = t->state;
    struct input in = { KEY_END_OF_INPUT, 0, 0 };

    while (h->next < h->script.count &&
           h->script.items[h->next].key == KEY_NOTHING) {
        if (!pass(h, h->script.items[h->next].x, ms))
            return (struct input){ KEY_NOTHING, 0, 0 };
        h->next++;
        if (ms >= 0)
            return (struct input){ KEY_NOTHING, 0, 0 };
    }
    if (h->next < h->script.count) {
        in = h->script.items[h->next++];
        h->clock += KEY_MS;
    }
    if (in.key == KEY_RESIZE_) {
        h->width = in.x;
        h->height = in.y;
    }
    return in;
}

/* Every key of a script has its screen. */
static int no_next(struct terminal *t)
{
    return KEY_NOTHING;
}

static double virtual_clock(struct terminal *t)
{
    return ((struct headless *)t->state)->clock;
}

static void nothing(struct terminal *t)
{
}

static void no_copy(struct terminal *t, const char *text)
{
}

static bool write_snapshot(struct headless *h, struct arena scratch,
                           struct error *err)
{
    struct text out = text_new(&scratch);

    h->render(&out, &h->last.canvas);
    if (strcmp(h->snapshot, "-") == 0)
        return print_out(out.data, out.size, err);
    return file_write(h->snapshot, out.data, out.size, scratch, err);
}

static bool close_headless(struct terminal *t, struct error *err)
{
    struct headless *h = t->state;
    bool ok = !t->failed;

    if (ok && h->snapshot && h->last.canvas.width > 0)
        ok = write_snapshot(h, h->scratch, err);
    if (h->cast_path)
        cast_finish(&h->cast, h->clock, h->scratch);
    if (h->cast_path && ok)
        ok = file_write(h->cast_path, h->cast.out.data, h->cast.out.size,
                        h->scratch, err);
    if (h->cast_path)
        cast_end(&h->cast);
    kept_close(&h->last);
    arena_close(&h->scratch);
    return ok;
}

static bool find_render(struct headless *h, struct error *err)
{
    static const struct {
        const char *ending;
        render_fn *render;
    } forms[] = { { ".txt", render_text },
                  { ".ans", render_ansi },
                  { ".svg", render_svg } };

    h->render = render_text;
    if (!h->snapshot || strcmp(h->snapshot, "-") == 0)
        return true;
    for (int i = 0; i < 3; i++)
        if (text_ends(h->snapshot, forms[i].ending)) {
            h->render = forms[i].render;
            return true;
        }
    return error_set(err, "--snapshot: %s ends in none of .txt .ans .svg",
                     h->snapshot);
}

static bool open_memory(struct headless *h, struct error *err)
{
    if (!kept_open(&h->last, err) ||
        (h->cast_path && !cast_begin(&h->cast, err)))
        return false;
    return arena_reserve(&h->scratch, 1 << 30, 16) ||
           error_set(err, "there is no memory for a screen");
}

enum status terminal_open_headless(struct terminal *t,
                                   const struct terminal_options *o,
                                   struct arena *keep, struct error *err)
{
    struct headless *h = arena_new(keep, struct headless);

    h->width = o->width ? o->width : 80;
    h->height = o->height ? o->height : 24;
    h->snapshot = o->snapshot;
    h->cast_path = o->cast;
    if (!find_render(h, err) ||
        !script_parse(&h->script, o->keys ? o->keys : "", keep, err))
        return STATUS_USAGE;
    if (!open_memory(h, err))
        return STATUS_FAILED;
    *t = (struct terminal){ .size = size, .show = show, .key = key,
                            .next = no_next,
                            .clock = virtual_clock, .clear = nothing,
                            .copy = no_copy, .close = close_headless,
                            .headless = true, .state = h };
    t->depth = o->depth >= 0 ? (enum depth)o->depth : DEPTH_24BIT;
    t->theme = o->theme >= 0 ? (enum theme)o->theme : THEME_DARK;
    t->ascii = o->ascii == 1;
    return STATUS_GOOD;
}
