/* shelf.h - the studies that are kept, and what is known of each. */
#ifndef APP_SHELF_H
#define APP_SHELF_H

#include "app/ui.h"

/* Maps of one explainer for one head and query, layer by layer. */
struct maps {
    const struct explainer *method;
    int head, query;
    int done;               /* layers whose map is whole */
    float *rows;            /* [L, T] */
    struct arena keep;      /* of the explainer's state */
    void *state;
};

struct entry {
    const char *path;
    struct arena keep;      /* picture, maps, attribution */
    struct study study;     /* the job's own */
    struct study begun;     /* copied by the job before it publishes the input */
    struct maps maps;
    struct attribution parts;
    struct component_map colors;
    bool opened, parts_begun;
    struct error error;     /* why it cannot be looked at */

    struct study shown;     /* what the loop reads */
    int done;               /* as in struct scene */
    int detail;
    bool parts_whole, colors_whole, failed;
    long used;              /* when it was last looked at */
};

enum { SHELF_SIZE = 16 };
struct shelf {
    const struct ui_world *world;
    struct entry *entries[SHELF_SIZE];
    long clock;
};

/* The entry of a path, made when there is none; the ones looked at longest
 * ago make room for it, but never `keep` (NULL: none). */
struct entry *shelf_take(struct shelf *s, const char *path,
                         const struct entry *keep);
struct entry *shelf_find(const struct shelf *s, const char *path);
void shelf_drop(struct shelf *s, struct entry *e);
void shelf_free(struct shelf *s);

#endif
