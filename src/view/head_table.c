/* head_table.c - what each head of a layer does with the query. */
#include "head_table.h"

#include <string.h>

#include "explain/measure.h"
#include "view/plot.h"

int head_count(const struct scene *s)
{
    const struct model *m = s->study->model;

    return scene_query(s) < 0 && m->pool ? m->pool->heads : m->tower.heads;
}

float *head_row(const struct scene *s, int head, struct arena *keep)
{
    float *row = arena_floats(keep, s->study->trace.shape.tokens);

    study_weights(row, s->study, scene_layer(s), head, scene_query(s), *keep);
    return row;
}

int head_table_rows(const struct scene *s)
{
    return head_count(s) + 2;
}

enum { WIDTH = 38, DISTANCE_W = 9 };

static bool has_distance(const struct scene *s)
{
    int query = scene_query(s);

    return query >= 0 &&
           shape_kind(&s->study->trace.shape, query) == TOKEN_PATCH;
}

int head_table_width(const struct scene *s)
{
    return has_distance(s) ? WIDTH + DISTANCE_W : WIDTH;
}

/* The columns are entropy, what the query keeps, the token most read from and,
 * for a patch, how many patches away it reads on average. */
static void draw_line(struct canvas *c, struct rect r, int y,
                      const struct scene *s, int head, struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    const float *row = head_row(s, head, &scratch);
    int top = largest(row, shape->tokens), query = scene_query(s), x = r.x;
    bool current = head == scene_head(s);
    char name[16], token[TOKEN_NAME_MAX];

    if (current)
        canvas_text(c, x, y, 5, ROLE_CURRENT, "▸    ");
    canvas_right(c, x + 1, y, 4, current ? ROLE_CURRENT : ROLE_TEXT,
                 head_name(name, head));
    canvas_textf(c, x + 7, y, 7, ROLE_NUMBER, "%7.3f",
                 entropy(row, shape->tokens));
    if (query >= 0)
        canvas_textf(c, x + 15, y, 8, ROLE_NUMBER, "%8.3f",
                     (double)row[query]);
    canvas_textf(c, x + 25, y, 5, ROLE_TEXT, "%s",
                 shape_token_name(token, shape, top));
    canvas_textf(c, x + 30, y, 7, ROLE_NUMBER, "%6.3f", (double)row[top]);
    if (has_distance(s) && r.w >= head_table_width(s))
        canvas_textf(c, x + WIDTH, y, DISTANCE_W, ROLE_NUMBER, "%8.2f",
                     mean_distance(row, shape, query));
}

void head_table_draw(struct canvas *c, struct rect r, const struct scene *s,
                     struct arena scratch)
{
    int heads = head_count(s), room = r.h - 2, first = 0;
    int head = scene_head(s);

    if (room < 1)
        return;
    if (heads > room && head >= 0)
        first = head < room / 2 ? 0 : head - room / 2;
    if (first > heads - room)
        first = heads > room ? heads - room : 0;
    canvas_text(c, r.x, r.y, r.w, ROLE_DIM,
                scene_query(s) >= 0 ? " head  entropy  itself  most from"
                                    : " head  entropy          most from");
    if (has_distance(s) && r.w >= head_table_width(s))
        canvas_text(c, r.x + WIDTH, r.y, DISTANCE_W, ROLE_DIM, "distance");
    draw_line(c, r, r.y + 1, s, HEAD_MEAN, scratch);
    for (int h = first; h < heads && h < first + room; h++)
        draw_line(c, r, r.y + 2 + h - first, s, h, scratch);
}

struct sharpness head_sharpness(const struct scene *s, struct arena scratch)
{
    struct sharpness found = { 0 };

    for (int h = 0; h < head_count(s); h++) {
        struct arena own = scratch;
        double e = entropy(head_row(s, h, &own), s->study->trace.shape.tokens);

        if (h == 0 || e < found.low) {
            found.low = e;
            found.sharpest = h;
        }
        if (h == 0 || e > found.high) {
            found.high = e;
            found.broadest = h;
        }
    }
    return found;
}
