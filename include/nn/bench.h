/* bench.h - the parts of a forward pass one by one, for whoever has a clock.
 *
 * nn has none: the caller times bench_run() and relates it to the operations
 * a part takes and to what the processor could do at best. */
#ifndef NN_BENCH_H
#define NN_BENCH_H

#include "nn/model.h"

enum { BENCH_PARTS = 8 };

struct bench_part {
    const char *name;           /* "qkv", a key of bench --json */
    int times;                  /* in one forward pass */
    double flop;                /* once; a multiply-add counts 2 */
};

struct bench {
    const struct model *model;
    struct shape shape;
    struct bench_part parts[BENCH_PARTS];
    int count;
    float *in, *out;
};

/* The parts of a pass over h x w pixels, with numbers to work on. */
void bench_begin(struct bench *b, const struct model *m, int h, int w,
                 struct arena *keep);

/* Do part `index` as the `nth` of its times. */
void bench_run(const struct bench *b, int index, int nth, struct arena scratch);

/* Nothing but multiply-adds on all threads; how many operations that was. */
double bench_peak(const struct engine *e, int rounds);

#endif
