/* stage_final.c - what became of CLS: as it began, as it ended, and its path
 * through the layers.
 *
 * The path has three readings of each state: its length, its cosine with the
 * last one, and what the classifier would already say (the logit lens,
 * nostalgebraist 2020). */
#include <stdio.h>

#include "explain/measure.h"
#include "explain/update.h"
#include "layout.h"
#include "nn/kernels.h"
#include "path_table.h"
#include "stage_list.h"
#include "vector_chart.h"
#include "words.h"

struct final_view {
    const struct shape *shape;
    bool ready;                 /* all layers are done */
    const float *lens;          /* [L+1, C]; NULL: no classes, or not yet */
    int query;
    float *states;              /* [L+1, D] */
    float *difference;          /* [D] last - first */
    const struct study *of;     /* whose token the map compares with, */
    int token;                  /* -1: the mean; NULL: there is no map */
    float *likeness;            /* [T] cosine of final tokens with it */
};

static float *state(const struct final_view *v, int l)
{
    return v->states + (ptrdiff_t)l * v->shape->dim;
}

/* Which final state the map compares with: that of the token which is
 * followed or, with two pictures, the chosen token's in the first of them. */
static void find_likened(struct final_view *v, const struct scene *s)
{
    const struct study *of = s->chosen_in ? s->chosen_in : s->study;
    const struct trace *t = &of->trace;

    v->of = s->study;
    v->token = v->query;
    if (!s->other)
        return;
    v->of = of;
    v->token = cursor_token(&s->cursor, &t->shape);
    if (s->other_done < t->shape.layers || t->shape.dim != v->shape->dim ||
        !t->whole_last)
        v->of = NULL;
}

/* How alike to it every token has become. */
static void compare(struct final_view *v, const struct trace *t,
                    struct arena *keep)
{
    int D = t->shape.dim;
    float *like = arena_floats(keep, D);
    const float *x = trace_hidden(t, t->shape.layers);

    v->likeness = arena_floats(keep, t->shape.tokens);
    state_row(like, trace_hidden(&v->of->trace, v->of->trace.shape.layers),
              &v->of->trace.shape, v->token);
    for (int j = 0; j < t->shape.tokens; j++)
        v->likeness[j] = (float)cosine(x + (ptrdiff_t)j * D, like, D);
}

static void look(struct final_view *v, const struct scene *s,
                 struct arena *keep)
{
    const struct trace *t = &s->study->trace;
    int L = t->shape.layers, D = t->shape.dim;

    *v = (struct final_view){ .shape = &t->shape, .query = scene_query(s) };
    v->ready = scene_begun(s) && s->done >= L;
    if (!v->ready)
        return;
    if (!t->whole_last)
        v->query = study_query(s->study);
    v->lens = s->done > L ? s->study->lens : NULL;
    v->states = arena_floats(keep, (ptrdiff_t)(L + 1) * D);
    v->difference = arena_floats(keep, D);
    for (int l = 0; l <= L; l++)
        state_row(state(v, l), trace_hidden(t, l), &t->shape, v->query);
    for (int i = 0; i < D; i++)
        v->difference[i] = state(v, L)[i] - state(v, 0)[i];
    find_likened(v, s);
    if (t->whole_last && v->of)
        compare(v, t, keep);
}

static const char *subject(char out[WORDS_MAX], const struct final_view *v)
{
    char name[TOKEN_NAME_MAX];

    snprintf(out, WORDS_MAX, "%s", v->query < 0
             ? "the average token"
             : shape_token_name(name, v->shape, v->query));
    return out;
}

static double to_last(const struct final_view *v, int l)
{
    return cosine(state(v, l), state(v, v->shape->layers), v->shape->dim);
}

/* --- the stage ------------------------------------------------------------- */

static void draw_vectors(struct canvas *c, struct rect r, const struct scene *s,
                         const struct final_view *v)
{
    int L = v->shape->layers;
    char fact[WORDS_MAX];

    snprintf(fact, sizeof fact, "cosine %.2f", to_last(v, 0));
    vector_charts(c, r, (struct vector_line[]){
        { "at the start", ROLE_TEXT, state(v, 0), NULL },
        { "at the end", ROLE_STRONG, state(v, L), fact },
        { "end - start", ROLE_TEXT, v->difference, NULL },
    }, 3, v->shape->dim, false, s->settings.raw);
}

static void draw_right(struct canvas *c, struct rect r, const struct scene *s,
                       const struct final_view *v)
{
    int path = v->shape->layers + 2;
    char title[96], name[WORDS_MAX];

    snprintf(title, sizeof title, "%s through the layers · %d numbers",
             v->query < 0 ? "the mean" : subject(name, v), v->shape->dim);
    r = rect_inset(canvas_frame(c, r, title, false), 1, 0);
    if (path > r.h - 2 * VECTOR_CHART_MIN)
        path = r.h - 2 * VECTOR_CHART_MIN;
    draw_vectors(c, rect_top(&r, r.h - path), s, v);
    path_table_draw(c, r, s, &(struct path_table){
        .states = v->states, .lens = v->lens,
    });
}

static void likeness_title(char out[128], const struct scene *s,
                           const struct final_view *v)
{
    char name[TOKEN_NAME_MAX] = "mean";

    if (!v->likeness) {
        snprintf(out, 128, "the picture");
        return;
    }
    if (v->token >= 0)
        shape_token_name(name, &v->of->trace.shape, v->token);
    if (s->other)
        snprintf(out, 128, "cosine with %s of %.60s", name,
                 base_name(v->of->path));
    else
        snprintf(out, 128, "cosine with the final %s", name);
}

static void final_draw(struct canvas *c, struct rect r, const struct scene *s,
                       struct arena scratch)
{
    struct panels p = panels_split(r, s);
    struct final_view v;
    char title[128];

    look(&v, s, &scratch);
    likeness_title(title, s, &v);
    map_panel_draw(c, p.left, s, &(struct map_panel){
        .title = title, .values = v.likeness,
        .low = -1, .high = 1, .diverging = true,
    }, scratch);
    if (p.right.w && v.ready)
        draw_right(c, p.right, s, &v);
    else if (p.right.w)
        panel_wait(c, p.right, "final", s);
}

/* --- the sentence ---------------------------------------------------------- */

static int first_class(const struct scene *s, const struct final_view *v, int l)
{
    int C = s->study->outcome.classes;

    return largest(v->lens + (ptrdiff_t)l * C, C);
}

/* From which state on the last answer was given. */
static int settled(const struct scene *s, const struct final_view *v)
{
    int L = v->shape->layers, l = L;

    while (l > 0 && first_class(s, v, l - 1) == first_class(s, v, L))
        l--;
    return l;
}

static void say_lens(struct text *out, const struct scene *s,
                     const struct final_view *v)
{
    int C = s->study->outcome.classes, L = v->shape->layers;
    int from = settled(s, v), early = first_class(s, v, 1);
    char share[WORDS_MAX], name[WORDS_MAX];

    if (v->query != study_query(s->study))
        return;
    text_addf(out, "; after layer 1 the model would have said %s (%s)",
              label_text(name, s, early), percent_text(share,
                                                       v->lens[C + early]));
    if (from > 1)
        text_addf(out, ", and from layer %d on %s", from,
                  label_text(name, s, first_class(s, v, L)));
    else
        text_add(out, " and never changed its mind");
}

static void final_sentence(struct text *out, const struct scene *s,
                           struct arena scratch)
{
    struct final_view v;
    char name[WORDS_MAX];
    ptrdiff_t from = out->size;
    int L, D;

    look(&v, s, &scratch);
    if (!v.ready) {
        sentence_wait(out, s);
        return;
    }
    L = v.shape->layers;
    D = v.shape->dim;
    text_addf(out, "%s went through %d layers from length %.2f to %.2f and "
              "ended at a cosine of %.2f with its start", subject(name, &v), L,
              vector_norm(state(&v, 0), D), vector_norm(state(&v, L), D),
              to_last(&v, 0));
    text_capital(out, from);
    if (v.lens)
        say_lens(out, s, &v);
    text_add(out, ".");
}

static void final_path(struct text *out, const struct scene *s)
{
    if (scene_query(s) == study_query(s->study) && scene_query(s) >= 0)
        text_addf(out, ".cls_norm[%d]", scene_layer(s) + 1);
}

const struct stage final_stage = {
    .name = "final",
    .title = "CLS at the start and at the end, and its path through the layers",
    .needs = NEED_OUTCOME,
    .draw = final_draw,
    .sentence = final_sentence,
    .grid = map_panel_grid,
    .path = final_path,
};
