/* cmd_bench.c - how fast the model runs here, and how near to the limit.
 *
 * Everything is done once to warm up, then again and again; the smallest time
 * tells of the program, the median of the machine.  The peak is measured
 * beside the parts: on a machine that others use only neighbours in time
 * compare. */
#include <stdlib.h>
#include <sys/resource.h>

#include "app/system.h"
#include "app/world.h"
#include "nn/bench.h"

enum { REPEATS_MAX = 200, REPEATS_MIN = 5, BATCH = 16 };

#define ENOUGH_MS 3000          /* of one thing, once it was done often enough */
#define BATCH_MS 500

struct spread {
    double min, median;         /* milliseconds */
    double processor;           /* the same of processor time, the least */
};

struct results {
    double load_ms, peak;       /* GFLOP/s of all threads */
    struct spread forward, trace;
    double images_per_s;
    struct spread parts[BENCH_PARTS];
    struct bench bench;
};

/* What is timed; true when it went well. */
struct run {
    const struct world *w;
    const struct model *model;
    const float *pixels;
    int h, width;
    bool short_last;            /* only the rows the readout reads */
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

/* Pixels to classes; everything it leaves dies with `scratch`. */
static bool run_once(const struct run *r, struct arena scratch,
                     struct error *err)
{
    struct arena keep = arena_carve(&scratch, arena_room(&scratch, 1) / 2);
    struct run_options how = { .keep = KEEP_ALWAYS,
                               .short_last = r->short_last };
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
           (n < REPEATS_MIN || clock_ms() - start < ENOUGH_MS)) {
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
static void time_parts(struct results *r, const struct world *w)
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
    b.run.short_last = true;
    for (int i = 0; i < workers; i++)
        b.rooms[i] = arena_carve(&scratch, room);
    parallel_for(w->engine.pool, workers, run_picture, &b);
    begin = clock_ms();
    do {
        parallel_for(w->engine.pool, BATCH, run_picture, &b);
        rounds++;
    } while (clock_ms() - begin < BATCH_MS);
    return rounds * BATCH / (clock_ms() - begin) * 1e3;
}

/* --- telling ------------------------------------------------------------- */

static double peak_rss_mb(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static double gflops(const struct bench_part *p, double ms)
{
    return p->times && ms > 0 ? p->flop * p->times / ms * 1e-6 : 0;
}

/* Of the time of all parts together. */
static double share(const struct results *r, int part)
{
    double all = 0;

    for (int i = 0; i < r->bench.count; i++)
        all += r->bench.parts[i].times ? r->parts[i].min : 0;
    return all > 0 ? r->parts[part].min / all : 0;
}

static void add_key(struct text *out, const char *key, double value)
{
    text_addf(out, ",\"%s\":", key);
    text_add_number(out, value);
}

static void add_spread(struct text *out, const char *key, struct spread s)
{
    text_addf(out, ",\"%s\":{\"min\":", key);
    text_add_number(out, s.min);
    add_key(out, "median", s.median);
    add_key(out, "processor", s.processor);
    text_add(out, "}");
}

static void write_json(struct text *out, const struct world *w,
                       const struct results *r)
{
    text_add(out, "{\"model\":");
    text_add_json(out, w->model.name);
    text_addf(out, ",\"threads\":%d,\"precision\":\"%s\",\"isa\":\"%s\","
              "\"tokens\":%d", pool_threads(w->engine.pool),
              w->engine.precision == PRECISION_BF16 ? "bf16" : "f32",
              isa_name(w->engine.isa), r->bench.shape.tokens);
    add_spread(out, "forward_ms", r->forward);
    add_spread(out, "trace_ms", r->trace);
    text_addf(out, ",\"batch\":{\"size\":%d", BATCH);
    add_key(out, "images_per_s", r->images_per_s);
    text_add(out, "}");
    add_key(out, "load_ms", r->load_ms);
    add_key(out, "peak_rss_mb", peak_rss_mb());
    add_key(out, "peak_gflops", r->peak);
    text_add(out, ",\"kernels\":{");
    for (int i = 0, n = 0; i < r->bench.count; i++) {
        const struct bench_part *p = &r->bench.parts[i];

        if (!p->times)
            continue;
        text_addf(out, "%s\"%s\":{\"times\":%d", n++ ? "," : "", p->name,
                  p->times);
        add_key(out, "ms", r->parts[i].min);
        add_key(out, "share", share(r, i));
        add_key(out, "gflops", gflops(p, r->parts[i].min));
        add_key(out, "of_peak", gflops(p, r->parts[i].min) / r->peak);
        text_add(out, "}");
    }
    text_add(out, "}}\n");
}

static void write_table(struct text *out, const struct world *w,
                        const struct results *r)
{
    text_addf(out, "%s: %d tokens, %d thread%s, %s, %s\n", w->model.name,
              r->bench.shape.tokens, pool_threads(w->engine.pool),
              pool_threads(w->engine.pool) == 1 ? "" : "s",
              isa_name(w->engine.isa),
              w->engine.precision == PRECISION_BF16 ? "bf16" : "f32");
    text_addf(out, "forward    %9.3f ms (median %.3f)\n", r->forward.min,
              r->forward.median);
    text_addf(out, "trace      %9.3f ms (median %.3f)\n", r->trace.min,
              r->trace.median);
    text_addf(out, "batch      %9.1f pictures a second, %d of them\n",
              r->images_per_s, BATCH);
    text_addf(out, "load       %9.1f ms\nmemory     %9.0f MB\n", r->load_ms,
              peak_rss_mb());
    text_addf(out, "peak       %9.1f GFLOP/s\n\n"
              "kernel     times        ms   share   GFLOP/s  of peak\n", r->peak);
    for (int i = 0; i < r->bench.count; i++) {
        const struct bench_part *p = &r->bench.parts[i];
        double rate = gflops(p, r->parts[i].min);

        if (p->times)
            text_addf(out, "%-10s %5d %9.3f %6.1f%% %9.1f %7.1f%%\n", p->name,
                      p->times, r->parts[i].min, 100 * share(r, i), rate,
                      100 * rate / r->peak);
    }
}

static bool measure(struct results *r, struct world *w, struct error *err)
{
    const struct model *m = &w->model;
    int h = m->image_h, width = m->image_w;
    float *pixels;
    struct run run;

    processor_size(&w->processor, &h, &width);  /* as pictures come in */
    pixels = arena_floats(&w->keep, 3 * (ptrdiff_t)h * width);
    for (ptrdiff_t i = 0; i < 3 * (ptrdiff_t)h * width; i++)
        pixels[i] = (float)(i * 7919 % 1000) / 500 - 1;
    run = (struct run){ w, m, pixels, h, width, true };
    if (!time_run(&r->forward, &run, err))
        return false;
    run.short_last = false;
    if (!time_run(&r->trace, &run, err))
        return false;
    r->images_per_s = measure_batch(w, &run);
    bench_begin(&r->bench, m, h, width, &w->keep);
    time_parts(r, w);
    r->peak = measure_peak(&w->engine);
    return true;
}

enum status cmd_bench(const struct options *o, struct error *err)
{
    struct world w;
    struct results r = { .load_ms = clock_ms() };
    struct text page;
    enum status status;

    if (o->argument_count) {
        error_set(err, "bench takes no pictures; -m names the model");
        return STATUS_USAGE;
    }
    status = world_open(&w, o, err);
    if (status == STATUS_GOOD) {
        model_pack(&w.model);
        r.load_ms = clock_ms() - r.load_ms;
        status = measure(&r, &w, err) ? STATUS_GOOD : STATUS_FAILED;
    }
    if (status == STATUS_GOOD) {
        page = text_new(&w.keep);
        if (o->json)
            write_json(&page, &w, &r);
        else
            write_table(&page, &w, &r);
        if (!print_out(page.data, page.size, err))
            status = STATUS_FAILED;
    }
    world_close(&w);
    return status;
}
