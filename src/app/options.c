/* options.c - the command line, read with the table of options.
 *
 * Words are taken in order: the first that is no option names the command
 * when there is one of that name, else it is a picture for the explorer (a
 * picture called "report" is ./report).  So options may stand anywhere. */
#define _GNU_SOURCE
#include "app/options.h"

#include <getopt.h>
#include <string.h>

#include "app/misspelt.h"
#include "app/terminal.h"
#include "base/text.h"
#include "explain/explainer.h"

/* What getopt_long returns for row i. */
enum { ROW_CODE = 1000, ROWS_MAX = 64 };

/* The table as getopt_long wants it. */
static void make_tables(struct option longs[ROWS_MAX + 1],
                        char shorts[2 * ROWS_MAX + 3])
{
    char *s = shorts;

    *s++ = '-'; /* words come in order, as option 1 */
    *s++ = ':'; /* a missing value is ':', not a message */
    for (int i = 0; i < option_row_count; i++) {
        const struct option_row *row = &option_rows[i];
        bool optional = option_is_optional(row);

        longs[i] = (struct option){
            row->name,
            !row->argument ? no_argument
            : optional     ? optional_argument
                           : required_argument,
            NULL,
            ROW_CODE + i,
        };
        if (row->letter) {
            *s++ = (char)row->letter;
            if (row->argument && !optional)
                *s++ = ':';
        }
    }
    *s = '\0';
    longs[option_row_count] = (struct option){ 0 };
}

/* The row of what getopt_long returned; NULL: none. */
static const struct option_row *row_of(int code)
{
    if (code >= ROW_CODE)
        return &option_rows[code - ROW_CODE];
    for (int i = 0; i < option_row_count; i++)
        if (code && option_rows[i].letter == code)
            return &option_rows[i];
    return NULL;
}

/* "-l" or "--layer", as it is best known. */
static const char *spelled(char out[48], const struct option_row *row)
{
    if (row->letter)
        memcpy(out, (char[]){ '-', (char)row->letter, '\0' }, 3);
    else
        strcat(strcpy(out, "--"), row->name);
    return out;
}

static bool store(struct options *o, const struct option_row *row,
                  const char *value, struct error *err)
{
    void *field = (char *)o + row->offset;
    char name[48];

    /* no keys at all is a list of keys: one look at the first screen */
    if (value && !*value && row->offset != offsetof(struct options, keys))
        return error_set(err, "%s needs a value: %s", spelled(name, row),
                         row->argument);
    if (row->take)
        return row->take(o, value, err);
    if (row->argument)
        *(const char **)field = value;
    else
        *(bool *)field = true;
    return true;
}

/* A long option that is none, or the beginning of several. */
static bool refuse_long(const char *word, struct error *err)
{
    int n = (int)strcspn(word, "="), alike = 0;
    struct misspelt m = { .word = word + 2, .length = n - 2 };

    for (int i = 0; i < option_row_count; i++) {
        alike += strncmp(option_rows[i].name, word + 2, (size_t)n - 2) == 0;
        misspelt_try(&m, option_rows[i].name);
    }
    if (alike > 1)
        return error_set(err, "%.*s could be more than one option", n, word);
    if (m.meant)
        return error_set(err, "there is no option %.*s; did you mean --%s?", n,
                         word, m.meant);
    return error_set(err, "there is no option %.*s", n, word);
}

/* Something that is no option of ours, or one without its value. */
static bool refuse(int code, const char *word, struct error *err)
{
    const struct option_row *row = row_of(optopt);
    char name[48];

    if (code == ':' && row)
        return error_set(err, "%s needs a value: %s", spelled(name, row),
                         row->argument);
    if (!text_starts(word, "--"))
        return error_set(err, "there is no option -%c", optopt);
    if (row)
        return error_set(err, "--%s takes no value", row->name);
    return refuse_long(word, err);
}

/* What every row says when nobody says anything. */
static struct options defaults(int argc, struct arena *keep)
{
    return (struct options){
        .command = &commands[COMMAND_EXPLORE],
        .arguments = arena_array(keep, const char *, argc + 1),
        .prompts = arena_array(keep, const char *, argc + 1),
        .place = { .stage = -1, .layer = -1, .head = HEAD_MEAN },
        .top = 5,
        .seconds = 3,
        .depth = DEPTH_AUTO,
        .theme = -1,
    };
}

/* Options belong to commands; which one is meant may be said after them. */
static bool check_rows(const struct options *o, const bool *seen,
                       struct error *err)
{
    char name[48];

    for (int i = 0; i < option_row_count; i++)
        if (seen[i] && !option_applies(&option_rows[i], o->command))
            return error_set(err, "%s has no option %s", o->command->name,
                             spelled(name, &option_rows[i]));
    return true;
}

static void take_word(struct options *o, const char *word, bool *named)
{
    const struct command *c = *named ? NULL : command_find(word);

    *named = true;
    if (c) {
        o->command = c;
        o->command_named = true;
    } else {
        o->arguments[o->argument_count++] = word;
    }
}

bool options_parse(struct options *o, int argc, char **argv, struct arena *keep,
                   struct error *err)
{
    struct option longs[ROWS_MAX + 1];
    char shorts[2 * ROWS_MAX + 3];
    bool seen[ROWS_MAX] = { false };
    bool named = false, good = true;
    int code;

    *o = defaults(argc, keep);
    make_tables(longs, shorts);
    opterr = 0;
    for (int at = optind;
         (code = getopt_long(argc, argv, shorts, longs, NULL)) != -1;
         at = optind) {
        const struct option_row *row = row_of(code);
        struct error unheard; /* only the first is told */

        if (code == 1) {
            take_word(o, optarg, &named);
        } else if (!row) {
            good = good && refuse(code, argv[at < argc ? at : argc - 1], err);
        } else {
            seen[row - option_rows] = true;
            if (!store(o, row, optarg, good ? err : &unheard))
                good = false;
        }
    }
    for (; optind < argc; optind++) /* behind "--": no command's name */
        o->arguments[o->argument_count++] = argv[optind];
    return good && check_rows(o, seen, err);
}
