/* option_rows.c - the table of options and how each value is understood. */
#include <stdio.h>
#include <string.h>

#include "app/help.h"
#include "app/options.h"
#include "app/terminal.h"
#include "base/text.h"
#include "explain/explainer.h"
#include "view/stage.h"

enum { SIDE_MAX = 16384, COLUMNS_MAX = 1000, THREADS_MAX = 1024 };

/* "48x32" into two numbers from 1 to `most`. */
static bool take_pair(int *first, int *second, const char *value, long most)
{
    const char *x = strchr(value, 'x');
    char head[16];
    long a, b;

    if (!x || x == value || x - value >= (ptrdiff_t)sizeof head)
        return false;
    memcpy(head, value, (size_t)(x - value));
    head[x - value] = '\0';
    if (!text_to_long(&a, head, 1, most) || !text_to_long(&b, x + 1, 1, most))
        return false;
    *first = (int)a;
    *second = (int)b;
    return true;
}

static bool take_size(struct options *o, const char *value, struct error *err)
{
    if (take_pair(&o->width, &o->height, value, COLUMNS_MAX))
        return true;
    return error_set(err,
                     "--size %s: columns x rows are meant, as in 100x30, "
                     "at most %d of each",
                     value, COLUMNS_MAX);
}

static bool take_resolution(struct options *o, const char *value,
                            struct error *err)
{
    if (take_pair(&o->resolution_h, &o->resolution_w, value, SIDE_MAX))
        return true;
    return error_set(err,
                     "--resolution %s: height x width in pixels are "
                     "meant, as in 224x224, at most %d of each",
                     value, SIDE_MAX);
}

static bool take_stage(struct options *o, const char *value, struct error *err)
{
    char names[128] = "";
    int n = 0;

    o->place.stage = stage_parse(value);
    if (o->place.stage >= 0)
        return true;
    for (int i = 0; i < stage_count && n < (int)sizeof names; i++)
        n += snprintf(names + n, sizeof names - (size_t)n, " %s",
                      stages[i]->name);
    return error_set(err, "'%s' is no stage: 1 to %d, or a name:%s", value,
                     stage_count, names);
}

static bool take_layer(struct options *o, const char *value, struct error *err)
{
    long n;

    if (!text_to_long(&n, value, 1, 100000))
        return error_set(err, "'%s' is no layer: they count from 1", value);
    o->place.layer = (int)n - 1;
    return true;
}

static bool take_head(struct options *o, const char *value, struct error *err)
{
    long n;

    o->head_given = true;
    if (strcmp(value, "mean") == 0)
        o->place.head = HEAD_MEAN;
    else if (strcmp(value, "max") == 0)
        o->place.head = HEAD_MAX;
    else if (strcmp(value, "min") == 0)
        o->place.head = HEAD_MIN;
    else if (text_to_long(&n, value, 1, 100000))
        o->place.head = (int)n - 1;
    else
        return error_set(err,
                         "'%s' is no head: a number from 1, or mean, max "
                         "or min",
                         value);
    return true;
}

static bool take_query(struct options *o, const char *value, struct error *err)
{
    o->place.token = value;
    return true;
}

static bool take_top(struct options *o, const char *value, struct error *err)
{
    if (text_to_long(&o->top, value, 0, 1000000))
        return true;
    return error_set(err, "--top %s: a number of classes is meant", value);
}

static bool take_threads(struct options *o, const char *value,
                         struct error *err)
{
    long n;

    if (!text_to_long(&n, value, 1, THREADS_MAX))
        return error_set(err, "--threads %s: a number from 1 to %d is meant",
                         value, THREADS_MAX);
    o->threads = (int)n;
    return true;
}

static bool take_seconds(struct options *o, const char *value,
                         struct error *err)
{
    if (text_to_long(&o->seconds, value, 1, 3600))
        return true;
    return error_set(err, "--seconds %s: a number from 1 to 3600 is meant",
                     value);
}

static bool take_precision(struct options *o, const char *value,
                           struct error *err)
{
    if (strcmp(value, "f32") == 0)
        o->precision = PRECISION_F32;
    else if (strcmp(value, "bf16") == 0)
        o->precision = PRECISION_BF16;
    else
        return error_set(err, "--precision %s: f32 or bf16 is meant", value);
    return true;
}

static bool take_positions(struct options *o, const char *value,
                           struct error *err)
{
    if (strcmp(value, "original") && strcmp(value, "family"))
        return error_set(err, "--positions %s: original or family is meant",
                         value);
    o->original_positions = strcmp(value, "original") == 0;
    return true;
}

static bool take_color(struct options *o, const char *value, struct error *err)
{
    static const struct {
        const char *name;
        int depth;
    } names[] = {
        { "auto", DEPTH_AUTO },  { "always", DEPTH_ALWAYS },
        { "never", DEPTH_MONO }, { "16", DEPTH_16 },
        { "256", DEPTH_256 },    { "24bit", DEPTH_24BIT },
    };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(value, names[i].name) == 0) {
            o->depth = names[i].depth;
            return true;
        }
    return error_set(err,
                     "--color %s: auto, always, never, 16, 256 or 24bit "
                     "is meant",
                     value);
}

static bool take_theme(struct options *o, const char *value, struct error *err)
{
    enum theme t;

    if (!theme_parse(&t, value))
        return error_set(err, "--theme %s: dark, light or safe is meant",
                         value);
    o->theme = (int)t;
    return true;
}

static bool take_method(struct options *o, const char *value, struct error *err)
{
    char names[256] = "";
    int n = 0;

    o->method = value;
    if (explainer_find(value))
        return true;
    for (int i = 0; i < explainer_count && n < (int)sizeof names; i++)
        n += snprintf(names + n, sizeof names - (size_t)n, "%s%s",
                      i ? ", " : "", explainers[i]->name);
    return error_set(err, "--method %s: there are %s", value, names);
}

static bool take_prompt(struct options *o, const char *value, struct error *err)
{
    o->prompts[o->prompt_count++] = value;
    return true;
}

static bool take_help(struct options *o, const char *value, struct error *err)
{
    o->help = value ? value : "";
    return true;
}

/* --- words that other tables name ------------------------------------------ */

static void list_stages(struct text *out)
{
    for (int i = 0; i < stage_count; i++)
        text_addf(out, "%s%s", i ? " " : "", stages[i]->name);
}

static void list_methods(struct text *out)
{
    for (int i = 0; i < explainer_count; i++)
        text_addf(out, "%s%s", i ? " " : "", explainers[i]->name);
}

static void list_themes(struct text *out)
{
    for (int t = 0; t < THEME_COUNT; t++)
        text_addf(out, "%s%s", t ? " " : "", theme_name((enum theme)t));
}

static void list_topics(struct text *out)
{
    for (int i = 0; i < help_topic_count; i++)
        text_addf(out, "%s%s", i ? " " : "", help_topics[i].name);
}

#define C(name)            (1u << COMMAND_##name)
#define EVERY              ((1u << COMMAND_COUNT) - 1)
#define RUNS               (C(EXPLORE) | C(SHOW) | C(REPORT) | C(TRACE) | C(OVERLAY))
#define PICTURES           (RUNS | C(PREPROCESS))
#define WRITES             (C(TRACE) | C(OVERLAY) | C(PREPROCESS))
#define SCREEN             (C(EXPLORE) | C(SHOW))
#define LOOKS              (C(SHOW) | C(OVERLAY))
#define AT(field)          NULL, offsetof(struct options, field), NULL, NULL
#define BY(take)           take, 0, NULL, NULL
#define WORD(take, values) take, 0, values, NULL
#define LISTED(take, list) take, 0, NULL, list

/* clang-format off */
const struct option_row option_rows[] = {
    { "model", 'm', "MODEL", EVERY, "a folder or file of weights in safetensors, or a hub name found in the local cache; else $VITSCOPE_MODEL, else the built-in model", AT(model) },
    { "output", 'o', "FILE", WRITES, "where to write; for several pictures a folder: DIR/", AT(output) },
    { "stage", 's', "STAGE", C(SHOW), "1-8 or a name: patches cls positions scores weights update final classes (default weights)", LISTED(take_stage, list_stages) },
    { "layer", 'l', "LAYER", LOOKS, "layer, from 1 (default: the last)", BY(take_layer) },
    { "head", 'H', "HEAD", LOOKS, "head, from 1, or mean, max, min over heads (default mean)", WORD(take_head, "mean max min") },
    { "query", 'q', "TOKEN", LOOKS, "token that reads: cls, dist, reg1, p5, r2c3 (default: what the classifier reads from)", BY(take_query) },
    { "at", 0, "STAGE:LAYER:HEAD:TOKEN", C(EXPLORE), "begin there; parts may be left out: weights:3", AT(at) },
    { "method", 0, "METHOD", LOOKS, "how the map is made (default attention); --help=methods lists them", LISTED(take_method, list_methods) },
    { "top", 0, "N", C(REPORT), "so many classes (default 5)", BY(take_top) },
    { "no-attention", 0, NULL, C(REPORT), "leave out cls_attention and pool_attention", AT(no_attention) },
    { "only", 0, "REGEX", C(TRACE) | C(BENCH), "only tensors whose names match this extended regular expression; bench: only what does of forward, trace, batch and kernels", AT(only) },
    { "from", 0, "FILE", PICTURES, "read more paths of pictures from FILE, one a line; - is standard input", AT(from) },
    { "config", 0, "FILE", C(PREPROCESS), "a preprocessor_config.json in place of a model", AT(config) },
    { "prompt", 0, "TEXT", RUNS, "a class in words, for models that compare pictures with text; may be repeated", BY(take_prompt) },
    { "prompts", 0, "FILE", RUNS, "the same, one a line or a JSON array", AT(prompts_file) },
    { "labels", 0, "FILE", RUNS, "names of the classes, one a line or a JSON array", AT(labels) },
    { "json", 0, NULL, C(BENCH), "one JSON object in place of a table", AT(json) },
    { "seconds", 0, "N", C(BENCH), "measure each thing for so long (default 3)", BY(take_seconds) },
    { "resolution", 0, "HxW", PICTURES | C(BENCH), "run the model at another input size", BY(take_resolution) },
    { "pixels", 0, "FILE", RUNS, "feed the tensor pixel_values of this safetensors file in place of a picture", AT(pixels) },
    { "positions", 0, "RULE", RUNS, "original: interpolate positions as the first authors did; family: as transformers or timm do (default)", WORD(take_positions, "original family") },
    { "size", 0, "WxH", SCREEN, "columns and rows", BY(take_size) },
    { "color", 0, "WHEN", SCREEN, "auto, always, never, 16, 256 or 24bit (default auto)", WORD(take_color, "auto always never 16 256 24bit") },
    { "theme", 0, "THEME", SCREEN | C(OVERLAY), "dark, light or safe (for colour-blind eyes)", LISTED(take_theme, list_themes) },
    { "ascii", 0, NULL, SCREEN, "draw with ASCII alone", AT(ascii) },
    { "narrate", 0, NULL, SCREEN, "the stage's sentence alone; with --keys one line a step", AT(narrate) },
    { "keys", 0, "KEYS", C(EXPLORE), "press these keys without a terminal, then leave: 'n n ] Tab q'", AT(keys) },
    { "snapshot", 0, "FILE", C(EXPLORE), "without a terminal: write the last screen (.txt .ans .svg, - as text)", AT(snapshot) },
    { "cast", 0, "FILE", C(EXPLORE), "without a terminal: record the session (asciinema v2)", AT(cast) },
    { "threads", 0, "N", EVERY, "use so many threads (default: one a core)", BY(take_threads) },
    { "precision", 0, "TYPE", EVERY, "f32 or bf16 products (default f32)", WORD(take_precision, "f32 bf16") },
    { "quiet", 0, NULL, EVERY, "no progress on standard error", AT(quiet) },
    { "version", 0, NULL, EVERY, "print version, picture formats and instruction set", AT(version) },
    { "help", 'h', "[TOPIC]", EVERY, "print this help, or that on keys, methods or stages; bash, zsh and fish: completion for these shells", LISTED(take_help, list_topics) },
};
/* clang-format on */
const int option_row_count = sizeof option_rows / sizeof option_rows[0];

bool option_is_optional(const struct option_row *row)
{
    return row->argument && row->argument[0] == '[';
}

bool option_is_path(const struct option_row *row)
{
    return row->argument && (strcmp(row->argument, "FILE") == 0 ||
                             strcmp(row->argument, "MODEL") == 0);
}

bool option_words(struct text *out, const struct option_row *row)
{
    if (row->list)
        row->list(out);
    else if (row->values)
        text_add(out, row->values);
    return row->list || row->values;
}

bool option_applies(const struct option_row *row, const struct command *c)
{
    return row->commands >> command_index(c) & 1;
}
