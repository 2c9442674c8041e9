/* figures_attention.c - figures of what happens in the layers. */
#include <math.h>
#include <stdio.h>

#include "explain/measure.h"
#include "figures.h"
#include "layout.h"
#include "tile.h"
#include "words.h"

static const char no_reader[] = "This model has no token that reads for the "
                                "classifier, so there is nothing to show here.";

/* Who may read whom: 1 row a query, 1 column a key, CLS first. */
static void mask(struct canvas *c, struct rect r, int n, bool causal)
{
    for (int row = 0; row < n; row++)
        for (int col = 0; col < n; col++) {
            bool reads = !causal || col <= row;

            canvas_put(c, r.x + 2 * col, r.y + row, reads ? 0x25a0 : 0xb7,
                       !reads       ? ROLE_FRAME
                       : row && col ? ROLE_BAR
                                    : ROLE_TITLE);
        }
}

void figure_flow(struct canvas *c, struct rect r, const struct scene *s,
                 struct arena scratch)
{
    struct rect left = r, right = r;
    int n = 6;

    figure_caption(c, &r,
                   "A row reads the columns that are filled; CLS is the "
                   "first row and the first column.");
    left = (struct rect){ r.x, r.y, r.w / 2, r.h };
    right = (struct rect){ r.x + r.w / 2, r.y, r.w - r.w / 2, r.h };
    figure_label(c, &left, ROLE_DIM, "text, causal");
    figure_label(c, &right, ROLE_DIM, "ViT");
    n = left.h - 1 < n ? left.h - 1 : n;
    mask(c, (struct rect){ left.x, left.y + 1, left.w, n }, n, true);
    mask(c, (struct rect){ right.x, right.y + 1, right.w, n }, n, false);
}

/* --- scores -------------------------------------------------------------- */

static void score_line(struct canvas *c, struct rect line, const char *name,
                       double score, double weight, double max)
{
    char text[WORDS_MAX];

    canvas_text(c, line.x, line.y, 6, ROLE_TEXT, name);
    canvas_right(c, line.x + 6, line.y, 6, ROLE_NUMBER,
                 digits_text(text, score, max));
    canvas_right(c, line.x + 13, line.y, 6, ROLE_NUMBER,
                 digits_text(text, weight, 1));
    plot_bar(c, line.x + 20, line.y, line.w - 20, weight, 1, ROLE_BAR);
}

void figure_score(struct canvas *c, struct rect r, const struct scene *s,
                  struct arena scratch)
{
    const struct trace *t = &s->study->trace;
    int layer = scene_layer(s), head = scene_head(s) < 0 ? 0 : scene_head(s);
    int *order;
    const float *scores, *weights;
    char name[TOKEN_NAME_MAX], line[96];

    if (!figure_live(c, r, s, study_query(s->study) >= 0, no_reader))
        return;
    if (layer >= s->done) {
        figure_none(c, r, "This layer is still being computed.");
        return;
    }
    scores = trace_read_scores(t, layer, head);
    weights = trace_read_attn(t, layer, head);
    snprintf(line, sizeof line,
             "Layer %d, head %d, of this picture: the tokens "
             "that %s reads most.",
             layer + 1, head + 1,
             shape_token_name(name, &t->shape, study_query(s->study)));
    figure_caption(c, &r, line);
    canvas_text(c, r.x, r.y, r.w, ROLE_DIM, "token  score weight");
    order = arena_array(&scratch, int, t->shape.tokens);
    order_by_value(order, weights, t->shape.tokens);
    for (int i = 0; i < t->shape.tokens && i < r.h - 1; i++)
        score_line(c, (struct rect){ r.x, r.y + 1 + i, r.w, 1 },
                   shape_token_name(name, &t->shape, order[i]),
                   scores[order[i]], weights[order[i]], fabs(scores[order[0]]));
}

/* --- maps of what is read ------------------------------------------------ */

/* What is read of the patches, of all tokens' weights [T], under a name. */
static void named_tile(struct canvas *c, struct rect cell, const char *name,
                       const struct scene *s, const float *row)
{
    const struct shape *shape = &s->study->trace.shape;

    figure_tile(c, cell, name, row + shape_prefix(shape), shape->grid_h,
                shape->grid_w, 0);
}

static bool has_maps(const struct scene *s)
{
    const struct study *study = s->study;

    return study->trace.shape.grid_h > 0 &&
           (study_query(study) >= 0 || study->model->pool);
}

enum { SHEET_MAX = 16 };

/* A pooling query reads once, behind the layers. */
static const char *reader_name(char out[32], const struct scene *s, int layer)
{
    if (study_query(s->study) < 0)
        return "the probe";
    snprintf(out, 32, "layer %d", layer + 1);
    return out;
}

void figure_heads(struct canvas *c, struct rect r, const struct scene *s,
                  struct arena scratch)
{
    int heads = tile_heads(s), layer = scene_layer(s);
    int n = heads < SHEET_MAX ? heads : SHEET_MAX;
    char line[96], name[32];
    float *row;

    if (!figure_live(c, r, s, has_maps(s), no_reader))
        return;
    snprintf(line, sizeof line, "What each head of %s reads of this picture%s.",
             reader_name(name, s, layer),
             n < heads ? " (the first of them)" : "");
    figure_caption(c, &r, line);
    for (int h = 0; h < n; h++) {
        if (!(row = tile_row(s, layer, h, &scratch)))
            return;
        snprintf(line, sizeof line, "head %d", h + 1);
        named_tile(c, figure_cell(r, n, h), line, s, row);
    }
}

/* All layers or, where there are many, some of them at even steps. */
void figure_reader(struct canvas *c, struct rect r, const struct scene *s,
                   struct arena scratch)
{
    int layers = tile_layers(s), n = layers < SHEET_MAX ? layers : SHEET_MAX;
    char name[32];
    float *row;

    if (!figure_live(c, r, s, has_maps(s), no_reader))
        return;
    figure_caption(c, &r,
                   "What is read of this picture for the classifier, the mean "
                   "of the heads.");
    for (int i = 0; i < n; i++) {
        int layer = n > 1 ? i * (layers - 1) / (n - 1) : 0;

        if (!(row = tile_row(s, layer, HEAD_MEAN, &scratch)))
            return;
        named_tile(c, figure_cell(r, n, i), reader_name(name, s, layer), s,
                   row);
    }
}

/* A kernel sees its neighbours; CLS what it wants. */
void figure_reach(struct canvas *c, struct rect r, const struct scene *s,
                  struct arena scratch)
{
    static const float kernel[49] = {
        [16] = 1, [17] = 1, [18] = 1, [23] = 1, [24] = 1,
        [25] = 1, [30] = 1, [31] = 1, [32] = 1,
    };
    struct rect cell;
    float *row;

    figure_caption(c, &r,
                   "Left what one step of a 3 × 3 convolution sees, "
                   "right what is read in the layer you are at.");
    figure_tile(c, figure_cell(r, 2, 0), "convolution", kernel, 7, 7, 1.4);
    cell = figure_cell(r, 2, 1);
    if (!figure_live(c, cell, s, has_maps(s), no_reader))
        return;
    if ((row = tile_row(s, tile_layers(s) > 1 ? scene_layer(s) : 0, HEAD_MEAN,
                        &scratch)))
        named_tile(c, cell, "attention", s, row);
}

/* --- states -------------------------------------------------------------- */

void figure_residual(struct canvas *c, struct rect r, const struct scene *s,
                     struct arena scratch)
{
    int token = study_query(s->study), layers = s->study->model->tower.layers;
    int step, last = s->done < layers ? s->done : layers;
    char text[WORDS_MAX];
    double max = 0;

    if (!figure_live(c, r, s, token >= 0, no_reader))
        return;
    figure_caption(c, &r,
                   "Length of CLS in this picture as it enters the first "
                   "layer and leaves each.");
    step = r.h > 0 ? layers / r.h + 1 : layers + 1;
    for (int l = 0; l <= last; l++)
        max = fmax(max, study_norm(s->study, l, token));
    for (int l = 0, y = r.y; l <= last && y < r.y + r.h; l += step, y++) {
        double norm = study_norm(s->study, l, token);

        if (l)
            canvas_textf(c, r.x, y, 8, ROLE_DIM, "layer %d", l);
        else
            canvas_text(c, r.x, y, 8, ROLE_DIM, "start");
        plot_bar(c, r.x + 9, y, r.w - 16, norm, max, ROLE_BAR);
        canvas_right(c, r.x + r.w - 6, y, 6, ROLE_NUMBER,
                     digits_text(text, norm, max));
    }
}

void figure_norms(struct canvas *c, struct rect r, const struct scene *s,
                  struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    int n = shape_patches(shape), layer = s->study->model->tower.layers - 1;
    double low = INFINITY, high = 0;
    float *v;
    char line[128], a[WORDS_MAX], b[WORDS_MAX];

    if (!figure_live(c, r, s, n > 0, "This model reads no picture."))
        return;
    layer = layer < s->done ? layer : s->done;
    v = arena_floats(&scratch, n);
    for (int i = 0; i < n; i++) {
        v[i] = (float)study_norm(s->study, layer, shape_prefix(shape) + i);
        low = fmin(low, v[i]);
        high = fmax(high, v[i]);
    }
    snprintf(line, sizeof line,
             "Length of each patch's vector as it enters "
             "layer %d: from %s to %s. An outlier would stand alone.",
             layer + 1, digits_text(a, low, high), digits_text(b, high, high));
    figure_caption(c, &r, line);
    figure_map(c, r, v, shape->grid_h, shape->grid_w, high);
}
