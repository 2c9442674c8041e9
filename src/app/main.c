/* main.c - the program around it all: read the options, run the command, end
 * with a status and, if need be, one sentence. */
#include <locale.h>
#include <stdio.h>

#include "app/help.h"
#include "app/leftover.h"
#include "app/options.h"
#include "app/shrunk.h"
#include "app/system.h"

static enum status run(const struct options *o, struct error *err)
{
    if (o->help)
        return help_print(o, err);
    if (o->version)
        return version_print(o, err);
    return o->command->run(o, err);
}

int main(int argc, char **argv)
{
    struct arena keep;
    struct options o;
    struct error err = { "" };
    enum status status = STATUS_USAGE;

    guard_descriptors();
    leftover_guard();
    shrunk_guard();
    setlocale(LC_CTYPE, "");
    if (!memory_open_little(&keep, &err)) {
        complain(&err);
        return STATUS_FAILED;
    }
    if (options_parse(&o, argc, argv, &keep, &err))
        status = run(&o, &err);
    if (status != STATUS_GOOD && err.text[0])
        complain(&err);
    if (status == STATUS_USAGE)
        fprintf(stderr, "Try 'vitscope%s%s --help'.\n",
                o.command_named ? " " : "",
                o.command_named ? o.command->name : "");
    arena_close(&keep);
    return (int)status;
}
