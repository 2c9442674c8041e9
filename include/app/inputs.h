/* inputs.h - what a run reads beside its pictures. */
#ifndef APP_INPUTS_H
#define APP_INPUTS_H

#include "app/options.h"
#include "io/checkpoint.h"

/* May a result be written to `file`?  Not where an option or the model, which
 * may be NULL, is read from. */
bool inputs_spare(const struct options *o, const struct checkpoint *model,
                  const char *file, struct arena scratch, struct error *err);

#endif
