/* logit_parts.c - one logit as the sum of its parts: kind by kind, layer by
 * layer, token by token, as far as there is room. */
#include "logit_parts.h"

#include <math.h>
#include <stdio.h>

#include "token_bars.h"
#include "view/plot.h"

enum { NAME_W = 20, NUMBER_W = 7 };

static void draw_part(struct pen *p, const char *name, double value, double max)
{
    struct rect r = pen_take(p, 1);
    int w = NAME_W, bar = r.w - w - NUMBER_W - 1;

    if (!r.h)
        return;
    canvas_text(p->c, r.x, r.y, w, ROLE_TEXT, name);
    if (bar > 4)
        plot_signed_bar(p->c, r.x + w, r.y, bar, value, max);
    canvas_textf(p->c, r.x + r.w - NUMBER_W, r.y, NUMBER_W, ROLE_NUMBER,
                 "%+7.3f", value);
}

/* Sums over kinds of parts. */
struct part_sums {
    double patches, others, mlp, max;
};

static struct part_sums sum_parts(const struct logit_parts *p,
                                  const struct shape *s)
{
    struct part_sums sums = { 0 };

    for (int t = 0; t < s->tokens; t++)
        *(shape_kind(s, t) == TOKEN_PATCH ? &sums.patches : &sums.others) +=
            p->tokens[t];
    for (int l = 0; l < s->layers; l++)
        sums.mlp += p->mlp[l];
    sums.max = fmax(fmax(fabs(p->start), fabs(sums.patches)),
                    fmax(fabs(sums.others), fmax(fabs(sums.mlp),
                                                 fabs(p->bias))));
    return sums;
}

/* Who the readout is, for the name of its start. */
static const char *start_name(const struct scene *s)
{
    const struct model *m = s->study->model;

    if (m->readout == READ_CLS || m->readout == READ_NONE)
        return s->study->trace.shape.cls ? "CLS at the start" : "P1 at the start";
    return m->readout == READ_BOTH ? "CLS, dist at start"
                                   : "tokens at the start";
}

static void draw_layers(struct pen *p, const struct logit_parts *v,
                        const struct shape *shape, double max)
{
    char name[32];

    pen_skip(p, 1);
    pen_text(p, ROLE_DIM, "the same by layer");
    for (int l = 0; l < shape->layers; l++) {
        snprintf(name, sizeof name, "layer %d attention", l + 1);
        draw_part(p, name, v->attention[l], max);
        snprintf(name, sizeof name, "        MLP");
        draw_part(p, name, v->mlp[l], max);
    }
}

/* Kind by kind; layer by layer and token by token where there is room. */
void logit_parts_draw(struct pen *p, const struct scene *s,
                      const struct logit_parts *v, const float *row,
                      struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    struct part_sums sums = sum_parts(v, shape);

    draw_part(p, start_name(s), v->start, sums.max);
    draw_part(p, "patches, attention", sums.patches, sums.max);
    if (shape_prefix(shape) > 0)
        draw_part(p, shape->registers ? "CLS, registers, att."
                  : shape->dist       ? "CLS, dist, attention"
                                      : "CLS, attention", sums.others, sums.max);
    draw_part(p, "MLPs", sums.mlp, sums.max);
    draw_part(p, "biases", v->bias, sums.max);
    if (p->r.h >= 2 * shape->layers + 2)
        draw_layers(p, v, shape, sums.max);
    if (p->r.h < 5)
        return;
    pen_skip(p, 1);
    pen_text(p, ROLE_DIM, "through attention, by token");
    token_bars_draw(p->c, p->r, s, &(struct token_bars){
        .values = row, .max = largest_magnitude(row, shape->tokens),
        .digits = largest_patch(row, shape), .is_signed = true, .plus = true,
        .by_size = true,
    }, scratch);
}
