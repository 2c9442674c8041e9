/* chrome.c - header and step indicator. */
#include "chrome.h"

#include <stdio.h>
#include <string.h>

#include "layout.h"
#include "view/plot.h"
#include "view/stage.h"
#include "words.h"

/* --- header ---------------------------------------------------------------- */

enum { SPARK_MAX = 5 };

/* The first class and, where there are blocks, how all (or the first five)
 * compare; returns columns used at the right end. */
static int draw_verdict(struct canvas *c, struct rect r, const struct scene *s)
{
    const struct outcome *o = &s->study->outcome;
    int n, w;
    float probs[SPARK_MAX];
    char share[WORDS_MAX], name[WORDS_MAX], line[2 * WORDS_MAX];

    if (s->done <= s->study->model->tower.layers || o->classes < 1)
        return 0;
    n = c->ascii ? 0 : o->classes < SPARK_MAX ? o->classes : SPARK_MAX;
    for (int i = 0; i < n; i++)
        probs[i] = o->probs[o->classes <= SPARK_MAX ? i : o->order[i]];
    snprintf(line, sizeof line, "%s %s%s", label_text(name, s, o->order[0]),
             percent_text(share, o->probs[o->order[0]]), n ? " " : "");
    w = utf8_width(line) + n;
    if (w > r.w / 2)
        return 0;
    canvas_text(c, r.x + r.w - w, r.y, w - n, ROLE_STRONG, line);
    plot_spark(c, r.x + r.w - n, r.y, probs, n, 1, ROLE_BAR);
    return w + 2;
}

/* Sizes of the model, long or short. */
static void sizes(char out[96], const struct scene *s, int how)
{
    static const char *const forms[] = {
        "%d layers × %d heads · %d tokens", "%d × %d · %d tokens", "%d × %d",
    };
    const struct tower *t = &s->study->model->tower;

    snprintf(out, 96, forms[how], t->layers, t->heads,
             s->study->trace.shape.tokens);
}

void chrome_header(struct canvas *c, struct rect r, const struct scene *s)
{
    char line[512], size[96], of[24] = "";
    int how = 0;

    canvas_text(c, r.x, r.y, 9, ROLE_TITLE, "vitscope");
    rect_left(&r, 10);
    r.w -= draw_verdict(c, r, s);
    if (s->pictures > 1)
        snprintf(of, sizeof of, " %d/%d", s->picture + 1, s->pictures);
    do {
        sizes(size, s, how);
        snprintf(line, sizeof line, "%.120s%s · %.120s · %s",
                 base_name(s->study->path), of,
                 how ? base_name(s->study->model->name)
                     : s->study->model->name, size);
    } while (utf8_width(line) > r.w && ++how < 3);
    canvas_text(c, r.x, r.y, r.w, ROLE_TEXT, line);
}

/* --- step indicator -------------------------------------------------------- */

static void upper(char out[24], const char *s)
{
    int i = 0;

    for (; s[i] && i < 23; i++)
        out[i] = (char)(s[i] >= 'a' && s[i] <= 'z' ? s[i] - 'a' + 'A' : s[i]);
    out[i] = '\0';
}

/* "layer 3/4  head mean" or, where it is narrow, "L3/4 head mean". */
static void place(char out[64], const struct scene *s, int layer, int head,
                  bool narrow)
{
    char name[16];

    snprintf(out, 64, narrow ? "%sL%d/%d head %s" : "%slayer %d/%d  head %s",
             s->autoplay ? "▶ " : "", layer + 1,
             s->study->model->tower.layers, head_name(name, head));
}

/* Columns the widest of them takes, so that steps change no form. */
static int place_width(const struct scene *s, bool narrow)
{
    char widest[64];

    place(widest, s, s->study->model->tower.layers - 1, HEAD_MEAN, narrow);
    return utf8_width(widest);
}

/* Columns the words take: numbers before them, and what stands between. */
static int steps_width(bool numbers, int gap)
{
    int w = 2 + gap * (stage_count - 1);

    for (int i = 0; i < stage_count; i++)
        w += (int)strlen(stages[i]->name) + 2 * numbers;
    return w;
}

void chrome_steps(struct canvas *c, struct rect r, const struct scene *s)
{
    char right[64], name[24];
    bool numbers, narrow;
    int gap, room, x = r.x;

    room = r.w - place_width(s, false) - 1;
    narrow = steps_width(false, 1) > room;
    if (narrow)
        room = r.w - place_width(s, true) - 1;
    place(right, s, scene_layer(s), scene_head(s), narrow);
    numbers = steps_width(true, 1) <= room;
    gap = steps_width(numbers, 3) <= room ? 3 : 1;
    for (int i = 0; i < stage_count; i++) {
        bool here = i == s->cursor.stage;

        if (i)
            x += canvas_text(c, x, r.y, gap, ROLE_FRAME, gap > 1 ? " ─ " : " ");
        if (numbers)
            x += canvas_textf(c, x, r.y, 2, ROLE_KEY, "%d ", i + 1);
        upper(name, stages[i]->name);
        x += here ? canvas_textf(c, x, r.y, 24, ROLE_CURRENT, "[%s]", name)
                  : canvas_text(c, x, r.y, 24, ROLE_TEXT, stages[i]->name);
    }
    canvas_right(c, x + 1, r.y, r.x + r.w - x - 1,
                 stages[s->cursor.stage]->layered ? ROLE_CURRENT : ROLE_DIM,
                 right);
}
