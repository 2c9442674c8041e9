/* ui_export.c - what is on the screen as files, and as a command to repeat. */
#include <string.h>

#include "app/retell.h"
#include "explorer.h"
#include "io/file.h"
#include "io/image_file.h"
#include "view/overlay.h"
#include "view/render.h"
#include "view/screen.h"
#include "view/stage.h"

/* "cat-weights-l3" of cat.png in layer 3. */
static void add_stem(struct text *t, const struct scene *s)
{
    const char *name = path_base(s->study->path);
    const char *dot = strrchr(name, '.');
    const struct stage *stage = stages[s->cursor.stage];

    if (strcmp(name, "-") == 0)
        text_add(t, "stdin");
    else
        text_add_bytes(t, name, dot && dot > name ? dot - name
                                                  : (ptrdiff_t)strlen(name));
    text_addf(t, "-%s", stage->name);
    if (stage->layered)
        text_addf(t, "-l%d", scene_layer(s) + 1);
}

static const char *const endings[] = { ".txt", ".ans", ".svg", ".png" };
enum { ENDINGS = 4 };

static const char *join(struct arena *a, const char *stem, const char *ending)
{
    struct text t = text_new(a);

    text_add(&t, stem);
    text_add(&t, ending);
    return t.data;
}

static bool is_taken(const char *stem, struct arena scratch)
{
    for (int i = 0; i < ENDINGS; i++)
        if (file_exists(join(&scratch, stem, endings[i])))
            return true;
    return false;
}

/* The first name nothing has yet: nothing is ever overwritten. */
static const char *free_stem(const struct scene *s, struct arena *a)
{
    for (int n = 1;; n++) {
        struct text t = text_new(a);

        add_stem(&t, s);
        if (n > 1)
            text_addf(&t, "-%d", n);
        if (!is_taken(t.data, *a))
            return t.data;
    }
}

static bool write_screen(struct ui *ui, const char *stem, struct arena scratch,
                         struct error *err)
{
    static void (*const renders[])(struct text *, const struct canvas *) = {
        render_text, render_ansi, render_svg
    };
    struct canvas c = canvas_new(&scratch, ui->canvas.width, ui->canvas.height,
                                 ui->term->depth, ui->term->ascii,
                                 ui->term->theme);

    ui->scene.message = NULL;
    screen_draw(&c, &ui->scene, scratch);
    for (int i = 0; i < 3; i++) {
        struct arena rest = scratch;
        const char *path = join(&rest, stem, endings[i]);
        struct text t = text_new(&rest);

        renders[i](&t, &c);
        if (!file_write(path, t.data, t.size, rest, err))
            return false;
    }
    return true;
}

/* The map of what is asked; *written says whether there is one. */
static bool write_map(struct ui *ui, const char *stem, struct arena scratch,
                      bool *written, struct error *err)
{
    const struct scene *s = &ui->scene;
    struct arena keep = arena_carve(&scratch, arena_room(&scratch, 1) / 2);
    float *map = s->study->picture.pixels ? scene_row(s, &keep) : NULL;
    const char *path = join(&keep, stem, endings[3]);
    struct image im;

    *written = map != NULL;
    if (!map)
        return true;
    im = overlay_make(s->study, map, ui->term->theme, &keep, scratch);
    return image_write_png(&im, path, scratch, err);
}

void ui_export(struct ui *ui)
{
    struct arena scratch = ui->frame;
    const char *stem;
    struct error err;
    bool map = false;

    if (ui->scene.done < 0) {
        ui_say(ui, "there is nothing to export yet");
        return;
    }
    stem = free_stem(&ui->scene, &scratch);
    if (write_screen(ui, stem, scratch, &err) &&
        write_map(ui, stem, scratch, &map, &err))
        ui_say(ui, "written: %s.txt .ans .svg%s", stem,
               map ? " .png (the map)" : "");
    else
        ui_say(ui, "%s", err.text);
}

void ui_copy(struct ui *ui)
{
    const struct scene *s = &ui->scene;
    const struct stage *stage = stages[s->cursor.stage];
    struct arena scratch = ui->frame;
    struct text path = text_new(&scratch), command = text_new(&scratch);

    if (stage->path)
        stage->path(&path, s);
    if (path.size == 0) {
        ui_say(ui, "no key of the report holds what this stage shows");
        return;
    }
    ui->world->retell(ui->world->open_ctx, &command, s->study);
    text_add(&command, " | jq ");
    shell_word(&command, path.data);
    ui->term->copy(ui->term, command.data);
    ui_say(ui, "copied: %s", command.data);
}
