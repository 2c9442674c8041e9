/* plot_heat.c - a map of numbers over a grid of patches, and its key.
 *
 * Where colours are exact a half cell is the colour of its patch, mixed with
 * the picture below, which gives up most of its own colour so that the map's
 * can be told.  With 16 colours or none, ink stands for the number: glyphs
 * from light to full, for signed maps other glyphs below zero. */
#include <math.h>
#include <stdio.h>

#include "base/text.h"
#include "glyph.h"
#include "grid.h"
#include "pixels.h"
#include "resample.h"
#include "view/colormap.h"
#include "view/plot.h"

/* v as the maps take it: [0, 1], signed [-1, 1]. */
static double scaled(const struct heat *h, double v)
{
    double size = fmax(fabs(h->low), fabs(h->high));

    if (h->diverging)
        return size > 0 ? fmin(fmax(v / size, -1), 1) : 0;
    if (!(h->high > h->low))
        return 0;
    return fmin(fmax((v - h->low) / (h->high - h->low), 0), 1);
}

static uint32_t map_color(const struct canvas *c, const struct heat *h,
                          double v)
{
    return h->diverging ? colormap_signed(c->theme, scaled(h, v))
                        : colormap_heat(c->theme, scaled(h, v));
}

/* Which patch shows in half cell (x, y): the one furthest out of those that
 * share it; -1: none, or no number. */
static int shown(const struct grid_layout *g, const struct heat *h, int x,
                 int y)
{
    int first = grid_patch(g, x, y), best = -1;
    int row = first / g->gw, col = first % g->gw;

    if (first < 0)
        return -1;
    for (int i = row; i < row + g->per && i < g->gh; i++)
        for (int j = col; j < col + g->per && j < g->gw; j++) {
            int at = i * g->gw + j;

            if (isnan(h->values[at]))
                continue;
            if (best < 0 || fabs(scaled(h, h->values[at])) >
                                fabs(scaled(h, h->values[best])))
                best = at;
        }
    return best;
}

/* --- exact colours ------------------------------------------------------- */

static uint32_t faded(uint32_t rgb, double share)
{
    uint32_t luma = (uint32_t)color_luma(rgb);

    return color_mix(rgb, luma << 16 | luma << 8 | luma, share);
}

/* The picture steps back, greyed and towards the background, and the map
 * covers it the more the further its number is out: what is looked at glows,
 * the rest can still be recognised. */
static uint32_t blended(const struct canvas *c, const struct heat *h,
                        uint32_t picture, double v)
{
    uint32_t below =
        color_mix(faded(picture, 0.6), theme_background(c->theme), 0.35);
    double share = h->alpha * (0.5 + 0.75 * fabs(scaled(h, v)));

    return color_mix(below, map_color(c, h, v), h->alpha < 1 ? share : 1);
}

static uint32_t half_color(const struct canvas *c, const struct grid_layout *g,
                           const struct heat *h, int x, int y)
{
    int at = shown(g, h, x, y);
    uint32_t rgb;

    if (at < 0)
        return pixel_get(c, g->area.x + x, 2 * g->area.y + y);
    rgb = h->under && h->under->width > 0
              ? blended(c, h, grid_pixel(g, h->under, x, y), h->values[at])
              : map_color(c, h, h->values[at]);
    if (h->kept && !h->kept[at])
        rgb = color_mix(faded(rgb, 0.9), theme_background(c->theme), 0.65);
    return rgb;
}

/* --- ink ----------------------------------------------------------------- */

/* Heat on 16 colours: shades of one, then the other over it. */
static const struct tone {
    unsigned char low, high;   /* of 16 */
    unsigned char minus, plus; /* signed maps */
} tones[THEME_COUNT] = {
    [THEME_DARK] = { 5, 11, 12, 11 },
    [THEME_LIGHT] = { 3, 5, 4, 1 },
    [THEME_SAFE] = { 4, 11, 12, 11 },
};

/* A dot for what is little, except where it would stand between two colours. */
static uint32_t inked(const struct canvas *c, double share)
{
    if (c->ascii || c->depth == DEPTH_MONO)
        return glyph_density(share, c->ascii);
    return share < 0.125 ? ' ' : glyph_density(0.2 + 0.8 * share, false);
}

/* Below zero bars of ink, above it spots. */
static uint32_t signed_glyph(double v, bool ascii)
{
    static const uint32_t below[2][4] = { { ' ', '-', '=', 0x2261 },
                                          { ' ', '-', '=', '%' } };
    static const char above[] = " .+*#";

    if (v < 0)
        return below[ascii][(int)(-v * 3 + 0.5)];
    return ascii ? (uint32_t)above[(int)(v * 4 + 0.5)]
                 : glyph_density(v, false);
}

static void put_signed(struct canvas *c, int x, int y, double v)
{
    const struct tone *t = &tones[c->theme];

    if (c->depth == DEPTH_MONO) {
        canvas_put(c, x, y, signed_glyph(v, c->ascii), ROLE_TEXT);
        return;
    }
    canvas_put(c, x, y, c->ascii ? signed_glyph(v, true) : inked(c, fabs(v)),
               ROLE_TEXT);
    canvas_paint(c, x, y, color_of_16(v < 0 ? t->minus : t->plus), COLOR_ROLE);
}

static void put_heat(struct canvas *c, int x, int y, double v)
{
    const struct tone *t = &tones[c->theme];
    bool upper = v > 0.5 && !c->ascii;
    double ink = upper ? 2 * v - 1 : 2 * v;

    if (c->depth == DEPTH_MONO || c->ascii)
        ink = v;
    canvas_put(c, x, y, inked(c, ink), ROLE_TEXT);
    if (c->depth == DEPTH_MONO)
        return;
    canvas_paint(c, x, y, color_of_16(v > 0.5 ? t->high : t->low),
                 upper ? color_of_16(t->low) : COLOR_ROLE);
}

static void put_ink(struct canvas *c, int x, int y, const struct heat *h,
                    double v)
{
    if (h->diverging)
        put_signed(c, x, y, scaled(h, v));
    else
        put_heat(c, x, y, scaled(h, v));
}

/* A cell holds two half rows: the further one shows. */
static void cell_ink(struct canvas *c, const struct grid_layout *g,
                     const struct heat *h, int x, int y)
{
    int a = shown(g, h, x, 2 * y), b = shown(g, h, x, 2 * y + 1);

    if (a < 0 || (b >= 0 && fabs(scaled(h, h->values[b])) >
                                fabs(scaled(h, h->values[a]))))
        a = b;
    if (a < 0)
        return;
    if (h->kept && !h->kept[a])
        canvas_put(c, g->area.x + x, g->area.y + y,
                   c->depth == DEPTH_MONO ? ' ' : 0xb7, ROLE_DIM);
    else
        put_ink(c, g->area.x + x, g->area.y + y, h, h->values[a]);
}

void plot_heat(struct canvas *c, const struct grid_layout *g,
               const struct heat *h)
{
    for (int y = 0; y < g->area.h; y++)
        for (int x = 0; x < g->area.w; x++) {
            if (c->depth <= DEPTH_16)
                cell_ink(c, g, h, x, y);
            else if (shown(g, h, x, 2 * y) >= 0 ||
                     shown(g, h, x, 2 * y + 1) >= 0)
                canvas_pixels(c, g->area.x + x, g->area.y + y,
                              half_color(c, g, h, x, 2 * y),
                              half_color(c, g, h, x, 2 * y + 1));
        }
}

/* --- the key ------------------------------------------------------------- */

static void ramp_cell(struct canvas *c, int x, int y, const struct heat *h,
                      double left, double right)
{
    uint32_t a, b;

    if (c->depth <= DEPTH_16) {
        put_ink(c, x, y, h, (left + right) / 2);
        return;
    }
    a = map_color(c, h, left);
    b = map_color(c, h, right);
    if (c->ascii) {
        canvas_pixels(c, x, y, a, b);
        return;
    }
    canvas_put(c, x, y, GLYPH_LEFT_HALF, ROLE_TEXT);
    canvas_paint(c, x, y, a, b);
}

void plot_key(struct canvas *c, struct rect r, double low, double high,
              bool diverging)
{
    struct heat h = { .low = low, .high = high, .diverging = diverging };
    char from[24], to[24];
    int x, end, n;

    if (r.h < 1)
        return;
    snprintf(from, sizeof from, "0");
    if (low != 0)
        digits_text(from, low, high);
    digits_text(to, high, high);
    x = r.x + canvas_text(c, r.x, r.y, r.w, ROLE_NUMBER, from) + 1;
    end = r.x + r.w - utf8_width(to) - 1;
    n = end - x;
    for (int i = 0; i < n; i++)
        ramp_cell(c, x + i, r.y, &h, low + (high - low) * (i + 0.25) / n,
                  low + (high - low) * (i + 0.75) / n);
    if (n > 0)
        canvas_text(c, end + 1, r.y, DIGITS_W, ROLE_NUMBER, to);
}
