/* screen.h - the whole screen: header, stage, overview, sentence, footer. */
#ifndef VIEW_SCREEN_H
#define VIEW_SCREEN_H

#include "base/text.h"
#include "view/scene.h"

enum { SCREEN_MIN_W = 80, SCREEN_MIN_H = 24 };

/* Draw everything; below 80x24 a kind sentence says so. */
void screen_draw(struct canvas *c, const struct scene *s,
                 struct arena scratch);

/* Where the stage lies on a canvas of this size. */
struct rect screen_stage_rect(const struct canvas *c, const struct scene *s);

/* The patch under a cell of the screen, -1: none. */
int screen_hit(const struct canvas *c, const struct scene *s, int x, int y);

/* The largest page_at of the page that is open; 0 when there is but one. */
int page_last(const struct scene *s);

/* The page_at that is really shown on a screen of this size: at its end a page
 * scrolls no further. */
int page_shown(const struct scene *s, int width, int height);

/* The first page_at >= from of HELP or CONCEPTS that holds `word` (case does
 * not matter), -1: none. */
int page_find(enum page page, const char *word, int from);

/* The sentence of the stage at the cursor, also while its numbers are still
 * being computed: never empty. */
void screen_sentence(struct text *out, const struct scene *s,
                     struct arena scratch);

/* A stage alone, for `show`: title, drawing, sentence; height as needed. */
void screen_show(struct canvas *c, const struct scene *s,
                 struct arena scratch);

#endif
