/* help_shell.c - completion for shells, from the same tables. */

#include "app/help.h"

/* --- bash (and zsh through bashcompinit) ---------------------------------- */

static void add_command_names(struct text *out)
{
    for (int i = 0; i < COMMAND_COUNT; i++)
        text_addf(out, "%s%s", i ? " " : "", commands[i].name);
}

static void add_option_names(struct text *out, const struct command *c)
{
    for (int i = 0; i < option_row_count; i++)
        if (option_applies(&option_rows[i], c))
            text_addf(out, " --%s", option_rows[i].name);
}

static void add_bash_values(struct text *out)
{
    for (int i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];

        if (!row->values)
            continue;
        text_addf(out, "    --%s", row->name);
        if (row->letter)
            text_addf(out, "|-%c", row->letter);
        text_addf(out, ") words='%s' ;;\n", row->values);
    }
}

void help_bash(struct text *out)
{
    text_add(out, "# vitscope: completion for bash\n"
                  "_vitscope() {\n"
                  "  local word=${COMP_WORDS[COMP_CWORD]} command=explore i "
                  "words=\n"
                  "  for i in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
                  "    case $i in\n    ");
    for (int i = 0; i < COMMAND_COUNT; i++)
        text_addf(out, "%s%s", i ? "|" : "", commands[i].name);
    text_add(out, ") command=$i; break ;;\n    esac\n  done\n"
                  "  case ${COMP_WORDS[COMP_CWORD-1]} in\n");
    add_bash_values(out);
    text_add(out, "  esac\n  if [[ -z $words && $word == -* ]]; then\n"
                  "    case $command in\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        text_addf(out, "    %s) words='", commands[i].name);
        add_option_names(out, &commands[i]);
        text_add(out, "' ;;\n");
    }
    text_add(out, "    esac\n  elif [[ -z $words && $COMP_CWORD == 1 ]]; then\n"
                  "    words='");
    add_command_names(out);
    text_add(out, "'\n  fi\n"
                  "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                  "}\ncomplete -o default -F _vitscope vitscope\n");
}

/* --- fish -------------------------------------------------------------------- */

/* Inside of single quotes. */
static void add_fish_quoted(struct text *out, const char *s)
{
    text_add(out, "'");
    for (; *s; s++) {
        if (*s == '\'' || *s == '\\')
            text_add(out, "\\");
        text_add_bytes(out, s, 1);
    }
    text_add(out, "'");
}

/* "__fish_seen_subcommand_from show trace"; the explorer is also meant when
 * no command was named. */
static void add_condition(struct text *out, const struct option_row *row)
{
    bool first = row->commands >> COMMAND_EXPLORE & 1;

    if (row->commands == (1u << COMMAND_COUNT) - 1)
        return;
    text_add(out, " -n '");
    if (first) {
        text_add(out, "not __fish_seen_subcommand_from ");
        add_command_names(out);
        text_add(out, "; or ");
    }
    text_add(out, "__fish_seen_subcommand_from");
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (option_applies(row, &commands[i]))
            text_addf(out, " %s", commands[i].name);
    text_add(out, "'");
}

static void add_fish_option(struct text *out, const struct option_row *row)
{
    text_addf(out, "complete -c vitscope -l %s", row->name);
    if (row->letter)
        text_addf(out, " -s %c", row->letter);
    add_condition(out, row);
    if (row->values) {
        text_add(out, " -x -a ");
        add_fish_quoted(out, row->values);
    } else if (row->argument && !option_is_optional(row)) {
        text_add(out, " -r");
    }
    text_add(out, " -d ");
    add_fish_quoted(out, row->help);
    text_add(out, "\n");
}

void help_fish(struct text *out)
{
    text_add(out, "# vitscope: completion for fish\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        text_addf(out,
                  "complete -c vitscope -n __fish_use_subcommand -a %s "
                  "-d ",
                  commands[i].name);
        add_fish_quoted(out, commands[i].summary);
        text_add(out, "\n");
    }
    for (int i = 0; i < option_row_count; i++)
        add_fish_option(out, &option_rows[i]);
}
