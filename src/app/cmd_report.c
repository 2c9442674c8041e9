/* cmd_report.c - one JSON object a picture, a line each. */
#include "app/batch.h"
#include "app/system.h"
#include "app/world.h"
#include "view/report.h"

static bool report_one(void *ctx, struct piece *p, struct error *err)
{
    struct world w = batch_world_of(ctx, p);
    struct report_options how = {
        .top = (int)w.options->top,
        .attention = !w.options->no_attention,
    };
    struct study s;
    bool good;

    if (!world_study(&s, &w, p->path, KEEP_ALWAYS, p->keep, err))
        return false;
    good = world_run(&s, &w, err);
    if (good)
        report_write(&p->printed, &s, &how);
    study_close(&s);
    return good;
}

/* The failure takes its place among the results. */
static bool report_failed(void *ctx, const char *path, const char *sentence,
                          struct error *err)
{
    struct world *w = ctx;
    struct arena scratch = w->scratch;
    struct text line = text_new(&scratch);

    report_failure(&line, path, sentence);
    return print_out(line.data, line.size, err);
}

enum status cmd_report(const struct options *o, struct error *err)
{
    static const struct errand errand = {
        .one = report_one, .failed = report_failed
    };

    return batch_world(o, &errand, NULL, err);
}
