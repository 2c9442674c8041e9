/* retell.h - the command line that gives the numbers of a study again. */
#ifndef APP_RETELL_H
#define APP_RETELL_H

#include "app/options.h"
#include "explain/study.h"

/* Append a word for the shell, quoted when it holds anything special. */
void shell_word(struct text *out, const char *word);

/* Append "vitscope report", the options that shape a run, and the picture.
 * `asked`: the prompts of the options, which are listed one by one only where
 * the study has others by now. */
void retell(struct text *out, const struct options *o, const struct study *s,
            const struct prompts *asked);

#endif
