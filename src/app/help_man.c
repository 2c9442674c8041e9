/* help_man.c - the sections of the man page that the tables know (mdoc). */
#include <string.h>

#include "app/help.h"
#include "explain/explainer.h"
#include "view/action.h"
#include "view/stage.h"

/* Words as mdoc takes them: a backslash would escape, a dot or quote at the
 * start of a line would be a request, a hyphen-minus is \-. */
static void add_plain(struct text *out, const char *s)
{
    if (*s == '.' || *s == '\'')
        text_add(out, "\\&");
    for (; *s; s++) {
        if (*s == '\\')
            text_add(out, "\\e");
        else if (*s == '-')
            text_add(out, "\\-");
        else
            text_add_bytes(out, s, 1);
    }
}

/* An argument of a macro, quoted. */
static void add_quoted(struct text *out, const char *s)
{
    text_add(out, "\"");
    for (; *s; s++)
        if (*s == '"')
            text_add(out, "\\(dq");
        else if (*s == '\\')
            text_add(out, "\\e");
        else
            text_add_bytes(out, s, 1);
    text_add(out, "\"");
}

/* Sentences as lines of their own, as mdoc wants them. */
static void add_lines(struct text *out, const char *s)
{
    add_plain(out, s);
    text_add(out, "\n");
}

static void add_option(struct text *out, const struct option_row *row)
{
    text_add(out, ".It ");
    if (row->letter)
        text_addf(out, "Fl %c , ", row->letter);
    text_addf(out, "Fl \\-%s", row->name);
    if (option_is_optional(row))
        text_addf(out, " Ns Oo = Ns Ar %.*s Oc",
                  (int)strlen(row->argument) - 2, row->argument + 1);
    else if (row->argument)
        text_addf(out, " Ar %s", row->argument);
    text_add(out, "\n");
    add_lines(out, row->help);
}

static bool applies_to_all(const struct option_row *row)
{
    return row->commands == (1u << COMMAND_COUNT) - 1;
}

/* Which commands take it, when not all do. */
static void add_takers(struct text *out, const struct option_row *row)
{
    const char *between = "Of ";

    if (applies_to_all(row))
        return;
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (option_applies(row, &commands[i])) {
            text_addf(out, "%s%s", between, commands[i].name);
            between = ", ";
        }
    text_add(out, ".\n");
}

static void man_commands(struct text *out)
{
    for (int i = 0; i < COMMAND_COUNT; i++) {
        text_addf(out, ".It Cm %s ", commands[i].name);
        text_add(out, "Ar ");
        add_quoted(out, commands[i].arguments);
        text_add(out, "\n");
        add_lines(out, commands[i].summary);
    }
}

static void man_options(struct text *out)
{
    for (int i = 0; i < option_row_count; i++) {
        add_option(out, &option_rows[i]);
        add_takers(out, &option_rows[i]);
    }
}

static void man_stages(struct text *out)
{
    for (int i = 0; i < stage_count; i++) {
        text_addf(out, ".It %d Cm %s\n", i + 1, stages[i]->name);
        add_lines(out, stages[i]->title);
    }
}

static void man_keys(struct text *out)
{
    for (int i = 0; i < action_rows; i++) {
        text_add(out, ".It Ic ");
        add_quoted(out, action_table[i].keys);
        text_add(out, "\n");
        add_lines(out, action_table[i].help);
    }
}

static void man_methods(struct text *out)
{
    for (int i = 0; i < explainer_count; i++) {
        text_addf(out, ".It Cm %s\n", explainers[i]->name);
        add_lines(out, explainers[i]->formula);
        text_add(out, ".Pq ");
        add_quoted(out, explainers[i]->cite);
        text_add(out, "\n");
    }
}

static void add_section(struct text *out, const char *name,
                        void (*print)(struct text *out))
{
    text_addf(out, ".\\\" table %s\n", name);
    text_add(out, ".Bl -tag -width Ds\n");
    print(out);
    text_addf(out, ".El\n.\\\" end %s\n", name);
}

void help_man(struct text *out)
{
    add_section(out, "commands", man_commands);
    add_section(out, "options", man_options);
    add_section(out, "stages", man_stages);
    add_section(out, "keys", man_keys);
    add_section(out, "methods", man_methods);
}
