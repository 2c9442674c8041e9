/* stages.c - the table of stages: the steps of the CLS pipeline in order. */
#include <string.h>

#include "stage_list.h"

const struct stage *const stages[] = {
    &patches_stage, &cls_stage,    &positions_stage, &scores_stage,
    &weights_stage, &update_stage, &final_stage,     &classes_stage,
};
const int stage_count = (int)(sizeof stages / sizeof stages[0]);

int stage_parse(const char *s)
{
    long number;

    if (text_to_long(&number, s, 1, stage_count))
        return (int)number - 1;
    for (int i = 0; i < stage_count; i++)
        if (strcmp(stages[i]->name, s) == 0)
            return i;
    return -1;
}
