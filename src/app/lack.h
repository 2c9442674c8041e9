/* lack.h - what a scene lacks of a study.
 *
 * Pure: a scene as it is seen from an entry goes in, the next task comes out.
 * What a task is writing may not be asked for until it has ended. */
#ifndef APP_LACK_H
#define APP_LACK_H

#include "task.h"

/* The scene as it is seen from one of the two studies. */
struct scene seen_from(const struct scene *scene, const struct entry *e);

/* The head or fusion the method is asked for. */
int head_asked(const struct scene *s);

/* The first thing that is missing; TASK_NONE: nothing. */
enum task_kind lack_of(const struct scene *s, const struct entry *e,
                       unsigned needs);

/* While a run goes on: is what the stage needs still to come? */
bool lack_is_far(const struct scene *s, const struct entry *e, unsigned needs);

/* The method's map, the patches' colours; NULL: not there. */
const float *map_of(const struct scene *s, const struct entry *e);
const struct component_map *colors_of(const struct scene *s,
                                      const struct entry *e);

#endif
