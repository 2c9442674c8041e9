/* script.h - --keys: what is pressed, when nobody is there to press it. */
#ifndef APP_SCRIPT_H
#define APP_SCRIPT_H

#include "app/terminal.h"

/* A key, KEY_CLICK (x, y from 0), KEY_RESIZE_ (x columns, y rows), or
 * KEY_NOTHING: x milliseconds of waiting. */
struct script {
    struct input *items;
    int count;
};

/* Words between blanks: names of keys, resize:120x40, click:10x5 (from 1),
 * type:word, wait:0.5.  False with a sentence: wrong usage. */
bool script_parse(struct script *out, const char *keys, struct arena *keep,
                  struct error *err);

#endif
