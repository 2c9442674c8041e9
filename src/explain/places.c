/* places.c - how a model tells its tokens where they are. */
#include "explain/places.h"

#include <math.h>
#include <string.h>

#include "nn/kernels.h"

enum place_kind places_kind(const struct trace *t)
{
    const struct position *p = &t->model->position;

    if (p->kind == POSITION_TABLE)
        return PLACES_TABLE;
    if (t->span.cosine)
        return PLACES_ROTARY;
    if (p->shared_bias || t->tower->blocks[0].bias_table)
        return PLACES_BIAS;
    return PLACES_NONE;
}

static void table_likeness(float *out, const struct trace *t, int token)
{
    ptrdiff_t D = t->shape.dim;

    for (ptrdiff_t j = 0; j < t->shape.tokens; j++)
        out[j] = (float)cosine(t->positions + token * D, t->positions + j * D,
                               (int)D);
}

/* cos(a - b) = cos a cos b + sin a sin b, mean over the angles of a head. */
static void rotary_likeness(float *out, const struct trace *t, int token)
{
    int first = t->span.rotate_from, d = t->shape.dim / t->shape.heads;
    const float *c = t->span.cosine, *s = t->span.sine;
    ptrdiff_t at = (ptrdiff_t)(token - first) * d;

    for (int j = first; token >= first && j < t->shape.tokens; j++) {
        ptrdiff_t to = (ptrdiff_t)(j - first) * d;

        out[j] = (dot(c + at, c + to, d) + dot(s + at, s + to, d)) / (float)d;
    }
}

static void bias_likeness(float *out, const struct trace *t, int layer,
                          int token, struct arena scratch)
{
    ptrdiff_t T = t->shape.tokens;
    int H = t->shape.heads;
    struct span span = trace_span(t, layer, &scratch);

    memset(out, 0, (size_t)T * sizeof *out);
    for (int h = 0; h < H; h++)
        axpy(out, 1.0f / (float)H, span.bias + (h * T + token) * T, (int)T);
}

void places_likeness(float *out, const struct trace *t, int layer, int token,
                     struct arena scratch)
{
    for (int j = 0; j < t->shape.tokens; j++)
        out[j] = NAN;
    switch (places_kind(t)) {
    case PLACES_TABLE:
        table_likeness(out, t, token);
        break;
    case PLACES_ROTARY:
        rotary_likeness(out, t, token);
        break;
    case PLACES_BIAS:
        bias_likeness(out, t, layer, token, scratch);
        break;
    case PLACES_NONE:
        break;
    }
}
