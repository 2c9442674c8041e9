/* stage_weights.c - layer l: what the query reads, softmax(q k' / sqrt(d)).
 *
 * Heat over the picture, a bar a token, and what a row of weights amounts to:
 * entropy, what the query keeps for itself, how few tokens hold most of it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "explain/measure.h"
#include "head_maps.h"
#include "head_table.h"
#include "layout.h"
#include "stage_list.h"
#include "token_bars.h"
#include "view/stage.h"
#include "words.h"

/* Fewer bars than this are no picture of a row. */
enum { BARS_MIN = 10, MAPS_FROM = 32 };

/* Everything the drawing and the sentence have in common. */
struct weights_view {
    const struct shape *shape;
    float *row;                 /* [T] */
    double max;                 /* end of the colour scale */
    unsigned char *kept;        /* [T] or NULL */
    int kept_count;
    bool attention;             /* the method is attention itself */
};

/* The largest weight among the patches of the layers' and heads' rows: the one
 * scale of `s`. */
static double shared_max(const struct scene *s, struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    double max = 0;

    for (int l = 0; l < shape->layers && l < s->done; l++)
        for (int h = 0; h < shape->heads && study_query(s->study) >= 0; h++)
            max = fmax(max, largest_patch(
                trace_read_attn(&s->study->trace, l, h), shape));
    return max;
}

/* False while the row is not there. */
static bool look(struct weights_view *v, const struct scene *s,
                 struct arena *keep)
{
    *v = (struct weights_view){
        .shape = &s->study->trace.shape,
        .attention = !s->method || s->method == &attention_explainer,
    };
    v->row = scene_row(s, keep);
    if (!v->row)
        return false;
    v->max = largest_patch(v->row, v->shape);
    if (s->settings.shared_scale && v->attention)
        v->max = fmax(v->max, shared_max(s, *keep));
    if (s->settings.mass > 0) {
        v->kept = arena_array(keep, unsigned char, v->shape->tokens);
        v->kept_count = mass_count(v->row, v->shape->tokens, s->settings.mass,
                                   v->kept);
    }
    return true;
}

/* --- numbers --------------------------------------------------------------- */

/* What the row amounts to, one fact a line. */
static void draw_facts(struct pen *p, const struct scene *s,
                       const struct weights_view *v, struct arena scratch)
{
    int T = v->shape->tokens, query = scene_query(s);
    unsigned char *kept = arena_array(&scratch, unsigned char, T);
    double distance = mean_distance(v->row, v->shape, query);
    double sum = 0;
    char share[WORDS_MAX], name[WORDS_MAX];

    for (int t = 0; t < T; t++)
        sum += v->row[t];
    pen_fact(p, 12, "entropy", "%.3f of at most %.3f nats", entropy(v->row, T),
             log(T));
    pen_fact(p, 12, "80 % lie in", "%d of %d tokens",
             mass_count(v->row, T, 0.8, kept), T);
    if (query >= 0)
        pen_fact(p, 12, "on itself", "%s keeps %s",
                 reader_text(name, s, query),
                 percent_text(share, v->row[query] / sum));
    if (distance >= 0)
        pen_fact(p, 12, "distance", "%.2f patches on average", distance);
    if (v->kept)
        pen_fact(p, 12, "shown", "%d tokens that hold %s", v->kept_count,
                 percent_text(share, s->settings.mass));
}

/* How many lines the facts take. */
static int fact_lines(const struct scene *s, const struct weights_view *v)
{
    int query = scene_query(s);

    return 2 + (query >= 0) + (v->kept != NULL) +
           (query >= 0 && shape_kind(v->shape, query) == TOKEN_PATCH);
}

static void right_title(char out[128], const struct scene *s,
                        const struct weights_view *v)
{
    const struct shape *shape = v->shape;
    char head[16];

    if (v->attention)
        snprintf(out, 128, "weights softmax(q·k/√%d) · head %s",
                 shape->dim / head_count(s), head_name(head, scene_head(s)));
    else
        snprintf(out, 128, "%s · %s", s->method->name, s->method->formula);
}

/* Bars or, for `x`, all digits. */
static void draw_tokens(struct canvas *c, struct rect r, const struct scene *s,
                        const struct weights_view *v, struct arena scratch)
{
    int T = v->shape->tokens;

    if (s->settings.raw)
        token_numbers_draw(c, r, s, v->row, scratch);
    else
        token_bars_draw(c, r, s, &(struct token_bars){
            .values = v->row, .sums = true, .kept = v->kept,
            .max = fmax(v->max, largest_magnitude(v->row, T)),
            .digits = v->max,
        }, scratch);
}

/* Tokens, facts and the heads, one below the other or, where there is room,
 * the heads beside the tokens and as maps below them. */
static void draw_numbers(struct canvas *c, struct rect r, const struct scene *s,
                         const struct weights_view *v, struct arena scratch)
{
    int facts = fact_lines(s, v), heads = head_table_rows(s), rows, gap;
    int T = v->shape->tokens, whole;
    char title[128];
    struct rect maps;
    struct pen pen;

    right_title(title, s, v);
    r = rect_inset(canvas_frame(c, r, title, false), 1, 0);
    whole = r.w;
    if (v->attention && r.w >= head_table_width(s) + 44) {
        struct rect side = r;

        r.w -= head_table_width(s) + 3;
        rect_left(&side, r.w + 3);
        head_table_draw(c, side, s, scratch);
        heads = 0;
    }
    if (!v->attention || r.h - facts - heads < (T < BARS_MIN ? T : BARS_MIN))
        heads = 0;
    gap = r.h - facts - heads - T >= 1 + (heads > 0) || T > BARS_MIN + 4;
    rows = r.h - facts - heads - gap * (1 + (heads > 0));
    maps = (struct rect){ r.x, r.y, whole, r.h / 2 - facts - 2 * gap - 1 };
    if (rows < T && r.h >= MAPS_FROM && v->attention && head_maps_fit(maps, s))
        rows = r.h / 2;         /* the other half shows every head */
    draw_tokens(c, rect_top(&r, rows < T ? rows : T), s, v, scratch);
    pen = pen_at(c, r);
    pen_skip(&pen, gap);
    draw_facts(&pen, s, v, scratch);
    pen_skip(&pen, gap);
    if (heads)
        head_table_draw(c, rect_top(&pen.r, heads), s, scratch);
    pen.r.w = whole;
    pen_skip(&pen, 1);
    if (v->attention)
        head_maps_draw(c, pen.r, s, scratch);
}

static void weights_draw(struct canvas *c, struct rect r, const struct scene *s,
                         struct arena scratch)
{
    struct panels p = panels_split(r, s);
    struct weights_view v;
    char title[128], name[WORDS_MAX];
    bool ready = look(&v, s, &scratch);

    reader_text(name, s, scene_query(s));
    snprintf(title, sizeof title, v.attention ? "what %s reads from"
             : "what reached %s", name);
    map_panel_draw(c, p.left, s, &(struct map_panel){
        .title = title, .values = v.row, .high = v.max, .kept = v.kept,
    }, scratch);
    if (p.right.w && ready)
        draw_numbers(c, p.right, s, &v, scratch);
    else if (p.right.w)
        panel_wait(c, p.right, "attention weights", s);
}

/* --- the sentence ---------------------------------------------------------- */

/* What is read most, of all tokens. */
static void say_most(struct text *out, const struct scene *s,
                     const struct weights_view *v)
{
    int query = scene_query(s), top = largest(v->row, v->shape->tokens);
    double sum = 0;
    char share[WORDS_MAX], place[WORDS_MAX];

    for (int t = 0; t < v->shape->tokens; t++)
        sum += v->row[t];
    percent_text(share, v->row[top] / sum);
    if (top == query)
        text_addf(out, "keeps %s of what it reads to itself, more than it takes "
                  "from any other token", share);
    else
        text_addf(out, "takes %s of what it reads from %s, most of all the "
                  "tokens", share, place_text(place, v->shape, top));
}

/* How sharp the row is, or which heads are the sharpest and broadest. */
static void say_sharp(struct text *out, const struct scene *s,
                      const struct weights_view *v, struct arena scratch)
{
    int heads = head_count(s);
    struct sharpness sharp;

    if (scene_head(s) >= 0 || heads == 1 || !v->attention) {
        text_addf(out, "; its entropy is %.2f of at most %.2f nats.",
                  entropy(v->row, v->shape->tokens), log(v->shape->tokens));
        return;
    }
    sharp = head_sharpness(s, scratch);
    text_addf(out, "; head %d is the sharpest (%.2f nats), head %d the "
              "broadest (%.2f of at most %.2f).", sharp.sharpest + 1, sharp.low,
              sharp.broadest + 1, sharp.high, log(v->shape->tokens));
}

static void weights_sentence(struct text *out, const struct scene *s,
                             struct arena scratch)
{
    struct weights_view v;
    char name[WORDS_MAX], head[WORDS_MAX], where[WORDS_MAX];
    ptrdiff_t from = out->size;

    if (!look(&v, s, &scratch)) {
        sentence_wait(out, s);
        return;
    }
    reader_text(name, s, scene_query(s));
    if (v.attention)
        text_addf(out, "%s %s ", where_text(where, s), name);
    else if (scene_layer(s) > 0)
        text_addf(out, "Through layers 1 to %d %s ", scene_layer(s) + 1, name);
    else
        text_addf(out, "Through layer 1 %s ", name);
    text_capital(out, from);
    say_most(out, s, &v);
    if (scene_head(s) != HEAD_MEAN || !v.attention)
        text_addf(out, " (%s)", head_text(head, s));
    say_sharp(out, s, &v, scratch);
}

/* A jq filter on the object that report prints; heads are fused by it too. */
static void weights_path(struct text *out, const struct scene *s)
{
    static const char *const fusion[] = { "add / length", "max", "min" };
    int head = scene_head(s), layer = scene_layer(s), token = scene_token(s);

    if (scene_query(s) != study_query(s->study) || scene_query(s) < 0)
        return;
    if (head >= 0)
        text_addf(out, ".cls_attention[%d][%d][%d]", layer, head, token);
    else
        text_addf(out, ".cls_attention[%d] | map(.[%d]) | %s", layer, token,
                  fusion[-head - 1]);
}

const struct stage weights_stage = {
    .name = "weights",
    .title = "what the query reads from each token: softmax of the scores",
    .layered = true,
    .needs = NEED_LAYER | NEED_DETAIL | NEED_MAP,
    .draw = weights_draw,
    .sentence = weights_sentence,
    .grid = map_panel_grid,
    .path = weights_path,
};
