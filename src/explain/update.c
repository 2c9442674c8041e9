/* update.c - what one block adds to a token, and from whom it comes.
 *
 * Attention adds  W_o concat_h sum_j a_hj v_hj + b_o,  a sum over the tokens j:
 * the length of one summand says how much token j really gives, which its
 * weight alone does not (Kobayashi et al. 2020). */
#include "explain/update.h"

#include <string.h>

#include "explain/explainer.h"
#include "nn/kernels.h"

/* alpha * value of each token: x [T, D] */
static void weigh_values(float *x, const struct trace *t, const float *alpha)
{
    ptrdiff_t T = t->shape.tokens, D = t->shape.dim;
    int H = t->shape.heads, d = (int)D / H;

    for (ptrdiff_t j = 0; j < T; j++)
        for (int h = 0; h < H; h++)
            for (int i = h * d; i < (h + 1) * d; i++)
                x[j * D + i] = alpha[h * T + j] * t->qkv[(3 * j + 2) * D + i];
}

void attention_shares(float *out, const struct trace *t, int layer,
                      const float *alpha, struct arena scratch)
{
    const struct block *b = &t->tower->blocks[layer];
    ptrdiff_t T = t->shape.tokens, D = t->shape.dim;
    struct engine alone = *t->model->engine;
    float *x = arena_floats(&scratch, T * D);

    alone.pool = NULL;
    weigh_values(x, t, alpha);
    linear(&alone, out, x, &(struct linear){ .w = b->out.w }, (int)T, scratch);
    for (ptrdiff_t i = 0; b->gamma1 && i < T * D; i++)
        out[i] *= b->gamma1[i % D];
}

/* Row [T] of one head's weights, or the mean over all queries. */
static void query_row(float *row, const struct trace *t, int head, int query)
{
    int T = t->shape.tokens;

    memset(row, 0, (size_t)T * sizeof *row);
    if (query >= 0)
        axpy(row, 1, trace_attn(t, head, query), T);
    for (int q = 0; query < 0 && q < T; q++)
        axpy(row, 1.0f / (float)T, trace_attn(t, head, q), T);
}

void update_alpha(float *alpha, const struct trace *t, int head, int query)
{
    ptrdiff_t T = t->shape.tokens;

    memset(alpha, 0, (size_t)(t->shape.heads * T) * sizeof *alpha);
    for (int h = 0; h < t->shape.heads; h++)
        if (head < 0 || h == head)
            query_row(alpha + h * T, t, h, query);
}

void update_lengths(float *length, const struct trace *t, int layer, int head,
                    int query, struct arena scratch)
{
    ptrdiff_t T = t->shape.tokens, D = t->shape.dim;
    float *alpha = arena_floats(&scratch, t->shape.heads * T);
    float *shares = arena_floats(&scratch, T * D);

    update_alpha(alpha, t, head, query);
    attention_shares(shares, t, layer, alpha, scratch);
    for (ptrdiff_t j = 0; j < T; j++)
        length[j] = (float)vector_norm(shares + j * D, (int)D);
}

void state_row(float *out, const float *x, const struct shape *s, int token)
{
    ptrdiff_t D = s->dim;

    if (token >= 0) {
        memcpy(out, x + token * D, (size_t)D * sizeof *out);
        return;
    }
    for (int i = 0; i < D; i++) {
        double sum = 0;

        for (ptrdiff_t t = 0; t < s->tokens; t++)
            sum += x[t * D + i];
        out[i] = (float)(sum / s->tokens);
    }
}

struct update update_of(const struct trace *t, int layer, int query,
                        struct arena *keep)
{
    int D = t->shape.dim;
    struct update u = {
        .before = arena_floats(keep, D), .mid = arena_floats(keep, D),
        .after = arena_floats(keep, D), .attention = arena_floats(keep, D),
        .mlp = arena_floats(keep, D),
    };

    state_row(u.before, trace_hidden(t, layer), &t->shape, query);
    state_row(u.mid, t->mid, &t->shape, query);
    state_row(u.after, t->after, &t->shape, query);
    for (int i = 0; i < D; i++) {
        u.attention[i] = u.mid[i] - u.before[i];
        u.mlp[i] = u.after[i] - u.mid[i];
    }
    return u;
}
