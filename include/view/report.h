/* report.h - a study as one JSON object on one line (design: contract). */
#ifndef VIEW_REPORT_H
#define VIEW_REPORT_H

#include "base/text.h"
#include "explain/study.h"

struct report_options {
    int top;                /* how many classes */
    bool attention;         /* cls_attention and pool_attention too */
};
void report_write(struct text *out, const struct study *s,
                  const struct report_options *o);

/* {"image":..., "error":...} and a newline, as above. */
void report_failure(struct text *out, const char *path, const char *sentence);

#endif
