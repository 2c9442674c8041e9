/* page_concepts.c - one concept a screen: words at the left, a figure at the
 * right, below them where to go from here. */
#include <stdio.h>

#include "figures.h"
#include "layout.h"
#include "page.h"

/* Lines longer than this are hard to read. */
enum { TEXT_MAX = 66, FIGURE_MAX = 60, FIGURE_H_MAX = 26, GAP = 3 };

static int concept_at(const struct scene *s)
{
    int at = s->page_at;

    return at < 0 ? 0 : at >= concept_count ? concept_count - 1 : at;
}

static void draw_links(struct canvas *c, struct rect r, int at)
{
    const struct concept *page = &concepts[at];
    int x = r.x;

    for (int n = 1; concept_link(at, n) >= 0 && n <= CONCEPT_LINKS; n++) {
        x += canvas_textf(c, x, r.y, r.x + r.w - x, ROLE_KEY, "%d", n) + 1;
        x += canvas_text(c, x, r.y, r.x + r.w - x, ROLE_TEXT,
                         page->links[n - 1]) +
             2;
    }
}

static void draw_where(struct canvas *c, struct rect r, int at)
{
    static const char pages[] = "other pages";
    int x = r.x, right = r.x + r.w - (int)sizeof pages + 1;

    x += canvas_text(c, x, r.y, r.w, ROLE_KEY, "Enter") + 1;
    canvas_textf(c, x, r.y, r.w, ROLE_DIM, "to stage %s", concepts[at].stage);
    canvas_text(c, right - 4, r.y, 3, ROLE_KEY, "← →");
    canvas_text(c, right, r.y, r.w, ROLE_DIM, pages);
}

static void draw_title(struct canvas *c, struct rect r, int at)
{
    char count[32];

    snprintf(count, sizeof count, "%d of %d", at + 1, concept_count);
    canvas_text(c, r.x, r.y, r.w - 10, ROLE_STRONG, concepts[at].title);
    canvas_right(c, r.x + r.w - 10, r.y, 10, ROLE_DIM, count);
}

/* Words and figure side by side, the figure close to the words. */
static void draw_body(struct canvas *c, struct rect r, const struct scene *s,
                      int at, struct arena scratch)
{
    int width = r.w * 2 / 5;
    struct rect text = r, figure = r;

    width = width < FIGURE_MAX ? width : FIGURE_MAX;
    text.w = r.w - width - GAP;
    text.w = text.w < TEXT_MAX ? text.w : TEXT_MAX;
    figure.x = text.x + text.w + GAP;
    figure.w = width;
    figure.h = r.h < FIGURE_H_MAX ? r.h : FIGURE_H_MAX;
    canvas_wrap(c, text, ROLE_TEXT, concepts[at].text);
    concepts[at].figure(c, figure, s, scratch);
}

static void concepts_draw(struct canvas *c, struct rect r,
                          const struct scene *s, struct arena scratch)
{
    struct rect in = rect_inset(canvas_frame(c, r, "concepts", true), 1, 0);
    int at = concept_at(s);

    draw_title(c, rect_top(&in, 2), at);
    draw_body(c, rect_top(&in, in.h - 3), s, at, scratch);
    rect_top(&in, 1);
    draw_links(c, rect_top(&in, 1), at);
    draw_where(c, in, at);
}

static int concepts_last(const struct scene *s)
{
    return concept_count - 1;
}

static const char *concepts_text(int at)
{
    return at < concept_count ? concepts[at].text : NULL;
}

static const char *concepts_heading(int at)
{
    return concepts[at].title;
}

static const char *concepts_name(int at)
{
    return concepts[at].name;
}

const struct page_row concepts_page = {
    .page = PAGE_CONCEPTS,
    .title = "concepts",
    .draw = concepts_draw,
    .last = concepts_last,
    .text = concepts_text,
    .heading = concepts_heading,
    .name = concepts_name,
};
