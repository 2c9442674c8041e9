/* fuzz_keys.c - any script of keys, pressed in the explorer over the built-in
 * model and pictures: it leaves, with a screen, or says which key is none.
 *
 * It runs in a folder of its own, where its exports go. */
#include "folder.h"

#include <fcntl.h>
#include <unistd.h>

#include "app/builtin.h"
#include "app/retell.h"
#include "app/script.h"
#include "app/ui.h"
#include "app/world.h"

enum { KEYS_MAX = 60, CELLS_MAX = 8000, WAIT_MAX_MS = 20000 };

static struct world *world(void)
{
    static struct options o = { .threads = 1 };
    static struct world w;
    struct error err;

    if (!w.options)
        CLAIM(world_open_model(&w, &o, NULL, &err) == STATUS_GOOD);
    return &w;
}

static bool open_study(void *ctx, struct study *s, const char *path,
                       struct arena *keep, struct error *err)
{
    return world_study(s, ctx, path, KEEP_DEMAND, keep, err);
}

static void tell_again(void *ctx, struct text *out, const struct study *s)
{
    const struct world *w = ctx;

    retell(out, w->options, s, w->prompts);
}

/* Would it be over soon, and does it stay at home?  A path that is typed may
 * lead anywhere, and a pipe there would be waited for. */
static bool is_short(const struct script *s)
{
    bool opens = false, leads = false;
    long wait = 0;

    for (int i = 0; i < s->count; i++) {
        const struct input *in = &s->items[i];

        wait += in->key == KEY_NOTHING ? in->x : 0;
        if (in->key == KEY_RESIZE_ && in->x * in->y > CELLS_MAX)
            return false;
        opens = opens || in->key == 'o' || in->key == 'v';
        leads = leads || in->key == '/' || in->key == '~';
    }
    return s->count <= KEYS_MAX && wait <= WAIT_MAX_MS && !(opens && leads);
}

static void explore(const char *keys, struct arena *keep)
{
    const char *paths[BUILTIN_PICTURES];
    struct ui_world ui = { .model = &world()->model,
                           .processor = &world()->processor,
                           .paths = paths,
                           .count = BUILTIN_PICTURES,
                           .open = open_study,
                           .retell = tell_again,
                           .open_ctx = world() };
    struct terminal_options how = { .keys = keys, .depth = DEPTH_AUTO,
                                    .theme = -1 };
    struct shape shape = ui_shape(&ui);
    struct error err = { 0 };
    struct terminal t;
    bool stuck;

    for (int i = 0; i < BUILTIN_PICTURES; i++)
        paths[i] = builtin_file(BUILTIN_CAT + i).path;
    ui.start = walk_start(&shape);
    CLAIM(terminal_open_headless(&t, &how, keep, &err) == STATUS_GOOD);
    CLAIM(ui_run(&t, &ui, &stuck, &err) && !stuck);
    CLAIM(t.close(&t, &err));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *keep = fuzz_arena(16 << 20);
    char *keys = arena_alloc(keep, (ptrdiff_t)size + 1, 1, 1);
    struct script script;
    struct error err = { 0 };
    int home = open(".", O_RDONLY | O_CLOEXEC);

    CLAIM(chdir(folder_make(data, 0, keep)) == 0);
    if (size)
        memcpy(keys, data, size);
    if (!script_parse(&script, keys, keep, &err))
        CLAIM(err.text[0]);
    else if (is_short(&script))
        explore(keys, keep);
    CLAIM(fchdir(home) == 0);
    close(home);
    return 0;
}
