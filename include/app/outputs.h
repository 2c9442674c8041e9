/* outputs.h - where the result of each picture goes. */
#ifndef APP_OUTPUTS_H
#define APP_OUTPUTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"

struct outputs {
    struct arena *keep;
    struct {
        const char *picture, *file;
    } *items;
    int count, room;
    const char *folder;     /* NULL: one file */
};

struct outputs outputs_new(struct arena *keep);
void outputs_add(struct outputs *o, const char *picture);

/* Name the files after -o: a file for one picture, FOLDER/<stem><ending> for
 * several.  Refuses names that promise another kind of file, stems that clash
 * and files that are the picture itself, or another's, or another result's, by
 * way of links. */
bool outputs_plan(struct outputs *o, const char *output, const char *ending,
                  struct error *err);

/* See that the folder is there. */
bool outputs_make_folder(const struct outputs *o, struct error *err);

#endif
