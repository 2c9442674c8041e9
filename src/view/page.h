/* page.h - what may lie over a stage: one file a page. */
#ifndef VIEW_PAGE_H
#define VIEW_PAGE_H

#include "view/canvas.h"
#include "view/scene.h"

struct page_row {
    enum page page;
    const char *title;
    void (*draw)(struct canvas *c, struct rect r, const struct scene *s,
                 struct arena scratch);

    /* Positions `page_at` can take beside 0; NULL: none. */
    int (*last)(const struct scene *s);

    /* The position that comes first when drawn in `r`; NULL: page_at. */
    int (*shown)(const struct scene *s, struct rect r);

    /* The text at position `at`, for `/`; NULL behind the last one. */
    const char *(*text)(int at);
    const char *(*heading)(int at);     /* found too; NULL: there is none */
    const char *(*name)(int at);        /* so too: what links call it */
};
extern const struct page_row wall_page, seen_page, help_page, concepts_page;

/* NULL: nothing lies over the stage. */
const struct page_row *page_of(enum page page);

#endif
