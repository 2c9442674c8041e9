/* help_zsh.c - completion for zsh, from the tables: the words of _arguments.
 *
 * An option is '*'{-m+,--model=}'[help]:MODEL:_files': any number of times, the
 * value in the same word or the next, what it is, its name, what completes
 * it. */
#include "help_shell.h"

/* Within '[...]' or ':...:' of a specification, in single quotes. */
static void add_quoted(struct text *out, const char *s)
{
    shell_quote(out, s, "[]:\\", "'\\''");
}

static void add_spellings(struct text *out, const struct option_row *row)
{
    bool optional = option_is_optional(row);
    const char *value = optional ? "=-" : row->argument ? "=" : "";

    text_add(out, "'*'");
    if (row->letter && !optional)
        text_addf(out, "{-%c%s,--%s%s}", row->letter,
                  row->argument ? "+" : "", row->name, value);
    else
        text_addf(out, "--%s%s", row->name, value);
}

/* ":STAGE:(patches cls)", ":FILE:_files", ":N: "; "::" may be left out. */
static void add_value(struct text *out, const struct option_row *row)
{
    struct text words = text_new(out->arena);
    struct text name = text_new(out->arena);
    bool optional = option_is_optional(row);

    if (!row->argument)
        return;
    text_add(&name, row->argument + optional);
    name.data[name.size - optional] = '\0';
    text_add(out, optional ? "::" : ":");
    add_quoted(out, name.data);
    if (option_words(&words, row))
        text_addf(out, ":(%s)", words.data);
    else
        text_add(out, option_is_path(row) ? ":_files" : ": ");
}

static void add_option(struct text *out, const struct option_row *row)
{
    text_add(out, "  ");
    if (!shell_is_common(row)) {
        text_add(out, "[[ $command == (");
        shell_takers(out, row, "|");
        text_add(out, ") ]] && ");
    }
    text_add(out, "specs+=(");
    add_spellings(out, row);
    text_add(out, "'[");
    add_quoted(out, row->help);
    text_add(out, "]");
    add_value(out, row);
    text_add(out, "')\n");
}

static void add_commands(struct text *out)
{
    text_add(out, "_vitscope_commands() {\n  local -a names=(\n");
    for (int i = 0; i < COMMAND_COUNT; i++) {
        text_addf(out, "    '%s:", commands[i].name);
        add_quoted(out, commands[i].summary);
        text_add(out, "'\n");
    }
    text_add(out, "  )\n  _describe command names\n}\n\n"
                  "_vitscope_first() {\n"
                  "  _alternative commands:command:_vitscope_commands "
                  "files:file:_files\n}\n\n");
}

void help_zsh(struct text *out)
{
    text_add(out, "#compdef vitscope\n# vitscope: completion for zsh\n\n");
    add_commands(out);
    text_add(out, "_vitscope() {\n"
                  "  local command=explore word\n"
                  "  local -a specs\n"
                  "  for word in ${words[2,CURRENT-1]}; do\n"
                  "    case $word in\n    (");
    shell_commands(out, "|");
    text_add(out, ") command=$word; break ;;\n    esac\n  done\n");
    for (int i = 0; i < option_row_count; i++)
        add_option(out, &option_rows[i]);
    text_add(out, "  specs+=('1: : _vitscope_first')\n"
                  "  [[ $command == (");
    shell_fileless(out, "|");
    text_add(out, ") ]] && specs+=('*:text: ') || specs+=('*:file:_files')\n"
                  "  [[ $command == help ]] && specs[-1]='2:topic:(");
    shell_topics(out);
    text_add(out, ")'\n"
                  "  _arguments -S : $specs\n"
                  "}\n\n"
                  "if [[ $funcstack[1] == _vitscope ]]; then\n"
                  "  _vitscope \"$@\"\n"
                  "else\n"
                  "  compdef _vitscope vitscope\n"
                  "fi\n");
}
