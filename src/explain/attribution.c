/* attribution.c - where a logit comes from: parts that sum to it.
 *
 *     logit = w . norm(x) + b,   x = start + sum_l (attention_l + mlp_l)
 *
 * norm(x) = scale (x - mean(x)) / sigma + bias is linear in x once sigma is
 * frozen, so each summand of x has its share.  A readout that averages rows is
 * the same with a weight for each row. */
#include "explain/attribution.h"

#include <math.h>
#include <string.h>

#include "explain/update.h"
#include "nn/kernels.h"

/* --- which rows are read, with what weight -------------------------------- */

/* sqrt(var + eps) of x [n]; 1 where there is no norm. */
static double sigma(const struct norm *norm, const float *x, int n)
{
    double mean = 0, var = 0;

    if (!norm->scale)
        return 1;
    for (int i = 0; i < n; i++)
        mean += x[i];
    mean /= n;
    for (int i = 0; i < n; i++)
        var += (x[i] - mean) * (x[i] - mean);
    return sqrt(var / n + norm->eps);
}

static bool is_pair(enum readout r)
{
    return r == READ_BOTH || r == READ_CLS_MEAN;
}

/* Does reading `k` average the patches?  Else it reads row `k`. */
static bool reads_mean(enum readout r, int k)
{
    return r == READ_MEAN || (r == READ_CLS_MEAN && k == 1);
}

/* Weights of the rows, each with the 1/sigma of its own norm. */
static void weigh_rows(float *rows, const struct trace *t, int k)
{
    const struct shape *s = &t->shape;
    const float *x = trace_hidden(t, s->layers);
    bool mean = reads_mean(t->model->readout, k);
    int first = mean ? shape_prefix(s) : k, end = mean ? s->tokens : k + 1;

    memset(rows, 0, (size_t)s->tokens * sizeof *rows);
    for (ptrdiff_t i = first; i < end; i++)
        rows[i] = (float)(1 / ((end - first) *
                               sigma(&t->tower->final, x + i * s->dim, s->dim)));
}

/* 1/sigma of the norm behind the mean (fc_norm): of the mean of the rows as
 * they leave the final norm, or of the raw rows where there is none. */
static double behind_mean(const struct linear_reading *r, const struct trace *t,
                          struct arena scratch)
{
    const struct norm *final = &t->tower->final;
    int D = t->shape.dim, T = t->shape.tokens;
    const float *x = trace_hidden(t, t->shape.layers);
    float *mean = arena_alloc(&scratch, D, sizeof *mean, 64), center = 0;

    if (!t->model->pool_norm.scale)
        return 1;
    for (int i = 0; i < T; i++)
        axpy(mean, r->rows[i], x + (ptrdiff_t)i * D, D);
    for (int i = 0; final->scale && i < D; i++)
        center += mean[i] / (float)D;
    for (int i = 0; final->scale && i < D; i++)
        mean[i] = (mean[i] - center) * final->scale[i] +
                  (final->bias ? final->bias[i] : 0);
    return 1 / sigma(&t->model->pool_norm, mean, D);
}

bool attribution_possible(const struct model *m, const struct outcome *o)
{
    return o->classes > 0 && m->readout != READ_POOL &&
           !(m->readout == READ_CLS_MEAN && m->pool_norm.scale);
}

static void reading_begin(struct linear_reading *r, const struct trace *t,
                          int k, struct arena *keep, struct arena scratch)
{
    ptrdiff_t T = t->shape.tokens, D = t->shape.dim, L = t->shape.layers;

    r->rows = arena_floats(keep, T);
    r->start = arena_array(keep, float, D);
    r->tokens = arena_array(keep, float, T * D);
    r->attention = arena_array(keep, float, L * D);
    r->bias = arena_array(keep, float, D);
    r->mlp = arena_array(keep, float, L * D);
    weigh_rows(r->rows, t, k);
    r->scale = behind_mean(r, t, scratch);
    for (ptrdiff_t i = 0; i < T; i++)
        axpy(r->start, r->rows[i], t->hidden + i * D, (int)D);
}

void attribution_begin(struct attribution *a, struct trace *t,
                       const struct outcome *o, const struct prompts *prompts,
                       struct arena *keep, struct arena scratch)
{
    *a = (struct attribution){ .trace = t, .prompts = prompts };
    if (!attribution_possible(t->model, o))
        return;
    if (o->image_features)
        a->feature_norm = vector_norm(o->image_features, o->embed_size);
    a->count = is_pair(t->model->readout) ? 2 : 1;
    for (int k = 0; k < a->count; k++)
        reading_begin(&a->reading[k], t, k, keep, scratch);
}

/* --- a layer --------------------------------------------------------------- */

/* alpha [H, T]: how much of each token the weighted rows read. */
static void weigh_attention(float *alpha, const struct trace *t,
                            const float *rows)
{
    ptrdiff_t T = t->shape.tokens;

    memset(alpha, 0, (size_t)(t->shape.heads * T) * sizeof *alpha);
    for (int h = 0; h < t->shape.heads; h++)
        for (int i = 0; i < T; i++)
            if (rows[i] != 0)
                axpy(alpha + h * T, rows[i], trace_attn(t, h, i), (int)T);
}

/* The bias of W_o as the weighted rows get it, into both places. */
static void add_bias(struct linear_reading *r, const struct trace *t, int layer)
{
    const struct block *b = &t->tower->blocks[layer];
    int D = t->shape.dim;
    float rows = 0;

    if (!b->out.bias)
        return;
    for (int i = 0; i < t->shape.tokens; i++)
        rows += r->rows[i];
    for (int i = 0; i < D; i++) {
        float v = rows * b->out.bias[i] * (b->gamma1 ? b->gamma1[i] : 1);

        r->bias[i] += v;
        r->attention[(ptrdiff_t)layer * D + i] += v;
    }
}

static void reading_step(struct linear_reading *r, const struct trace *t,
                         int layer, struct arena scratch)
{
    ptrdiff_t T = t->shape.tokens, D = t->shape.dim;
    float *alpha = arena_floats(&scratch, t->shape.heads * T);
    float *shares = arena_floats(&scratch, T * D);
    float *attention = r->attention + layer * D, *mlp = r->mlp + layer * D;

    weigh_attention(alpha, t, r->rows);
    attention_shares(shares, t, layer, alpha, scratch);
    for (ptrdiff_t j = 0; j < T; j++) {
        axpy(r->tokens + j * D, 1, shares + j * D, (int)D);
        axpy(attention, 1, shares + j * D, (int)D);
        axpy(mlp, r->rows[j], t->after + j * D, (int)D);
        axpy(mlp, -r->rows[j], t->mid + j * D, (int)D);
    }
    add_bias(r, t, layer);
}

void attribution_step(struct attribution *a, struct trace *t,
                      struct arena scratch)
{
    if (a->count)
        trace_demand(t, a->done, scratch);
    for (int k = 0; k < a->count; k++)
        reading_step(&a->reading[k], t, a->done, scratch);
    a->done++;
}

/* --- a logit --------------------------------------------------------------- */

/* The classifier as a vector on what is read: w [D]; returns what is added
 * whatever is read. */
static double classifier(float *w, const struct attribution *a, int k,
                         int label, struct arena scratch)
{
    const struct model *m = a->trace->model;
    const struct linear *head = k && m->readout == READ_BOTH ? &m->head_dist
                                                             : &m->head;
    int D = a->trace->shape.dim;
    float share = m->readout == READ_BOTH ? 0.5f : 1;
    float *row = arena_floats(&scratch, 2 * (ptrdiff_t)D);

    weights_row(row, head->w, label);
    if (m->readout == READ_CLS_MEAN && k)
        row += D;
    for (int i = 0; i < D; i++)
        w[i] = share * row[i];
    if (!head->bias || (m->readout == READ_CLS_MEAN && k))
        return 0;
    return (double)share * head->bias[label];
}

/* The same for a prompt: the projection read backwards, and the frozen length
 * of the picture's features. */
static double prompt_classifier(float *w, const struct attribution *a,
                                int label, struct arena scratch)
{
    const struct model *m = a->trace->model;
    const struct linear *p = &m->projection;
    int D = a->trace->shape.dim, E = p->w ? weights_out(p->w) : D;
    const float *e = a->prompts->embeds + (ptrdiff_t)label * E;
    float scale = (float)(m->logit_scale / a->feature_norm);
    float *row = arena_floats(&scratch, D);
    double constant = m->logit_bias;

    memset(w, 0, (size_t)D * sizeof *w);
    for (int i = 0; i < E && !p->w; i++)
        w[i] = scale * e[i];
    for (int i = 0; i < E && p->w; i++) {
        weights_row(row, p->w, i);
        axpy(w, scale * e[i], row, D);
        constant += p->bias ? (double)scale * e[i] * p->bias[i] : 0;
    }
    return constant;
}

/* Move a norm from what is read into the vector that reads it: w becomes
 * centred w * norm.scale * frozen; returns what the norm's bias adds. */
static double through_norm(float *w, const struct norm *norm, double frozen,
                           int D)
{
    double constant = 0, mean = 0;

    if (!norm->scale)
        return 0;
    for (int i = 0; i < D; i++) {
        constant += norm->bias ? (double)w[i] * norm->bias[i] : 0;
        w[i] *= (float)(norm->scale[i] * frozen);
        mean += w[i];
    }
    for (int i = 0; i < D; i++)
        w[i] -= (float)(mean / D);
    return constant;
}

static double product(const float *a, const float *b, int n)
{
    double sum = 0;

    for (int i = 0; i < n; i++)
        sum += (double)a[i] * b[i];
    return sum;
}

/* What one reading adds to the parts of a logit. */
static void add_reading(struct logit_parts *out, const struct attribution *a,
                        int k, int label, struct arena scratch)
{
    const struct trace *t = a->trace;
    const struct linear_reading *r = &a->reading[k];
    int D = t->shape.dim;
    float *w = arena_floats(&scratch, D);
    bool zero_shot = a->prompts && a->prompts->count;
    double constant = zero_shot ? prompt_classifier(w, a, label, scratch)
                                : classifier(w, a, k, label, scratch);

    constant += through_norm(w, &t->model->pool_norm, r->scale, D);
    constant += through_norm(w, &t->tower->final, 1, D);
    out->start += product(w, r->start, D);
    for (ptrdiff_t i = 0; i < t->shape.tokens; i++)
        out->tokens[i] += product(w, r->tokens + i * D, D);
    for (ptrdiff_t l = 0; l < t->shape.layers; l++) {
        out->attention[l] += product(w, r->attention + l * D, D);
        out->mlp[l] += product(w, r->mlp + l * D, D);
    }
    out->head_bias += constant;
    out->bias += constant + product(w, r->bias, D);
}

void attribution_parts(struct logit_parts *out, const struct attribution *a,
                       int label, struct arena *keep)
{
    int T = a->trace->shape.tokens, L = a->trace->shape.layers;

    *out = (struct logit_parts){
        .tokens = arena_array(keep, double, T),
        .attention = arena_array(keep, double, L),
        .mlp = arena_array(keep, double, L),
    };
    for (int k = 0; k < a->count; k++)
        add_reading(out, a, k, label, *keep);
    out->sum = out->start + out->bias;
    for (int i = 0; i < T; i++)
        out->sum += out->tokens[i];
    for (int l = 0; l < L; l++)
        out->sum += out->mlp[l];
}
