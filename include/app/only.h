/* only.h - --only REGEX: the names that are wanted. */
#ifndef APP_ONLY_H
#define APP_ONLY_H

#include <regex.h>

#include "app/options.h"

struct only {
    regex_t pattern;
    bool given;     /* without it every name is wanted */
};

/* False when the expression makes no sense. */
bool only_open(struct only *only, const struct options *o, struct error *err);
void only_close(struct only *only);

bool only_wants(const struct only *only, const char *name);

#endif
