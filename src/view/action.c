/* action.c - the table of actions as data. */
#include "view/action.h"

const struct action_row action_table[] = {
#define ROW(name, keys, group, footer, help) \
    { ACTION_##name, keys, group, footer, help },
    ACTIONS(ROW)
#undef ROW
};

const int action_rows = sizeof(action_table) / sizeof(action_table[0]);
