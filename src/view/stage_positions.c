/* stage_positions.c - token + position: how the model knows where a token is.
 *
 * Tables are added to the tokens; rotations turn queries and keys in every
 * layer; a relative bias is added to the scores of every pair. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "explain/measure.h"
#include "explain/places.h"
#include "layout.h"
#include "nn/kernels.h"
#include "stage_list.h"
#include "token_bars.h"
#include "vector_chart.h"
#include "words.h"

/* The likeness of every place with the chosen one. */
struct places_view {
    enum place_kind kind;
    int token;
    float *likeness;            /* [T] */
    double max;
};

static void look(struct places_view *v, const struct scene *s,
                 struct arena *keep)
{
    const struct trace *t = &s->study->trace;
    int T = t->shape.tokens;

    *v = (struct places_view){ .kind = places_kind(t), .token = scene_token(s) };
    v->likeness = arena_floats(keep, T);
    places_likeness(v->likeness, t, scene_layer(s), v->token, *keep);
    v->max = v->kind == PLACES_BIAS ? largest_magnitude(v->likeness, T) : 1;
}

/* The other token whose place is most like the chosen one; -1: none. */
static int nearest(const struct places_view *v, const struct shape *s)
{
    int best = -1;

    for (int j = 0; j < s->tokens; j++)
        if (j != v->token && v->likeness[j] == v->likeness[j] &&
            (best < 0 || v->likeness[j] > v->likeness[best]))
            best = j;
    return best;
}

static const float *row(const float *tensor, const struct scene *s, int token)
{
    return tensor + (ptrdiff_t)token * s->study->trace.shape.dim;
}

/* token + position = sum, to one scale. */
static void draw_sum(struct canvas *c, struct rect r, const struct scene *s,
                     const struct places_view *v, struct arena scratch)
{
    const struct trace *t = &s->study->trace;
    int D = t->shape.dim;
    float *token = arena_floats(&scratch, D);
    char name[TOKEN_NAME_MAX], first[48], second[48], third[48];
    const float *sum = row(t->embeddings, s, v->token);
    const float *place = row(t->positions, s, v->token);

    for (int i = 0; i < D; i++)
        token[i] = sum[i] - place[i];
    shape_token_name(name, &t->shape, v->token);
    snprintf(first, sizeof first, "%s", name);
    snprintf(second, sizeof second, "+ position %d", v->token);
    snprintf(third, sizeof third, "= %s in its place", name);
    vector_charts(c, r, (struct vector_line[]){
        { first, ROLE_CHOSEN, token, NULL },
        { second, ROLE_TEXT, place, NULL },
        { third, ROLE_STRONG, sum, NULL },
    }, 3, D, true, s->settings.raw);
}

/* cos and sin of the angles a patch's queries and keys are turned by. */
static void draw_angles(struct canvas *c, struct rect r, const struct scene *s,
                        const struct places_view *v)
{
    const struct trace *t = &s->study->trace;
    int d = t->shape.dim / t->shape.heads, at = v->token - t->span.rotate_from;
    struct pen p = pen_at(c, r);

    if (at < 0) {
        pen_wrap(&p, ROLE_TEXT, "Only patches are rotated: this token has no "
                 "place. The arrow keys choose a patch.");
        return;
    }
    vector_charts(c, r, (struct vector_line[]){
        { "cos of its angles", ROLE_CHOSEN, t->span.cosine + (ptrdiff_t)at * d,
          NULL },
        { "sin of its angles", ROLE_TEXT, t->span.sine + (ptrdiff_t)at * d,
          NULL },
    }, 2, d, true, s->settings.raw);
}

static void draw_bias(struct canvas *c, struct rect r, const struct scene *s,
                      const struct places_view *v, struct arena scratch)
{
    if (s->settings.raw)
        token_numbers_draw(c, r, s, v->likeness, scratch);
    else
        token_bars_draw(c, r, s, &(struct token_bars){
            .values = v->likeness, .max = v->max, .is_signed = true,
        }, scratch);
}

static const char *right_title(enum place_kind kind)
{
    static const char *const titles[] = {
        [PLACES_NONE] = "no positions",
        [PLACES_TABLE] = "token + position = what enters layer 1",
        [PLACES_ROTARY] = "rotation of queries and keys",
        [PLACES_BIAS] = "bias on the scores, mean of the heads",
    };

    return titles[kind];
}

static void draw_right(struct canvas *c, struct rect r, const struct scene *s,
                       const struct places_view *v, struct arena scratch)
{
    struct rect in = rect_inset(canvas_frame(c, r, right_title(v->kind), false),
                                1, 0);
    struct pen p = pen_at(c, in);

    if (v->kind == PLACES_ROTARY)
        draw_angles(c, in, s, v);
    else if (v->kind == PLACES_BIAS)
        draw_bias(c, in, s, v, scratch);
    else if (v->kind == PLACES_TABLE && s->study->trace.embeddings)
        draw_sum(c, in, s, v, scratch);
    else
        pen_wrap(&p, ROLE_TEXT, "This model adds no positions to its tokens.");
}

static void positions_draw(struct canvas *c, struct rect r,
                           const struct scene *s, struct arena scratch)
{
    static const char *const titles[] = {
        [PLACES_NONE] = "the patches",
        [PLACES_TABLE] = "cosine of positions with %s's",
        [PLACES_ROTARY] = "angles like those of %s",
        [PLACES_BIAS] = "bias of %s with every token",
    };
    struct panels p = panels_split(r, s);
    struct places_view v;
    char title[96], name[TOKEN_NAME_MAX];

    look(&v, s, &scratch);
    shape_token_name(name, &s->study->trace.shape, v.token);
    snprintf(title, sizeof title, titles[v.kind], name);
    map_panel_draw(c, p.left, s, &(struct map_panel){
        .title = title, .low = -v.max, .high = v.max, .diverging = true,
        .values = v.kind == PLACES_NONE ? NULL : v.likeness, .bare = true,
        .grid = v.kind == PLACES_NONE,
    }, scratch);
    if (p.right.w)
        draw_right(c, p.right, s, &v, scratch);
}

/* --- the sentence ---------------------------------------------------------- */

static void say_table(struct text *out, const struct scene *s,
                      const struct places_view *v)
{
    const struct trace *t = &s->study->trace;
    int D = t->shape.dim, near = nearest(v, &t->shape);
    char place[WORDS_MAX];

    text_addf(out, "Attention has no order: so each token gets a learned "
              "vector for its place added. That of %s is %.2f long",
              place_text(place, &t->shape, v->token),
              vector_norm(row(t->positions, s, v->token), D));
    if (near >= 0)
        text_addf(out, ", most like that of %s: cosine %.2f",
                  place_text(place, &t->shape, near),
                  (double)v->likeness[near]);
}

static void say_pairs(struct text *out, const struct scene *s,
                      const struct places_view *v)
{
    const struct shape *shape = &s->study->trace.shape;
    int near = nearest(v, shape);
    char place[WORDS_MAX], other[WORDS_MAX];

    if (v->kind == PLACES_ROTARY)
        text_add(out, "Nothing is added here: in every layer queries and keys "
                 "of patches are rotated by angles that grow along rows and "
                 "columns");
    else
        text_addf(out, "Nothing is added here: every pair of tokens has a "
                  "learned bias on its score, by how far apart they are (layer "
                  "%d)", scene_layer(s) + 1);
    if (near >= 0)
        text_addf(out, v->kind == PLACES_ROTARY
                           ? "; closest in angle to %s is %s: %.2f"
                           : "; %s is biased most towards %s: %+.2f",
                  place_text(place, shape, v->token),
                  place_text(other, shape, near), (double)v->likeness[near]);
}

static void positions_sentence(struct text *out, const struct scene *s,
                               struct arena scratch)
{
    struct places_view v;

    look(&v, s, &scratch);
    if (v.kind == PLACES_TABLE)
        say_table(out, s, &v);
    else if (v.kind == PLACES_NONE)
        text_add(out, "This model adds no positions: it cannot tell where a "
                 "patch was");
    else
        say_pairs(out, s, &v);
    text_add(out, ".");
}

const struct stage positions_stage = {
    .name = "positions",
    .title = "token + position, and how alike positions are",
    .needs = NEED_INPUT,
    .draw = positions_draw,
    .sentence = positions_sentence,
    .grid = map_panel_grid,
};
