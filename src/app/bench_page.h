/* bench_page.h - what was measured, as a table and as JSON. */
#ifndef APP_BENCH_PAGE_H
#define APP_BENCH_PAGE_H

#include "app/world.h"
#include "nn/bench.h"

enum { BENCH_BATCH = 16 };      /* pictures */

struct spread {
    double min, median;         /* milliseconds */
    double processor;           /* the same of processor time, the least */
};

struct bench_results {
    bool with_forward, with_trace, with_batch, with_kernels;
    double load_ms, peak;       /* peak: GFLOP/s of all threads */
    double peak_rss_mb;
    struct spread forward, trace;
    double images_per_s;
    struct spread parts[BENCH_PARTS];
    struct bench bench;
};

/* One line of JSON; what was not measured is left out. */
void bench_json(struct text *out, const struct world *w,
                const struct bench_results *r);
void bench_table(struct text *out, const struct world *w,
                 const struct bench_results *r);

#endif
