/* screen.c - one anatomy for every stage: header, steps, the stage itself,
 * overview and sentence below it, keys. */
#include "view/screen.h"

#include <stdio.h>
#include <string.h>

#include "chrome.h"
#include "layout.h"
#include "page.h"
#include "view/stage.h"
#include "wall.h"
#include "words.h"

enum { NOTE_H = 3, NOTE_W = 76, OVERVIEW_FROM = 28 };

/* Where everything lies; a rect without height is not drawn. */
struct anatomy {
    struct rect header, steps, stage, overview, note, footer;
};

/* Rows below the stage: three for the sentence and, from 28 rows on, as many
 * as the overview wants, a quarter of the screen at most. */
static int lower_rows(int width, int height, const struct scene *s, int *wish_w)
{
    int most = height / 4 - (height < 64 ? 2 : 0), rows;

    *wish_w = 0;
    if (height < OVERVIEW_FROM)
        return NOTE_H;
    wall_wish(&rows, wish_w, width * 6 / 10 - 4, most, s);
    return rows + 2 > 5 ? rows + 2 : 5;
}

static struct anatomy divide(int width, int height, const struct scene *s)
{
    struct rect all = { 1, 0, width - 2, height };
    struct anatomy a = { .header = rect_top(&all, 1) };
    int wish, low = lower_rows(width, height, s, &wish);

    a.steps = rect_top(&all, 1);
    a.stage = rect_top(&all, all.h - low - 1);
    a.note = rect_top(&all, low);
    if (wish > 0) {
        int left = panels_split(a.stage, s).left.w;

        a.overview = rect_left(&a.note, wish + 4 > left ? wish + 4 : left);
        rect_left(&a.note, 2);
        rect_top(&a.note, a.note.h > 5);
    }
    a.note.w = a.note.w > NOTE_W ? NOTE_W : a.note.w;
    a.footer = all;
    return a;
}

static const struct stage *current(const struct scene *s)
{
    return stages[s->cursor.stage];
}

/* The second study as a scene of its own. */
static struct scene beside(const struct scene *s)
{
    struct scene other = *s;

    other.study = s->other;
    other.other = s->study;
    other.chosen_in = s->study;
    other.map = s->other_map;
    other.colors = s->other_colors;
    other.done = s->other_done;
    other.other_done = s->done;
    other.detail = s->other_detail;
    other.parts = s->other_parts;
    return other;
}

static void draw_stage(struct canvas *c, struct rect r, const struct scene *s,
                       struct arena scratch)
{
    if (scene_begun(s))
        current(s)->draw(c, r, s, scratch);
    else
        panel_wait(c, r, current(s)->name, s);
}

/* The place of one study of two: its picture's name in the first row. */
static struct rect half(struct rect r, int which)
{
    struct rect left = rect_left(&r, (r.w - 1) / 2);

    rect_left(&r, 1);
    r = which ? r : left;
    rect_top(&r, 1);
    return r;
}

static void draw_half(struct canvas *c, struct rect r, const struct scene *s,
                      int which, struct arena scratch)
{
    struct rect in = half(r, which);
    char name[WORDS_MAX], share[WORDS_MAX];
    int label = scene_class(&(struct scene){ .study = s->study,
                                             .done = s->done });

    if (label >= 0)
        canvas_textf(c, in.x + 1, in.y - 1, in.w - 1, ROLE_STRONG,
                     "%s · %s %s", base_name(s->study->path),
                     label_text(name, s, label),
                     percent_text(share, s->study->outcome.probs[label]));
    else
        canvas_text(c, in.x + 1, in.y - 1, in.w - 1, ROLE_STRONG,
                    base_name(s->study->path));
    draw_stage(c, in, s, scratch);
}

static void draw_stages(struct canvas *c, struct rect r, const struct scene *s,
                        struct arena scratch)
{
    struct scene other;

    if (!s->other) {
        draw_stage(c, r, s, scratch);
        return;
    }
    other = beside(s);
    draw_half(c, r, s, 0, scratch);
    draw_half(c, r, &other, 1, scratch);
}

static void draw_overview(struct canvas *c, struct rect r,
                          const struct scene *s, struct arena scratch)
{
    char title[96], name[WORDS_MAX];
    struct rect in;

    if (r.h < 3)
        return;
    snprintf(title, sizeof title, "what %s reads, layer by layer",
             reader_text(name, s, study_query(s->study)));
    in = canvas_frame(c, r, title, false);
    wall_overview(c, rect_inset(in, 1, 0), s, scratch);
}

/* The sentence of one picture, named when there are two unless it would be cut
 * for that; returns its lines, or 0 when it must be whole and has no room. */
static int draw_sentence(struct canvas *c, struct rect r, const struct scene *s,
                         bool whole, struct arena scratch)
{
    struct arena own = arena_carve(&scratch, 8192);    /* it grows meanwhile */
    struct text t = text_new(&own);
    const char *said;
    ptrdiff_t bare;

    if (s->other)
        text_addf(&t, "%s: ", base_name(s->study->path));
    bare = t.size;
    screen_sentence(&t, s, scratch);
    said = t.data;
    if (canvas_wrap_lines(c, r.w, said) > r.h && whole)
        return 0;
    if (canvas_wrap_lines(c, r.w, said) > r.h)
        said += bare;
    return canvas_wrap(c, r, ROLE_NOTE, said);
}

static void draw_note(struct canvas *c, struct rect r, const struct scene *s,
                      struct arena scratch)
{
    struct scene other;

    rect_top(&r, draw_sentence(c, r, s, false, scratch));
    if (!s->other)
        return;
    other = beside(s);
    draw_sentence(c, r, &other, true, scratch);
}

void screen_sentence(struct text *out, const struct scene *s,
                     struct arena scratch)
{
    if (scene_begun(s))
        current(s)->sentence(out, s, scratch);
    else
        sentence_wait(out, s);
}

/* Fewer cells than everything needs. */
static void draw_too_small(struct canvas *c)
{
    char line[160];

    snprintf(line, sizeof line, "vitscope needs %d × %d cells to show "
             "everything; here are %d × %d. Please make the window larger, or "
             "press q to leave.", SCREEN_MIN_W, SCREEN_MIN_H, c->width,
             c->height);
    canvas_wrap(c, (struct rect){ 1, c->height / 3, c->width - 2,
                                  c->height - c->height / 3 }, ROLE_TEXT, line);
}

static struct rect page_rect(int width, int height)
{
    return (struct rect){ 1, 2, width - 2, height - 3 };
}

void screen_draw(struct canvas *c, const struct scene *s, struct arena scratch)
{
    const struct page_row *page = page_of(s->page);
    struct anatomy a;

    canvas_clear(c);
    if (c->width < SCREEN_MIN_W || c->height < SCREEN_MIN_H) {
        draw_too_small(c);
        return;
    }
    a = divide(c->width, c->height, s);
    chrome_header(c, a.header, s);
    chrome_steps(c, a.steps, s);
    if (page) {
        page->draw(c, page_rect(c->width, c->height), s, scratch);
    } else {
        draw_stages(c, a.stage, s, scratch);
        draw_overview(c, a.overview, s, scratch);
        draw_note(c, a.note, s, scratch);
    }
    chrome_footer(c, a.footer, s);      /* may take lines of what is above */
}

int page_shown(const struct scene *s, int width, int height)
{
    const struct page_row *page = page_of(s->page);

    return page && page->shown ? page->shown(s, page_rect(width, height))
                               : s->page_at;
}

struct rect screen_stage_rect(const struct canvas *c, const struct scene *s)
{
    return divide(c->width, c->height, s).stage;
}

/* The patch under a cell of one study's stage. */
static int hit(struct rect r, const struct scene *s, int x, int y)
{
    struct grid_layout g;

    if (!current(s)->grid || !current(s)->grid(&g, r, s))
        return -1;
    return grid_hit(&g, x, y);
}

int screen_hit(const struct canvas *c, const struct scene *s, int x, int y)
{
    struct rect r = screen_stage_rect(c, s);
    struct scene other;
    int patch;

    if (s->page != PAGE_NONE)
        return -1;
    if (!s->other)
        return hit(r, s, x, y);
    patch = hit(half(r, 0), s, x, y);
    other = beside(s);
    return patch >= 0 ? patch : hit(half(r, 1), &other, x, y);
}

void screen_show(struct canvas *c, const struct scene *s, struct arena scratch)
{
    struct rect all = { 0, 0, c->width, c->height };

    canvas_clear(c);
    chrome_header(c, rect_top(&all, 1), s);
    chrome_steps(c, rect_top(&all, 1), s);
    draw_stages(c, rect_top(&all, all.h - NOTE_H), s, scratch);
    draw_note(c, rect_inset(all, 1, 0), s, scratch);
}
