/* options.h - what was asked for: the command line as values.
 *
 * The table of options is the only list of them: parsing, --help, completion
 * and the man page walk it. */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/commands.h"
#include "base/arena.h"
#include "base/text.h"
#include "nn/kernels.h"

/* What to look at: stage, layer and head count from 0 here. */
struct vantage {
    int stage;              /* index into stages[] */
    int layer;              /* -1: the last */
    int head;               /* or HEAD_MEAN ... */
    const char *token;      /* "p5", NULL: the readout's own query */
};

struct options {
    const struct command *command;
    bool command_named;             /* in so many words */
    const char **arguments;         /* IMAGE, MODEL or TEXT, as given */
    int argument_count;

    const char *model;              /* -m; NULL: VITSCOPE_MODEL or built in */
    const char *output;             /* -o */
    const char *from, *only, *config, *method, *pixels;
    const char *labels, *prompts_file;
    const char *at;                 /* --at, understood by walk_at() */
    const char **prompts;           /* --prompt, in their order */
    int prompt_count;

    struct vantage place;             /* -s -l -H -q */
    bool head_given;

    long top, seconds;
    bool no_attention, narrate, quiet, json;
    int resolution_h, resolution_w; /* 0: the model's own */
    bool original_positions;

    int width, height;              /* --size; 0: not said */
    int depth;                      /* enum depth, DEPTH_AUTO, DEPTH_ALWAYS */
    int theme;                      /* enum theme; -1: not said */
    bool ascii;
    const char *keys, *snapshot, *cast;

    int threads;                    /* 0: all cores */
    enum precision precision;

    bool version;
    const char *help;               /* topic, "" for the command's own; NULL */
};

struct option_row {
    const char *name;               /* --name */
    int letter;                     /* -x; 0: none */
    const char *argument;           /* its name; [NAME] may be left out; NULL: a flag */
    unsigned commands;              /* bits 1 << enum command_index */
    const char *help;

    /* Take the value.  NULL: a string or a flag, stored at `offset`. */
    bool (*take)(struct options *o, const char *value, struct error *err);
    size_t offset;

    /* Words it may be, for completion: named here, or by another table. */
    const char *values;
    void (*list)(struct text *out);
};

extern const struct option_row option_rows[];
extern const int option_row_count;

bool option_is_optional(const struct option_row *row);
bool option_is_path(const struct option_row *row);

/* The words its value may be, with blanks between; false: no words. */
bool option_words(struct text *out, const struct option_row *row);

bool option_applies(const struct option_row *row, const struct command *c);

/* Read the command line.  False with a sentence when it makes no sense;
 * o->command is then still the command that was meant, for the hint. */
bool options_parse(struct options *o, int argc, char **argv,
                   struct arena *keep, struct error *err);

#endif
