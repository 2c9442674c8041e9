/* help_shell.c - what the completions of all shells need of the tables. */
#include "help_shell.h"

#include <string.h>

/* Are files among what stands behind the command? */
static bool takes_files(const struct command *c)
{
    return strstr(c->arguments, "IMAGE") || strstr(c->arguments, "[MODEL]");
}

static bool takes(const struct command *c, const struct option_row *row)
{
    return row ? option_applies(row, c) : !takes_files(c);
}

void shell_takers(struct text *out, const struct option_row *row,
                  const char *between)
{
    const char *now = "";

    for (int i = 0; i < COMMAND_COUNT; i++)
        if (takes(&commands[i], row)) {
            text_addf(out, "%s%s", now, commands[i].name);
            now = between;
        }
}

void shell_fileless(struct text *out, const char *between)
{
    shell_takers(out, NULL, between);
}

void shell_commands(struct text *out, const char *between)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        text_addf(out, "%s%s", i ? between : "", commands[i].name);
}

void shell_topics(struct text *out)
{
    shell_commands(out, " ");
    for (int i = 0; i < option_row_count; i++)
        if (strcmp(option_rows[i].name, commands[COMMAND_HELP].name) == 0) {
            text_add(out, " ");
            option_words(out, &option_rows[i]);
        }
}

bool shell_is_common(const struct option_row *row)
{
    return row->commands == (1u << COMMAND_COUNT) - 1;
}

void shell_quote(struct text *out, const char *s, const char *special,
                 const char *apostrophe)
{
    for (; *s; s++) {
        if (strchr(special, *s))
            text_add(out, "\\");
        if (*s == '\'')
            text_add(out, apostrophe);
        else
            text_add_bytes(out, s, 1);
    }
}
