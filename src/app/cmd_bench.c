/* cmd_bench.c - how fast the model runs here, and how near to the limit.
 *
 * Everything is done once to warm up, then again and again; the smallest time
 * tells of the program, the median of the machine.  The peak is measured
 * beside the parts: on a machine that others use only neighbours in time
 * compare. */
#include <stdlib.h>
#include <sys/resource.h>

#include "app/only.h"
#include "app/system.h"
#include "app/world.h"
#include "bench_page.h"

enum { REPEATS_MAX = 2000, REPEATS_MIN = 5 };

/* What is timed. */
struct run {
    const struct world *w;
    const struct model *model;
    const float *pixels;
    int h, width;
};

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static struct spread spread_of(double *times, int n)
{
    qsort(times, (size_t)n, sizeof *times, by_value);
    return (struct spread){ times[0], times[n / 2], 0 };
}

/* For one thing, once it was done often enough. */
static double enough_ms(const struct world *w)
{
    return 1e3 * (double)w->options->seconds;
}

/* Pixels to classes, with the rows of attention that every run records and in
 * the last block only what the readout reads; everything it leaves dies with `scratch`. */
static bool run_once(const struct run *r, struct arena scratch,
                     struct error *err)
{
    struct arena keep = arena_carve(&scratch, arena_room(&scratch, 1) / 2);
    struct run_options how = { .keep = KEEP_ALWAYS, .short_last = true };
    struct outcome outcome;
    struct trace t;

    if (!forward_begin(&t, r->model, r->pixels, r->h, r->width, &how, &keep,
                       scratch, err))
        return false;
    while (t.done < t.shape.layers)
        forward_step(&t, scratch);
    outcome_read(&outcome, r->model, trace_hidden(&t, t.done), &t.shape, NULL,
                 t.whole_last, &keep, scratch);
    return true;
}

static bool time_run(struct spread *out, const struct run *r,
                     struct error *err)
{
    double times[REPEATS_MAX], start = clock_ms(), processor = 0;
    int n = 0;

    if (!run_once(r, r->w->scratch, err))
        return false;
    while (n < REPEATS_MAX &&
           (n < REPEATS_MIN || clock_ms() - start < enough_ms(r->w))) {
        double begin = clock_ms(), used = processor_ms();

        if (!run_once(r, r->w->scratch, err))
            return false;
        times[n] = clock_ms() - begin;
        used = processor_ms() - used;
        processor = n++ == 0 || used < processor ? used : processor;
    }
    *out = spread_of(times, n);
    out->processor = processor;
    return true;
}

/* One part, all its times of a pass together. */
static void time_parts(struct bench_results *r, const struct world *w)
{
    const struct bench *b = &r->bench;

    for (int part = 0; part < b->count; part++) {
        double times[REPEATS_MIN];

        for (int i = -1; i < REPEATS_MIN; i++) {
            double begin = clock_ms();

            for (int nth = 0; nth < b->parts[part].times; nth++)
                bench_run(b, part, nth, w->scratch);
            if (i >= 0)
                times[i] = clock_ms() - begin;
        }
        r->parts[part] = spread_of(times, REPEATS_MIN);
    }
}

static double measure_peak(const struct engine *e)
{
    double best = 0;

    for (int i = 0; i < 2 * REPEATS_MIN; i++) {
        double begin = clock_ms();
        double flop = bench_peak(e, 20000);
        double rate = flop / (clock_ms() - begin) * 1e-6;

        best = rate > best ? rate : best;
    }
    return best;
}

/* --- many pictures: one a worker ----------------------------------------- */

struct batch {
    struct run run;             /* of an engine without threads */
    struct arena rooms[POOL_THREADS_MAX];
};

static void run_picture(void *ctx, int index, int worker)
{
    struct batch *b = ctx;
    struct error ignored;       /* the same run went well before */

    run_once(&b->run, b->rooms[worker], &ignored);
}

static double measure_batch(const struct world *w, const struct run *run)
{
    struct engine alone = w->engine;
    struct model model = *run->model;
    struct arena scratch = w->scratch;
    struct batch b = { .run = *run };
    int workers = pool_threads(w->engine.pool);
    ptrdiff_t room = arena_room(&scratch, 1) / (workers + 1);
    double begin;
    int rounds = 0;

    alone.pool = NULL;
    model.engine = &alone;
    b.run.model = &model;
    for (int i = 0; i < workers; i++)
        b.rooms[i] = arena_carve(&scratch, room);
    parallel_for(w->engine.pool, workers, run_picture, &b);
    begin = clock_ms();
    do {
        parallel_for(w->engine.pool, BENCH_BATCH, run_picture, &b);
        rounds++;
    } while (clock_ms() - begin < enough_ms(w) / 4);
    return rounds * BENCH_BATCH / (clock_ms() - begin) * 1e3;
}

static double peak_rss_mb(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

/* Numbers to run on, in the size in which pictures come in. */
static struct run prepare_run(struct world *w)
{
    struct run run = { .w = w, .model = &w->model,
                       .h = w->model.image_h, .width = w->model.image_w };
    ptrdiff_t count;
    float *pixels;

    processor_size(&w->processor, &run.h, &run.width);
    count = 3 * (ptrdiff_t)run.h * run.width;
    pixels = arena_floats(&w->keep, count);
    for (ptrdiff_t i = 0; i < count; i++)
        pixels[i] = (float)(i * 7919 % 1000) / 500 - 1;
    run.pixels = pixels;
    return run;
}

static bool measure(struct bench_results *r, struct world *w,
                    const struct only *only, struct error *err)
{
    struct run run = prepare_run(w);

    r->with_forward = only_wants(only, "forward");
    r->with_trace = only_wants(only, "trace");
    r->with_batch = only_wants(only, "batch");
    r->with_kernels = only_wants(only, "kernels");
    if (!forward_check(run.model, run.h, run.width, err) ||
        (r->with_forward && !time_run(&r->forward, &run, err)) ||
        (r->with_trace && !time_run(&r->trace, &run, err)))
        return false;
    if (r->with_batch)
        r->images_per_s = measure_batch(w, &run);
    bench_begin(&r->bench, run.model, run.h, run.width, &w->keep);
    if (r->with_kernels) {
        time_parts(r, w);
        r->peak = measure_peak(&w->engine);
    }
    r->peak_rss_mb = peak_rss_mb();
    return true;
}

/* Load the model, measure, print. */
static enum status bench_model(struct world *w, const struct options *o,
                               const struct only *only, struct error *err)
{
    struct bench_results r = { .load_ms = clock_ms() };
    enum status status = world_open(w, o, err);
    struct text page;

    if (status != STATUS_GOOD)
        return status;
    model_pack(&w->model);
    r.load_ms = clock_ms() - r.load_ms;
    if (!measure(&r, w, only, err))
        return STATUS_FAILED;
    page = text_new(&w->keep);
    (o->json ? bench_json : bench_table)(&page, w, &r);
    text_make_lines_printable(page.data);       /* the model's name */
    return print_out(page.data, page.size, err) ? STATUS_GOOD : STATUS_FAILED;
}

enum status cmd_bench(const struct options *o, struct error *err)
{
    struct world w = { 0 };
    struct only only;
    enum status status;

    if (o->argument_count) {
        error_set(err, "bench takes no pictures; -m names the model");
        return STATUS_USAGE;
    }
    if (!only_open(&only, o, err))
        return STATUS_USAGE;
    status = bench_model(&w, o, &only, err);
    world_close(&w);
    only_close(&only);
    return status;
}
