/* phrases.h - names for classes: labels of a classifier, prompts of a model
 * that compares pictures with text. */
#ifndef APP_PHRASES_H
#define APP_PHRASES_H

#include "app/world.h"

/* --labels into the model, --prompt and --prompts into w->prompts. */
bool name_classes(struct world *w, struct error *err);

/* Other prompts for the pictures from now on: `typed`, with | between them.
 * On failure the ones at hand stay. */
bool prompts_reword(struct world *w, const char *typed, struct error *err);

#endif
