/* shards.h - the weights file(s) of a checkpoint. */
#ifndef IO_SHARDS_H
#define IO_SHARDS_H

#include "hub.h"

/* Map and list one file, or all that an index (model.safetensors.index.json)
 * names.  What is mapped is in c->files, also on failure. */
bool weights_open(struct checkpoint *c, const struct place *p,
                  const char *path, struct arena *keep, struct error *err);
bool shards_open(struct checkpoint *c, const struct place *p,
                 const char *index, struct arena *keep, struct error *err);

#endif
