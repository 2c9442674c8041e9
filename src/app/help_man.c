/* help_man.c - the sections of the man page that the tables know (mdoc). */
#include <string.h>

#include "app/help.h"
#include "explain/explainer.h"
#include "view/action.h"
#include "view/stage.h"

enum { LINE_WIDTH = 76 };

/* One word as mdoc takes it: a backslash would escape, a hyphen-minus is \-,
 * a dot or quote at the start of a line would be a request. */
static int add_word(struct text *out, const char *s, int n)
{
    ptrdiff_t before = out->size;

    if (*s == '.' || *s == '\'')
        text_add(out, "\\&");
    for (int i = 0; i < n; i++)
        if (s[i] == '\\')
            text_add(out, "\\e");
        else if (s[i] == '-')
            text_add(out, "\\-");
        else
            text_add_bytes(out, s + i, 1);
    return (int)(out->size - before);
}

/* Text in lines that are not too long. */
static void add_words(struct text *out, const char *s)
{
    int at = 0;

    while (*s) {
        int n = (int)strcspn(s, " ");

        if (at)
            text_add(out, at + n > LINE_WIDTH ? "\n" : " ");
        at = at + n > LINE_WIDTH ? 0 : at + (at > 0);
        at += add_word(out, s, n);
        s += n + (s[n] == ' ');
    }
    text_add(out, "\n");
}

/* An argument of a macro; \& on both sides keeps what would be punctuation. */
static void add_quoted(struct text *out, const char *s)
{
    text_add(out, "\"\\&");
    for (; *s; s++)
        if (*s == '"')
            text_add(out, "\\(dq");
        else if (*s == '\\')
            text_add(out, "\\e");
        else
            text_add_bytes(out, s, 1);
    text_add(out, "\\&\"");
}

/* "-o OUT.png [IMAGE]..." word by word. */
static void add_arguments(struct text *out, const char *s)
{
    while (*s) {
        int n = (int)strcspn(s, " ");
        bool optional = *s == '[';
        bool several = n > 3 && memcmp(s + n - 3, "...", 3) == 0;
        const char *word = s + optional;
        int size = n - optional - 3 * several - optional;

        if (*s == '-')
            text_addf(out, " Fl %.*s", n - 1, s + 1);
        else
            text_addf(out, " %sAr %.*s%s%s", optional ? "Oo " : "", size, word,
                      several ? " ..." : "", optional ? " Oc" : "");
        s += n + (s[n] == ' ');
    }
}

static void add_option(struct text *out, const struct option_row *row)
{
    text_add(out, ".It ");
    if (row->letter)
        text_addf(out, "Fl %c , ", row->letter);
    text_addf(out, "Fl \\-%s", row->name);
    if (option_is_optional(row))
        text_addf(out, " Ns Oo = Ns Ar %.*s Oc", (int)strlen(row->argument) - 2,
                  row->argument + 1);
    else if (row->argument)
        text_addf(out, " Ar %s", row->argument);
    text_add(out, "\n");
    add_words(out, row->help);
}

static bool applies_to_all(const struct option_row *row)
{
    return row->commands == (1u << COMMAND_COUNT) - 1;
}

/* Which commands take it, when not all do. */
static void add_takers(struct text *out, const struct option_row *row)
{
    const char *between = ".Pq Cm ";

    if (applies_to_all(row))
        return;
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (option_applies(row, &commands[i])) {
            text_addf(out, "%s%s", between, commands[i].name);
            between = " , ";
        }
    text_add(out, "\n");
}

static void man_commands(struct text *out)
{
    for (int i = 0; i < COMMAND_COUNT; i++) {
        text_addf(out, ".It Cm %s", commands[i].name);
        add_arguments(out, commands[i].arguments);
        text_add(out, "\n");
        add_words(out, commands[i].summary);
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
        add_words(out, stages[i]->title);
    }
}

static void man_keys(struct text *out)
{
    for (int i = 0; i < action_rows; i++) {
        text_add(out, ".It Ic ");
        add_quoted(out, action_table[i].keys);
        text_add(out, "\n");
        add_words(out, action_table[i].help);
    }
}

static void man_methods(struct text *out)
{
    for (int i = 0; i < explainer_count; i++) {
        text_addf(out, ".It Cm %s\n", explainers[i]->name);
        add_words(out, explainers[i]->formula);
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
