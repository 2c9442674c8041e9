/* keymap.h - which action a key stands for: made from the action table. */
#ifndef APP_KEYMAP_H
#define APP_KEYMAP_H

#include "view/action.h"

struct binding {
    enum action action;     /* ACTION_NONE: the key does nothing */
    int nth;                /* which key of its row, from 0: the digit of STAGE */
};
struct binding keymap_find(int key);

#endif
