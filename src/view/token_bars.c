/* token_bars.c - one bar a token. */
#include "token_bars.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/order.h"
#include "view/plot.h"
#include "words.h"

enum { COLUMN_MIN = 40, RAW_W = 16, RAW_POINT = 3 };

double largest_magnitude(const float *v, int n)
{
    double max = 0;

    for (int i = 0; i < n; i++)
        if (fabsf(v[i]) > max)
            max = fabsf(v[i]);
    return max;
}

double largest_patch(const float *v, const struct shape *s)
{
    return largest_magnitude(v + shape_prefix(s), shape_patches(s));
}

static int name_width(const struct shape *s)
{
    char name[TOKEN_NAME_MAX];
    int w = 0;

    for (int t = 0; t < shape_prefix(s); t++) {
        int n = (int)strlen(shape_token_name(name, s, t));

        w = n > w ? n : w;
    }
    if (s->tokens > 0) {
        int n = (int)strlen(shape_token_name(name, s, s->tokens - 1));

        w = n > w ? n : w;
    }
    return w;
}

static enum role token_role(const struct scene *s, int token, bool kept)
{
    if (token == scene_token(s))
        return ROLE_CHOSEN;
    if (token == scene_query(s))
        return ROLE_QUERY;
    return kept ? ROLE_TEXT : ROLE_DIM;
}

/* mark name bar number */
static void draw_row(struct canvas *c, struct rect r, const struct scene *s,
                     const struct token_bars *b, int token)
{
    const struct shape *shape = &s->study->trace.shape;
    bool kept = !b->kept || b->kept[token];
    enum role role = token_role(s, token, kept);
    char name[TOKEN_NAME_MAX], number[WORDS_MAX] = "+";
    bool plus = b->plus && b->values[token] > 0;
    int w = name_width(shape), bar = r.w - w - DIGITS_W - 4;

    if (token == scene_token(s))
        canvas_put(c, r.x, r.y, 0x25b8, ROLE_CHOSEN);   /* small triangle */
    canvas_text(c, r.x + 2, r.y, w, role, shape_token_name(name, shape, token));
    if (bar > 0 && b->is_signed)
        plot_signed_bar(c, r.x + w + 3, r.y, bar, b->values[token], b->max);
    else if (bar > 0)
        plot_bar(c, r.x + w + 3, r.y, bar, b->values[token], b->max,
                 role == ROLE_TEXT ? ROLE_BAR : role);
    digits_text(number + plus, b->values[token],
                b->digits > 0 ? b->digits : b->max);
    canvas_right(c, r.x + r.w - DIGITS_W, r.y, DIGITS_W,
                 kept ? ROLE_NUMBER : ROLE_DIM, number);
}

static float *sizes(const float *values, int T, struct arena *keep)
{
    float *size = arena_floats(keep, T);

    for (int t = 0; t < T; t++)
        size[t] = fabsf(values[t]);
    return size;
}

/* The tokens to show, `rows` of them: ids; returns whether some are left out.
 * The chosen one takes the last place when it is not among the strongest. */
static bool pick(int *ids, int rows, const struct scene *s, const float *values,
                 struct arena scratch)
{
    int T = s->study->trace.shape.tokens, chosen = scene_token(s);
    int *order = arena_array(&scratch, int, T);
    bool found = chosen < 0;

    if (T <= rows) {
        for (int t = 0; t < T; t++)
            ids[t] = t;
        return false;
    }
    order_by_value(order, values, T);
    for (int i = 0; i < rows; i++) {
        ids[i] = order[i];
        found = found || order[i] == chosen;
    }
    if (!found && rows > 0)
        ids[rows - 1] = chosen;
    return true;
}

/* What is not shown, in one line. */
static void draw_rest(struct canvas *c, struct rect r, const struct scene *s,
                      const struct token_bars *b, const int *ids, int shown)
{
    int T = s->study->trace.shape.tokens;
    double all = 0, seen = 0;

    for (int t = 0; t < T; t++)
        all += b->values[t];
    for (int i = 0; i < shown; i++)
        seen += b->values[ids[i]];
    if (b->sums)
        canvas_textf(c, r.x + 2, r.y, r.w - 2, ROLE_DIM,
                     "%d more tokens, together %.3f", T - shown, all - seen);
    else
        canvas_textf(c, r.x + 2, r.y, r.w - 2, ROLE_DIM, "%d more tokens",
                     T - shown);
}

/* Columns of bars: more than one only where one does not hold all. */
static int columns_for(struct rect r, int tokens)
{
    int most = r.w / COLUMN_MIN, need = r.h > 0 ? (tokens + r.h - 1) / r.h : 1;

    return need < most ? need : most > 1 ? most : 1;
}

int token_bars_draw(struct canvas *c, struct rect r, const struct scene *s,
                    const struct token_bars *b, struct arena scratch)
{
    int T = s->study->trace.shape.tokens;
    int columns = columns_for(r, T);
    int w = (r.w - 2 * (columns - 1)) / columns;
    int room = r.h * columns, shown = T <= room ? T : room - 1;
    int rows = (shown + columns - 1) / columns;
    int *ids = arena_array(&scratch, int, T);

    if (r.h < 1 || r.w < 12)
        return 0;
    rows = columns > 1 ? r.h : rows;
    if (pick(ids, shown, s, b->by_size ? sizes(b->values, T, &scratch)
                                       : b->values, scratch))
        draw_rest(c, (struct rect){ r.x + (columns - 1) * (w + 2),
                                    r.y + r.h - 1, w, 1 }, s, b, ids, shown);
    for (int i = 0; i < shown; i++)
        draw_row(c, (struct rect){ r.x + i / rows * (w + 2), r.y + i % rows, w,
                                   1 }, s, b, ids[i]);
    return T <= room ? rows : r.h;
}

/* All digits of a float, the points of a column below each other. */
static void draw_raw(struct canvas *c, int x, int y, double v)
{
    char number[32];
    int whole, n = snprintf(number, sizeof number, "%.9g", v);

    whole = (int)strcspn(number, ".e");
    if (whole < RAW_POINT && n + RAW_POINT - whole <= RAW_W)
        x += RAW_POINT - whole;
    canvas_text(c, x, y, RAW_W, ROLE_NUMBER, number);
}

int token_numbers_draw(struct canvas *c, struct rect r, const struct scene *s,
                       const float *values, struct arena scratch)
{
    const struct shape *shape = &s->study->trace.shape;
    int w = name_width(shape) + RAW_W + 2;
    int columns = r.w / w > 1 ? r.w / w : 1;
    int T = shape->tokens, room = r.h * columns, shown = T < room ? T : room;
    int rows = (shown + columns - 1) / columns;
    int *ids = arena_array(&scratch, int, T);
    char name[TOKEN_NAME_MAX];

    pick(ids, shown, s, values, scratch);
    for (int i = 0; i < shown; i++) {
        int x = r.x + i / rows * w, y = r.y + i % rows;

        canvas_text(c, x, y, w - RAW_W - 1, token_role(s, ids[i], true),
                    shape_token_name(name, shape, ids[i]));
        draw_raw(c, x + w - RAW_W - 1, y, (double)values[ids[i]]);
    }
    return rows;
}

void vector_numbers_draw(struct canvas *c, struct rect r, const float *v, int n)
{
    int w = 16, columns = r.w / w > 1 ? r.w / w : 1;
    int room = r.h * columns, shown = n <= room ? n : room - 1;
    int rows = (shown + columns - 1) / columns;

    rows = n <= room ? rows : r.h;
    for (int i = 0; i < shown; i++) {
        int x = r.x + i / rows * w, y = r.y + i % rows;

        canvas_textf(c, x, y, 4, ROLE_DIM, "%4d", i + 1);
        canvas_textf(c, x + 5, y, 10, ROLE_NUMBER, "%10.5f", (double)v[i]);
    }
    if (shown < n && shown >= 0)
        canvas_textf(c, r.x + shown / rows * w, r.y + shown % rows, w,
                     ROLE_DIM, " %d more", n - shown);
}
