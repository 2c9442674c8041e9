/* forward.c - the Vision Transformer, from pixels to the last block.
 *
 *     patches   -> one linear map each                       (patch embedding)
 *     + positions, + [CLS] and other learned tokens          (embeddings)
 *     [pre-norm]                                             (CLIP)
 *     block 1 ... block L                                    (block.c)
 *
 * What is read from the last state is in outcome.c. */
#include "nn/forward.h"

#include <math.h>
#include <string.h>

#include "position.h"

enum { PATCHES_MAX = 1 << 16 }; /* attention is quadratic: more take hours */

/* Patch `index` of the grid as one row of numbers: row [3*P*P], channel by
 * channel.  pixels [3, h, w]; what is left over right and below is ignored. */
static void cut_patch(float *row, const float *pixels, int h, int w, int P,
                      int gw, int index)
{
    const float *corner = pixels + (ptrdiff_t)(index / gw) * P * w +
                          (ptrdiff_t)(index % gw) * P;

    for (int c = 0; c < 3; c++)
        for (int y = 0; y < P; y++, row += P)
            memcpy(row, corner + (ptrdiff_t)c * h * w + (ptrdiff_t)y * w,
                   (size_t)P * sizeof *row);
}

/* t->patches [N, D] */
static void embed_patches(struct trace *t, const float *pixels, int h, int w,
                          float *patches, struct arena scratch)
{
    const struct model *m = t->model;
    int N = shape_patches(&t->shape), P = m->patch;
    ptrdiff_t size = 3 * (ptrdiff_t)P * P;
    float *rows = arena_floats(&scratch, N * size);

    for (int i = 0; i < N; i++)
        cut_patch(rows + i * size, pixels, h, w, P, t->shape.grid_w, i);
    linear(m->engine, patches, rows, &m->embed, N, scratch);
}

/* Learned tokens in front, patches behind: x [T, D] */
static void place_tokens(float *x, const struct trace *t, const float *patches)
{
    const struct model *m = t->model;
    size_t D = (size_t)t->shape.dim, row = D * sizeof *x;

    if (m->cls_token)
        memcpy(x, m->cls_token, row);
    if (m->dist_token)
        memcpy(x + (size_t)t->shape.cls * D, m->dist_token, row);
    if (m->registers)
        memcpy(x + (size_t)(t->shape.cls + t->shape.dist) * D,
               m->register_tokens, (size_t)m->registers * row);
    memcpy(x + (size_t)shape_prefix(&t->shape) * D, patches,
           (size_t)shape_patches(&t->shape) * row);
}

/* What each token gets as its position: out [T, D], 0 where there is none.
 * Table rows are for the leading prefix_rows tokens (cls, dist) and for the
 * patches; registers stand between them and have none. */
static void find_positions(float *out, const struct trace *t, int h, int w,
                           bool original, struct arena scratch)
{
    const struct position *p = &t->model->position;
    const struct shape *s = &t->shape;
    size_t D = (size_t)s->dim;
    size_t head = (size_t)p->prefix_rows * D;
    size_t grid = (size_t)shape_patches(s) * D;
    float *table;

    memset(out, 0, (size_t)s->tokens * D * sizeof *out);
    if (p->kind != POSITION_TABLE)
        return;
    table = arena_floats(&scratch, (ptrdiff_t)(head + grid));
    position_table(table, t->model, s->grid_h, s->grid_w, h, w, original,
                   scratch);
    memcpy(out, table, head * sizeof *out);
    memcpy(out + (size_t)shape_prefix(s) * D, table + head,
           grid * sizeof *out);
}

static void find_rotation(struct trace *t, struct arena *keep)
{
    const struct shape *s = &t->shape;
    ptrdiff_t size = (ptrdiff_t)shape_patches(s) * (s->dim / s->heads);
    float *cosine, *sine;

    if (t->model->position.kind != POSITION_ROTARY)
        return;
    cosine = arena_floats(keep, size);
    sine = arena_floats(keep, size);
    position_rotation(cosine, sine, t->model, s->grid_h, s->grid_w);
    t->span.cosine = cosine;
    t->span.sine = sine;
    t->span.rotate_from = shape_prefix(s);
}

/* A tensor of the table, or scratch when this run does not record it. */
static float *recorded(float *field, ptrdiff_t count, struct arena *scratch)
{
    return field ? field : arena_floats(scratch, count);
}

/* Tokens as they enter the first block. */
static void embed(struct trace *t, const float *pixels, int h, int w,
                  bool original, struct arena scratch)
{
    const struct shape *s = &t->shape;
    const struct tower *tower = t->tower;
    ptrdiff_t size = (ptrdiff_t)s->tokens * s->dim;
    float *patches = recorded(t->patches, size, &scratch);
    float *positions = recorded(t->positions, size, &scratch);
    float *x = t->hidden;

    embed_patches(t, pixels, h, w, patches, scratch);
    find_positions(positions, t, h, w, original, scratch);
    place_tokens(x, t, patches);
    for (ptrdiff_t i = 0; i < size; i++)
        x[i] += positions[i];
    if (t->embeddings)
        memcpy(t->embeddings, x, (size_t)size * sizeof *x);
    if (tower->pre.scale)
        layer_norm(t->model->engine, x, x, &tower->pre, s->tokens, s->dim);
}

bool forward_check(const struct model *m, int h, int w, struct error *err)
{
    ptrdiff_t patches = (ptrdiff_t)(h / m->patch) * (w / m->patch);

    if (!patches)
        return error_set(err, "%s: %dx%d pixels (height x width) are less than "
                         "one patch of %dx%d", m->name, h, w, m->patch,
                         m->patch);
    return patches <= PATCHES_MAX ||
           error_set(err, "%s: %dx%d pixels are %td patches; more than %d are "
                     "not run", m->name, h, w, patches, PATCHES_MAX);
}

bool forward_begin(struct trace *t, const struct model *m, const float *pixels,
                   int h, int w, const struct run_options *options,
                   struct arena *keep, struct arena scratch, struct error *err)
{
    struct shape s = model_shape(m, h, w);

    if (!forward_check(m, h, w, err))
        return false;
    if (trace_bytes(&s, options->keep) > arena_room(keep, 1) ||
        forward_scratch(m, h, w) > arena_room(&scratch, 1))
        return error_set(err, "%s: a run over %d x %d pixels (%d tokens) does "
                         "not fit into memory", m->name, w, h, s.tokens);
    *t = (struct trace){
        .shape = s, .model = m, .tower = &m->tower, .demand = -1,
        .span = { .tokens = s.tokens, .read = s.cls ? 0 : -1,
                  .rows = options->short_last ? readout_rows(m, &s) : s.tokens,
                  .scale = 1 / sqrtf((float)s.dim / (float)s.heads) },
    };
    trace_allocate(t, options->keep, keep);
    find_rotation(t, keep);
    embed(t, pixels, h, w, options->original_positions, scratch);
    return true;
}

void forward_step(struct trace *t, struct arena scratch)
{
    const struct shape *s = &t->shape;
    int l = t->done;
    ptrdiff_t T = s->tokens, D = s->dim, rows = (ptrdiff_t)l * s->heads * T;
    struct span span = trace_span(t, l, &scratch);
    float *x = trace_hidden(t, l + 1);
    struct tap tap = {
        .keys = t->keys ? t->keys + l * T * D : NULL,
        .read_scores = s->cls ? t->read_scores + rows : NULL,
        .read_attn = s->cls ? t->read_attn + rows : NULL,
    };

    if (l + 1 == s->layers)
        span.rows = t->span.rows;
    memcpy(x, trace_hidden(t, l), (size_t)(T * D) * sizeof *x);
    block_run(t->model->engine, t->tower, l, x, &span, &tap, NULL, scratch);
    t->whole_last = span.rows == s->tokens;
    t->done = l + 1;
}

ptrdiff_t forward_scratch(const struct model *m, int h, int w)
{
    struct shape s = model_shape(m, h, w);
    ptrdiff_t T = s.tokens, D = s.dim, P = m->patch;
    ptrdiff_t table = (ptrdiff_t)m->position.grid_h * s.grid_h +
                      (ptrdiff_t)m->position.grid_w * s.grid_w;
    ptrdiff_t bias = m->position.bias_h ? s.heads * T * (T + 4) : 0;
    ptrdiff_t floats = T * (3 * P * P + 4 * D) + 2 * table + bias + m->classes;

    return block_scratch(&m->tower, s.tokens) +
           (ptrdiff_t)sizeof(float) * floats;
}
