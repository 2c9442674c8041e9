/* ui_find.c - `/`: a token by name, classes, lines of the pages. */
#include <string.h>
#include <strings.h>

#include "explorer.h"
#include "view/concept.h"
#include "view/screen.h"
#include "view/stage.h"

static void add_hit(struct ui *ui, struct hit h)
{
    if (ui->hit_count < HITS_MAX)
        ui->hits[ui->hit_count++] = h;
}

/* Does `text` hold `word`, whatever the case of its letters? */
static bool holds(const char *text, const char *word)
{
    size_t n = strlen(word);

    for (; *text; text++)
        if (strncasecmp(text, word, n) == 0)
            return true;
    return false;
}

static int classes(const struct ui *ui)
{
    const struct study *s = ui->scene.study;

    return s->prompts ? s->prompts->count : s->model->classes;
}

static void find_classes(struct ui *ui, const char *word)
{
    for (int i = 0; i < classes(ui); i++)
        if (holds(study_label(ui->scene.study, i), word))
            add_hit(ui, (struct hit){ HIT_CLASS, PAGE_NONE, i });
}

static void find_lines(struct ui *ui, enum page page, const char *word)
{
    for (int at = 0; (at = page_find(page, word, at)) >= 0; at++)
        add_hit(ui, (struct hit){ HIT_PAGE, page, at });
}

/* Go to the hit at hand, and say which of how many it is. */
static void show_hit(struct ui *ui)
{
    const struct hit *h = &ui->hits[ui->hit_at];
    struct cursor *c = &ui->scene.cursor;
    char name[TOKEN_NAME_MAX];
    const char *what = "a line of this page";

    ui->scene.page = h->page;
    ui->scene.page_at = 0;
    if (h->kind == HIT_TOKEN) {
        cursor_choose(c, ui_now(ui), h->at);
        what = shape_token_name(name, ui_now(ui), h->at);
    } else if (h->kind == HIT_CLASS) {
        c->stage = stage_parse("classes");
        c->label = h->at + 1;
        what = study_label(ui->scene.study, h->at);
    } else {
        ui->scene.page_at = h->at;
        if (h->page == PAGE_CONCEPTS)
            what = concepts[h->at].name;
    }
    ui_say(ui, "%d of %d: %s; n and N go on, Esc ends", ui->hit_at + 1,
           ui->hit_count, what);
}

void ui_hit(struct ui *ui, int by)
{
    ui->hit_at = (ui->hit_at + by + ui->hit_count) % ui->hit_count;
    show_hit(ui);
}

void ui_find(struct ui *ui, const char *word)
{
    int token = shape_token_parse(ui_now(ui), word);

    ui->hit_count = ui->hit_at = 0;
    if (token >= 0)
        add_hit(ui, (struct hit){ HIT_TOKEN, PAGE_NONE, token });
    find_classes(ui, word);
    find_lines(ui, PAGE_CONCEPTS, word);
    find_lines(ui, PAGE_HELP, word);
    if (ui->hit_count == 0) {
        ui_say(ui, "no token, class or page has %s", word);
        return;
    }
    ui_remember(ui);
    show_hit(ui);
}
