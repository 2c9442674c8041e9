/* scene.c - the cursor as tokens, layers and heads of the study at hand.
 *
 * A cursor outlives the study it was made for, so everything is brought
 * within what this model has, here and nowhere else. */
#include "view/scene.h"
#include "view/stage.h"

#include <stdio.h>
#include <string.h>

static int clamp(int v, int low, int high)
{
    return v < low ? low : v > high ? high : v;
}

/* The patch that holds the point (x, y), in [0, 1] of the grid. */
static int patch_at(const struct shape *s, double x, double y)
{
    int col = clamp((int)(x * s->grid_w), 0, s->grid_w - 1);
    int row = clamp((int)(y * s->grid_h), 0, s->grid_h - 1);

    return shape_prefix(s) + row * s->grid_w + col;
}

/* A token by kind, by point for patches; what a model lacks becomes the patch
 * at the point. */
static int resolve(const struct shape *s, enum token_kind kind, int index,
                   double x, double y)
{
    int token = kind == TOKEN_PATCH ? -1 : shape_token(s, kind, index);

    if (token >= 0)
        return token;
    if (shape_patches(s) > 0)
        return patch_at(s, x, y);
    return s->tokens > 0 ? clamp(index, 0, s->tokens - 1) : -1;
}

/* The centre of a patch, in [0, 1] of the grid. */
static void point_of(const struct shape *s, int token, double *x, double *y)
{
    int patch = shape_index(s, token);

    *x = (patch % s->grid_w + 0.5) / s->grid_w;
    *y = (patch / s->grid_w + 0.5) / s->grid_h;
}

void cursor_choose(struct cursor *c, const struct shape *s, int token)
{
    c->kind = shape_kind(s, token);
    c->index = shape_index(s, token);
    if (c->kind == TOKEN_PATCH)
        point_of(s, token, &c->px, &c->py);
}

int cursor_token(const struct cursor *c, const struct shape *s)
{
    return resolve(s, c->kind, c->index, c->px, c->py);
}

void cursor_ask(struct cursor *c, const struct shape *s, int token)
{
    c->query_own = token < 0;
    if (token < 0)
        return;
    c->query_kind = shape_kind(s, token);
    c->query_index = shape_index(s, token);
    if (c->query_kind == TOKEN_PATCH)
        point_of(s, token, &c->query_x, &c->query_y);
}

bool scene_begun(const struct scene *s)
{
    return s->done >= 0 && s->study->begun;
}

int scene_token(const struct scene *s)
{
    return cursor_token(&s->cursor, &s->study->trace.shape);
}

int scene_query(const struct scene *s)
{
    const struct cursor *c = &s->cursor;

    if (c->query_own)
        return study_query(s->study);
    return resolve(&s->study->trace.shape, c->query_kind, c->query_index,
                   c->query_x, c->query_y);
}

int scene_layer(const struct scene *s)
{
    return clamp(s->cursor.layer, 0, s->study->model->tower.layers - 1);
}

int scene_state(const struct scene *s)
{
    if (stages[s->cursor.stage]->layered)
        return scene_layer(s) + 1;
    for (int i = 0; i < s->cursor.stage; i++)
        if (stages[i]->layered)
            return s->study->model->tower.layers;
    return 0;
}

int scene_head(const struct scene *s)
{
    int head = s->cursor.head;

    return head < HEAD_MIN || head >= s->study->model->tower.heads ? HEAD_MEAN
                                                                   : head;
}

bool scene_detail(const struct scene *s)
{
    return s->detail == scene_layer(s);
}

/* The classes can be read once the outcome is there. */
static const struct outcome *outcome_of(const struct scene *s)
{
    const struct outcome *o = &s->study->outcome;

    return s->done > s->study->model->tower.layers && o->classes > 0 ? o : NULL;
}

int scene_class(const struct scene *s)
{
    const struct outcome *o = outcome_of(s);
    int label = s->cursor.label;

    if (!o)
        return -1;
    return label > 0 && label <= o->classes ? label - 1 : o->order[0];
}

int scene_class_step(const struct scene *s, int by)
{
    const struct outcome *o = outcome_of(s);
    int label = scene_class(s), place = 0;

    if (!o)
        return -1;
    while (o->order[place] != label)
        place++;
    return o->order[clamp(place + by, 0, o->classes - 1)];
}

/* Has the study the row of the query in the layer at the cursor?  Only what
 * the scene says is done may be asked: work may be going on. */
static bool has_row(const struct scene *s)
{
    int query = scene_query(s), layer = scene_layer(s);

    if (!scene_begun(s))
        return false;
    if (query >= 0 && query == study_query(s->study))
        return layer < s->done;
    if (query < 0 && s->study->model->pool)
        return s->done > s->study->model->tower.layers;
    return scene_detail(s);
}

typedef void row_fn(float *row, const struct study *s, int layer, int head,
                    int query, struct arena scratch);

static float *ask(const struct scene *s, row_fn *fn, struct arena *keep)
{
    float *row;

    if (!has_row(s))
        return NULL;
    row = arena_floats(keep, s->study->trace.shape.tokens);
    fn(row, s->study, scene_layer(s), scene_head(s), scene_query(s), *keep);
    return row;
}

float *scene_weights(const struct scene *s, struct arena *keep)
{
    return ask(s, study_weights, keep);
}

float *scene_scores(const struct scene *s, struct arena *keep)
{
    return ask(s, study_scores, keep);
}

float *scene_row(const struct scene *s, struct arena *keep)
{
    ptrdiff_t T = s->study->trace.shape.tokens;

    if (!s->method || s->method == &attention_explainer)
        return scene_weights(s, keep);
    if (!scene_begun(s) || !s->map)
        return NULL;
    return arena_copy(keep, s->map, T * (ptrdiff_t)sizeof(float));
}

const char *head_name(char out[16], int head)
{
    static const char *const fused[] = { "mean", "max", "min" };

    if (head < 0)
        snprintf(out, 16, "%s", fused[clamp(-head - 1, 0, 2)]);
    else
        snprintf(out, 16, "%d", head + 1);
    return out;
}
