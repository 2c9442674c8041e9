/* logit_parts.h - one logit as the sum of its parts. */
#ifndef VIEW_LOGIT_PARTS_H
#define VIEW_LOGIT_PARTS_H

#include "explain/attribution.h"
#include "layout.h"

/* Lines from the pen on; `row` [T]: the tokens' parts through attention. */
void logit_parts_draw(struct pen *p, const struct scene *s,
                      const struct logit_parts *v, const float *row,
                      struct arena scratch);

#endif
