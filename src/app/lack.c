/* lack.c - what is there of a study for a scene, and what is not. */
#include "lack.h"

#include "view/stage.h"

/* The scene as it is seen from one of the two studies. */
struct scene seen_from(const struct scene *scene, const struct entry *e)
{
    struct scene s = *scene;

    s.study = &e->shown;
    s.done = e->done;
    s.detail = e->detail;
    return s;
}

/* Is the row of the query kept by every run (or by the pooling head)? */
static bool row_is_kept(const struct scene *s)
{
    int query = scene_query(s);

    return query < 0 ? s->study->model->pool != NULL
                     : query == study_query(s->study);
}

static bool needs_detail(const struct scene *s, unsigned needs)
{
    return s->detail != scene_layer(s) && s->done > scene_layer(s) &&
           ((needs & NEED_FULL) || ((needs & NEED_DETAIL) && !row_is_kept(s)));
}

static bool is_computed(const struct explainer *method)
{
    return method && method != &attention_explainer;
}

int head_asked(const struct scene *s)
{
    bool fused = s->method && s->method->fused_only;

    return fused && scene_head(s) >= 0 ? HEAD_MEAN : scene_head(s);
}

/* A map of its own kind; attention itself is a row. */
static bool has_map(const struct scene *s, const struct entry *e)
{
    const struct maps *m = &e->maps;

    return m->rows && m->method == s->method && m->head == head_asked(s) &&
           m->query == scene_query(s) && m->done > scene_layer(s);
}

static bool needs_map(const struct scene *s, const struct entry *e,
                      unsigned needs)
{
    return (needs & NEED_MAP) && is_computed(s->method) && !has_map(s, e);
}

static bool has_colors(const struct scene *s, const struct entry *e)
{
    return e->colors_whole && e->colors.state == scene_state(s);
}

static bool needs_colors(const struct scene *s, const struct entry *e)
{
    return s->settings.components && shape_patches(&e->shown.trace.shape) > 0 &&
           !has_colors(s, e);
}

static bool needs_parts(const struct entry *e, unsigned needs)
{
    return (needs & NEED_PARTS) && !e->parts_whole &&
           attribution_possible(e->shown.model, &e->shown.outcome);
}

enum task_kind lack_of(const struct scene *s, const struct entry *e,
                       unsigned needs)
{
    if (e->done <= e->shown.trace.shape.layers)
        return TASK_RUN;
    if (needs_colors(s, e))
        return TASK_COLORS;
    if (needs_map(s, e, needs))
        return TASK_MAP;
    if (needs_parts(e, needs))
        return TASK_PARTS;
    return needs_detail(s, needs) ? TASK_DETAIL : TASK_NONE;
}

bool lack_is_far(const struct scene *s, const struct entry *e, unsigned needs)
{
    if (needs & (NEED_OUTCOME | NEED_PARTS | NEED_FULL))
        return e->done <= e->shown.trace.shape.layers;
    if (needs & (NEED_LAYER | NEED_DETAIL | NEED_MAP))
        return e->done <= scene_layer(s) || !row_is_kept(s) ||
               is_computed(s->method);
    return e->done < 0;
}

const float *map_of(const struct scene *s, const struct entry *e)
{
    if (!is_computed(s->method) || s->done < 0 || !has_map(s, e))
        return NULL;
    return e->maps.rows +
           (ptrdiff_t)scene_layer(s) * e->shown.trace.shape.tokens;
}

const struct component_map *colors_of(const struct scene *s,
                                      const struct entry *e)
{
    return s->settings.components && has_colors(s, e) ? &e->colors : NULL;
}
