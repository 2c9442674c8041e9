/* stage_patches.c - the picture becomes tokens: a grid of patches, each one
 * mapped to a vector by the same matrix. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nn/kernels.h"
#include "layout.h"
#include "stage_list.h"
#include "token_bars.h"
#include "words.h"

/* The chosen patch, -1 when the chosen token is none. */
static int chosen_patch(const struct scene *s)
{
    const struct shape *shape = &s->study->trace.shape;
    int token = scene_token(s);

    if (token < 0 || shape_kind(shape, token) != TOKEN_PATCH)
        return -1;
    return shape_index(shape, token);
}

/* The embedding of a patch [D] before positions. */
static const float *embedding(const struct scene *s, int patch)
{
    const struct trace *t = &s->study->trace;

    return t->patches ? t->patches + (ptrdiff_t)patch * t->shape.dim : NULL;
}

/* The pixels of one patch, as the model gets them. */
static struct image patch_pixels(const struct scene *s, int patch,
                                 struct arena *keep)
{
    const struct shape *shape = &s->study->trace.shape;
    int P = s->study->model->patch;
    int x = patch % shape->grid_w * P, y = patch / shape->grid_w * P;
    struct image seen = picture_seen(s->study, keep);
    struct image out = image_new(keep, P, P);

    for (int row = 0; row < P && y + row < seen.height; row++)
        memcpy(image_at(&out, 0, row), image_at(&seen, x, y + row),
               3 * (size_t)P);
    return out;
}

static void mean_color(const struct image *im, int rgb[3])
{
    ptrdiff_t n = (ptrdiff_t)im->width * im->height;

    for (int c = 0; c < 3; c++) {
        double sum = 0;

        for (ptrdiff_t i = 0; i < n; i++)
            sum += im->pixels[3 * i + c];
        rgb[c] = (int)(sum / (double)n + 0.5);
    }
}

/* Dimension furthest from zero. */
static int furthest(const float *v, int n)
{
    int best = 0;

    for (int i = 1; i < n; i++)
        if (fabsf(v[i]) > fabsf(v[best]))
            best = i;
    return best;
}

/* The patch enlarged: whole half cells a pixel; what is known of it beside. */
static void draw_pixels(struct canvas *c, struct rect r, const struct scene *s,
                        int patch, struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    struct image im = patch_pixels(s, patch, &scratch);
    int P = im.width, zoom = 2 * r.h / P, side = zoom > 0 ? zoom * P : 2 * r.h;
    int rgb[3], D = shape->dim;
    const float *v = embedding(s, patch);
    struct pen pen;

    if (side > r.w / 2)
        side = r.w / 2;
    plot_picture(c, (struct rect){ r.x, r.y, side, (side + 1) / 2 }, &im);
    rect_left(&r, side + 2);
    pen = pen_at(c, r);
    mean_color(&im, rgb);
    pen_fact(&pen, 9, "row", "%d of %d", patch / shape->grid_w + 1,
             shape->grid_h);
    pen_fact(&pen, 9, "column", "%d of %d", patch % shape->grid_w + 1,
             shape->grid_w);
    pen_fact(&pen, 9, "mean rgb", "%d %d %d", rgb[0], rgb[1], rgb[2]);
    if (!v)
        return;
    pen_skip(&pen, 1);
    pen_fact(&pen, 9, "vector", "%d numbers", D);
    pen_fact(&pen, 9, "length", "%.3f", vector_norm(v, D));
    pen_fact(&pen, 9, "largest", "%.2f", (double)v[furthest(v, D)]);
    pen_fact(&pen, 9, "", "is no. %d", furthest(v, D) + 1);
}

static void draw_patch(struct canvas *c, struct rect r, const struct scene *s,
                       int patch, struct arena scratch)
{
    int D = s->study->trace.shape.dim, P = s->study->model->patch;
    const float *v = embedding(s, patch);
    struct rect in, top;
    char title[96];
    double max;

    snprintf(title, sizeof title, "P%d enlarged · %d × %d pixels", patch + 1, P,
             P);
    top = rect_top(&r, !v ? r.h : s->settings.raw ? r.h / 2 : r.h * 5 / 9 + 1);
    in = rect_inset(canvas_frame(c, top, title, false), 1, 0);
    draw_pixels(c, in, s, patch, scratch);
    if (!v)
        return;
    snprintf(title, sizeof title, "its embedding · %d numbers", D);
    in = rect_inset(canvas_frame(c, r, title, false), 1, 0);
    if (s->settings.raw) {
        vector_numbers_draw(c, in, v, D);
        return;
    }
    max = plot_vector(c, (struct rect){ in.x, in.y, in.w, in.h - 1 }, v, D, 0);
    snprintf(title, sizeof title, "no. 1 to %d · up + down − · scale ±%.2f", D,
             max);
    if (canvas_columns(c, title, (int)strlen(title)) > in.w)
        snprintf(title, sizeof title, "no. 1 to %d · scale ±%.2f", D, max);
    canvas_text(c, in.x, in.y + in.h - 1, in.w, ROLE_DIM, title);
}

static void draw_no_patch(struct canvas *c, struct rect r,
                          const struct scene *s)
{
    char name[TOKEN_NAME_MAX], line[256];
    struct rect in = rect_inset(canvas_frame(c, r, "the chosen token", false),
                                1, 0);
    struct pen pen = pen_at(c, in);

    shape_token_name(name, &s->study->trace.shape, scene_token(s));
    pen_skip(&pen, 1);
    snprintf(line, sizeof line, "%s is no patch: it has no pixels. It is a "
             "vector the model has learned; stage 2 shows it. The arrow keys "
             "choose a patch.", name);
    pen_wrap(&pen, ROLE_TEXT, line);
}

static void patches_draw(struct canvas *c, struct rect r,
                         const struct scene *s, struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    struct panels p = panels_split(r, s);
    int patch = chosen_patch(s);
    char note[96];

    snprintf(note, sizeof note, "%d × %d pixels, %d × %d patches",
             s->study->prepared.h, s->study->prepared.w, shape->grid_h,
             shape->grid_w);
    if (utf8_width(note) > p.left.w - 4)
        snprintf(note, sizeof note, "%d × %d in %d × %d patches",
                 s->study->prepared.h, s->study->prepared.w, shape->grid_h,
                 shape->grid_w);
    map_panel_draw(c, p.left, s, &(struct map_panel){
        .title = "what the model sees", .note = note, .grid = true,
    }, scratch);
    if (!p.right.w)
        return;
    if (patch >= 0)
        draw_patch(c, p.right, s, patch, scratch);
    else
        draw_no_patch(c, p.right, s);
}

static void patches_sentence(struct text *out, const struct scene *s,
                             struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    int P = s->study->model->patch, N = shape_patches(shape), D = shape->dim;
    int patch = chosen_patch(s);
    const float *v;
    char place[WORDS_MAX];

    text_addf(out, "The model sees %d × %d pixels, cut into %d × %d = %d "
              "patches of %d × %d; each becomes a token, a vector of %d "
              "numbers", s->study->prepared.w, s->study->prepared.h,
              shape->grid_h, shape->grid_w, N, P, P, D);
    if (patch < 0) {
        text_addf(out, ".");
        return;
    }
    v = embedding(s, patch);
    text_addf(out, ". %s ", place_text(place, shape, scene_token(s)));
    if (v)
        text_addf(out, "became one of length %.2f.", vector_norm(v, D));
    else
        text_addf(out, "is chosen.");
}

const struct stage patches_stage = {
    .name = "patches",
    .title = "the picture as patches, and a patch as a vector",
    .needs = NEED_INPUT,
    .draw = patches_draw,
    .sentence = patches_sentence,
    .grid = map_panel_grid,
};
