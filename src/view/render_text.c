/* render_text.c - a canvas as plain text.
 *
 * Pictures and maps, which are nothing but colour, come out as shades: a cell
 * with exact colours holds ink by how bright it is. */
#include "glyph.h"
#include "view/colormap.h"
#include "view/render.h"

/* A glyph that says nothing without its two colours. */
static bool is_pixels(const struct cell *k)
{
    return (k->glyph == GLYPH_UPPER || k->glyph == GLYPH_HALF ||
            k->glyph == GLYPH_LEFT_HALF) &&
           k->fg != COLOR_ROLE && k->bg != COLOR_ROLE;
}

static uint32_t text_glyph(const struct canvas *c, const struct cell *k)
{
    double share;

    if (c->depth == DEPTH_MONO || !is_pixels(k))
        return k->glyph;
    share = color_luma(color_mix(k->fg, k->bg, 0.5)) / 255.0;
    if (color_luma(theme_background(c->theme)) > 127)
        share = 1 - share;
    return glyph_density(share, false);
}

void render_text(struct text *out, const struct canvas *c)
{
    for (int y = 0; y < c->height; y++) {
        const struct cell *row = c->cells + (ptrdiff_t)y * c->width;
        int blanks = 0;

        for (int x = 0; x < c->width; x++) {
            uint32_t g = text_glyph(c, &row[x]);

            if (g == ' ')
                blanks++;
            if (g == ' ' || !g)
                continue;
            for (; blanks; blanks--)
                text_add(out, " ");
            text_add_utf8(out, g);
            if (row[x].mark)
                text_add_utf8(out, row[x].mark);
        }
        text_add(out, "\n");
    }
}
