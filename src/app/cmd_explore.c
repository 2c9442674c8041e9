/* cmd_explore.c - the explorer: pictures, model and terminal brought
 * together. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/builtin.h"
#include "app/inputs.h"
#include "app/misspelt.h"
#include "app/phrases.h"
#include "app/pictures.h"
#include "app/retell.h"
#include "app/system.h"
#include "app/ui.h"
#include "app/world.h"
#include "io/image_file.h"
#include "view/walk.h"

/* Pictures as the explorer asks for them: again and again. */
struct album {
    struct world *world;
    const char **paths;
    int count;
    struct file input; /* standard input, read once */
    const struct prompts *prompts; /* those of the options */
    struct arena keep;
};

static bool same_path(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

static bool open_study(void *ctx, struct study *s, const char *path,
                       struct arena *keep, struct error *err)
{
    struct album *a = ctx;
    struct image picture;

    if (same_path(path, "-"))
        return image_decode(&picture, &a->input, keep, err) &&
               world_study_of(s, a->world, &picture, path, KEEP_DEMAND, err);
    return world_study(s, a->world, path, KEEP_DEMAND, keep, err);
}

static bool reword(void *ctx, const char *typed, const struct prompts **out,
                   struct error *err)
{
    struct album *a = ctx;

    if (!prompts_reword(a->world, typed, err))
        return false;
    *out = a->world->prompts;
    return true;
}

static void tell_again(void *ctx, struct text *out, const struct study *s)
{
    const struct album *a = ctx;

    retell(out, a->world->options, s, a->prompts);
}

static void add_path(struct album *a, const char *path)
{
    /* Doubled when the count is a power of two. */
    if (!(a->count & (a->count - 1))) {
        const char **paths =
            arena_array(&a->keep, const char *, a->count ? 2 * a->count : 1);

        if (a->count)
            memcpy(paths, a->paths, (size_t)a->count * sizeof *paths);
        a->paths = paths;
    }
    a->paths[a->count++] = path;
}

/* All names, and standard input's bytes. */
static enum status collect(struct album *a, const struct options *o,
                           struct error *err)
{
    struct pictures pictures;
    const char *path;
    enum picture found;

    if (!o->argument_count && !o->from && !o->pixels) {
        for (int i = 0; i < BUILTIN_PICTURES; i++)
            add_path(a, builtin_file(BUILTIN_CAT + i).path);
        return STATUS_GOOD;
    }
    if (!pictures_check(o, err))
        return STATUS_USAGE;
    pictures_open(&pictures, o, &a->keep);
    while ((found = pictures_next(&pictures, &path, &a->keep, err)) ==
           PICTURE_GOOD) {
        add_path(a, path);
        if (same_path(path, "-") &&
            !file_read(&a->input, path, 1 << 28, &a->keep, err))
            found = PICTURE_BAD;
        if (found == PICTURE_BAD)
            break;
    }
    pictures_close(&pictures);
    if (found == PICTURE_END && !a->count)
        error_set(err, "%s: no picture in this list", o->from);
    return found == PICTURE_BAD || !a->count ? STATUS_FAILED : STATUS_GOOD;
}

static bool is_headless(const struct options *o)
{
    return o->keys || o->snapshot || o->cast;
}

/* What is written at the end buries neither a picture nor the other. */
static bool check_outputs(const struct album *a, const struct options *o,
                          struct error *err)
{
    const char *files[] = { o->snapshot, o->cast };

    for (int i = 0; i < 2; i++)
        for (int k = 0; files[i] && k < a->count; k++)
            if (file_is_same(files[i], a->paths[k]))
                return error_set(err, "%s would be written over the picture "
                                      "itself",
                                 files[i]);
    if (o->snapshot && o->cast &&
        (same_path(o->snapshot, o->cast) || file_is_same(o->snapshot, o->cast)))
        return error_set(err, "--snapshot and --cast would both be written "
                              "to %s",
                         o->cast);
    return true;
}

/* Nor what the model and the options are read from. */
static bool spares_inputs(const struct album *a, const struct options *o,
                          struct error *err)
{
    const struct checkpoint *c = &a->world->checkpoint;

    return (!o->snapshot || inputs_spare(o, c, o->snapshot, a->keep, err)) &&
           (!o->cast || inputs_spare(o, c, o->cast, a->keep, err));
}

/* The user's terminal, or one that is only told of. */
static enum status open_terminal(struct terminal *t, const struct options *o,
                                 struct arena *keep, struct error *err)
{
    struct terminal_options how = {
        .width = o->width,
        .height = o->height,
        .depth = o->depth,
        .ascii = o->ascii,
        .theme = o->theme,
        .keys = o->keys,
        .snapshot = o->snapshot,
        .cast = o->cast,
    };

    if (is_headless(o))
        return terminal_open_headless(t, &how, keep, err);
    return terminal_open_curses(t, &how, keep, err) ? STATUS_GOOD
                                                    : STATUS_FAILED;
}

/* A thread still reads, from a pipe nobody writes to or a folder of a network
 * that is gone: it ends with the process and with nothing else. */
static void leave_at_once(void)
{
    fflush(stdout);
    _exit(STATUS_GOOD);
}

static enum status explore(struct album *a, const struct options *o,
                           struct error *err)
{
    const struct world *w = a->world;
    struct ui_world ui = {
        .model = &w->model,
        .processor = &w->processor,
        .prompts = w->prompts,
        .paths = a->paths,
        .count = a->count,
        .open = open_study,
        .retell = tell_again,
        .open_ctx = a,
        .reword = w->model.text ? reword : NULL,
        .narrate = o->narrate ? stdout : NULL,
    };
    struct shape shape = ui_shape(&ui);
    struct terminal t = { 0 };
    struct error late;
    enum status status;
    bool good, stuck;

    ui.start = walk_start(&shape);
    if (o->at && !walk_at(&ui.start, o->at, &shape, err))
        return STATUS_USAGE;
    status = open_terminal(&t, o, &a->keep, err);
    if (status != STATUS_GOOD)
        return status;
    a->prompts = w->prompts;
    good = ui_run(&t, &ui, &stuck, err);
    t.failed = !good;
    if (!t.close(&t, good ? err : &late))
        good = false;
    if (stuck && good)
        leave_at_once();
    return good ? STATUS_GOOD : STATUS_FAILED;
}

/* A first word that is no file may be a command with a letter wrong. */
static bool check_word(const struct options *o, struct error *err)
{
    struct misspelt m = { .word = o->argument_count ? o->arguments[0] : "" };

    m.length = (int)strlen(m.word);
    for (int i = 0; i < COMMAND_COUNT; i++)
        misspelt_try(&m, commands[i].name);
    if (o->command_named || !m.meant || file_exists(m.word) ||
        file_is_folder(m.word))
        return true;
    return error_set(err, "there is no command and no picture '%s'; did you "
                          "mean %s?",
                     m.word, m.meant);
}

enum status cmd_explore(const struct options *o, struct error *err)
{
    struct world w;
    struct album album = { .world = &w };
    enum status status;

    if (o->narrate && !is_headless(o)) {
        error_set(err, "--narrate prints lines: with --keys, or as vitscope "
                       "show --narrate");
        return STATUS_USAGE;
    }
    if (!check_word(o, err))
        return STATUS_USAGE;
    if (!memory_open_little(&album.keep, err))
        return STATUS_FAILED;
    status = collect(&album, o, err);
    if (status == STATUS_GOOD && !check_outputs(&album, o, err))
        status = STATUS_USAGE;
    if (status == STATUS_GOOD) {
        status = world_open(&w, o, err);
        if (status == STATUS_GOOD && !spares_inputs(&album, o, err))
            status = STATUS_USAGE;
        if (status == STATUS_GOOD)
            status = explore(&album, o, err);
        world_close(&w);
    }
    arena_close(&album.keep);
    return status;
}
