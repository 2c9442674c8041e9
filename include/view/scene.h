/* scene.h - what is looked at, from where: everything a drawing may know. */
#ifndef VIEW_SCENE_H
#define VIEW_SCENE_H

#include "explain/attribution.h"
#include "explain/components.h"
#include "explain/study.h"
#include "view/canvas.h"

/* Where one stands.  It survives another picture or model: a patch is a point
 * of the picture, not an index. */
struct cursor {
    int stage;                  /* index into stages[] */
    int layer;                  /* from 0 */
    int head;                   /* from 0, or HEAD_MEAN ... */
    enum token_kind kind;       /* the chosen token */
    int index;                  /* within its kind, for all but patches */
    double px, py;              /* patches: centre, in [0, 1] of the grid */
    enum token_kind query_kind;
    int query_index;
    double query_x, query_y;
    bool query_own;             /* the readout query, whatever the model's is */
    int label;                  /* the class asked about: index + 1; 0: the top one */
};

struct settings {
    bool raw;                   /* `x`: numbers instead of pictures of them */
    double mass;                /* `m`: keep the tokens that hold this share; 0 off */
    bool shared_scale;          /* `s`: one colour scale for all layers and heads */
    bool components;            /* `f`: patches coloured by their components */
    bool bare;                  /* `b`: maps alone, without the picture */
};

/* What lies over the stage.  `page_at` counts lines of HELP and SEEN, concepts
 * of CONCEPTS, and on the WALL is layer * heads + head. */
enum page { PAGE_NONE, PAGE_HELP, PAGE_CONCEPTS, PAGE_WALL, PAGE_SEEN };

struct scene {
    const struct study *study;  /* before it has begun: model, path, trace.shape */
    const struct study *other;  /* beside it, or NULL */
    const struct study *chosen_in;  /* whose token is chosen; NULL: this one's */
    const struct explainer *method;
    const struct component_map *colors; /* of the state at hand; NULL: not yet, or not asked for */
    const float *map;           /* [T] its answer to the question at hand; NULL: not yet */
    struct cursor cursor;
    struct settings settings;
    const struct attribution *parts;    /* where logits come from; NULL: not yet */
    int done;                   /* layers that may be read; -1: nothing yet, L+1: outcome too */
    int detail;                 /* layer of the DEMAND tensors, -1 none */
    const float *other_map;     /* the same of the study beside it */
    const struct attribution *other_parts;
    const struct component_map *other_colors;
    int other_done, other_detail;
    int picture, pictures;      /* which of how many, from 0 */
    enum page page;
    int page_at;                /* line, concept, ... the page stands at */
    const char *message;        /* one line for the user, or NULL */
    const char *prompt;         /* the line being typed, its : or / before it, or NULL */
    const char *hint;           /* what it takes; NULL: nothing to say */
    bool autoplay;
    bool stopped;               /* the user ended the work; nothing more comes */
};

/* Choose a token; the token that is chosen: -1 when the model has none. */
void cursor_choose(struct cursor *c, const struct shape *s, int token);
int cursor_token(const struct cursor *c, const struct shape *s);

/* Take a token as the query; -1 takes the readout query. */
void cursor_ask(struct cursor *c, const struct shape *s, int token);

/* Has the study its tokens, so that there is something to stand on? */
bool scene_begun(const struct scene *s);

/* The chosen token, the query token (-1: pooling query or mean) of a study;
 * layer and head at the cursor, brought within what the model has. */
int scene_token(const struct scene *s);
int scene_query(const struct scene *s);
int scene_layer(const struct scene *s);
int scene_head(const struct scene *s);

/* The state of the residual stream a stage is about: 0 before the layers, l + 1
 * in layer l, L behind them. */
int scene_state(const struct scene *s);

/* The class asked about, and the one `by` places further down the list of
 * probabilities; -1 when there are no classes (yet). */
int scene_class(const struct scene *s);
int scene_class_step(const struct scene *s, int by);

/* Rows [T] of the layer, head and query at the cursor, taken from `keep`;
 * NULL while they are not computed.  scene_row: the map of stage 5, which is
 * the method's. */
float *scene_weights(const struct scene *s, struct arena *keep);
float *scene_scores(const struct scene *s, struct arena *keep);
float *scene_row(const struct scene *s, struct arena *keep);

/* May the DEMAND tensors of the layer at the cursor be read? */
bool scene_detail(const struct scene *s);

/* "mean", "max", "min" or the number from 1. */
const char *head_name(char out[16], int head);

#endif
