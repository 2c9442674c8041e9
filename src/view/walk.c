/* walk.c - steps, layers, heads, tokens: where each key leads.
 *
 * The steps in a row: the stages before the layered ones, the layered ones
 * once a layer, the stages behind them. */
#include "view/walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "view/stage.h"

/* The first layered stage and the first behind them. */
static int layered_from(void)
{
    int i = 0;

    while (i < stage_count && !stages[i]->layered)
        i++;
    return i;
}

static int layered_to(void)
{
    int i = layered_from();

    while (i < stage_count && stages[i]->layered)
        i++;
    return i;
}

int walk_steps(const struct shape *s)
{
    int layered = layered_to() - layered_from();

    return stage_count + layered * (s->layers - 1);
}

int walk_step(const struct cursor *c, const struct shape *s)
{
    int from = layered_from(), to = layered_to();

    if (c->stage < from)
        return c->stage;
    if (c->stage < to)
        return c->stage + c->layer * (to - from);
    return c->stage + (s->layers - 1) * (to - from);
}

/* Stand on step `n`; outside of the layers the layer is the one next to it. */
static void stand(struct cursor *c, const struct shape *s, int n)
{
    int from = layered_from(), each = layered_to() - from;

    if (n < from) {
        c->stage = n;
    } else if (n < from + each * s->layers) {
        c->layer = (n - from) / each;
        c->stage = from + (n - from) % each;
    } else {
        c->stage = n - each * (s->layers - 1);
    }
}

bool walk_next(struct cursor *c, const struct shape *s)
{
    int n = walk_step(c, s) + 1;

    if (n >= walk_steps(s))
        return false;
    stand(c, s, n);
    return true;
}

bool walk_back(struct cursor *c, const struct shape *s)
{
    int n = walk_step(c, s) - 1;

    if (n < 0)
        return false;
    stand(c, s, n);
    return true;
}

static int clamp(int v, int low, int high)
{
    return v < low ? low : v > high ? high : v;
}

bool walk_layer(struct cursor *c, const struct shape *s, int by)
{
    int to = clamp(c->layer + by, 0, s->layers - 1);

    if (to == c->layer)
        return false;
    c->layer = to;
    return true;
}

bool walk_head(struct cursor *c, const struct shape *s, int by, bool fused)
{
    int to = clamp(c->head + by, HEAD_MIN, fused ? HEAD_MEAN : s->heads - 1);

    if (to == c->head)
        return false;
    c->head = to;
    return true;
}

static bool choose(struct cursor *c, const struct shape *s, int token)
{
    if (token < 0 || token >= s->tokens || token == cursor_token(c, s))
        return false;
    cursor_choose(c, s, token);
    return true;
}

bool walk_token(struct cursor *c, const struct shape *s, int dx, int dy)
{
    int token = cursor_token(c, s), patch, row, col;

    if (token < 0)
        return choose(c, s, 0);
    if (shape_kind(s, token) != TOKEN_PATCH)
        return choose(c, s, token + dx + dy);
    patch = shape_index(s, token);
    if (patch == 0 && dx < 0)
        return choose(c, s, token - 1);
    row = clamp(patch / s->grid_w + dy, 0, s->grid_h - 1);
    col = clamp(patch % s->grid_w + dx, 0, s->grid_w - 1);
    return choose(c, s, shape_prefix(s) + row * s->grid_w + col);
}

bool walk_first(struct cursor *c, const struct shape *s)
{
    return choose(c, s, 0);
}

bool walk_last(struct cursor *c, const struct shape *s)
{
    return choose(c, s, s->tokens - 1);
}

/* "row,column" from 1, blanks allowed -> token, or -1. */
static int row_column(const struct shape *s, const char *where)
{
    char *end;
    long row = strtol(where, &end, 10), col;

    if (end == where || *(end += strspn(end, " ")) != ',')
        return -1;
    where = end + 1;
    col = strtol(where, &end, 10);
    if (end == where || end[strspn(end, " ")])
        return -1;
    if (row < 1 || row > s->grid_h || col < 1 || col > s->grid_w)
        return -1;
    return shape_prefix(s) + (int)((row - 1) * s->grid_w + col - 1);
}

bool walk_goto(struct cursor *c, const struct shape *s, const char *where)
{
    int token = strchr(where, ',') ? row_column(s, where)
                                   : shape_token_parse(s, where);

    if (token < 0)
        return false;
    cursor_choose(c, s, token);
    return true;
}

/* "l2" with letter l -> true and *out 1, *at behind it; without the letter
 * *out stays.  False: it is there with a number that is not. */
static bool numbered(int *out, const char **at, char letter, int count)
{
    char *end;
    long n;

    if (((*at)[0] | 32) != letter)
        return true;
    n = strtol(*at + 1, &end, 10);
    if ((*at)[1] < '1' || (*at)[1] > '9' || n > count)
        return false;
    *out = (int)n - 1;
    *at = end;
    return true;
}

bool walk_to(struct cursor *c, const struct shape *s, const char *where,
             bool fused)
{
    int layer = c->layer, head = c->head;
    const char *at = where;

    if (!*at || !numbered(&layer, &at, 'l', s->layers) ||
        !numbered(&head, &at, 'h', fused ? 0 : s->heads) || *at)
        return false;
    c->layer = layer;
    c->head = head;
    return true;
}

bool walk_query(struct cursor *c, const struct shape *s)
{
    int token = cursor_token(c, s);
    struct cursor q = *c;

    q.kind = c->query_kind;     /* the query as if it were chosen */
    q.index = c->query_index;
    q.px = c->query_x;
    q.py = c->query_y;
    if (token < 0 || (!c->query_own && cursor_token(&q, s) == token))
        return false;
    cursor_ask(c, s, token);
    return true;
}

bool walk_query_own(struct cursor *c, const struct shape *s)
{
    if (c->query_own)
        return false;
    cursor_ask(c, s, -1);
    return true;
}

/* A patch is a point, so every grid has it; other kinds a model may lack. */
static bool has_query(const struct cursor *c, const struct shape *s)
{
    return c->query_kind == TOKEN_PATCH
               ? shape_patches(s) > 0
               : shape_token(s, c->query_kind, c->query_index) >= 0;
}

void walk_fit(struct cursor *c, const struct shape *s)
{
    c->layer = clamp(c->layer, 0, s->layers - 1);
    c->head = clamp(c->head, HEAD_MIN, s->heads - 1);
    if (!c->query_own && !has_query(c, s))
        cursor_ask(c, s, -1);
}

struct cursor walk_start(const struct shape *s)
{
    struct cursor c = { .head = HEAD_MEAN };

    cursor_choose(&c, s, shape_patches(s) > 0 ? shape_prefix(s) : 0);
    cursor_ask(&c, s, -1);
    return c;
}
