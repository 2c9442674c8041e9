/* pictures.h - the pictures that were named: files, folders, a list of paths,
 * standard input; one after the other, so that a list may still be growing. */
#ifndef APP_PICTURES_H
#define APP_PICTURES_H

#include "app/lines.h"
#include "app/options.h"
#include "base/image.h"

struct pictures {
    const struct options *options;
    struct arena *keep;         /* what is in folders */
    int next;                   /* argument */
    struct lines list;          /* --from */
    const char **folder;        /* what the folder at hand holds */
    int folder_count, folder_next;
    bool list_ended, stdin_taken;
};

enum picture { PICTURE_END, PICTURE_GOOD, PICTURE_BAD };

/* Refuse what makes no sense: no picture at all, standard input twice. */
bool pictures_check(const struct options *o, struct error *err);

/* Is it surely one picture that was named, and no more? */
bool pictures_single(const struct options *o);

void pictures_open(struct pictures *p, const struct options *o,
                   struct arena *keep);
void pictures_close(struct pictures *p);

/* Would pictures_next() answer at once? */
bool pictures_ready(struct pictures *p);

/* The next path; a line of a list is taken from `keep`.  PICTURE_BAD: `*path`
 * stands for no picture, `err` says why; there may be more behind it. */
enum picture pictures_next(struct pictures *p, const char **path,
                           struct arena *keep, struct error *err);

/* Decode a picture: a file, standard input or, where there is no such file,
 * "built-in/cat.png", dog.png or bird.png, which travel inside the program. */
bool picture_read(struct image *out, const char *path, struct arena *keep,
                  struct error *err);

#endif
