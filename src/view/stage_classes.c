/* stage_classes.c - what the model says, and where the logit comes from.
 *
 * With the scale of the final norm frozen a logit is a sum: of what CLS was
 * before any layer, what each token sent through attention, what the MLPs and
 * the biases added (explain/attribution.c). */
#include <stdio.h>
#include <string.h>

#include "class_list.h"
#include "explain/measure.h"
#include "layout.h"
#include "logit_parts.h"
#include "stage_list.h"
#include "token_bars.h"
#include "words.h"

/* The parts of the logit of the class asked about; tokens also as a row for
 * the map. */
struct classes_view {
    const struct outcome *outcome;  /* NULL: not yet */
    int label;
    bool has_parts;
    struct logit_parts parts;
    float *row;                     /* [T] */
    double max;                     /* of the patches: the scale of the map */
};

static void look_at_parts(struct classes_view *v, const struct scene *s,
                          struct arena *keep)
{
    const struct shape *shape = &s->study->trace.shape;

    attribution_parts(&v->parts, s->parts, v->label, keep);
    v->row = arena_floats(keep, shape->tokens);
    for (int t = 0; t < shape->tokens; t++)
        v->row[t] = (float)v->parts.tokens[t];
    v->max = largest_patch(v->row, shape);
    v->has_parts = true;
}

static void look(struct classes_view *v, const struct scene *s,
                 struct arena *keep)
{
    int layers = s->study->model->tower.layers;

    *v = (struct classes_view){ .label = scene_class(s) };
    if (!scene_begun(s) || s->done <= layers)
        return;
    v->outcome = &s->study->outcome;
    if (v->label >= 0 && s->parts && s->parts->count &&
        s->parts->done == layers)
        look_at_parts(v, s, keep);
}

/* --- the logit -------------------------------------------------------------- */

/* Why there are no parts. */
static void draw_no_parts(struct pen *p, const struct scene *s)
{
    char line[80];

    if (s->study->model->readout == READ_POOL)
        pen_wrap(p, ROLE_DIM, "A pooling head reads the tokens through another "
                 "attention and an MLP; its logits are no sum of parts.");
    else
        pen_textf(p, ROLE_DIM, s->stopped ? "%s" : "%s ...",
                  wait_text(line, s));
}

static void draw_logit(struct canvas *c, struct rect r, const struct scene *s,
                       const struct classes_view *v, struct arena scratch)
{
    char title[160], name[WORDS_MAX];
    double logit = (double)v->outcome->logits[v->label];
    struct pen p;

    label_text(name, s, v->label);
    snprintf(title, sizeof title, "logit of %s %.3f = the sum of", name, logit);
    if (utf8_width(title) > r.w - 5)
        snprintf(title, sizeof title, "logit %.3f = the sum of", logit);
    p = pen_at(c, rect_inset(canvas_frame(c, r, title, false), 1, 0));
    if (v->has_parts)
        logit_parts_draw(&p, s, &v->parts, v->row, scratch);
    else
        draw_no_parts(&p, s);
}

static void draw_classes(struct canvas *c, struct rect r, const struct scene *s,
                         const struct classes_view *v, struct arena scratch)
{
    const struct outcome *o = v->outcome;
    int rows = o->classes + 3, most = r.h - 8;
    char title[96];
    struct rect top;

    snprintf(title, sizeof title, "%s · %d classes",
             s->study->model->sigmoid ? "probabilities = sigmoid(logits)"
                                      : "probabilities = softmax(logits)",
             o->classes);
    top = rect_top(&r, rows < most ? rows : most);
    class_list_draw(c, rect_inset(canvas_frame(c, top, title, false), 1, 0), s,
                    v->label, scratch);
    draw_logit(c, r, s, v, scratch);
}

/* A model that names no classes. */
static void draw_no_classes(struct canvas *c, struct rect r,
                            const struct scene *s)
{
    struct pen p = pen_at(c, rect_inset(canvas_frame(c, r, "no classes", false),
                                        1, 1));

    if (s->study->model->text)
        pen_wrap(&p, ROLE_TEXT, "This model compares pictures with text. Give "
                 "it class names: **P** types them here, **--prompt \"a photo "
                 "of a cat\"** says one on the command line, **--prompts "
                 "FILE** many, one a line.");
    else
        pen_wrap(&p, ROLE_TEXT, "This model has no classifier: it was trained "
                 "to describe pictures by vectors. Stage 7 shows the vector "
                 "that a classifier would read.");
}

/* What the map's title has room for behind "speaks for". */
static const char *title_name(char out[WORDS_MAX], const struct scene *s,
                              int label, int width)
{
    int room = width - 5 - (int)strlen("speaks for ");

    label_text(out, s, label);
    return utf8_width(out) > room ? label_within(out, s, label, room) : out;
}

static void classes_draw(struct canvas *c, struct rect r, const struct scene *s,
                         struct arena scratch)
{
    struct panels p = panels_split(r, s);
    struct classes_view v;
    char title[128], name[WORDS_MAX];

    look(&v, s, &scratch);
    snprintf(title, sizeof title, "the picture");
    if (v.has_parts)
        snprintf(title, sizeof title, "what speaks for %s",
                 title_name(name, s, v.label, p.left.w));
    map_panel_draw(c, p.left, s, &(struct map_panel){
        .title = title, .values = v.row, .low = -v.max, .high = v.max,
        .diverging = true,
    }, scratch);
    if (!p.right.w)
        return;
    if (!v.outcome)
        panel_wait(c, p.right, "classes", s);
    else if (v.label < 0)
        draw_no_classes(c, p.right, s);
    else
        draw_classes(c, p.right, s, &v, scratch);
}

/* --- the sentence ---------------------------------------------------------- */

/* The first and the second class. */
static void say_first(struct text *out, const struct scene *s)
{
    const struct outcome *o = &s->study->outcome;
    char share[WORDS_MAX], name[WORDS_MAX];

    text_addf(out, "The model says %s (%s)", label_text(name, s, o->order[0]),
              percent_text(share, o->probs[o->order[0]]));
    if (o->classes > 1)
        text_addf(out, ", then %s (%s)", label_text(name, s, o->order[1]),
                  percent_text(share, o->probs[o->order[1]]));
}

/* Which token speaks for the class, which against it. */
static void say_parts(struct text *out, const struct scene *s,
                      const struct classes_view *v)
{
    const struct shape *shape = &s->study->trace.shape;
    int best = largest(v->row, shape->tokens);
    int worst = smallest(v->row, shape->tokens);
    char place[WORDS_MAX], name[WORDS_MAX];

    if (v->row[best] > 0)
        text_addf(out, ". %s speaks most for %s: %+.2f of the logit %.2f",
                  place_text(place, shape, best), label_text(name, s, v->label),
                  (double)v->row[best], (double)v->outcome->logits[v->label]);
    if (v->row[worst] < 0)
        text_addf(out, "%s%s speaks most against %s (%+.2f)",
                  v->row[best] > 0 ? "; " : ". ",
                  shape_token_name(place, shape, worst),
                  v->row[best] > 0 ? "it" : label_text(name, s, v->label),
                  (double)v->row[worst]);
}

static void classes_sentence(struct text *out, const struct scene *s,
                             struct arena scratch)
{
    struct classes_view v;
    char wait[80];
    ptrdiff_t from = out->size;

    look(&v, s, &scratch);
    if (!v.outcome)
        text_add(out, wait_text(wait, s));
    else if (v.label < 0 && s->study->model->text)
        text_add(out, "Without prompts there are no classes: P types them, "
                 "--prompt gives them on the command line");
    else if (v.label < 0)
        text_add(out, "This model has no classifier, so there are no classes");
    else
        say_first(out, s);
    if (v.has_parts)
        say_parts(out, s, &v);
    text_add(out, ".");
    text_capital(out, from);
}

static void classes_path(struct text *out, const struct scene *s)
{
    const struct outcome *o = &s->study->outcome;
    int label = scene_class(s), place = 0;

    if (label < 0)
        return;
    while (o->order[place] != label)
        place++;
    text_addf(out, ".top[%d].probability", place);
}

const struct stage classes_stage = {
    .name = "classes",
    .title = "probabilities, and the parts each logit is the sum of",
    .needs = NEED_OUTCOME | NEED_PARTS,
    .draw = classes_draw,
    .sentence = classes_sentence,
    .grid = map_panel_grid,
    .path = classes_path,
};
