/* help_fish.c - completion for fish, from the tables: a line an option. */
#include "help_shell.h"

#include <string.h>

/* Within its single quotes fish takes \' and \\. */
static void add_quoted(struct text *out, const char *s)
{
    text_add(out, "'");
    shell_quote(out, s, "\\", "\\'");
    text_add(out, "'");
}

/* "__fish_seen_subcommand_from show trace"; the explorer is also meant when
 * no command was named. */
static void add_condition(struct text *out, const struct option_row *row)
{
    if (shell_is_common(row))
        return;
    text_add(out, " -n '");
    if (row->commands >> COMMAND_EXPLORE & 1) {
        text_add(out, "not __fish_seen_subcommand_from ");
        shell_commands(out, " ");
        text_add(out, "; or ");
    }
    text_add(out, "__fish_seen_subcommand_from ");
    shell_takers(out, row, " ");
    text_add(out, "'");
}

/* -x: a value and no file, -r: a value. */
static void add_value(struct text *out, const struct option_row *row)
{
    struct text words = text_new(out->arena);

    if (!row->argument || option_is_optional(row))
        return;
    text_add(out, option_is_path(row) ? " -r" : " -x");
    if (option_words(&words, row)) {
        text_add(out, " -a ");
        add_quoted(out, words.data);
    }
}

static void add_option(struct text *out, const struct option_row *row)
{
    text_addf(out, "complete -c vitscope -l %s", row->name);
    if (row->letter)
        text_addf(out, " -s %c", row->letter);
    add_condition(out, row);
    add_value(out, row);
    text_add(out, " -d ");
    add_quoted(out, row->help);
    text_add(out, "\n");
}

/* A value that may be left out is part of its option, "--help=keys", which
 * fish has no word for: it is told of the whole words. */
static void add_optional(struct text *out, const struct option_row *row)
{
    struct text words = text_new(out->arena);

    if (!option_is_optional(row) || !option_words(&words, row))
        return;
    text_addf(out,
              "complete -c vitscope -f -n 'string match -q -- \"--%s=*\" "
              "(commandline -ct)' -a '",
              row->name);
    for (const char *s = words.data; *s;) {
        int n = (int)strcspn(s, " ");

        text_addf(out, "%s--%s=%.*s", s == words.data ? "" : " ", row->name,
                  n, s);
        s += n + (s[n] == ' ');
    }
    text_add(out, "'\n");
}

static void add_command(struct text *out, const struct command *c)
{
    text_addf(out, "complete -c vitscope -n __fish_use_subcommand -a %s -d ",
              c->name);
    add_quoted(out, c->summary);
    text_add(out, "\n");
}

void help_fish(struct text *out)
{
    text_add(out, "# vitscope: completion for fish\n");
    for (int i = 0; i < COMMAND_COUNT; i++)
        add_command(out, &commands[i]);
    text_add(out, "complete -c vitscope -f -n '__fish_seen_subcommand_from ");
    shell_fileless(out, " ");
    text_add(out, "'\ncomplete -c vitscope -f -n "
                  "'__fish_seen_subcommand_from help' -a '");
    shell_topics(out);
    text_add(out, "'\n");
    for (int i = 0; i < option_row_count; i++)
        add_option(out, &option_rows[i]);
    for (int i = 0; i < option_row_count; i++)
        add_optional(out, &option_rows[i]);
}
