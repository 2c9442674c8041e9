/* pictures.c - arguments, folders and lists as one stream of paths. */
#include "app/pictures.h"

#include <string.h>

#include "app/builtin.h"
#include "io/file.h"
#include "io/image_file.h"

static bool is_stdin(const char *path)
{
    return path && strcmp(path, "-") == 0;
}

bool pictures_check(const struct options *o, struct error *err)
{
    int inputs = is_stdin(o->from);

    for (int i = 0; i < o->argument_count; i++) {
        inputs += is_stdin(o->arguments[i]);
        if (!*o->arguments[i])
            return error_set(err, "a picture's name is empty");
    }
    if (inputs > 1)
        return error_set(err, "- stands for standard input, which can be read "
                              "only once");
    if (!o->argument_count && !o->from && !o->pixels)
        return error_set(err, "%s needs a picture", o->command->name);
    if (o->pixels && (o->argument_count > 1 || o->from))
        return error_set(err, "--pixels feeds one tensor: give one picture to "
                              "show with it, or none");
    return true;
}

bool pictures_single(const struct options *o)
{
    if (o->from || o->argument_count > 1)
        return false;
    return !o->argument_count || !file_is_folder(o->arguments[0]);
}

void pictures_open(struct pictures *p, const struct options *o,
                   struct arena *keep)
{
    *p = (struct pictures){ .options = o,
                            .keep = keep,
                            .list = lines_new(keep),
                            .stdin_taken = is_stdin(o->from) };
}

void pictures_close(struct pictures *p)
{
    lines_close(&p->list);
}

/* The next line of the list; opens it first. */
static enum picture from_list(struct pictures *p, const char **path,
                              struct arena *keep, struct error *err)
{
    const char *from = p->options->from;

    if (!from || p->list_ended)
        return PICTURE_END;
    err->text[0] = '\0';
    if ((p->list.fd >= 0 || lines_open(&p->list, from, err)) &&
        (*path = lines_next(&p->list, keep, err)))
        return PICTURE_GOOD;
    p->list_ended = true;
    *path = from;
    return err->text[0] ? PICTURE_BAD : PICTURE_END;
}

static enum picture next_word(struct pictures *p, const char **path,
                              struct arena *keep, struct error *err)
{
    const struct options *o = p->options;

    if (p->next < o->argument_count) {
        *path = o->arguments[p->next++];
        return PICTURE_GOOD;
    }
    if (o->pixels && p->next++ == 0) {
        *path = o->pixels;
        return PICTURE_GOOD;
    }
    return from_list(p, path, keep, err);
}

/* The pictures in the folder `*path`, which becomes the first of them. */
static enum picture enter_folder(struct pictures *p, const char **path,
                                 struct error *err)
{
    p->folder_count = p->folder_next = 0;
    if (!folder_list(&p->folder, &p->folder_count, *path, image_endings,
                     p->keep, err))
        return PICTURE_BAD;
    if (!p->folder_count) {
        error_set(err, "%s: no picture in this folder", *path);
        return PICTURE_BAD;
    }
    *path = p->folder[p->folder_next++];
    return PICTURE_GOOD;
}

/* What a path stands for: itself, or the pictures in a folder. */
static enum picture expand(struct pictures *p, const char **path,
                           struct error *err)
{
    if (!is_stdin(*path))
        return file_is_folder(*path) ? enter_folder(p, path, err)
                                     : PICTURE_GOOD;
    if (p->stdin_taken) {
        error_set(err, "-: standard input can be read only once");
        return PICTURE_BAD;
    }
    p->stdin_taken = true;
    return PICTURE_GOOD;
}

bool pictures_ready(struct pictures *p)
{
    const struct options *o = p->options;

    return p->folder_next < p->folder_count || p->next < o->argument_count ||
           (o->pixels && !p->next) || !o->from || p->list_ended ||
           (p->list.fd >= 0 && lines_ready(&p->list));
}

enum picture pictures_next(struct pictures *p, const char **path,
                           struct arena *keep, struct error *err)
{
    enum picture found;

    if (p->folder_next < p->folder_count) {
        *path = p->folder[p->folder_next++];
        return PICTURE_GOOD;
    }
    found = next_word(p, path, keep, err);
    return found == PICTURE_GOOD ? expand(p, path, err) : found;
}

bool picture_read(struct image *out, const char *path, struct arena *keep,
                  struct error *err)
{
    struct file inside;

    if (builtin_picture(&inside, path) && !file_exists(path))
        return image_decode(out, &inside, keep, err);
    return image_read(out, path, keep, err);
}
