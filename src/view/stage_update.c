/* stage_update.c - layer l: what the block adds to the query's token.
 *
 * Attention adds the sum of weight * value over the tokens, through W_o; how
 * long each token's summand is says what it really gives (Kobayashi et al.
 * 2020).  The MLP adds its own.  Before, between and after it stands the
 * residual stream. */
#include <stdio.h>

#include "explain/measure.h"
#include "explain/update.h"
#include "layout.h"
#include "nn/kernels.h"
#include "stage_list.h"
#include "token_bars.h"
#include "vector_chart.h"
#include "words.h"

struct update_view {
    const struct shape *shape;
    bool ready;
    int query;                  /* -1: mean of all rows */
    float *length;              /* [T] */
    double max;                 /* of the patches: the scale of the map */
    struct update u;
};

static void look(struct update_view *v, const struct scene *s,
                 struct arena *keep)
{
    const struct trace *t = &s->study->trace;
    int head = scene_head(s);

    *v = (struct update_view){ .shape = &t->shape, .query = scene_query(s) };
    v->ready = scene_begun(s) && scene_detail(s);
    if (!v->ready)
        return;
    v->length = arena_floats(keep, t->shape.tokens);
    update_lengths(v->length, t, scene_layer(s), head < 0 ? HEAD_MEAN : head,
                   v->query, *keep);
    v->max = largest_patch(v->length, &t->shape);
    v->u = update_of(t, scene_layer(s), v->query, keep);
}

/* CLS, P5, or the mean of all rows: a pooling query is not updated here. */
static const char *subject(char out[WORDS_MAX], const struct scene *s,
                           const struct update_view *v)
{
    char name[TOKEN_NAME_MAX];

    snprintf(out, WORDS_MAX, "%s", v->query < 0
             ? "the average token"
             : shape_token_name(name, v->shape, v->query));
    return out;
}

/* --- lengths over the block ------------------------------------------------ */

enum { TABLE_ROWS = 6 };      /* with its frame */

static void draw_row(struct pen *p, const struct update_view *v,
                     const char *name, const float *x, double max,
                     enum role role)
{
    struct rect r = pen_take(p, 1);
    int D = v->shape->dim, w = 14, bar = r.w - w - 18;

    if (!r.h)
        return;
    canvas_text(p->c, r.x, r.y, w, role == ROLE_BAR ? ROLE_STRONG : ROLE_TEXT,
                name);
    if (bar > 3)
        plot_bar(p->c, r.x + w, r.y, bar, vector_norm(x, D), max, role);
    canvas_textf(p->c, r.x + r.w - 17, r.y, 8, ROLE_NUMBER, "%8.3f",
                 vector_norm(x, D));
    canvas_textf(p->c, r.x + r.w - 8, r.y, 8, ROLE_NUMBER, "%8.3f",
                 cosine(x, v->u.before, D));
}

/* Length, and cosine with before, of what the block adds up. */
static void draw_table(struct pen *p, const struct update_view *v)
{
    int D = v->shape->dim;
    const float *all[] = { v->u.before, v->u.attention, v->u.mlp, v->u.after };
    double max = 0;

    for (int i = 0; i < 4; i++)
        max = vector_norm(all[i], D) > max ? vector_norm(all[i], D) : max;
    draw_row(p, v, "before", v->u.before, max, ROLE_BAR);
    draw_row(p, v, "+ attention", v->u.attention, max, ROLE_PLUS);
    draw_row(p, v, "+ MLP", v->u.mlp, max, ROLE_PLUS);
    draw_row(p, v, "= after", v->u.after, max, ROLE_BAR);
}

static void draw_charts(struct canvas *c, struct rect r, const struct scene *s,
                        const struct update_view *v)
{
    vector_charts(c, r, (struct vector_line[]){
        { "before", ROLE_TEXT, v->u.before, NULL },
        { "after", ROLE_STRONG, v->u.after, NULL },
        { "+ attention", ROLE_TEXT, v->u.attention, NULL },
        { "+ MLP", ROLE_TEXT, v->u.mlp, NULL },
    }, 4, v->shape->dim, true, s->settings.raw);
}

static void draw_tokens(struct canvas *c, struct rect r, const struct scene *s,
                        const struct update_view *v, struct arena scratch)
{
    if (s->settings.raw)
        token_numbers_draw(c, r, s, v->length, scratch);
    else
        token_bars_draw(c, r, s, &(struct token_bars){
            .values = v->length, .digits = v->max,
            .max = largest_magnitude(v->length, v->shape->tokens),
        }, scratch);
}

/* What each token gives, and below it the block as a sum of vectors. */
static void draw_right(struct canvas *c, struct rect r, const struct scene *s,
                       const struct update_view *v, struct arena scratch)
{
    int T = v->shape->tokens, low = TABLE_ROWS, rows;
    char title[96], head[16];
    struct rect in;
    struct pen p;

    if (r.h - low - 4 * VECTOR_CHART_MIN > T + 2)
        low = r.h - T - 2;
    rows = T + 2 < r.h - low ? T + 2 : r.h - low;
    snprintf(title, sizeof title, "length of weight × value · %s%s",
             scene_head(s) < 0 ? "all heads" : "head ",
             scene_head(s) < 0 ? "" : head_name(head, scene_head(s)));
    in = rect_inset(canvas_frame(c, rect_top(&r, rows), title, false), 1, 0);
    draw_tokens(c, in, s, v, scratch);
    snprintf(title, sizeof title, "layer %d: length, cosine with before",
             scene_layer(s) + 1);
    p = pen_at(c, rect_inset(canvas_frame(c, r, title, false), 1, 0));
    draw_table(&p, v);
    if (p.r.h > 3 * VECTOR_CHART_MIN) {
        pen_skip(&p, 1);
        draw_charts(c, p.r, s, v);
    }
}

static void update_draw(struct canvas *c, struct rect r, const struct scene *s,
                        struct arena scratch)
{
    struct panels p = panels_split(r, s);
    struct update_view v;
    char title[96], name[WORDS_MAX];

    look(&v, s, &scratch);
    snprintf(title, sizeof title, "what reaches %s", subject(name, s, &v));
    map_panel_draw(c, p.left, s, &(struct map_panel){
        .title = title, .values = v.length, .high = v.max,
    }, scratch);
    if (p.right.w && v.ready)
        draw_right(c, p.right, s, &v, scratch);
    else if (p.right.w)
        panel_wait(c, p.right, "update", s);
}

/* --- the sentence ---------------------------------------------------------- */

static void update_sentence(struct text *out, const struct scene *s,
                            struct arena scratch)
{
    struct update_view v;
    char name[WORDS_MAX], place[WORDS_MAX];
    int D, top;

    look(&v, s, &scratch);
    if (!v.ready) {
        sentence_wait(out, s);
        return;
    }
    D = v.shape->dim;
    top = largest(v.length, v.shape->tokens);
    text_addf(out, "In layer %d attention adds a vector of length %.2f to %s, "
              "its longest share from %s; the MLP adds one of %.2f. Together "
              "they take it from length %.2f to %.2f, at a cosine of %.2f.",
              scene_layer(s) + 1, vector_norm(v.u.attention, D),
              subject(name, s, &v), place_text(place, v.shape, top),
              vector_norm(v.u.mlp, D), vector_norm(v.u.before, D),
              vector_norm(v.u.after, D), cosine(v.u.before, v.u.after, D));
}

static void update_path(struct text *out, const struct scene *s)
{
    if (scene_query(s) == study_query(s->study) && scene_query(s) >= 0)
        text_addf(out, ".cls_norm[%d]", scene_layer(s) + 1);
}

const struct stage update_stage = {
    .name = "update",
    .title = "what attention and the MLP add, and what each token gives",
    .layered = true,
    .needs = NEED_LAYER | NEED_FULL,
    .draw = update_draw,
    .sentence = update_sentence,
    .grid = map_panel_grid,
    .path = update_path,
};
