/* study.c - one picture looked at with one model, step by step. */
#include "explain/study.h"

#include <string.h>

#include "explain/rows.h"
#include "nn/kernels.h"

/* Room for pictures, outcomes and the like beside the trace: address space,
 * not memory. */
#define STUDY_SLACK ((ptrdiff_t)2 << 30)

bool study_open(struct study *s, const struct model *m,
                const struct processor *p, const struct prompts *prompts,
                const struct image *picture, const char *path,
                const struct run_options *options, struct arena *room,
                struct error *err)
{
    *s = (struct study){
        .model = m, .processor = p, .prompts = prompts, .path = path,
        .options = *options, .trace = { .demand = -1 }, .lodges = room != NULL,
    };
    if (picture)
        s->picture = *picture;
    if (room)
        s->keep = arena_carve(room, arena_room(room, 1) / 8 * 7);
    else if (!arena_reserve(&s->keep, 4 * STUDY_SLACK, 2))
        return error_set(err, "%s: no memory for a run of %s", path, m->name);
    return true;
}

void study_close(struct study *s)
{
    if (!s->lodges)
        arena_close(&s->keep);
    *s = (struct study){ 0 };
}

void study_feed(struct study *s, const float *pixels, int h, int w)
{
    s->fed = pixels;
    s->fed_h = h;
    s->fed_w = w;
}

static double now(const struct study *s)
{
    return s->clock_ms ? s->clock_ms() : 0;
}

/* The picture as the model reads it. */
static bool prepare_picture(struct prepared *out, struct study *s,
                            struct arena scratch, struct error *err)
{
    struct error why;

    return prepare(out, s->processor, &s->picture, &s->keep, scratch, &why) ||
           error_set(err, "%s: %s", s->path, why.text);
}

/* What is fed, as it is.  A picture beside it is the one it was made of: where
 * in it the pixels come from is what preparing it says, when the size agrees,
 * else all of it. */
static bool take_fed(struct study *s, struct arena scratch, struct error *err)
{
    struct prepared made = { 0 }, *p = &s->prepared;
    ptrdiff_t count = 3 * (ptrdiff_t)s->fed_h * s->fed_w;

    *p = (struct prepared){ .h = s->fed_h, .w = s->fed_w,
                            .x1 = s->fed_w, .y1 = s->fed_h };
    if (s->picture.width) {
        p->x1 = s->picture.width;
        p->y1 = s->picture.height;
        if (!prepare_picture(&made, s, scratch, err))
            return false;
    }
    if (made.h == p->h && made.w == p->w) {
        p->x0 = made.x0;
        p->y0 = made.y0;
        p->x1 = made.x1;
        p->y1 = made.y1;
    }
    p->values = arena_floats(&s->keep, count);
    memcpy(p->values, s->fed, (size_t)count * sizeof *p->values);
    return true;
}

/* The pixels the model will read: prepared, or fed as they are. */
static bool make_ready(struct study *s, struct arena scratch, struct error *err)
{
    return s->fed ? take_fed(s, scratch, err)
                  : prepare_picture(&s->prepared, s, scratch, err);
}

/* Weights that no training leaves behind make every number after them NaN. */
static bool sound(const struct study *s, int layer, struct error *err)
{
    const char *name = model_fault(s->model, layer);

    return !name || error_set(err, "%s: tensor %s holds NaN or infinite values",
                              s->model->source, name);
}

static bool begin(struct study *s, struct arena scratch, struct error *err)
{
    double start;
    bool ok;
    int h, w;

    /* Before a picture is blown up for nothing. */
    if (!s->fed && processor_size(s->processor, &h, &w) &&
        !forward_check(s->model, h, w, err))
        return false;
    if (!make_ready(s, scratch, err))
        return false;
    start = now(s);
    ok = forward_begin(&s->trace, s->model, s->prepared.values, s->prepared.h,
                       s->prepared.w, &s->options, &s->keep, scratch, err);
    s->forward_ms += now(s) - start;
    s->begun = ok;
    if (!s->lodges)
        arena_trim(&s->keep, 4);    /* the trace is the most of it */
    return ok && sound(s, -1, err);
}

static void run_layer(struct study *s, struct arena scratch)
{
    double start = now(s);

    forward_step(&s->trace, scratch);
    s->forward_ms += now(s) - start;
}

/* The logit lens: what each state would already say. */
static void look_through_lens(struct study *s, struct arena scratch)
{
    int C = s->outcome.classes, L = s->trace.shape.layers;

    if (!C)
        return;
    s->lens = arena_floats(&s->keep, (ptrdiff_t)(L + 1) * C);
    for (int l = 0; l < L; l++)
        outcome_lens(s->lens + (ptrdiff_t)l * C, s->model,
                     trace_hidden(&s->trace, l), &s->trace.shape, s->prompts,
                     scratch);
    memcpy(s->lens + (ptrdiff_t)L * C, s->outcome.probs,
           (size_t)C * sizeof *s->lens);
}

static void finish(struct study *s, struct arena scratch)
{
    struct trace *t = &s->trace;
    double start = now(s);

    outcome_read(&s->outcome, s->model, trace_hidden(t, t->shape.layers),
                 &t->shape, s->prompts, t->whole_last, &s->keep, scratch);
    s->forward_ms += now(s) - start;
    look_through_lens(s, scratch);
    s->finished = true;
}

bool study_step(struct study *s, bool *more, struct arena scratch,
                struct error *err)
{
    *more = true;
    if (!s->begun)
        return begin(s, scratch, err);
    if (s->trace.done < s->trace.shape.layers) {
        run_layer(s, scratch);
        return sound(s, s->trace.done - 1, err);
    }
    if (!s->finished)
        finish(s, scratch);
    *more = false;
    return sound(s, s->trace.shape.layers, err);
}

void study_reword(struct study *s, const struct prompts *prompts,
                  struct arena scratch)
{
    s->prompts = prompts;
    if (s->finished)
        finish(s, scratch);
}

bool study_run(struct study *s, struct arena scratch, struct error *err)
{
    bool more = true;

    while (more)
        if (!study_step(s, &more, scratch, err))
            return false;
    return true;
}

int study_done(const struct study *s)
{
    return s->finished ? s->trace.shape.layers + 1 : s->trace.done;
}

int study_query(const struct study *s)
{
    return s->trace.span.read;
}

bool study_has_row(const struct study *s, int layer, int query)
{
    if (!query_needs_demand(&s->trace, query))
        return layer < s->trace.done;
    if (query < 0 && s->outcome.pool_attn)
        return true;
    return s->trace.demand == layer;
}

/* Rows of the pooling query, or of a token, fused: out [T]. */
static void fill(float *out, const struct study *s, enum row_kind kind,
                 int layer, int head, int query, struct arena scratch)
{
    const struct trace *t = &s->trace;
    const struct outcome *o = &s->outcome;
    int T = t->shape.tokens, H = t->shape.heads;
    float *rows;

    if (query < 0 && o->pool_attn) {
        H = s->model->pool->heads;
        fuse_heads(out, kind == ROW_WEIGHTS ? o->pool_attn : o->pool_scores, H,
                   T, head < H ? head : HEAD_MEAN);
        return;
    }
    rows = arena_floats(&scratch, (ptrdiff_t)H * T);
    query_rows(rows, t, kind, layer, query);
    fuse_heads(out, rows, H, T, head);
}

void study_weights(float *row, const struct study *s, int layer, int head,
                   int query, struct arena scratch)
{
    fill(row, s, ROW_WEIGHTS, layer, head, query, scratch);
}

void study_scores(float *row, const struct study *s, int layer, int head,
                  int query, struct arena scratch)
{
    fill(row, s, ROW_SCORES, layer, head, query, scratch);
}

double study_norm(const struct study *s, int l, int token)
{
    int D = s->trace.shape.dim;

    return vector_norm(trace_hidden(&s->trace, l) + (ptrdiff_t)token * D, D);
}

double study_cosine(const struct study *s, int l, int token)
{
    ptrdiff_t D = s->trace.shape.dim, at = token * D;

    return cosine(trace_hidden(&s->trace, l) + at,
                  trace_hidden(&s->trace, s->trace.shape.layers) + at, (int)D);
}

const char *study_label(const struct study *s, int index)
{
    return outcome_label(s->model, s->prompts, index);
}
