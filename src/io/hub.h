/* hub.h - from what -m says to a folder on this machine. */
#ifndef IO_HUB_H
#define IO_HUB_H

#include "io/checkpoint.h"

struct place {
    const char *folder;
    const char *file; /* the .safetensors file named; NULL: look for it */
    const char *hub;  /* the hub name it was found by, else NULL */
    const char *root; /* the cache it was found in, links followed, else NULL */
};

/* An existing path wins; else the local cache of the hub is looked into.
 * Nothing is downloaded: the sentence says what would. */
bool place_find(struct place *p, const char *model, const struct hub *hub,
                struct arena *keep, struct error *err);

/* May `path` be read?  In a cache, whose files are links, only what lies in
 * the cache: nobody named the file such a link leads to. */
bool place_holds(const struct place *p, const char *path,
                 struct arena scratch, struct error *err);

/* file_map() of what may be read. */
bool place_map(struct file *f, const struct place *p, const char *path,
               struct arena *keep, struct error *err);

#endif
