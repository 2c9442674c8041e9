/* cmd_help.c - --help as many programs spell it: a command of its own. */
#include "app/help.h"

enum status cmd_help(const struct options *o, struct error *err)
{
    struct options asked = *o;

    if (o->argument_count > 1) {
        error_set(err, "help tells of one thing at a time");
        return STATUS_USAGE;
    }
    asked.help = o->argument_count ? o->arguments[0] : "";
    asked.command_named = false;
    return help_print(&asked, err);
}
