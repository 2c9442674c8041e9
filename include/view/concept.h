/* concept.h - pages that explain: one idea each, in words and as a figure. */
#ifndef VIEW_CONCEPT_H
#define VIEW_CONCEPT_H

#include "view/scene.h"

/* Draws into `r`, from the loaded model and picture where it can. */
typedef void figure_fn(struct canvas *c, struct rect r, const struct scene *s,
                       struct arena scratch);

enum { CONCEPT_LINKS = 4 };

struct concept {
    const char *name;           /* a word or two: what links say */
    const char *title;
    const char *stage;          /* name of the stage it belongs to */
    const char *links[CONCEPT_LINKS];   /* names of other pages; NULL: none */
    const char *text;           /* paragraphs, **bold** */
    figure_fn *figure;
};

/* The table, in reading order. */
extern const struct concept concepts[];
extern const int concept_count;

/* Index of a page by name; -1: none such. */
int concept_find(const char *name);

/* The page where a stage is explained, 0 when it has none. */
int concept_of_stage(const char *stage);

/* The page link `n` (from 1) of page `at` leads to; -1: none. */
int concept_link(int at, int n);

#endif
