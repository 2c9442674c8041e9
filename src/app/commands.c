/* commands.c - the table of commands. */
#include "app/commands.h"

#include <stddef.h>
#include <string.h>

const struct command commands[COMMAND_COUNT] = {
#define ROW(name, NAME, arguments, summary)                                    \
    { #name, arguments, summary, cmd_##name },
    COMMANDS(ROW)
#undef ROW
};

const struct command *command_find(const char *name)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

int command_index(const struct command *c)
{
    return (int)(c - commands);
}
