/* ui_picture.c - which picture is looked at: the list, one more, one beside. */
#include <string.h>

#include "app/system.h"
#include "explorer.h"
#include "io/file.h"
#include "io/image_file.h"

static void add_path(struct ui *ui, const char *path)
{
    if (ui->count == ui->room) {
        const char **more = arena_array(&ui->keep, const char *,
                                        2 * ui->room + 16);

        if (ui->count)
            memcpy(more, ui->paths, sizeof(*more) * (size_t)ui->count);
        ui->paths = more;
        ui->room = 2 * ui->room + 16;
    }
    ui->paths[ui->count++] = path;
}

void ui_pictures_begin(struct ui *ui)
{
    for (int i = 0; i < ui->world->count; i++)
        add_path(ui, ui->world->paths[i]);
}

/* A picture beside itself shows nothing: the next one takes its place. */
static void part_from_beside(struct ui *ui)
{
    int now = ui->scene.picture;

    if (ui->beside && ui->count > 1 &&
        strcmp(ui->beside, ui->paths[now]) == 0)
        ui->beside = ui->paths[(now + 1) % ui->count];
}

void ui_picture(struct ui *ui, int index, int way)
{
    ui->scene.picture = (index % ui->count + ui->count) % ui->count;
    ui->way = way;
    ui->tried = 0;
    ui->scene.cursor.label = 0;
    part_from_beside(ui);
}

static void forget_path(struct ui *ui, int index)
{
    ui->count--;
    memmove(ui->paths + index, ui->paths + index + 1,
            sizeof(*ui->paths) * (size_t)(ui->count - index));
}

/* On to the next one the same way; when none is left, back to the one that
 * could be looked at last; when there was none, the explorer ends. */
void ui_picture_failed(struct ui *ui, const char *why)
{
    int index = ui->scene.picture;

    if (!ui->message[0])
        ui_say(ui, "%s", why);
    if (ui->error && ui->good < 0 && ui->tried == 0)
        error_set(ui->error, "%s", why);
    work_retry(ui->work, ui->paths[index]);
    ui->tried++;
    if (ui->good >= 0 && (ui->way == 0 || ui->tried >= ui->count)) {
        if (ui->way == 0)
            forget_path(ui, index);
        ui->scene.picture = ui->good;
    } else if (ui->tried < ui->count) {
        ui->scene.picture = (index + ui->way + ui->count) % ui->count;
    } else {
        ui->failed = true;
        ui->running = false;
        return;
    }
    ui_serve(ui);
}

/* "~/" is the user's own folder, as a shell has it. */
static const char *expand(struct ui *ui, const char *path)
{
    const char *home = environment("HOME");

    if (home && text_starts(path, "~/"))
        return path_join(&ui->keep, home, path + 2);
    return arena_string(&ui->keep, path);
}

static int find_path(const struct ui *ui, const char *path)
{
    for (int i = 0; i < ui->count; i++)
        if (strcmp(ui->paths[i], path) == 0)
            return i;
    return -1;
}

/* A picture goes to the end of the list; of a folder all of them do. */
void ui_open(struct ui *ui, const char *typed)
{
    const char *path = expand(ui, typed);
    const char **found;
    struct error err;
    int count, first = ui->count;

    if (find_path(ui, path) >= 0) {
        ui_picture(ui, find_path(ui, path), 1);
        return;
    }
    if (!file_is_folder(path)) {
        add_path(ui, path);
    } else if (!folder_list(&found, &count, path, image_endings, &ui->keep,
                            &err)) {
        ui_say(ui, "%s", err.text);
    } else {
        for (int i = 0; i < count; i++)
            add_path(ui, found[i]);
        if (count == 0)
            ui_say(ui, "%s: no picture in this folder", path);
    }
    if (ui->count > first)
        ui_picture(ui, first, 0);
}

void ui_open_beside(struct ui *ui, const char *typed)
{
    ui->beside = expand(ui, typed);
}

void ui_beside(struct ui *ui)
{
    if (ui->beside) {
        ui->beside = NULL;
    } else if (ui->count > 1) {
        ui->beside = ui->paths[(ui->scene.picture + 1) % ui->count];
    } else {
        line_begin(&ui->line, "beside: ", "a picture; Tab completes");
        ui->entered = ui_open_beside;
    }
}

void ui_complete(struct ui *ui)
{
    struct arena scratch = ui->frame;
    struct arena keep = arena_carve(&scratch, 1 << 16);
    struct text whole = text_new(&keep);

    if (complete_path(&whole, ui->line.text, scratch))
        line_set(&ui->line, whole.data);
}
