/* help.c - --help and its topics, printed from the tables. */
#include "app/help.h"

#include <string.h>

#include "app/misspelt.h"
#include "app/system.h"
#include "explain/explainer.h"
#include "view/action.h"
#include "view/stage.h"

enum { PAGE_WIDTH = 79, HELP_COLUMN = 26 };

/* Spaces up to `column`; a new line first when not one would fit. */
static void pad_to(struct text *out, int column)
{
    const char *line = strrchr(out->data, '\n');
    int at = utf8_width(line ? line + 1 : out->data);

    if (at >= column - 1) {
        text_add(out, "\n");
        at = 0;
    }
    text_addf(out, "%*s", column - at, "");
}

/* Words in lines from `column` on; the text stands at `column` already. */
static void add_words(struct text *out, const char *words, int column)
{
    int at = column;

    while (*words) {
        int n = (int)strcspn(words, " ");

        if (at > column && at + 1 + n > PAGE_WIDTH) {
            text_addf(out, "\n%*s", column, "");
            at = column;
        } else if (at > column) {
            text_add(out, " ");
            at++;
        }
        text_add_bytes(out, words, n);
        at += n;
        words += n + (words[n] == ' ');
    }
    text_add(out, "\n");
}

static void add_row(struct text *out, const char *left, const char *right)
{
    text_addf(out, "  %s", left);
    pad_to(out, HELP_COLUMN);
    add_words(out, right, HELP_COLUMN);
}

/* "-m, --model MODEL", "-h, --help[=TOPIC]" */
static void add_option(struct text *out, const struct option_row *row)
{
    struct text left = text_new(out->arena);

    if (row->letter)
        text_addf(&left, "-%c, --%s", row->letter, row->name);
    else
        text_addf(&left, "    --%s", row->name);
    if (option_is_optional(row))
        text_addf(&left, "[=%s", row->argument + 1);
    else if (row->argument)
        text_addf(&left, " %s", row->argument);
    add_row(out, left.data, row->help);
}

static void add_usage(struct text *out, const struct command *c)
{
    bool first = c == &commands[COMMAND_EXPLORE];

    text_addf(out, "usage: vitscope %s [OPTION]...%s%s\n\n",
              first ? "[explore]" : c->name, *c->arguments ? " " : "",
              c->arguments);
}

static void help_command(struct text *out, const struct command *c)
{
    add_usage(out, c);
    text_add(out, "  ");
    add_words(out, c->summary, 2);
    text_add(out, "\n");
    for (int i = 0; i < option_row_count; i++)
        if (option_applies(&option_rows[i], c))
            add_option(out, &option_rows[i]);
}

/* Does every command take it? */
static bool is_common(const struct option_row *row)
{
    return row->commands == (1u << COMMAND_COUNT) - 1;
}

static void help_program(struct text *out)
{
    text_add(out, "vitscope - see what a Vision Transformer's [CLS] token "
                  "looks at, layer by layer\n\n");
    text_add(out, "usage: vitscope [COMMAND] [OPTION]... [IMAGE]...\n\n");
    for (int i = 0; i < COMMAND_COUNT; i++)
        add_row(out, commands[i].name, commands[i].summary);
    text_add(out, "\nIMAGE is a PNG or JPEG file, a folder of them, or - for "
                  "standard input.\nOptions of every command:\n\n");
    for (int i = 0; i < option_row_count; i++)
        if (is_common(&option_rows[i]))
            add_option(out, &option_rows[i]);
    text_add(out, "\n'vitscope help COMMAND' tells of one command, "
                  "'vitscope help keys' of the keys.\n");
}

static void help_keys(struct text *out)
{
    const char *group = "";

    for (int i = 0; i < action_rows; i++) {
        const struct action_row *row = &action_table[i];

        if (strcmp(group, row->group))
            text_addf(out, "%s%s\n", i ? "\n" : "", row->group);
        group = row->group;
        add_row(out, row->keys, row->help);
    }
}

static void help_methods(struct text *out)
{
    for (int i = 0; i < explainer_count; i++) {
        const struct explainer *x = explainers[i];
        struct text about = text_new(out->arena);

        text_addf(&about, "%s (%s)", x->formula, x->cite);
        add_row(out, x->name, about.data);
    }
}

static void help_stages(struct text *out)
{
    for (int i = 0; i < stage_count; i++) {
        struct text left = text_new(out->arena);

        text_addf(&left, "%d %s", i + 1, stages[i]->name);
        add_row(out, left.data, stages[i]->title);
    }
}

const struct help_topic help_topics[] = {
    { "keys", help_keys },     { "methods", help_methods },
    { "stages", help_stages }, { "man", help_man },
    { "bash", help_bash },     { "zsh", help_zsh },
    { "fish", help_fish },
};
const int help_topic_count = sizeof help_topics / sizeof help_topics[0];

/* The page of a topic, or of a command by its name. */
static bool print_topic(struct text *out, const char *topic)
{
    const struct command *c = command_find(topic);

    for (int i = 0; i < help_topic_count; i++)
        if (strcmp(help_topics[i].name, topic) == 0) {
            help_topics[i].print(out);
            return true;
        }
    if (c)
        help_command(out, c);
    return c != NULL;
}

static void refuse_topic(const char *topic, struct error *err)
{
    struct misspelt m = { .word = topic, .length = (int)strlen(topic) };

    for (int i = 0; i < help_topic_count; i++)
        misspelt_try(&m, help_topics[i].name);
    for (int i = 0; i < COMMAND_COUNT; i++)
        misspelt_try(&m, commands[i].name);
    if (m.meant)
        error_set(err, "there is no help on '%s'; did you mean %s?", topic,
                  m.meant);
    else
        error_set(err,
                  "there is no help on '%s': keys, methods, stages, man, "
                  "bash, zsh and fish are topics",
                  topic);
}

enum status help_print(const struct options *o, struct error *err)
{
    struct arena arena;
    struct text page;
    bool good;

    if (!memory_open_little(&arena, err))
        return STATUS_FAILED;
    page = text_new(&arena);
    if (*o->help && !print_topic(&page, o->help)) {
        refuse_topic(o->help, err);
        return STATUS_USAGE;
    }
    if (!*o->help && o->command_named)
        help_command(&page, o->command);
    else if (!*o->help)
        help_program(&page);
    good = print_out(page.data, page.size, err);
    arena_close(&arena);
    return good ? STATUS_GOOD : STATUS_FAILED;
}
