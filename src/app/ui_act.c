/* ui_act.c - an action is a row of one of two tables. */
#include "explorer.h"

static act_fn *find(const struct act *rows, enum action action)
{
    while (rows->act && rows->action != action)
        rows++;
    return rows->act;
}

void ui_act(struct ui *ui, struct binding b)
{
    act_fn *act = find(walk_acts, b.action);

    if (!act)
        act = find(look_acts, b.action);
    if (act)
        act(ui, b.nth);
}
