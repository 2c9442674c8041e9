/* stage_scores.c - layer l: the score of the query with every token,
 * q . k / sqrt(d), and the products that one score is the sum of. */
#include <math.h>
#include <stdio.h>

#include "explain/measure.h"
#include "explain/products.h"
#include "head_table.h"
#include "layout.h"
#include "stage_list.h"
#include "token_bars.h"
#include "view/plot.h"
#include "words.h"

struct scores_view {
    const struct shape *shape;
    float *row;                 /* [T]; NULL: not yet */
    double max;                 /* of the patches: the scale of the map */
};

/* The largest score of the readout query in any layer and head: one scale for
 * all with `s`. */
static double shared_max(const struct scene *s)
{
    const struct shape *shape = &s->study->trace.shape;
    double max = 0;

    for (int l = 0; l < shape->layers && l < s->done; l++)
        for (int h = 0; h < shape->heads && study_query(s->study) >= 0; h++)
            max = fmax(max, largest_patch(
                trace_read_scores(&s->study->trace, l, h), shape));
    return max;
}

static bool look(struct scores_view *v, const struct scene *s,
                 struct arena *keep)
{
    *v = (struct scores_view){ .shape = &s->study->trace.shape };
    v->row = scene_scores(s, keep);
    if (!v->row)
        return false;
    v->max = largest_patch(v->row, v->shape);
    if (s->settings.shared_scale)
        v->max = fmax(v->max, shared_max(s));
    return true;
}

/* A pooling query stands behind the last layer and leaves no products. */
static bool has_products(const struct scene *s)
{
    return scene_detail(s) &&
           !(scene_query(s) < 0 && s->study->model->pool);
}

/* --- the score of one pair ------------------------------------------------- */

static void pair_title(char out[128], const struct scene *s,
                       const struct products *p)
{
    char query[WORDS_MAX], key[TOKEN_NAME_MAX], head[16];

    snprintf(out, 128, "%s with %s · %d products q·k/√%d · head %s",
             reader_text(query, s, scene_query(s)),
             shape_token_name(key, &s->study->trace.shape, scene_token(s)),
             p->n, s->study->trace.shape.dim / s->study->trace.shape.heads,
             head_name(head, p->head));
}

static void draw_pair(struct canvas *c, struct rect r, const struct scene *s,
                      struct arena scratch)
{
    struct products p = products_of(&s->study->trace, scene_head(s),
                                    scene_query(s), scene_token(s), &scratch);
    bool biased = fabs(p.bias) > 1e-3;
    char title[128];
    struct rect in, line;
    double scale = largest_magnitude(p.v, p.n);

    pair_title(title, s, &p);
    in = rect_inset(canvas_frame(c, r, title, false), 1, 0);
    line = rect_top(&in, 1);
    canvas_textf(c, line.x, line.y, line.w, ROLE_NUMBER,
                 biased ? "sum %.3f + bias %.3f = score %.3f"
                        : "sum %.3f = the score",
                 p.sum, p.bias, p.sum + p.bias);
    if (s->settings.raw) {
        vector_numbers_draw(c, in, p.v, p.n);
        return;
    }
    plot_vector(c, in, p.v, p.n, scale);
    if (!biased)
        canvas_textf(c, line.x + line.w - 13, line.y, 13, ROLE_DIM,
                     "scale ±%.3f", scale);
}

/* --- all tokens ------------------------------------------------------------ */

static void draw_tokens(struct canvas *c, struct rect r, const struct scene *s,
                        const struct scores_view *v, struct arena scratch)
{
    char title[128], head[16];
    struct rect in;

    snprintf(title, sizeof title, "scores q·k/√%d · head %s",
             v->shape->dim / head_count(s),
             head_name(head, scene_head(s)));
    in = rect_inset(canvas_frame(c, r, title, false), 1, 0);
    if (s->settings.raw)
        token_numbers_draw(c, in, s, v->row, scratch);
    else
        token_bars_draw(c, in, s, &(struct token_bars){
            .values = v->row, .digits = v->max, .is_signed = true,
            .max = fmax(v->max, largest_magnitude(v->row, v->shape->tokens)),
        }, scratch);
}

/* Tokens above, the pair below; the tokens give way down to a few. */
static void draw_right(struct canvas *c, struct rect r, const struct scene *s,
                       const struct scores_view *v, struct arena scratch)
{
    int T = v->shape->tokens, pair = r.h / 3 > 6 ? r.h / 3 : 6;
    int rows = T + 2 < r.h - pair ? T + 2 : r.h - pair;

    if (!has_products(s))
        rows = r.h;
    draw_tokens(c, rect_top(&r, rows), s, v, scratch);
    if (has_products(s))
        draw_pair(c, r, s, scratch);
}

static void scores_draw(struct canvas *c, struct rect r, const struct scene *s,
                        struct arena scratch)
{
    struct panels p = panels_split(r, s);
    struct scores_view v;
    char title[96], name[WORDS_MAX];
    bool ready = look(&v, s, &scratch);

    snprintf(title, sizeof title, "scores of %s",
             reader_text(name, s, scene_query(s)));
    map_panel_draw(c, p.left, s, &(struct map_panel){
        .title = title, .values = v.row, .low = -v.max, .high = v.max,
        .diverging = true,
    }, scratch);
    if (p.right.w && ready)
        draw_right(c, p.right, s, &v, scratch);
    else if (p.right.w)
        panel_wait(c, p.right, "scores", s);
}

/* --- the sentence ---------------------------------------------------------- */

static void scores_sentence(struct text *out, const struct scene *s,
                            struct arena scratch)
{
    struct scores_view v;
    int top, low;
    char name[WORDS_MAX], best[WORDS_MAX], worst[TOKEN_NAME_MAX];
    char head[WORDS_MAX], where[WORDS_MAX];
    ptrdiff_t from = out->size;

    if (!look(&v, s, &scratch)) {
        sentence_wait(out, s);
        return;
    }
    top = largest(v.row, v.shape->tokens);
    low = smallest(v.row, v.shape->tokens);
    text_addf(out, "%s %s matches the key of %s best (score %.2f) and that "
              "of %s worst (%.2f), by %s; in the softmax of a head a lead of 1 "
              "means 2.7 times the weight.",
              where_text(where, s), reader_text(name, s, scene_query(s)),
              place_text(best, v.shape, top), (double)v.row[top],
              shape_token_name(worst, v.shape, low), (double)v.row[low],
              head_text(head, s));
    text_capital(out, from);
}

const struct stage scores_stage = {
    .name = "scores",
    .title = "how well the query matches the key of each token, before softmax",
    .layered = true,
    .needs = NEED_LAYER | NEED_FULL,
    .draw = scores_draw,
    .sentence = scores_sentence,
    .grid = map_panel_grid,
};
