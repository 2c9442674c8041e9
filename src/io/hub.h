/* hub.h - from what -m says to a folder on this machine. */
#ifndef IO_HUB_H
#define IO_HUB_H

#include "io/checkpoint.h"

struct place {
    const char *folder;
    const char *file; /* the .safetensors file named; NULL: look for it */
    const char *hub;  /* the hub name it was found by, else NULL */
};

/* An existing path wins; else the local cache of the hub is looked into.
 * Nothing is downloaded: the sentence says what would. */
bool place_find(struct place *p, const char *model, const struct hub *hub,
                struct arena *keep, struct error *err);

#endif
