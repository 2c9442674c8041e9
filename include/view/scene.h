/* scene.h - what is looked at, from where: everything a drawing may know. */
#ifndef VIEW_SCENE_H
#define VIEW_SCENE_H

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
};

struct settings {
    bool raw;                   /* `x`: numbers instead of pictures of them */
    double mass;                /* `m`: keep the tokens that hold this share; 0 off */
    bool shared_scale;          /* `s`: one colour scale for all layers and heads */
};

/* What lies over the stage. */
enum page { PAGE_NONE, PAGE_HELP, PAGE_CONCEPTS, PAGE_WALL, PAGE_SEEN,
            PAGE_EXPORT };

struct scene {
    const struct study *study;
    const struct study *other;  /* beside it, or NULL */
    const struct explainer *method;
    const float *map;           /* [T] its answer to the question at hand; NULL: not yet */
    struct cursor cursor;
    struct settings settings;
    int done;                   /* layers that may be read; L+1: outcome too */
    int detail;                 /* layer of the DEMAND tensors, -1 none */
    int picture, pictures;      /* which of how many, from 0 */
    enum page page;
    int page_at;                /* line, concept, ... the page stands at */
    const char *message;        /* one line for the user, or NULL */
    const char *prompt;         /* what is being typed after : or /, or NULL */
    bool autoplay;
};

/* The chosen token, the query token (-1: pooling query or mean) of a study. */
int scene_token(const struct scene *s);
int scene_query(const struct scene *s);

/* Weights row [T] that stages 5, wall and sentence share; into scratch. */
void cursor_choose(struct cursor *c, const struct shape *s, int token);
int cursor_token(const struct cursor *c, const struct shape *s);

/* "mean", "max", "min" or the number from 1. */
const char *head_name(char out[16], int head);

#endif
