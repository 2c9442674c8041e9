/* bench.c - the parts of a forward pass one by one. */
#include "nn/bench.h"

#include <math.h>

#include "simd.h"

enum part { EMBED, NORM, QKV, ATTENTION, OUT, GATE, UP, DOWN };

static const char *const names[BENCH_PARTS] = {
    [EMBED] = "embed",         [NORM] = "norm", [QKV] = "qkv",
    [ATTENTION] = "attention", [OUT] = "out",   [GATE] = "gate",
    [UP] = "up",               [DOWN] = "down",
};

/* The product of a part; NULL: it has none. */
static const struct linear *product(const struct model *m, enum part part,
                                    int layer)
{
    const struct block *b = &m->tower.blocks[layer];

    switch (part) {
    case EMBED:
        return &m->embed;
    case QKV:
        return &b->qkv;
    case OUT:
        return &b->out;
    case GATE:
        return &b->gate;
    case UP:
        return &b->up;
    case DOWN:
        return &b->down;
    default:
        return NULL;
    }
}

static int rows_of(const struct bench *b, enum part part)
{
    return part == EMBED ? shape_patches(&b->shape) : b->shape.tokens;
}

/* Operations of a part; a norm is counted as 8 for each number. */
static double flop_of(const struct bench *b, enum part part)
{
    const struct linear *l = product(b->model, part, 0);
    double T = b->shape.tokens, D = b->shape.dim;

    if (part == NORM)
        return 8 * T * D;
    if (part == ATTENTION)
        return 4 * T * T * D;
    return l->w ? 2.0 * rows_of(b, part) * weights_in(l->w) *
                      weights_out(l->w)
                : 0;
}

static int times_of(const struct bench *b, enum part part)
{
    int layers = b->model->tower.layers;

    if (part == GATE && !b->model->tower.blocks[0].gate.w)
        return 0;
    return part == EMBED ? 1 : part == NORM ? 2 * layers : layers;
}

/* The widest row that any part reads or writes. */
static ptrdiff_t widest(const struct model *m)
{
    ptrdiff_t wide = 3 * (ptrdiff_t)m->tower.dim;

    if (m->tower.mlp > wide)
        wide = m->tower.mlp;
    return weights_in(m->embed.w) > wide ? weights_in(m->embed.w) : wide;
}

void bench_begin(struct bench *b, const struct model *m, int h, int w,
                 struct arena *keep)
{
    ptrdiff_t n;

    *b = (struct bench){ .model = m, .shape = model_shape(m, h, w),
                         .count = BENCH_PARTS };
    n = b->shape.tokens * widest(m);
    b->in = arena_floats(keep, n);
    b->out = arena_floats(keep, n);
    for (ptrdiff_t i = 0; i < n; i++)       /* spread over [-1, 1) */
        b->in[i] = (float)(i * 7919 % 1000) / 500 - 1;
    for (int part = 0; part < BENCH_PARTS; part++)
        b->parts[part] = (struct bench_part){
            names[part], times_of(b, (enum part)part),
            flop_of(b, (enum part)part),
        };
}

static void run_attention(const struct bench *b, struct arena scratch)
{
    const struct tower *t = &b->model->tower;
    int T = b->shape.tokens, d = t->dim / t->heads;

    attention(b->model->engine,
              &(struct attention){ .tokens = T, .rows = T, .heads = t->heads,
                                   .head_dim = d, .qkv = b->in,
                                   .scale = 1 / sqrtf((float)d),
                                   .out = b->out, .read = -1 },
              scratch);
}

void bench_run(const struct bench *b, int index, int nth, struct arena scratch)
{
    enum part part = (enum part)index;
    const struct model *m = b->model;
    int layer = nth % m->tower.layers, n = rows_of(b, part);
    const struct linear *l = product(m, part, layer);

    if (part == NORM)
        layer_norm(m->engine, b->out, b->in, &m->tower.blocks[layer].attn_norm,
                   n, m->tower.dim);
    else if (part == ATTENTION)
        run_attention(b, scratch);
    else if (part == GATE || (part == UP && !b->parts[GATE].times))
        linear_act(m->engine, b->out, b->in, l, m->tower.act, n, scratch);
    else
        linear(m->engine, b->out, b->in, l, n, scratch);
}

struct peak {
    const struct simd *simd;
    int rounds;
    float sums[POOL_THREADS_MAX];       /* so that the work has a result */
};

static void run_peak(void *ctx, int index, int worker)
{
    struct peak *p = ctx;

    p->sums[worker] = p->simd->peak(p->rounds);
}

double bench_peak(const struct engine *e, int rounds)
{
    struct peak p = { .simd = simd_of(e), .rounds = rounds };
    int shares = 16 * pool_threads(e->pool);

    parallel_for(e->pool, shares, run_peak, &p);
    return (double)shares * rounds * p.simd->peak_flop;
}
