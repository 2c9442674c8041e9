/* chrome.h - the lines around a stage that are the same everywhere. */
#ifndef VIEW_CHROME_H
#define VIEW_CHROME_H

#include "view/canvas.h"
#include "view/scene.h"

/* Program, picture, model and its sizes; the first class at the right. */
void chrome_header(struct canvas *c, struct rect line, const struct scene *s);

/* All stages with the current one lit; layer and head at the right. */
void chrome_steps(struct canvas *c, struct rect line, const struct scene *s);

/* What is being typed, a message, or the keys that work here. */
void chrome_footer(struct canvas *c, struct rect line, const struct scene *s);

#endif
