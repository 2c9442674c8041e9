/* commands.h - what the program can be asked to do: one row, one file. */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "base/error.h"

/* What the program ends with. */
enum status {
    STATUS_GOOD,
    STATUS_FAILED,  /* the work failed: bad picture, bad model, full disk */
    STATUS_USAGE    /* asked for in a way that makes no sense */
};

/* clang-format off */
/*    name        NAME        arguments                     summary */
#define COMMANDS(_) \
    _(explore,    EXPLORE,    "[IMAGE]...",                 "explore pictures with the keyboard; without any: three built-in ones") \
    _(show,       SHOW,       "IMAGE...",                   "draw one stage as text") \
    _(report,     REPORT,     "IMAGE...",                   "print one JSON object a picture on a line of its own (JSON Lines)") \
    _(trace,      TRACE,      "-o OUT.safetensors IMAGE...", "write every tensor of a run") \
    _(overlay,    OVERLAY,    "-o OUT.png IMAGE...",        "write a heat map over the picture") \
    _(info,       INFO,       "[MODEL]",                    "tell what a model is made of, and what was deduced from where") \
    _(preprocess, PREPROCESS, "-o OUT.safetensors IMAGE...", "write what the model is fed, step by step") \
    _(tokenize,   TOKENIZE,   "-m MODEL TEXT...",           "print the token ids of each text as a JSON array") \
    _(bench,      BENCH,      "",                           "measure how fast the model runs here, and how near to the limit") \
    _(help,       HELP,       "[TOPIC]",                    "tell of a command by its name, or of keys, methods, stages; --help=TOPIC is the same")
/* clang-format on */

enum command_index {
#define INDEX(name, NAME, arguments, summary) COMMAND_##NAME,
    COMMANDS(INDEX)
#undef INDEX
    COMMAND_COUNT
};

struct options;

struct command {
    const char *name;
    const char *arguments;
    const char *summary;

    /* On anything but STATUS_GOOD `err` says why; an empty text means that
     * it has been said already, picture by picture. */
    enum status (*run)(const struct options *o, struct error *err);
};

extern const struct command commands[COMMAND_COUNT];

/* NULL: none of that name. */
const struct command *command_find(const char *name);
int command_index(const struct command *c);

#define DECLARE(name, NAME, arguments, summary) \
    enum status cmd_##name(const struct options *o, struct error *err);
COMMANDS(DECLARE)
#undef DECLARE

#endif
