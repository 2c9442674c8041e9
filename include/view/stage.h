/* stage.h - one step of the CLS pipeline as a drawing: one file, one row. */
#ifndef VIEW_STAGE_H
#define VIEW_STAGE_H

#include "base/text.h"
#include "view/plot.h"
#include "view/scene.h"

/* What must be computed before a stage can be drawn whole. */
enum need {
    NEED_INPUT = 0,     /* the prepared picture and the embeddings */
    NEED_LAYER = 1,     /* the layer at the cursor */
    NEED_DETAIL = 2,    /* its DEMAND tensors, when the query is not the readout's */
    NEED_OUTCOME = 4,   /* all layers and the classes */
    NEED_MAP = 8,       /* the explainer's map */
    NEED_FULL = 16,     /* DEMAND tensors whatever the query */
    NEED_PARTS = 32     /* where the logits come from (explain/attribution.h) */
};

struct stage {
    const char *name;           /* what -s takes, the step indicator's word */
    const char *title;          /* what it shows, for help and the man page */
    bool layered;               /* walked once a layer */
    unsigned needs;             /* enum need */

    /* Fill `r`.  Everything else on screen belongs to screen.c. */
    void (*draw)(struct canvas *c, struct rect r, const struct scene *s,
                 struct arena scratch);

    /* One sentence with this picture's numbers: what is to be seen here. */
    void (*sentence)(struct text *out, const struct scene *s,
                     struct arena scratch);

    /* Where the picture's grid lies, for clicks; NULL: no picture. */
    bool (*grid)(struct grid_layout *out, struct rect r,
                 const struct scene *s);

    /* JSON path of the number under the cursor, for `y`; NULL: none. */
    void (*path)(struct text *out, const struct scene *s);
};

extern const struct stage *const stages[];
extern const int stage_count;

/* Index by number from 1 ("5") or name; -1: none such. */
int stage_parse(const char *s);

#endif
