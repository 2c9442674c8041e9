/* timm_names.h - what an architecture's name says and its tensors do not. */
#ifndef NN_TIMM_NAMES_H
#define NN_TIMM_NAMES_H

#include <stdbool.h>

/* Attention heads of a model `dim` wide; "" is no name. */
int timm_heads(const char *architecture, int dim);

/* "gelu", "gelu_tanh" or "quick_gelu". */
const char *timm_activation(const char *architecture);

/* False for kinds that share the names of our tensors and differ in what no
 * tensor says: other rotations, norms behind the branches. */
bool timm_known(const char *architecture);

#endif
