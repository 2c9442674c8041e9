/* block.c - one transformer block, the only code that computes one.
 *
 *     x += gamma1 * W_o attention(norm(x))
 *     x += gamma2 * mlp(norm(x))                    (Dosovitskiy 2020, fig. 1) */
#include "nn/block.h"

#include <string.h>

#include "nn/kernels.h"

/* The heads nobody shall hear.   mix [rows, D] */
static void mute(float *mix, const unsigned char *muted, int rows, int H, int D)
{
    int d = D / H;

    for (ptrdiff_t t = 0; t < rows; t++)
        for (int h = 0; h < H; h++)
            if (muted[h])
                memset(mix + t * D + h * d, 0, (size_t)d * sizeof *mix);
}

/* keys [T, D] out of qkv [T, 3D] */
static void copy_keys(float *keys, const float *qkv, int T, int D)
{
    for (ptrdiff_t t = 0; t < T; t++)
        memcpy(keys + t * D, qkv + (3 * t + 1) * D, (size_t)D * sizeof *keys);
}

/* y [rows, D] = W_o attention(norm(x)) */
static void attend(const struct engine *e, float *y, const struct tower *m,
                   const struct block *b, const float *x,
                   const struct span *span, const struct tap *tap,
                   const struct edits *edits, struct arena scratch)
{
    int T = span->tokens, D = m->dim, H = m->heads, d = D / H;
    float *norm = arena_floats(&scratch, (ptrdiff_t)T * D);
    float *qkv = tap->qkv ? tap->qkv : arena_floats(&scratch, 3 * (ptrdiff_t)T * D);
    float *mix = arena_floats(&scratch, (ptrdiff_t)span->rows * D);

    layer_norm(e, norm, x, &b->attn_norm, T, D);
    linear(e, qkv, norm, &b->qkv, T, scratch);
    if (span->cosine)
        rotate(qkv, span->cosine, span->sine, span->rotate_from, T, H, d);
    if (tap->keys)
        copy_keys(tap->keys, qkv, T, D);
    attention(e, &(struct attention){
        .tokens = T, .rows = span->rows, .heads = H, .head_dim = d,
        .qkv = qkv, .bias = span->bias, .muted = edits->muted_tokens,
        .causal = m->causal, .scale = span->scale, .out = mix,
        .scores = tap->scores, .attn = tap->attn, .read = span->read,
        .read_scores = tap->read_scores, .read_attn = tap->read_attn,
    }, scratch);
    if (edits->muted_heads)
        mute(mix, edits->muted_heads, span->rows, H, D);
    linear(e, y, mix, &b->out, span->rows, scratch);
}

/* y [rows, D] = W_down act(W_up norm(x)), or down(act(gate) * up) */
static void think(const struct engine *e, float *y, const struct tower *m,
                  const struct block *b, const float *x, int rows,
                  struct arena scratch)
{
    ptrdiff_t n = (ptrdiff_t)rows * m->mlp;
    float *norm = arena_floats(&scratch, (ptrdiff_t)rows * m->dim);
    float *wide = arena_floats(&scratch, n);
    float *gate;

    layer_norm(e, norm, x, &b->mlp_norm, rows, m->dim);
    if (b->gate.w) {
        gate = arena_floats(&scratch, n);
        linear_act(e, gate, norm, &b->gate, m->act, rows, scratch);
        linear(e, wide, norm, &b->up, rows, scratch);
        for (ptrdiff_t i = 0; i < n; i++)
            wide[i] *= gate[i];
    } else {
        linear_act(e, wide, norm, &b->up, m->act, rows, scratch);
    }
    linear(e, y, wide, &b->down, rows, scratch);
}

void block_run(const struct engine *e, const struct tower *tower, int layer,
               float *x, const struct span *span, const struct tap *tap,
               const struct edits *edits, struct arena scratch)
{
    static const struct tap no_tap = { 0 };
    static const struct edits no_edits = { 0 };
    const struct block *b = &tower->blocks[layer];
    int rows = span->rows, D = tower->dim;
    float *y = arena_floats(&scratch, (ptrdiff_t)span->tokens * D);

    tap = tap ? tap : &no_tap;
    edits = edits ? edits : &no_edits;
    if (!edits->attn_off) {
        attend(e, y, tower, b, x, span, tap, edits, scratch);
        add_residual(e, x, y, b->gamma1, rows, D);
    }
    if (tap->mid)
        memcpy(tap->mid, x, (size_t)rows * (size_t)D * sizeof *x);
    if (!edits->mlp_off) {
        think(e, y, tower, b, x, rows, scratch);
        add_residual(e, x, y, b->gamma2, rows, D);
    }
}

ptrdiff_t block_scratch(const struct tower *tower, int tokens)
{
    ptrdiff_t T = tokens, D = tower->dim, F = tower->mlp;

    return attention_scratch(tokens, tower->heads, tower->dim / tower->heads) +
           (ptrdiff_t)sizeof(float) * T * (7 * D + 2 * F) + (1 << 16);
}
