/* figures_token.c - figures of tokens before the first layer: what they are,
 * what is learned, where they stand. */
#include <math.h>
#include <stdio.h>

#include "figures.h"
#include "layout.h"

enum { BOX_W = 6, BOX_H = 4, WORD_W = 7 };

/* A token as a box with its name below; returns the place inside. */
static struct rect token_box(struct canvas *c, int x, int y, const char *name,
                             enum role role, bool strong)
{
    struct rect in =
        canvas_frame(c, (struct rect){ x, y, BOX_W, BOX_H }, NULL, strong);

    canvas_text(c, x + (BOX_W - utf8_width(name)) / 2, y + BOX_H, BOX_W, role,
                name);
    return in;
}

/* [CLS] and words, as BERT has them. */
static void sentence(struct canvas *c, struct rect r)
{
    static const char *const words[] = { "[CLS]", "a", "cat", "sat" };

    for (int i = 0, x = r.x; i < 4 && x + WORD_W <= r.x + r.w; i++, x += WORD_W) {
        struct rect box = { x, r.y, WORD_W, 3 };

        canvas_frame(c, box, NULL, i == 0);
        canvas_text(c, x + (WORD_W - utf8_width(words[i])) / 2, r.y + 1,
                    WORD_W - 1, i ? ROLE_TEXT : ROLE_TITLE, words[i]);
    }
}

/* The pixels of the first patches, behind CLS. */
static void picture_tokens(struct canvas *c, struct rect r,
                           const struct scene *s, struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    struct image seen = picture_seen(s->study, &scratch), patch;
    int P = s->study->model->patch, x = r.x;
    char name[TOKEN_NAME_MAX];

    for (int t = 0; t < shape->tokens && x + BOX_W <= r.x + r.w; t++) {
        enum token_kind kind = shape_kind(shape, t);
        struct rect in = token_box(c, x, r.y, shape_token_name(name, shape, t),
                                   t ? ROLE_TEXT : ROLE_TITLE, t == 0);

        x += BOX_W;
        if (kind != TOKEN_PATCH) {
            canvas_text(c, in.x + (in.w - 1) / 2, in.y, 1, ROLE_TITLE, "?");
            continue;
        }
        patch = image_part(&seen, shape_index(shape, t) % shape->grid_w * P,
                           shape_index(shape, t) / shape->grid_w * P, P, P,
                           &scratch);
        plot_picture(c, in, &patch);
    }
}

void figure_tokens(struct canvas *c, struct rect r, const struct scene *s,
                   struct arena scratch)
{
    figure_caption(c, &r,
                   "Both rows go on to the right: one box for each "
                   "word or patch.");
    figure_label(c, &r, ROLE_DIM, "BERT reads");
    sentence(c, r);
    r = (struct rect){ r.x, r.y + 4, r.w, r.h - 4 };
    figure_label(c, &r, ROLE_DIM, "this model reads");
    if (figure_live(c, r, s, true, ""))
        picture_tokens(c, r, s, scratch);
}

void figure_words(struct canvas *c, struct rect r, const struct scene *s,
                  struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    struct grid_layout g;
    struct image seen;
    char line[120];

    if (!figure_live(c, r, s, shape->grid_h > 0,
                     "This model reads no picture."))
        return;
    snprintf(line, sizeof line,
             "%d × %d patches of %d × %d pixels, %d numbers "
             "each, become %d vectors of %d.",
             shape->grid_h, shape->grid_w, s->study->model->patch,
             s->study->model->patch,
             3 * s->study->model->patch * s->study->model->patch,
             shape_patches(shape), shape->dim);
    figure_caption(c, &r, line);
    seen = picture_seen(s->study, &scratch);
    g = grid_fit(r, shape->grid_h, shape->grid_w);
    plot_grid_picture(c, &g, &seen);
    plot_grid_lines(c, &g);
}

/* --- the vector ---------------------------------------------------------- */

static void labelled_vector(struct canvas *c, struct rect r, const char *label,
                            const float *v, int n, double max)
{
    figure_label(c, &r, ROLE_DIM, label);
    plot_vector(c, r, v, n, max);
}

static double largest_of(const float *v, int n, double max)
{
    for (int i = 0; v && i < n; i++)
        max = fmax(max, fabs(v[i]));
    return max;
}

void figure_learned(struct canvas *c, struct rect r, const struct scene *s,
                    struct arena scratch)
{
    const struct model *m = s->study->model;
    int dim = m->tower.dim;
    double max =
        largest_of(m->cls_start, dim, largest_of(m->cls_token, dim, 0));
    struct rect top = r;

    if (!m->cls_token) {
        figure_none(c, r, "This model has no CLS token.");
        return;
    }
    figure_caption(c, &r,
                   m->cls_start
                       ? "The CLS vector of this model, both to one "
                         "scale. All pictures together moved it, none "
                         "alone."
                       : "The CLS vector of this model. How it began "
                         "the checkpoint does not say.");
    top = r;
    if (m->cls_start) {
        top.h = r.h / 2;
        labelled_vector(c, top, "before training, random", m->cls_start, dim,
                        max);
        top.y += r.h - r.h / 2;
    }
    labelled_vector(c, top, "learned", m->cls_token, dim, max);
}

/* --- places -------------------------------------------------------------- */

/* Index, name and place of a token on a line. */
static void zero_line(struct canvas *c, struct rect line,
                      const struct shape *shape, int token)
{
    bool patch = shape_kind(shape, token) == TOKEN_PATCH;
    int index = shape_index(shape, token);
    char name[TOKEN_NAME_MAX];

    canvas_textf(c, line.x, line.y, 6, ROLE_DIM, "%5d", token);
    canvas_text(c, line.x + 7, line.y, 6, patch ? ROLE_TEXT : ROLE_TITLE,
                shape_token_name(name, shape, token));
    if (patch)
        canvas_textf(c, line.x + 13, line.y, line.w - 13, ROLE_DIM,
                     "row %d, column %d", index / shape->grid_w + 1,
                     index % shape->grid_w + 1);
}

/* All tokens or, where they do not fit, the first ones and the last. */
void figure_zero(struct canvas *c, struct rect r, const struct scene *s,
                 struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    int rows, gap;

    if (!figure_live(c, r, s, true, ""))
        return;
    figure_caption(c, &r,
                   "Index and token of this model, as programs and its "
                   "files count: from 0.");
    rows = r.h < shape->tokens ? r.h : shape->tokens;
    gap = shape->tokens > rows ? rows - 2 : rows;
    for (int i = 0; i < rows; i++)
        if (i == gap)
            canvas_text(c, r.x + 4, r.y + i, 4, ROLE_DIM, "·");
        else
            zero_line(c, (struct rect){ r.x, r.y + i, r.w, 1 }, shape,
                      i < gap ? i : shape->tokens - rows + i);
}

/* The patch that is chosen, else the one in the middle. */
static int patch_chosen(const struct scene *s)
{
    const struct shape *shape = &s->study->trace.shape;
    int token = scene_token(s);

    if (token >= 0 && shape_kind(shape, token) == TOKEN_PATCH)
        return shape_index(shape, token);
    return shape->grid_h / 2 * shape->grid_w + shape->grid_w / 2;
}

void figure_positions(struct canvas *c, struct rect r, const struct scene *s,
                      struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    const float *rows = s->study->trace.positions;
    int n = shape_patches(shape), chosen = patch_chosen(s);
    struct grid_layout g;
    struct rect key;
    float *v;

    if (!figure_live(c, r, s, s->study->model->position.kind == POSITION_TABLE,
                     "This model adds no table of positions: it turns queries "
                     "and keys, or biases its scores. Stage 3 shows how.") ||
        !rows || !n)
        return;
    v = arena_floats(&scratch, n);
    rows += (ptrdiff_t)shape_prefix(shape) * shape->dim;
    for (int i = 0; i < n; i++)
        v[i] = (float)cosine(rows + (ptrdiff_t)chosen * shape->dim,
                             rows + (ptrdiff_t)i * shape->dim, shape->dim);
    figure_caption(c, &r,
                   "How alike the position of every patch is to that of "
                   "the framed one: cosine, in this model.");
    key = (struct rect){ r.x, r.y + r.h - 1, r.w, 1 };
    r.h -= 2;
    g = grid_fit(r, shape->grid_h, shape->grid_w);
    plot_heat(
        c, &g,
        &(struct heat){ .values = v, .low = -1, .high = 1, .diverging = true });
    plot_mark(c, &g, chosen / shape->grid_w, chosen % shape->grid_w,
              ROLE_CHOSEN);
    plot_key(c, key, -1, 1, true);
}
