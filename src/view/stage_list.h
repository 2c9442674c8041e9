/* stage_list.h - the rows of stages[], one a file. */
#ifndef VIEW_STAGE_LIST_H
#define VIEW_STAGE_LIST_H

#include "view/stage.h"

extern const struct stage patches_stage, cls_stage, positions_stage,
    scores_stage, weights_stage, update_stage, final_stage, classes_stage;

#endif
