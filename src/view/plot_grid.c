/* plot_grid.c - where patches lie, and frames around them.
 *
 * Half cells are the unit: as wide as a column and as high as half a row, they
 * are square.  A patch takes n x n of them; where half the room would stay empty
 * for that, some take one more than others; where not even one is left for
 * each, per x per patches share one. */
#include "glyph.h"
#include "grid.h"
#include "pixels.h"
#include "view/colormap.h"
#include "view/plot.h"

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

static int shared(int n, int per)
{
    return (n + per - 1) / per;
}

/* The largest multiple of n in `room`, unless that leaves too much of it: then
 * all of it. */
static int extent(int n, int room)
{
    int whole = room / n * n;

    return 20 * whole > 13 * room ? whole : room;
}

struct grid_layout grid_fit(struct rect r, int gh, int gw)
{
    struct grid_layout g = { .gh = gh, .gw = gw, .per = 1 };
    int nh, nw;

    g.area = (struct rect){ r.x, r.y, 0, 0 };
    if (r.w < 1 || r.h < 1 || gh < 1 || gw < 1)
        return g;
    while (shared(gw, g.per) > r.w || shared(gh, g.per) > 2 * r.h)
        g.per++;
    nw = shared(gw, g.per);
    nh = shared(gh, g.per);
    if (r.w * nh <= 2 * r.h * nw) {
        g.cols = extent(nw, r.w);
        g.rows = most(nh, g.cols * nh / nw);
    } else {
        g.rows = extent(nh, 2 * r.h);
        g.cols = most(nw, g.rows * nw / nh);
    }
    g.even = g.per == 1 && g.cols % nw == 0 && g.rows % nh == 0;
    g.area.w = g.cols;
    g.area.h = shared(g.rows, 2);
    g.area.x += (r.w - g.area.w) / 2;
    g.area.y += (r.h - g.area.h) / 2;
    return g;
}

/* First half cell of a patch (and so the end of the one before), and back. */
static int start(int patch, int count, int per, int cells)
{
    return patch / per * cells / shared(count, per);
}

static int patch_at(int at, int count, int per, int cells)
{
    return ((at + 1) * shared(count, per) - 1) / cells * per;
}

struct rect grid_halves(const struct grid_layout *g, int row, int col)
{
    int x = start(col, g->gw, g->per, g->cols);
    int y = start(row, g->gh, g->per, g->rows);

    return (struct rect){
        x,
        y,
        start(col + g->per, g->gw, g->per, g->cols) - x,
        start(row + g->per, g->gh, g->per, g->rows) - y,
    };
}

struct rect grid_cell(const struct grid_layout *g, int row, int col)
{
    struct rect h = grid_halves(g, row, col);
    int top = h.y / 2, bottom = shared(h.y + h.h, 2);

    return (struct rect){ g->area.x + h.x, g->area.y + top, h.w, bottom - top };
}

int grid_patch(const struct grid_layout *g, int x, int y)
{
    if (x < 0 || y < 0 || x >= g->cols || y >= g->rows)
        return -1;
    return patch_at(y, g->gh, g->per, g->rows) * g->gw +
           patch_at(x, g->gw, g->per, g->cols);
}

int grid_hit(const struct grid_layout *g, int x, int y)
{
    return y < g->area.y ? -1
                         : grid_patch(g, x - g->area.x, 2 * (y - g->area.y));
}

/* --- frames -------------------------------------------------------------- */

/* Is (x, y) on the edge of a w x h frame, and for corners near one of them? */
static bool on_frame(int x, int y, int w, int h, bool corners)
{
    int reach = most(1, least(w, h) / 3);
    bool ends_x = x < reach || x >= w - reach;
    bool ends_y = y < reach || y >= h - reach;

    if (x && y && x != w - 1 && y != h - 1)
        return false;
    return !corners || (ends_x && ends_y);
}

/* A frame of half cells: inside large patches, around small ones. */
static void frame_pixels(struct canvas *c, const struct grid_layout *g,
                         struct rect h, bool corners, uint32_t rgb)
{
    int out = least(h.w, h.h) < 5 ? 1 : 0;
    struct rect f = { h.x - out, h.y - out, h.w + 2 * out, h.h + 2 * out };

    for (int y = 0; y < f.h; y++)
        for (int x = 0; x < f.w; x++) {
            int ax = f.x + x, ay = f.y + y;

            if (ax < 0 || ay < 0 || ax >= g->cols || ay >= g->rows ||
                !on_frame(x, y, f.w, f.h, corners))
                continue;
            pixel_set(c, g->area.x + ax, 2 * g->area.y + ay, rgb);
        }
}

/* A glyph over what is there, on its ground where that is exact. */
static void put_over(struct canvas *c, const struct grid_layout *g, int x,
                     int y, uint32_t glyph, enum role role)
{
    struct cell *cell = canvas_at(c, x, y);
    uint32_t bg;

    if (!cell || x < g->area.x || x >= g->area.x + g->area.w)
        return;
    bg = cell->bg;
    canvas_put(c, x, y, glyph, c->depth == DEPTH_MONO ? ROLE_STRONG : role);
    if (bg != COLOR_ROLE)
        canvas_paint(c, x, y, color_luma(bg) > 140 ? 0 : COLOR_ROLE, bg);
}

static void frame_lines(struct canvas *c, const struct grid_layout *g,
                        struct rect r, bool corners, enum role role)
{
    static const uint32_t heavy[] = { 0x250f, 0x2513, 0x2517, 0x251b };
    static const uint32_t light[] = { 0x250c, 0x2510, 0x2514, 0x2518 };
    const uint32_t *corner = corners ? light : heavy;
    int right = r.x + r.w - 1, bottom = r.y + r.h - 1;

    for (int x = r.x + 1; x < right && !corners; x++) {
        put_over(c, g, x, r.y, 0x2501, role);
        put_over(c, g, x, bottom, 0x2501, role);
    }
    for (int y = r.y + 1; y < bottom && !corners; y++) {
        put_over(c, g, r.x, y, 0x2503, role);
        put_over(c, g, right, y, 0x2503, role);
    }
    put_over(c, g, r.x, r.y, corner[0], role);
    put_over(c, g, right, r.y, corner[1], role);
    put_over(c, g, r.x, bottom, corner[2], role);
    put_over(c, g, right, bottom, corner[3], role);
}

static void brackets(struct canvas *c, const struct grid_layout *g,
                     struct rect r, bool corners, enum role role)
{
    for (int y = r.y; y < r.y + r.h; y++) {
        put_over(c, g, r.x - 1, y, corners ? '<' : '[', role);
        put_over(c, g, r.x + r.w, y, corners ? '>' : ']', role);
    }
}

void plot_mark(struct canvas *c, const struct grid_layout *g, int row, int col,
               enum role role)
{
    bool corners = role != ROLE_CHOSEN;
    struct rect r;

    if (row < 0 || col < 0 || row >= g->gh || col >= g->gw || g->area.w < 1)
        return;
    r = grid_cell(g, row, col);
    if (pixels_exact(c))
        frame_pixels(c, g, grid_halves(g, row, col), corners,
                     theme_look(c->theme, role).fg);
    else if (r.w >= 4 && r.h >= 2)
        frame_lines(c, g, r, corners, role);
    else
        brackets(c, g, r, corners, role);
}

/* Along one side: does a patch begin at half cell `at`? */
static bool begins(int at, int count, int cells)
{
    return at &&
           patch_at(at, count, 1, cells) != patch_at(at - 1, count, 1, cells);
}

void plot_grid_lines(struct canvas *c, const struct grid_layout *g)
{
    uint32_t bg = theme_background(c->theme);

    if (!g->cols || g->cols < 4 * g->gw || !pixels_exact(c))
        return;
    for (int y = 0; y < g->rows; y++)
        for (int x = 0; x < g->cols; x++) {
            int ax = g->area.x + x, ay = 2 * g->area.y + y;

            if (begins(x, g->gw, g->cols) || begins(y, g->gh, g->rows))
                pixel_set(c, ax, ay, color_mix(pixel_get(c, ax, ay), bg, 0.4));
        }
}
