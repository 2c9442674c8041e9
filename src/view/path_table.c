/* path_table.c - a token's way through the layers, a line a state. */
#include "path_table.h"

#include "layout.h"
#include "nn/kernels.h"
#include "view/plot.h"
#include "words.h"

enum { PATH_W = 19, CLASS_MIN_W = 11, CLASSES_MAX = 6 };

/* Layers to show when not all fit: evenly spread, first and last among them. */
static int layer_of_row(int row, int rows, int L)
{
    return rows > L || rows < 2 ? row
                                : (int)(row * (double)L / (rows - 1) + 0.5);
}

/* The classes whose path is drawn: the one asked about first. */
static int pick_classes(int *out, const struct scene *s, int room)
{
    const struct outcome *o = &s->study->outcome;
    int asked = scene_class(s), n = 0;

    if (asked < 0)
        return 0;
    out[n++] = asked;
    for (int i = 0; i < o->classes && n < room && n < CLASSES_MAX; i++)
        if (o->order[i] != asked)
            out[n++] = o->order[i];
    return n;
}

static void draw_lens(struct canvas *c, struct rect r, const struct scene *s,
                      const struct path_table *v, int l, const int *classes,
                      int n)
{
    int C = s->study->outcome.classes, w = n ? r.w / n : 0;

    for (int i = 0; i < n; i++) {
        double p = v->lens[(ptrdiff_t)l * C + classes[i]];

        plot_bar(c, r.x + i * w, r.y, w - 6, p, 1, i ? ROLE_BAR : ROLE_CHOSEN);
        canvas_textf(c, r.x + i * w + w - 6, r.y, 5, ROLE_NUMBER, "%5.2f", p);
    }
}

static void draw_step(struct canvas *c, struct rect r, const struct scene *s,
                      const struct path_table *v, int l)
{
    int D = s->study->trace.shape.dim, L = s->study->trace.shape.layers;
    const float *x = v->states + (ptrdiff_t)l * D;
    const float *last = v->states + (ptrdiff_t)L * D;

    canvas_textf(c, r.x, r.y, 4, l == scene_layer(s) + 1 ? ROLE_CURRENT
                                                         : ROLE_TEXT,
                 l ? "L%d" : "in", l);
    canvas_textf(c, r.x + 4, r.y, 7, ROLE_NUMBER, "%7.2f",
                 vector_norm(x, D));
    canvas_textf(c, r.x + 12, r.y, 6, ROLE_NUMBER, "%6.2f",
                 cosine(x, last, D));
}

static void draw_heading(struct canvas *c, struct rect r, const struct scene *s,
                         const int *classes, int n)
{
    int w = n ? (r.w - PATH_W) / n : 0;
    char name[WORDS_MAX];

    canvas_text(c, r.x, r.y, PATH_W, ROLE_DIM, "    length cosine");
    for (int i = 0; i < n; i++)
        canvas_text(c, r.x + PATH_W + i * w, r.y, w - 1,
                    i ? ROLE_DIM : ROLE_CHOSEN,
                    label_within(name, s, classes[i], w - 1));
}

/* A line a state: length, cosine with the last, what would be said. */
void path_table_draw(struct canvas *c, struct rect r, const struct scene *s,
                     const struct path_table *v)
{
    int L = s->study->trace.shape.layers, room = (r.w - PATH_W) / CLASS_MIN_W;
    int rows = L + 1 < r.h - 1 ? L + 1 : r.h - 1;
    int classes[CLASSES_MAX], n = 0;

    if (v->lens && room > 0)
        n = pick_classes(classes, s, room);
    draw_heading(c, rect_top(&r, 1), s, classes, n);
    for (int i = 0; i < rows; i++) {
        int l = layer_of_row(i, rows, L);
        struct rect line = rect_top(&r, 1), lens = line;

        rect_left(&lens, PATH_W);
        draw_step(c, line, s, v, l);
        draw_lens(c, lens, s, v, l, classes, n);
    }
}
