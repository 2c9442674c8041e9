/* report.c - a study as one JSON object on one line.
 *
 * Keys are a contract with scripts: more may follow, none goes.  What a model
 * does not have is null, not 0. */
#include "view/report.h"

#include "explain/measure.h"

/* --- pieces of JSON -------------------------------------------------------- */

static void add_key(struct text *out, const char *key)
{
    if (out->data[out->size - 1] != '{')
        text_add(out, ",");
    text_add_json(out, key);
    text_add(out, ":");
}

static void add_string(struct text *out, const char *key, const char *value)
{
    add_key(out, key);
    text_add_json(out, value);
}

static void add_whole(struct text *out, const char *key, int value)
{
    add_key(out, key);
    text_addf(out, "%d", value);
}

static void add_pair(struct text *out, const char *key, int a, int b)
{
    add_key(out, key);
    text_addf(out, "[%d,%d]", a, b);
}

static void add_null(struct text *out, const char *key)
{
    add_key(out, key);
    text_add(out, "null");
}

/* v [n] */
static void add_row(struct text *out, const float *v, int n)
{
    for (int i = 0; i < n; i++) {
        text_add(out, i ? "," : "[");
        text_add_number(out, v[i]);
    }
    text_add(out, "]");
}

/* v [rows][n] */
static void add_rows(struct text *out, const float *v, int rows, int n)
{
    for (int i = 0; i < rows; i++) {
        text_add(out, i ? "," : "[");
        add_row(out, v + (ptrdiff_t)i * n, n);
    }
    text_add(out, "]");
}

/* --- keys ------------------------------------------------------------------ */

static void add_sizes(struct text *out, const struct study *s)
{
    const struct shape *shape = &s->trace.shape;

    add_string(out, "image", s->path);
    add_string(out, "model", s->model->name);
    add_string(out, "family", s->model->family);
    add_whole(out, "classes", s->outcome.classes);
    add_whole(out, "layers", shape->layers);
    add_whole(out, "heads", shape->heads);
    add_whole(out, "dim", shape->dim);
    add_whole(out, "tokens", shape->tokens);
    add_pair(out, "grid", shape->grid_h, shape->grid_w);
    add_pair(out, "resolution", s->prepared.h, s->prepared.w);
}

static void add_top(struct text *out, const struct study *s, int top)
{
    const struct outcome *o = &s->outcome;

    add_key(out, "top");
    text_add(out, "[");
    for (int i = 0; i < top && i < o->classes; i++) {
        text_add(out, i ? ",{" : "{");
        add_string(out, "label", study_label(s, o->order[i]));
        add_whole(out, "index", o->order[i]);
        add_key(out, "logit");
        text_add_number(out, o->logits[o->order[i]]);
        add_key(out, "probability");
        text_add_number(out, o->probs[o->order[i]]);
        text_add(out, "}");
    }
    text_add(out, "]");
}

/* [layer][head][token], or null without a class token. */
static void add_cls_attention(struct text *out, const struct study *s)
{
    const struct shape *shape = &s->trace.shape;

    add_key(out, "cls_attention");
    for (int l = 0; shape->cls && l < shape->layers; l++) {
        text_add(out, l ? "," : "[");
        add_rows(out, trace_read_attn(&s->trace, l, 0), shape->heads,
                 shape->tokens);
    }
    text_add(out, shape->cls ? "]" : "null");
}

/* [head][token] of the pooling query, where there is one. */
static void add_pool_attention(struct text *out, const struct study *s)
{
    if (!s->outcome.pool_attn) {
        add_null(out, "pool_attention");
        return;
    }
    add_key(out, "pool_attention");
    add_rows(out, s->outcome.pool_attn, s->model->pool->heads,
             s->trace.shape.tokens);
}

/* [layer][head] */
static void add_entropy(struct text *out, const struct study *s)
{
    const struct shape *shape = &s->trace.shape;

    add_key(out, "entropy");
    for (int l = 0; shape->cls && l < shape->layers; l++)
        for (int h = 0; h < shape->heads; h++) {
            text_add(out, h ? "," : l ? ",[" : "[[");
            text_add_number(
                out, entropy(trace_read_attn(&s->trace, l, h), shape->tokens));
            text_add(out, h + 1 == shape->heads ? "]" : "");
        }
    text_add(out, shape->cls ? "]" : "null");
}

/* The class token in each state: [0..layers]. */
static void add_path(struct text *out, const char *key, const struct study *s,
                     double (*measure)(const struct study *s, int l, int token))
{
    const struct shape *shape = &s->trace.shape;

    add_key(out, key);
    for (int l = 0; shape->cls && l <= shape->layers; l++) {
        text_add(out, l ? "," : "[");
        text_add_number(out, measure(s, l, 0));
    }
    text_add(out, shape->cls ? "]" : "null");
}

/* What each state would already say: [0..layers]. */
static void add_lens(struct text *out, const struct study *s)
{
    int C = s->outcome.classes;

    add_key(out, "lens");
    for (int l = 0; s->lens && l <= s->trace.shape.layers; l++) {
        const float *probs = s->lens + (ptrdiff_t)l * C;
        int best = largest(probs, C);

        text_add(out, l ? ",{" : "[{");
        add_string(out, "label", study_label(s, best));
        add_key(out, "probability");
        text_add_number(out, probs[best]);
        text_add(out, "}");
    }
    text_add(out, s->lens ? "]" : "null");
}

void report_write(struct text *out, const struct study *s,
                  const struct report_options *o)
{
    text_add(out, "{");
    add_sizes(out, s);
    add_top(out, s, o->top);
    if (o->attention) {
        add_cls_attention(out, s);
        add_pool_attention(out, s);
    }
    add_entropy(out, s);
    add_path(out, "cls_norm", s, study_norm);
    add_path(out, "cls_cosine_to_final", s, study_cosine);
    add_lens(out, s);
    add_key(out, "ms");
    text_add_number(out, s->forward_ms);
    text_add(out, "}\n");
}

void report_failure(struct text *out, const char *path, const char *sentence)
{
    text_add(out, "{");
    add_string(out, "image", path);
    add_string(out, "error", sentence);
    text_add(out, "}\n");
}
