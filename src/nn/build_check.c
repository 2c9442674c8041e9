/* build_check.c - what a file holds and no family asked for.
 *
 * A model that is nearly one of ours (a norm on the queries, another bias on
 * the scores) has names of ours and one more.  Left unread it would run and
 * give numbers that are nobody's; so a float tensor of a first block that
 * nobody read is an error, not a detail. */
#include <string.h>

#include "build.h"

/* Buffers that say nothing a run needs. */
static bool is_buffer(const struct tensor *t)
{
    return !dtype_is_float(t->dtype) || text_ends(t->name, "bias_mask") ||
           text_ends(t->name, "inv_freq");
}

static void check_block(struct builder *b, const char *block)
{
    const struct tensor_list *l = b->tensors;

    for (ptrdiff_t i = 0; b->ok && i < l->count; i++)
        if (text_starts(l->items[i].name, block) && !b->read[i] &&
            !is_buffer(&l->items[i]))
            build_fail(b,
                       "%s: tensor %s is none that family %s has: this is "
                       "another kind of model",
                       l->source, l->items[i].name, b->model->family);
}

/* The size of what a tower of width `dim` gives through `projection`. */
static int space(const struct linear *projection, int dim)
{
    return projection->w ? weights_out(projection->w) : dim;
}

static void check_spaces(struct builder *b)
{
    const struct model *m = b->model;
    int image, text;

    if (!b->ok || !m->text)
        return;
    image = space(&m->projection, m->tower.dim);
    text = space(&m->text->projection, m->text->tower.dim);
    if (image != text)
        build_fail(b,
                   "%s: pictures become %d numbers and prompts %d, which "
                   "cannot be compared",
                   b->tensors->source, image, text);
}

/* Padding is read as any word is. */
static void check_padding(struct builder *b)
{
    const struct text_tower *t = b->model->text;

    if (b->ok && t && t->pad && t->pad_token >= t->vocabulary)
        build_fail(b,
                   "%s: prompts are padded with token %d, but the vocabulary "
                   "has %d",
                   b->config->source, t->pad_token, t->vocabulary);
}

/* Two heads read two tokens. */
static void check_readout(struct builder *b)
{
    const struct model *m = b->model;

    if (b->ok && m->readout == READ_BOTH && !(m->cls_token && m->dist_token))
        build_fail(b,
                   "%s: a head for a distillation token, but no such token",
                   b->tensors->source);
}

void build_check(struct builder *b)
{
    for (int i = 0; i < 2; i++)
        if (b->first_block[i])
            check_block(b, b->first_block[i]);
    check_spaces(b);
    check_padding(b);
    check_readout(b);
}
