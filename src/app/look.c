/* look.c - from -l, -H, -q and --method to a map. */
#include "app/look.h"

#include <stdio.h>

const struct explainer *look_method(const struct options *o)
{
    return o->method ? explainer_find(o->method) : explainers[0];
}

static bool check_method(const struct options *o, struct error *err)
{
    const struct explainer *x = look_method(o);

    if (!x->fused_only || o->place.head < 0)
        return true;
    return error_set(err, "%s is not of one head: -H mean, max or min",
                     x->name);
}

static bool check_layer(const struct options *o, const struct model *m,
                        struct error *err)
{
    int layer = o->place.layer + 1, head = o->place.head + 1;

    if (layer > m->tower.layers)
        return error_set(err, "there is no layer %d: %s has %d", layer, m->name,
                         m->tower.layers);
    if (head > m->tower.heads)
        return error_set(err, "there is no head %d: %s has %d a layer", head,
                         m->name, m->tower.heads);
    return true;
}

/* What -q can name in this model. */
static bool check_query(const char *name, const struct shape *s,
                        struct error *err)
{
    char registers[32] = "";

    if (!name || shape_token_parse(s, name) >= 0)
        return true;
    if (s->registers)
        snprintf(registers, sizeof registers, "reg1 to reg%d, ", s->registers);
    return error_set(err,
                     "there is no token %s here: %s%s%sp1 to p%d, r1c1 "
                     "to r%dc%d",
                     name, s->cls ? "cls, " : "", s->dist ? "dist, " : "",
                     registers, shape_patches(s), s->grid_h, s->grid_w);
}

bool look_check(const struct world *w, struct error *err)
{
    const struct options *o = w->options;
    int h = w->pixels.h, width = w->pixels.w;
    struct shape shape;

    if (!check_method(o, err) || !check_layer(o, &w->model, err))
        return false;
    if (!w->pixels.values && !processor_size(&w->processor, &h, &width))
        return true;
    shape = model_shape(&w->model, h, width);
    return check_query(o->place.token, &shape, err);
}

bool look_spot(struct spot *out, const struct options *o, const struct study *s,
               struct error *err)
{
    const struct shape *shape = &s->trace.shape;
    const struct vantage *place = &o->place;

    *out = (struct spot){
        .layer = place->layer < 0 ? shape->layers - 1 : place->layer,
        .head = place->head,
        .query = place->token ? shape_token_parse(shape, place->token)
                              : study_query(s),
    };
    return check_query(place->token, shape, err);
}

float *look_map(struct study *s, const struct spot *spot, const struct world *w,
                struct arena *keep)
{
    struct question q = {
        .trace = &s->trace,
        .layer = spot->layer,
        .head = spot->head,
        .query = spot->query,
        .pool_attn = s->outcome.pool_attn,
        .pool_heads = s->model->pool ? s->model->pool->heads : 0,
    };
    float *map = arena_floats(keep, s->trace.shape.tokens);

    explain(map, look_method(w->options), &q, keep, w->scratch);
    return map;
}
