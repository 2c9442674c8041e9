/* build_block.c - the blocks of a tower, by the names a layout gives their
 * parts. */
#include <stdio.h>
#include <string.h>

#include "build.h"

enum { NAME_MAX_LENGTH = 512 };

/* Copy a part's bias into its third of [3D]; absent ones stay 0. */
static void third(struct builder *b, float *bias, int part, const char *name,
                  int dim)
{
    const float *v = build_optional(b, name, dim);

    if (v)
        memcpy(bias + (ptrdiff_t)part * dim, v, (size_t)dim * sizeof *v);
}

static struct linear separate_qkv(struct builder *b, const char *block,
                                  const struct layout *l, int dim)
{
    const char *names[3] = { l->query, l->key, l->value };
    const struct tensor *parts[3];
    float *bias = arena_array(b->keep, float, 3 * (ptrdiff_t)dim);

    for (int i = 0; i < 3; i++) {
        parts[i] = build_matrix_tensor(
            b, build_name(b, "%s%s.weight", block, names[i]), dim, dim);
        third(b, bias, i, build_name(b, "%s%s.bias", block, names[i]), dim);
    }
    return (struct linear){
        build_stack(b, parts, 3, 3 * (int64_t)dim, dim, false), bias
    };
}

static struct linear fused_qkv(struct builder *b, const char *block,
                               const struct layout *l, int dim)
{
    const char *name = build_name(b, "%s%sweight", block, l->qkv);
    struct linear qkv = { build_matrix(b, name, 3 * dim, dim, false), NULL };
    float *bias;

    qkv.bias = build_optional(b, build_name(b, "%s%sbias", block, l->qkv),
                              3 * (int64_t)dim);
    if (qkv.bias || !l->query_bias)
        return qkv;
    bias = arena_array(b->keep, float, 3 * (ptrdiff_t)dim);
    third(b, bias, 0, build_name(b, "%s%s", block, l->query_bias), dim);
    third(b, bias, 2, build_name(b, "%s%s", block, l->value_bias), dim);
    qkv.bias = bias;
    return qkv;
}

/* One matrix and bias that hold the gate's rows first, then up's. */
static void split_gate(struct builder *b, struct block *out, const char *name,
                       int mlp, int dim)
{
    const struct tensor *t = build_matrix_tensor(
        b, build_name(b, "%s.weight", name), 2 * (int64_t)mlp, dim);
    const float *bias = build_optional(b, build_name(b, "%s.bias", name),
                                       2 * (int64_t)mlp);

    if (!t)
        return;
    out->gate = (struct linear){ build_rows(b, t, 0, mlp, dim), bias };
    out->up = (struct linear){ build_rows(b, t, mlp, mlp, dim),
                               bias ? bias + mlp : NULL };
}

static void build_mlp(struct builder *b, struct block *out, const char *block,
                      const struct layout *l, const struct tower *t)
{
    if (l->gate_up) {
        split_gate(b, out, build_name(b, "%s%s", block, l->gate_up), t->mlp,
                   t->dim);
    } else {
        out->up = build_linear(b, build_name(b, "%s%s", block, l->up), t->mlp,
                               t->dim);
        if (l->gate)
            out->gate = build_linear(b, build_name(b, "%s%s", block, l->gate),
                                     t->mlp, t->dim);
    }
    out->down = build_linear(b, build_name(b, "%s%s", block, l->down), t->dim,
                             t->mlp);
}

static const float *build_gamma(struct builder *b, const char *block,
                                const char *name, int dim)
{
    return name ? build_optional(b, build_name(b, "%s%s", block, name), dim)
                : NULL;
}

static void build_block(struct builder *b, struct block *out, const char *block,
                        const struct layout *l, const struct tower *t,
                        float eps)
{
    out->attn_norm =
        build_norm(b, build_name(b, "%s%s", block, l->attn_norm), t->dim, eps);
    out->mlp_norm =
        build_norm(b, build_name(b, "%s%s", block, l->mlp_norm), t->dim, eps);
    out->qkv = l->qkv ? fused_qkv(b, block, l, t->dim)
                      : separate_qkv(b, block, l, t->dim);
    out->out = build_linear(b, build_name(b, "%s%s", block, l->out), t->dim,
                            t->dim);
    out->gamma1 = build_gamma(b, block, l->gamma1, t->dim);
    out->gamma2 = build_gamma(b, block, l->gamma2, t->dim);
    build_mlp(b, out, block, l, t);
}

void build_blocks(struct builder *b, struct tower *t, const char *prefix,
                  const struct layout *layout, float eps)
{
    char block[NAME_MAX_LENGTH];

    if (b->ok && t->dim % t->heads)
        build_fail(b, "%s: width %d does not divide into %d heads",
                   b->config->source, t->dim, t->heads);
    b->first_block[b->first_block[0] != NULL] =
        build_name(b, "%s%s0.", prefix, layout->block);
    t->blocks = arena_array(b->keep, struct block, t->layers);
    for (int i = 0; b->ok && i < t->layers; i++) {
        snprintf(block, sizeof block, "%s%s%d.", prefix, layout->block, i);
        build_block(b, &t->blocks[i], block, layout, t, eps);
    }
}
