/* stage_cls.c - CLS joins the sequence: a learned vector, the same for every
 * picture, placed before the patches. */
#include <stdio.h>
#include <string.h>

#include "layout.h"
#include "nn/kernels.h"
#include "stage_list.h"
#include "vector_chart.h"
#include "words.h"

/* A token as it joins the sequence, before its position is added: [D]. */
static const float *token_vector(const struct scene *s, int token)
{
    const struct model *m = s->study->model;
    const struct shape *shape = &s->study->trace.shape;
    ptrdiff_t D = shape->dim, index = shape_index(shape, token);

    switch (shape_kind(shape, token)) {
    case TOKEN_CLS:
        return m->cls_token;
    case TOKEN_DIST:
        return m->dist_token;
    case TOKEN_REG:
        return m->register_tokens + index * D;
    default:
        return s->study->trace.patches ? s->study->trace.patches + index * D
                                       : NULL;
    }
}

/* --- the sequence ---------------------------------------------------------- */

enum { LABEL_W = 9, LABEL_NARROW = 4 };

/* "[CLS]", "P5": learned tokens in brackets. */
static const char *shown_name(char out[TOKEN_NAME_MAX + 2],
                              const struct shape *s, int token)
{
    char name[TOKEN_NAME_MAX];

    snprintf(out, TOKEN_NAME_MAX + 2, token < shape_prefix(s) ? "[%s]" : "%s",
             shape_token_name(name, s, token));
    return out;
}

static int item_width(const struct shape *s, int token)
{
    char name[TOKEN_NAME_MAX + 2];
    int w = (int)strlen(shown_name(name, s, token));

    return (w > 2 ? w : 2) + 1;
}

/* Position above token; returns the columns used. */
static int draw_item(struct canvas *c, int x, int y, const struct scene *s,
                     int token)
{
    const struct shape *shape = &s->study->trace.shape;
    char name[TOKEN_NAME_MAX + 2];
    enum role role = token == scene_token(s)                     ? ROLE_CHOSEN
                     : shape_kind(shape, token) == TOKEN_CLS ? ROLE_QUERY
                                                             : ROLE_TEXT;

    canvas_textf(c, x, y, 6, token ? ROLE_DIM : ROLE_STRONG, "%d", token);
    canvas_text(c, x, y + 1, TOKEN_NAME_MAX, role,
                shown_name(name, shape, token));
    return item_width(shape, token);
}

/* Columns the tokens [from, to) take. */
static int items_width(const struct shape *s, int from, int to)
{
    int w = 0;

    for (int t = from; t < to; t++)
        w += item_width(s, t);
    return w;
}

/* As many tokens as fit; else the first ones, the chosen and the last one,
 * with an ellipsis where some are left out. */
static void draw_sequence(struct canvas *c, struct rect r,
                          const struct scene *s)
{
    const struct shape *shape = &s->study->trace.shape;
    int T = shape->tokens, chosen = scene_token(s), t = 0;
    bool narrow = LABEL_W + items_width(shape, 0, T) > r.w;
    bool whole = LABEL_NARROW + items_width(shape, 0, T) <= r.w;
    int x = r.x + (narrow ? LABEL_NARROW : LABEL_W);
    int end = whole ? r.x + r.w : r.x + r.w - 4 - 2 * item_width(shape, T - 1);

    if (r.h < 2)
        return;
    canvas_text(c, r.x, r.y, LABEL_W, ROLE_DIM, narrow ? "pos" : "position");
    canvas_text(c, r.x, r.y + 1, LABEL_W, ROLE_DIM, narrow ? "" : "token");
    for (; t < T && x + item_width(shape, t) <= end + 1; t++)
        x += draw_item(c, x, r.y, s, t);
    if (t == T)
        return;
    canvas_text(c, x, r.y + 1, 1, ROLE_DIM, "…");
    x += 2;
    if (chosen >= t && chosen < T - 1) {
        x += draw_item(c, x, r.y, s, chosen);
        if (chosen < T - 2)
            x += canvas_text(c, x, r.y + 1, 2, ROLE_DIM, "… ");
    }
    draw_item(c, x, r.y, s, T - 1);
}

/* --- the vectors ----------------------------------------------------------- */

enum { LINES_MAX = 3 };

/* What is compared: CLS, its random start, the chosen patch; without CLS the
 * query that pools, or patches alone. */
struct cls_view {
    struct vector_line lines[LINES_MAX];
    char names[LINES_MAX][WORDS_MAX], facts[LINES_MAX][WORDS_MAX];
    int count;
};

static void add(struct cls_view *v, const float *data, enum role role,
                const char *name, const char *fact)
{
    int i = v->count++;

    snprintf(v->names[i], WORDS_MAX, "%s", name);
    snprintf(v->facts[i], WORDS_MAX, "%s", fact);
    v->lines[i] = (struct vector_line){ v->names[i], role, data,
                                        fact[0] ? v->facts[i] : NULL };
}

static const float *learned(const struct model *m)
{
    return m->cls_token ? m->cls_token : m->pool ? m->pool->probe : NULL;
}

static void look(struct cls_view *v, const struct scene *s)
{
    const struct model *m = s->study->model;
    const struct shape *shape = &s->study->trace.shape;
    const float *cls = learned(m), *own;
    int token = scene_token(s);
    char name[TOKEN_NAME_MAX], fact[WORDS_MAX] = "";

    v->count = 0;
    if (cls)
        add(v, cls, ROLE_QUERY,
            m->cls_token ? "CLS, learned" : "pooling query, learned", "");
    if (m->cls_token && m->cls_start) {
        snprintf(fact, sizeof fact, "cosine %.2f",
                 cosine(m->cls_start, m->cls_token, shape->dim));
        add(v, m->cls_start, ROLE_DIM, "its random start", fact);
    }
    if (shape_kind(shape, token) == TOKEN_CLS)
        token = shape_patches(shape) > 0 ? shape_prefix(shape) : token;
    own = token_vector(s, token);
    if (!own || own == cls)
        return;
    fact[0] = '\0';
    if (cls)
        snprintf(fact, sizeof fact, "cosine %.2f",
                 cosine(own, cls, shape->dim));
    add(v, own, token == scene_token(s) ? ROLE_CHOSEN : ROLE_TEXT,
        shape_token_name(name, shape, token), fact);
}

static void cls_draw(struct canvas *c, struct rect r, const struct scene *s,
                     struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    struct panels p = panels_split(r, s);
    struct cls_view v;
    char title[96];
    struct rect top;

    map_panel_draw(c, p.left, s, &(struct map_panel){
        .title = "the patches", .grid = true,
        .note = shape->cls ? "CLS is no part of the picture"
                           : "there is no CLS in this model",
    }, scratch);
    if (!p.right.w)
        return;
    snprintf(title, sizeof title, "the sequence · %d tokens", shape->tokens);
    top = rect_top(&p.right, 4);
    draw_sequence(c, rect_inset(canvas_frame(c, top, title, false), 1, 0), s);
    look(&v, s);
    snprintf(title, sizeof title, "%d numbers a token", shape->dim);
    vector_charts(c, rect_inset(canvas_frame(c, p.right, title, false), 1, 0),
                  v.lines, v.count, shape->dim, false, s->settings.raw);
}

/* --- the sentence ---------------------------------------------------------- */

static void say_without(struct text *out, const struct scene *s)
{
    const struct model *m = s->study->model;

    text_addf(out, "This model has no CLS: its sequence is the %d patches "
              "alone", shape_patches(&s->study->trace.shape));
    if (m->readout == READ_POOL)
        text_add(out, ", and one learned query collects from them "
                 "after the last layer");
    else
        text_add(out, ", and their mean is what is read after the last layer");
    text_add(out, ".");
}

static void cls_sentence(struct text *out, const struct scene *s,
                         struct arena scratch)
{
    const struct model *m = s->study->model;
    const struct shape *shape = &s->study->trace.shape;
    int others = shape->dist + shape->registers;
    char count[WORDS_MAX];

    if (!shape->cls) {
        say_without(out, s);
        return;
    }
    text_addf(out, "CLS is no part of the picture: %d numbers learned in "
              "training, the same for every picture, put at position 0 before "
              "the %s", shape->dim,
              count_text(count, shape_patches(shape), "patch", "patches"));
    if (others)
        text_addf(out, " and %s",
                  count_text(count, others, "other learned token",
                             "other learned tokens"));
    if (m->cls_start)
        text_addf(out, "; training took it from a random start (length "
                  "%.2f) to this (length %.2f, cosine %.2f)",
                  vector_norm(m->cls_start, shape->dim),
                  vector_norm(m->cls_token, shape->dim),
                  cosine(m->cls_start, m->cls_token, shape->dim));
    text_add(out, ".");
}

const struct stage cls_stage = {
    .name = "cls",
    .title = "CLS joins the sequence, a learned vector before the patches",
    .needs = NEED_INPUT,
    .draw = cls_draw,
    .sentence = cls_sentence,
    .grid = map_panel_grid,
};
