/* bench_page.c - what was measured, told to people and to programs. */
#include "bench_page.h"

static double gflops(const struct bench_part *p, double ms)
{
    return p->times && ms > 0 ? p->flop * p->times / ms * 1e-6 : 0;
}

/* Of the time of all parts together. */
static double share(const struct bench_results *r, int part)
{
    double all = 0;

    for (int i = 0; i < r->bench.count; i++)
        all += r->bench.parts[i].times ? r->parts[i].min : 0;
    return all > 0 ? r->parts[part].min / all : 0;
}

static const char *precision_name(const struct world *w)
{
    return w->engine.precision == PRECISION_BF16 ? "bf16" : "f32";
}

/* --- JSON ---------------------------------------------------------------- */

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

static void add_kernels(struct text *out, const struct bench_results *r)
{
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
    text_add(out, "}");
}

void bench_json(struct text *out, const struct world *w,
                const struct bench_results *r)
{
    text_add(out, "{\"model\":");
    text_add_json(out, w->model.name);
    text_addf(out, ",\"threads\":%d,\"precision\":\"%s\",\"isa\":\"%s\","
              "\"tokens\":%d", pool_threads(w->engine.pool), precision_name(w),
              isa_name(w->engine.isa), r->bench.shape.tokens);
    if (r->with_forward)
        add_spread(out, "forward_ms", r->forward);
    if (r->with_trace)
        add_spread(out, "trace_ms", r->trace);
    if (r->with_batch) {
        text_addf(out, ",\"batch\":{\"size\":%d", BENCH_BATCH);
        add_key(out, "images_per_s", r->images_per_s);
        text_add(out, "}");
    }
    add_key(out, "load_ms", r->load_ms);
    add_key(out, "peak_rss_mb", r->peak_rss_mb);
    if (r->with_kernels)
        add_kernels(out, r);
    text_add(out, "}\n");
}

/* --- table --------------------------------------------------------------- */

static void list_kernels(struct text *out, const struct bench_results *r)
{
    text_addf(out, "peak       %9.1f GFLOP/s\n\n"
              "kernel     times        ms   share   GFLOP/s  of peak\n",
              r->peak);
    for (int i = 0; i < r->bench.count; i++) {
        const struct bench_part *p = &r->bench.parts[i];
        double rate = gflops(p, r->parts[i].min);

        if (p->times)
            text_addf(out, "%-10s %5d %9.3f %6.1f%% %9.1f %7.1f%%\n", p->name,
                      p->times, r->parts[i].min, 100 * share(r, i), rate,
                      100 * rate / r->peak);
    }
}

void bench_table(struct text *out, const struct world *w,
                 const struct bench_results *r)
{
    text_addf(out, "%s: %d tokens, %d thread%s, %s, %s\n", w->model.name,
              r->bench.shape.tokens, pool_threads(w->engine.pool),
              pool_threads(w->engine.pool) == 1 ? "" : "s",
              isa_name(w->engine.isa), precision_name(w));
    if (r->with_forward)
        text_addf(out, "forward    %9.3f ms (median %.3f)\n", r->forward.min,
                  r->forward.median);
    if (r->with_trace)
        text_addf(out, "trace      %9.3f ms (median %.3f)\n", r->trace.min,
                  r->trace.median);
    if (r->with_batch)
        text_addf(out, "batch      %9.1f pictures a second, %d of them\n",
                  r->images_per_s, BENCH_BATCH);
    text_addf(out, "load       %9.1f ms\nmemory     %9.0f MB\n", r->load_ms,
              r->peak_rss_mb);
    if (r->with_kernels)
        list_kernels(out, r);
}
