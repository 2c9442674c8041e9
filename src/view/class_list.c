/* class_list.c - classes with their probabilities and logits. */
#include "class_list.h"

#include "words.h"

enum { NAME_MAX_W = 24, NUMBER_W = 7 };

/* Columns the longest of the shown names takes. */
static int label_width(const struct scene *s, const int *order, int n, int most)
{
    int w = 4;

    for (int i = 0; i < n; i++) {
        int x = utf8_width(study_label(s->study, order[i]));

        w = x > w ? x : w;
    }
    return w < most ? w : most;
}

/* A prompt without its middle, another class as far as it goes. */
static const char *listed_name(char out[WORDS_MAX], const struct scene *s,
                               int label, int w)
{
    return s->study->prompts ? label_within(out, s, label, w)
                             : study_label(s->study, label);
}

/* The classes to list: the first ones, and the one asked about. */
static int pick(int *order, int rows, const struct outcome *o, int label)
{
    int n = o->classes < rows ? o->classes : rows;
    bool found = false;

    for (int i = 0; i < n; i++) {
        order[i] = o->order[i];
        found = found || order[i] == label;
    }
    if (!found && n > 0)
        order[n - 1] = label;
    return n;
}

void class_list_draw(struct canvas *c, struct rect r, const struct scene *s,
                     int label, struct arena scratch)
{
    const struct outcome *o = &s->study->outcome;
    int *order = arena_array(&scratch, int, r.h + 1);
    int n = pick(order, r.h - 1, o, label);
    int w = label_width(s, order, n, r.w / 2 < NAME_MAX_W ? r.w / 2
                                                          : NAME_MAX_W);
    int bar = r.w - w - 3 - 2 * (NUMBER_W + 1);
    char name[WORDS_MAX];

    canvas_right(c, r.x + r.w - 2 * NUMBER_W - 1, r.y, NUMBER_W, ROLE_DIM,
                 "prob.");
    canvas_right(c, r.x + r.w - NUMBER_W, r.y, NUMBER_W, ROLE_DIM, "logit");
    for (int i = 0; i < n; i++) {
        int y = r.y + 1 + i;
        bool asked = order[i] == label;

        canvas_text(c, r.x, y, 1, ROLE_CHOSEN, asked ? "▸" : "");
        canvas_text(c, r.x + 2, y, w, asked ? ROLE_CHOSEN : ROLE_TEXT,
                    listed_name(name, s, order[i], w));
        plot_bar(c, r.x + w + 3, y, bar, o->probs[order[i]], 1,
                 asked ? ROLE_CHOSEN : ROLE_BAR);
        canvas_textf(c, r.x + r.w - 2 * NUMBER_W - 1, y, NUMBER_W, ROLE_NUMBER,
                     "%7.3f", (double)o->probs[order[i]]);
        canvas_textf(c, r.x + r.w - NUMBER_W, y, NUMBER_W, ROLE_NUMBER,
                     "%7.3f", (double)o->logits[order[i]]);
    }
}
