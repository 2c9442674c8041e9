/* help_shell.h - what the completions of all shells need of the tables. */
#ifndef APP_HELP_SHELL_H
#define APP_HELP_SHELL_H

#include "app/help.h"

/* The names of all commands, of those that take an option, of those that take
 * no files, with `between` between them. */
void shell_commands(struct text *out, const char *between);
void shell_takers(struct text *out, const struct option_row *row,
                  const char *between);
void shell_fileless(struct text *out, const char *between);

/* What `help` tells of: the commands, and the topics of --help. */
void shell_topics(struct text *out);

/* Is it an option of every command? */
bool shell_is_common(const struct option_row *row);

/* Text in which `special` characters have a \ before them, and in which ' is
 * written as this shell does within single quotes. */
void shell_quote(struct text *out, const char *s, const char *special,
                 const char *apostrophe);

#endif
