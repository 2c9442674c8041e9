/* help_bash.c - completion for bash, from the tables.
 *
 * bash hands over the words of the line, in which "--stage=x" is three.  Where
 * we say nothing it completes names of files, unless told not to: compopt,
 * which the bash 3 of macOS lacks. */
#include "help_shell.h"

static void add_spellings(struct text *out, const struct option_row *row)
{
    text_addf(out, "  --%s", row->name);
    if (row->letter)
        text_addf(out, "|-%c", row->letter);
}

/* What a value may be: words, files, or what only the user knows. */
static void add_values(struct text *out)
{
    for (int i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        struct text words = text_new(out->arena);

        if (!row->argument || option_is_path(row))
            continue;
        if (option_is_optional(row))
            text_addf(out, "  --%s=", row->name);
        else
            add_spellings(out, row);
        option_words(&words, row);
        text_addf(out, ") kind=value words='%s' ;;\n", words.data);
    }
}

static void add_paths(struct text *out)
{
    for (int i = 0; i < option_row_count; i++)
        if (option_is_path(&option_rows[i])) {
            add_spellings(out, &option_rows[i]);
            text_add(out, ") kind=file ;;\n");
        }
}

static void add_options(struct text *out)
{
    for (int c = 0; c < COMMAND_COUNT; c++) {
        text_addf(out, "    %s) words='", commands[c].name);
        for (int i = 0; i < option_row_count; i++)
            if (option_applies(&option_rows[i], &commands[c]))
                text_addf(out, " --%s", option_rows[i].name);
        text_add(out, "' ;;\n");
    }
}

static const char head[] =
    "# vitscope: completion for bash\n"
    "_vitscope() {\n"
    "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
    "  local command=explore kind=argument words= i\n"
    "  if [[ $word == = ]]; then\n"
    "    word=\n"
    "    [[ $before != --help ]] || before+==\n"
    "  elif [[ $before == = ]]; then\n"
    "    before=${COMP_WORDS[COMP_CWORD-2]}\n"
    "    [[ $before != --help ]] || before+==\n"
    "  fi\n"
    "  for i in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
    "    case $i in\n"
    "    ";

static const char choice[] =
    "  esac\n"
    "  if [[ $kind == argument && $word == -* ]]; then\n"
    "    kind=value\n"
    "    case $command in\n";

static const char tail[] =
    ") kind=value ;;\n"
    "    esac\n"
    "  fi\n"
    "  COMPREPLY=()\n"
    "  [[ -z $words ]] || COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
    "  [[ $kind != value ]] || compopt +o default 2>/dev/null\n"
    "  return 0\n"
    "}\n"
    "complete -o default -F _vitscope vitscope\n";

void help_bash(struct text *out)
{
    text_add(out, head);
    shell_commands(out, "|");
    text_add(out, ") command=$i; break ;;\n    esac\n  done\n"
                  "  case $before in\n");
    add_values(out);
    add_paths(out);
    text_add(out, choice);
    add_options(out);
    text_add(out, "    esac\n"
                  "  elif [[ $kind == argument && $COMP_CWORD == 1 ]]; then\n"
                  "    words='");
    shell_commands(out, " ");
    text_add(out, "'\n"
                  "  elif [[ $kind == argument ]]; then\n"
                  "    case $command in\n"
                  "    help) kind=value words='");
    shell_topics(out);
    text_add(out, "' ;;\n    ");
    shell_fileless(out, "|");
    text_add(out, tail);
}
