/* action.h - what keys do.  The help screen, the footer and the KEYS section
 * of the man page are printed from this table; the keymap is made from it. */
#ifndef VIEW_ACTION_H
#define VIEW_ACTION_H

/* clang-format off */
/*    name          keys              group       footer       help */
#define ACTIONS(_) \
    _(STEP_NEXT,    "Space n PgDn",   "walk",     "next",      "next step: through the stages and, for 4-6, every layer") \
    _(STEP_PREV,    "BSpace p PgUp",  "walk",     "",          "previous step") \
    _(STAGE,        "1 2 3 4 5 6 7 8","walk",     "",          "jump to a stage, keeping the layer") \
    _(LAYER_PREV,   "[",              "walk",     "",          "layer down") \
    _(LAYER_NEXT,   "]",              "walk",     "[] layer",  "layer up") \
    _(LAYER_FIRST,  "(",              "walk",     "",          "first layer") \
    _(LAYER_LAST,   ")",              "walk",     "",          "last layer") \
    _(HEAD_PREV,    "{ ,",            "walk",     "",          "head before; before the first: mean, max, min") \
    _(HEAD_NEXT,    "} .",            "walk",     "{} head",   "head after; in stage 8 the next class") \
    _(LEFT,         "Left h",         "token",    "←↑↓→ patch", "patch to the left") \
    _(DOWN,         "Down j",         "token",    "",          "patch below") \
    _(UP,           "Up k",           "token",    "",          "patch above") \
    _(RIGHT,        "Right l",        "token",    "",          "patch to the right; a click of the mouse chooses one, too") \
    _(FIRST,        "Home",           "token",    "",          "first token") \
    _(LAST,         "End",            "token",    "",          "last token") \
    _(GOTO,         ":",              "token",    "",          "go to p5, r2c3, row,column, cls or reg1; to l2, h1, l2h1") \
    _(QUERY,        "Enter",          "token",    "query",     "take the chosen token as the query") \
    _(QUERY_CLS,    "0",              "token",    "",          "back to CLS as the query") \
    _(PICTURE_NEXT, "Tab",            "picture",  "picture",   "next picture") \
    _(PICTURE_PREV, "S-Tab",          "picture",  "",          "previous picture") \
    _(OPEN,         "o",              "picture",  "",          "open another picture") \
    _(BESIDE,       "v",              "picture",  "+beside",   "a second picture beside the first") \
    _(PROMPTS,      "P",              "picture",  "prompts",   "other prompts as classes, for CLIP and SigLIP") \
    _(SEEN,         "i",              "picture",  "",          "what the model saw: crop, squash, interpolation") \
    _(WALL,         "w",              "look",     "wall",      "wall of all layers and heads; Enter jumps in") \
    _(RAW,          "x",              "look",     "+digits",   "raw numbers") \
    _(MASS,         "m",              "look",     "",          "keep the tokens that hold 50, 60, 80, 90, 95 % of the weight") \
    _(SCALE,        "s",              "look",     "",          "own or shared colour scale") \
    _(METHOD,       "r",              "look",     "+explainer","next explainer: attention, rollout") \
    _(BARE,         "b",              "look",     "",          "the map alone, without the picture under it") \
    _(COMPONENTS,   "f",              "look",     "",          "principal components of the patch tokens as colours") \
    _(THEME,        "t",              "look",     "",          "next theme: dark, light, safe for colour-blind eyes") \
    _(CONCEPTS,     "c",              "learn",    "concepts",  "concepts: what CLS is, and what else there is") \
    _(HELP,         "? F1",           "learn",    "help",      "this help") \
    _(FIND,         "/",              "learn",    "+find",     "find a class, token or page; n N next, previous, until Esc") \
    _(AUTOPLAY,     "a",              "show",     "+play",     "autoplay; again for another pace, Esc ends it") \
    _(EXPORT,       "e",              "show",     "+export",   "export: the screen as text, ANSI and SVG, the map as PNG") \
    _(COPY,         "y",              "show",     "+copy",     "copy the command and JSON path of this number (OSC 52)") \
    _(CANCEL,       "Esc",            "leave",    "",          "cancel work, close what is on top, go back, leave") \
    _(QUIT,         "q",              "leave",    "quit",      "close what is on top, or leave") \
    _(ABORT,        "C-c",            "leave",    "",          "leave at once") \
    _(REDRAW,       "C-l",            "leave",    "",          "draw the screen again")
/* clang-format on */

enum action {
    ACTION_NONE,
#define NAME(name, keys, group, footer, help) ACTION_##name,
    ACTIONS(NAME)
#undef NAME
    ACTION_COUNT
};

struct action_row {
    enum action action;
    const char *keys;       /* separated by blanks, named as --keys names them */
    const char *group;
    const char *footer;     /* short word for the footer, "" not there; with + only where it is wide */
    const char *help;
};
extern const struct action_row action_table[];
extern const int action_rows;

#endif
