/* bench_kernels.c - how near each kernel comes to the machine's limit.
 *
 *     bench_kernels [-t THREADS] [-i ISA] [-r ROUNDS] [-b] [CASE]...
 *
 * Cases are ti16 s16 b16 b16-384 s14-518 (matrices of random weights).  The
 * peak is measured again beside every kernel: on a shared machine only
 * neighbours in time compare. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/cpu.h"
#include "nn/block.h"
#include "nn/kernels.h"
#include "../src/nn/simd.h"

static struct arena memory;
static struct engine engine;
static int rounds = 15;

/* One thread is timed by the processor time it gets, so that neighbours on a
 * busy machine disturb less. */
static double now(void)
{
    struct timespec t;

    clock_gettime(engine.pool ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static float *noises(ptrdiff_t n, float size)
{
    static unsigned state = 1;
    float *x = arena_floats(&memory, n);

    for (ptrdiff_t i = 0; i < n; i++) {
        state = state * 1664525u + 1013904223u;
        x[i] = size * ((float)(state >> 8) / 8388608.0f - 1.0f);
    }
    return x;
}

static struct weights *matrix(int out, int in)
{
    struct tensor *t = arena_new(&memory, struct tensor);
    const struct tensor *parts[] = { t };

    *t = (struct tensor){ .name = "w", .dtype = DTYPE_F32, .rank = 2,
                          .shape = { out, in }, .count = (int64_t)out * in,
                          .data = noises((ptrdiff_t)out * in,
                                         1.7f / sqrtf((float)in)) };
    return weights_new(&memory, NULL, parts, 1, false);
}

/* --- timing -------------------------------------------------------------- */

typedef void work_fn(void *ctx);

static volatile float sink;

static double peak_seconds;     /* of one thread for 1 GFLOP, best so far */

static void measure_peak(void)
{
    const struct simd *simd = simd_of(&engine);
    int n = (int)(2e7 / simd->peak_flop);
    double start = now(), took;

    sink = simd->peak(n);
    took = (now() - start) / (1e-9 * n * simd->peak_flop);
    if (peak_seconds == 0 || took < peak_seconds)
        peak_seconds = took;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void bench(const char *name, double flop, work_fn *fn, void *ctx)
{
    double took[1000];
    double limit;

    fn(ctx);
    for (int i = 0; i < rounds; i++) {
        double start;

        measure_peak();
        start = now();
        fn(ctx);
        took[i] = now() - start;
    }
    qsort(took, (size_t)rounds, sizeof *took, by_value);
    limit = flop * 1e-9 * peak_seconds / pool_threads(engine.pool);
    printf("  %-22s %9.3f ms (median %9.3f) %7.1f GFLOP/s  %5.1f %% of peak\n",
           name, took[0] * 1e3, took[rounds / 2] * 1e3, flop * 1e-9 / took[0],
           100 * limit / took[0]);
    fflush(stdout);
}

/* --- cases --------------------------------------------------------------- */

static const struct size {
    const char *name;
    int T, D, H, L;
} sizes[] = {
    { "builtin", 10, 96, 4, 4 },    { "ti16", 197, 192, 3, 12 },
    { "s16", 197, 384, 6, 12 },     { "b16", 197, 768, 12, 12 },
    { "b16-384", 577, 768, 12, 12 }, { "s14-518", 1370, 384, 6, 12 },
};

struct product {
    float *y;
    const float *x;
    struct linear l;
    int n;
    bool act;
};

static void run_product(void *ctx)
{
    struct product *p = ctx;

    if (p->act)
        linear_act(&engine, p->y, p->x, &p->l, ACT_GELU, p->n, memory);
    else
        linear(&engine, p->y, p->x, &p->l, p->n, memory);
}

static void bench_product(const char *name, int n, int in, int out, bool act)
{
    struct arena mark = memory;
    struct product p = { noises((ptrdiff_t)n * out, 1),
                         noises((ptrdiff_t)n * in, 1),
                         { matrix(out, in), noises(out, 1) }, n, act };

    bench(name, 2.0 * n * in * out, run_product, &p);
    memory = mark;
}

static void run_attention(void *ctx)
{
    attention(&engine, ctx, memory);
}

static void run_norm(void *ctx)
{
    struct product *p = ctx;
    int D = weights_in(p->l.w);

    layer_norm(&engine, p->y, p->x,
               &(struct norm){ p->l.bias, p->l.bias, 1e-6f }, p->n, D);
}

struct whole {
    struct tower tower;
    struct span span;
    float *x, *start;
};

static void run_whole(void *ctx)
{
    struct whole *w = ctx;
    float *reads = arena_floats(&memory, 2 * w->span.tokens * w->tower.heads);
    struct tap tap = { .read_scores = reads,
                       .read_attn = reads + w->span.tokens * w->tower.heads };

    memcpy(w->x, w->start,
           sizeof(float) * (size_t)(w->span.tokens * w->tower.dim));
    for (int l = 0; l < w->tower.layers; l++)
        block_run(&engine, &w->tower, l, w->x, &w->span, &tap, NULL, memory);
}

static void build(struct whole *w, const struct size *s)
{
    ptrdiff_t D = s->D;

    *w = (struct whole){ .tower = { .layers = s->L, .dim = s->D, .heads = s->H,
                                    .mlp = 4 * s->D, .act = ACT_GELU },
                         .span = { .tokens = s->T, .rows = s->T, .read = 0,
                                   .scale = 1 / sqrtf((float)s->D /
                                                      (float)s->H) },
                         .x = noises(s->T * D, 1), .start = noises(s->T * D, 1) };
    w->tower.blocks = arena_array(&memory, struct block, s->L);
    for (int l = 0; l < s->L; l++) {
        struct block *b = &w->tower.blocks[l];

        b->attn_norm = (struct norm){ noises(D, 1), noises(D, 1), 1e-6f };
        b->mlp_norm = (struct norm){ noises(D, 1), noises(D, 1), 1e-6f };
        b->qkv = (struct linear){ matrix(3 * s->D, s->D), noises(3 * D, 1) };
        b->out = (struct linear){ matrix(s->D, s->D), noises(D, 1) };
        b->up = (struct linear){ matrix(4 * s->D, s->D), noises(4 * D, 1) };
        b->down = (struct linear){ matrix(s->D, 4 * s->D), noises(D, 1) };
    }
}

static void bench_case(const struct size *s)
{
    struct arena mark = memory;
    ptrdiff_t T = s->T, D = s->D;
    struct product norm = { noises(T * D, 1), noises(T * D, 1),
                            { matrix(s->D, s->D), noises(D, 1) }, s->T, false };
    struct attention a = { .tokens = s->T, .rows = s->T, .heads = s->H,
                           .head_dim = s->D / s->H, .scale = 0.125f,
                           .read = -1, .qkv = noises(3 * T * D, 1),
                           .out = noises(T * D, 1) };
    struct whole w;

    printf("%s: %d tokens, %d wide, %d heads, %s, %d thread%s\n", s->name, s->T,
           s->D, s->H, isa_name(engine.isa), pool_threads(engine.pool),
           engine.pool ? "s" : "");
    bench_product("qkv", s->T, s->D, 3 * s->D, false);
    bench_product("out", s->T, s->D, s->D, false);
    bench_product("up", s->T, s->D, 4 * s->D, false);
    bench_product("up + gelu", s->T, s->D, 4 * s->D, true);
    bench_product("down", s->T, 4 * s->D, s->D, false);
    bench("attention", 4.0 * (double)(T * T * D), run_attention, &a);
    bench("norm (8 FLOP each)", 8.0 * (double)(T * D), run_norm, &norm);
    build(&w, s);
    bench("all blocks",
          s->L * (24.0 * (double)(T * D * D) + 4.0 * (double)(T * T * D)),
          run_whole, &w);
    memory = mark;
}

int main(int argc, char **argv)
{
    int option;

    engine.isa = cpu_best_isa();
    if (!arena_open(&memory, (ptrdiff_t)16 << 30))
        return 1;
    while ((option = getopt(argc, argv, "t:i:r:b")) != -1) {
        if (option == 't' && atoi(optarg) > 1)
            engine.pool = pool_start(atoi(optarg));
        else if (option == 'i' && !isa_parse(&engine.isa, optarg))
            return 2;
        else if (option == 'r')
            rounds = atoi(optarg) < 1000 ? atoi(optarg) : 1000;
        else if (option == 'b')
            engine.precision = PRECISION_BF16;
        else if (option == '?')
            return 2;
    }
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        bool wanted = optind == argc;

        for (int j = optind; j < argc; j++)
            wanted |= strcmp(argv[j], sizes[i].name) == 0;
        if (wanted)
            bench_case(&sizes[i]);
    }
    pool_stop(engine.pool);
    arena_close(&memory);
    return 0;
}
