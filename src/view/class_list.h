/* class_list.h - classes with their probabilities and logits. */
#ifndef VIEW_CLASS_LIST_H
#define VIEW_CLASS_LIST_H

#include "layout.h"

/* A heading and the first classes of an outcome that is there, among them the
 * one asked about, `label`. */
void class_list_draw(struct canvas *c, struct rect r, const struct scene *s,
                     int label, struct arena scratch);

#endif
