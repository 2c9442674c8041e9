/* render_svg.c - a canvas as a picture of a terminal.
 *
 * Shapes are drawn as shapes, so that they meet; only letters are left to a
 * font, a run of one style at a time, stretched to its columns. */
#include "svg.h"
#include "view/render.h"

static void add_escaped(struct text *out, uint32_t g)
{
    if (g == '<')
        text_add(out, "&lt;");
    else if (g == '>')
        text_add(out, "&gt;");
    else if (g == '&')
        text_add(out, "&amp;");
    else
        text_add_utf8(out, g);
}

static const struct cell *cell_at(const struct canvas *c, int x, int y)
{
    return c->cells + (ptrdiff_t)y * c->width + x;
}

/* Left to the font, and seen: not blank, not hidden in its own ground. */
static bool is_letter(const struct canvas *c, int x, int y)
{
    const struct cell *k = cell_at(c, x, y);
    struct paint paint = svg_paint(c, k);

    return k->glyph != ' ' && k->glyph && paint.fg != paint.bg &&
           !svg_is_shape(k);
}

static bool same_style(const struct canvas *c, int x, int x2, int y)
{
    struct paint a = svg_paint(c, cell_at(c, x, y)),
               b = svg_paint(c, cell_at(c, x2, y));
    int shown = LOOK_BOLD | LOOK_UNDERLINE;

    return a.fg == b.fg && (a.attrs & shown) == (b.attrs & shown);
}

/* End of the run of letters of one style from x; one blank may lie within. */
static int run_end(const struct canvas *c, int x, int y)
{
    int end = x + 1, at = x + 1;

    for (; at < c->width && at - end < 2; at++) {
        const struct cell *k = cell_at(c, at, y);

        if (!k->glyph)
            end = at + 1;
        else if (k->glyph == ' ')
            continue;
        else if (!is_letter(c, at, y) || !same_style(c, x, at, y))
            break;
        else
            end = at + 1;
    }
    return end;
}

static void draw_run(struct text *out, const struct canvas *c, int x, int end,
                     int y)
{
    struct paint paint = svg_paint(c, cell_at(c, x, y));

    text_addf(out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\"",
              MARGIN + CELL_W * x, MARGIN + CELL_H * y + 13,
              CELL_W * (end - x));
    if (paint.fg != theme_foreground(c->theme))
        text_addf(out, " fill=\"#%06x\"", (unsigned)paint.fg);
    if (paint.attrs & LOOK_BOLD)
        text_add(out, " font-weight=\"bold\"");
    if (paint.attrs & LOOK_UNDERLINE)
        text_add(out, " text-decoration=\"underline\"");
    text_add(out, ">");
    for (; x < end; x++) {
        const struct cell *k = cell_at(c, x, y);

        if (k->glyph)
            add_escaped(out, k->glyph);
        if (k->mark)
            text_add_utf8(out, k->mark);
    }
    text_add(out, "</text>\n");
}

static void draw_letters(struct text *out, const struct canvas *c)
{
    for (int y = 0; y < c->height; y++)
        for (int x = 0, end; x < c->width; x = end) {
            end = x + 1;
            if (!is_letter(c, x, y))
                continue;
            end = run_end(c, x, y);
            draw_run(out, c, x, end, y);
        }
}

void render_svg(struct text *out, const struct canvas *c)
{
    int w = c->width * CELL_W + 2 * MARGIN, h = c->height * CELL_H + 2 * MARGIN;

    text_addf(out,
              "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" "
              "height=\"%d\" viewBox=\"0 0 %d %d\" font-size=\"15\" "
              "font-family=\"DejaVu Sans Mono,Menlo,Consolas,Liberation Mono,"
              "monospace\" fill=\"#%06x\" xml:space=\"preserve\">\n"
              "<rect width=\"100%%\" height=\"100%%\" rx=\"6\" "
              "fill=\"#%06x\"/>\n<g shape-rendering=\"crispEdges\">\n",
              w, h, w, h, (unsigned)theme_foreground(c->theme),
              (unsigned)theme_background(c->theme));
    svg_shapes(out, c);
    text_add(out, "</g>\n");
    draw_letters(out, c);
    text_add(out, "</svg>\n");
}
