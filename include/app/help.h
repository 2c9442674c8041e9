/* help.h - what the program says of itself, all of it from the tables. */
#ifndef APP_HELP_H
#define APP_HELP_H

#include "app/options.h"
#include "base/text.h"

/* o->help: "" for the command's own help, or a topic. */
enum status help_print(const struct options *o, struct error *err);
enum status version_print(const struct options *o, struct error *err);

/* What --help=NAME prints beside the help of commands. */
struct help_topic {
    const char *name;
    void (*print)(struct text *out);
};

extern const struct help_topic help_topics[];
extern const int help_topic_count;

/* Topics that are parts of other files: the generated sections of the man
 * page, completion for a shell. */
void help_man(struct text *out);
void help_bash(struct text *out);
void help_zsh(struct text *out);
void help_fish(struct text *out);

#endif
