/* overlay.h - a map blended over the whole picture, at its own size. */
#ifndef VIEW_OVERLAY_H
#define VIEW_OVERLAY_H

#include "explain/study.h"
#include "view/theme.h"

/* `map` [T]; what the model did not see stays as it is. */
struct image overlay_make(const struct study *s, const float *map,
                          enum theme theme, struct arena *keep,
                          struct arena scratch);

#endif
