/* prompt_text.h - text as CLIP was trained on it, before it is cut to words. */
#ifndef NN_PROMPT_TEXT_H
#define NN_PROMPT_TEXT_H

#include "base/text.h"

/* Character references to characters: "&amp;" "&#233;" "&eacute" ... */
void html_unescape(struct text *out, const char *s);

/* Runs of white space to one blank, none at either end. */
void squeeze_spaces(struct text *out, const char *s);

void lower_case(struct text *out, const char *s);

/* All of it, as CLIP does: unescape twice, squeeze, lower-case. */
const char *prompt_clean(const char *s, struct arena *a);

#endif
