/* model.c - from what lies on disk to a model: find the family, let it fill
 * the properties in, check what no family may leave undone. */
#include "nn/model.h"

#include <string.h>

#include "build.h"

void model_families(struct text *out)
{
    for (int i = 0; i < family_count; i++)
        text_addf(out, "%s%s", i ? " " : "", families[i]->name);
}

static const struct family *find_family(const struct config *config,
                                        const struct tensor_list *tensors)
{
    for (int i = 0; i < family_count; i++)
        if (families[i]->matches(config, tensors))
            return families[i];
    return NULL;
}

static bool unknown_family(const struct config *config,
                           const struct tensor_list *tensors,
                           struct arena *keep, struct error *err)
{
    struct text known = text_new(keep);
    const char *type = config_string(config, "model_type", NULL);

    model_families(&known);
    if (type)
        return error_set(err, "%s: model_type \"%.60s\" is not supported; "
                         "known are: %s", config->source, type, known.data);
    return error_set(err, "%s: no model_type, and tensors such as %.80s are of "
                     "no layout known here; known are: %s", config->source,
                     tensors->count ? tensors->items[0].name : "none",
                     known.data);
}

bool model_build(struct model *out, const struct config *config,
                 const struct tensor_list *tensors,
                 const struct engine *engine, struct arena *keep,
                 struct error *err)
{
    struct tensor_list *named = arena_new(keep, struct tensor_list);
    const struct family *family;
    struct builder b = {
        .model = out, .config = config, .tensors = named, .keep = keep,
        .err = err, .ok = true,
    };

    *out = (struct model){ .engine = engine, .source = tensors->source };
    if (16 * tensors->count > arena_room(keep, sizeof *tensors->items))
        return error_set(err, "%s: does not fit into memory", tensors->source);
    *named = build_unwrap(&b, tensors);
    family = find_family(config, named);
    if (!family)
        return unknown_family(config, named, keep, err);
    out->family = family->name;
    build_note(&b, "family %s (%s): from %s", family->name, family->note,
               config->source);
    b.read = arena_array(keep, bool, named->count);
    build_sections(&b);
    family->build(&b);
    build_check(&b);
    return b.ok;
}

static void pack(const struct engine *e, const struct linear *l)
{
    if (l->w)
        weights_pack(l->w, e);
}

void model_pack(const struct model *m)
{
    const struct engine *e = m->engine;

    pack(e, &m->embed);
    for (int i = 0; i < m->tower.layers; i++) {
        const struct block *b = &m->tower.blocks[i];

        pack(e, &b->qkv);
        pack(e, &b->out);
        pack(e, &b->up);
        pack(e, &b->gate);
        pack(e, &b->down);
    }
    pack(e, &m->head);
}

void model_run_once(const struct model *m, struct arena *keep)
{
    struct weights **all = arena_array(keep, struct weights *,
                                       5 * (ptrdiff_t)m->tower.layers);
    int n = 0;

    for (int i = 0; i < m->tower.layers; i++) {
        const struct block *b = &m->tower.blocks[i];
        struct weights *parts[] = { b->qkv.w, b->out.w, b->up.w, b->gate.w,
                                    b->down.w };

        for (int p = 0; p < 5; p++)
            if (parts[p])
                all[n++] = parts[p];
    }
    weights_share(all, n, keep);
}

static const char *fault(const struct linear *const *matrices, int count)
{
    for (int i = 0; i < count; i++)
        if (matrices[i]->w && weights_fault(matrices[i]->w))
            return weights_fault(matrices[i]->w);
    return NULL;
}

static const char *block_fault(const struct block *b)
{
    const struct linear *parts[] = { &b->qkv, &b->out, &b->up, &b->gate,
                                     &b->down };

    return fault(parts, sizeof parts / sizeof parts[0]);
}

static const char *pool_fault(const struct pool_head *p)
{
    const struct linear *parts[] = { &p->query, &p->key_value, &p->out,
                                     &p->up, &p->down };

    return fault(parts, sizeof parts / sizeof parts[0]);
}

const char *model_fault(const struct model *m, int layer)
{
    const struct linear *embed[] = { &m->embed };
    const struct linear *heads[] = { &m->head, &m->head_dist, &m->pooler,
                                     &m->projection };

    if (layer < 0)
        return fault(embed, 1);
    if (layer < m->tower.layers)
        return block_fault(&m->tower.blocks[layer]);
    if (m->pool && pool_fault(m->pool))
        return pool_fault(m->pool);
    return fault(heads, sizeof heads / sizeof heads[0]);
}

const char *text_fault(const struct text_tower *t)
{
    const struct linear *heads[] = { &t->projection };
    const char *name = fault(heads, 1);

    for (int i = 0; i < t->tower.layers && !name; i++)
        name = block_fault(&t->tower.blocks[i]);
    return name;
}

struct shape model_shape(const struct model *m, int h, int w)
{
    struct shape s = {
        .layers = m->tower.layers, .dim = m->tower.dim,
        .heads = m->tower.heads, .cls = m->cls_token != NULL,
        .dist = m->dist_token != NULL, .registers = m->registers,
        .grid_h = h / m->patch, .grid_w = w / m->patch,
    };

    s.tokens = shape_prefix(&s) + shape_patches(&s);
    return s;
}
