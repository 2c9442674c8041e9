/* ui_look.c - what the keys that look, show, learn and leave do: one small
 * function, one row. */
#include "explorer.h"

static struct cursor *cursor(struct ui *ui)
{
    return &ui->scene.cursor;
}

static void wall(struct ui *ui, int nth)
{
    ui_page(ui, PAGE_WALL);
}

static void raw_numbers(struct ui *ui, int nth)
{
    ui->scene.settings.raw = !ui->scene.settings.raw;
}

static void mass(struct ui *ui, int nth)
{
    static const double shares[] = { 0, 0.5, 0.6, 0.8, 0.9, 0.95 };
    enum { SHARES = sizeof(shares) / sizeof(shares[0]) };
    double *now = &ui->scene.settings.mass;
    int i = 0;

    while (i < SHARES - 1 && shares[i] < *now)
        i++;
    *now = shares[(i + 1) % SHARES];
    if (*now > 0)
        ui_say(ui, "bright: the tokens that together hold %.0f %% of the "
                   "weight",
               100 * *now);
    else
        ui_say(ui, "all tokens");
}

static void scale(struct ui *ui, int nth)
{
    bool *shared = &ui->scene.settings.shared_scale;

    *shared = !*shared;
    ui_say(ui, *shared ? "one colour scale for all layers and heads"
                       : "a colour scale of its own for every map");
}

static void method(struct ui *ui, int nth)
{
    int i = 0;

    while (i < explainer_count - 1 && explainers[i] != ui->scene.method)
        i++;
    ui->scene.method = explainers[(i + 1) % explainer_count];
    if (ui->scene.method->fused_only && cursor(ui)->head >= 0)
        cursor(ui)->head = HEAD_MEAN;
    ui_say(ui, "%s (%s): %s", ui->scene.method->name, ui->scene.method->cite,
           ui->scene.method->formula);
}

static void by_components(struct ui *ui, int nth)
{
    bool *on = &ui->scene.settings.components;

    *on = !*on;
    ui_say(ui, *on ? "patches coloured by the first three components of their "
                     "tokens"
                   : "the picture as it is");
}

static void bare(struct ui *ui, int nth)
{
    ui->scene.settings.bare = !ui->scene.settings.bare;
}

static void theme(struct ui *ui, int nth)
{
    enum theme *t = &ui->term->theme;

    *t = (enum theme)((*t + 1) % THEME_COUNT);
    ui_say(ui, "theme: %s", theme_name(*t));
}

/* --- pages, showing, leaving -------------------------------------------------- */

static void concepts(struct ui *ui, int nth)
{
    ui_page(ui, PAGE_CONCEPTS);
}

static void help(struct ui *ui, int nth)
{
    ui_page(ui, PAGE_HELP);
}

static void find(struct ui *ui, int nth)
{
    line_begin(&ui->line, "/", "a class, a token, a word of help or concepts");
    ui->entered = ui_find;
}

static void autoplay(struct ui *ui, int nth)
{
    ui_play(ui);
}

static void export(struct ui *ui, int nth)
{
    ui_export(ui);
}

static void copy(struct ui *ui, int nth)
{
    ui_copy(ui);
}

static void quit(struct ui *ui, int nth)
{
    ui->running = false;
}

/* One thing at a time, the last one begun first; then the way back; then out. */
static void cancel(struct ui *ui, int nth)
{
    if (ui->hit_count > 0) {
        ui->hit_count = 0;
    } else if (ui->pace > 0) {
        ui_play_end(ui);
    } else if (work_busy(ui->work)) {
        work_cancel(ui->work);
        ui_say(ui, "stopped; another layer, stage or picture goes on");
    } else if (ui->beside) {
        ui->beside = NULL;
    } else if (ui->back_count > 0) {
        *cursor(ui) = ui->back[--ui->back_count];
    } else {
        ui->running = false;
    }
}

static void redraw(struct ui *ui, int nth)
{
    ui->term->clear(ui->term);
}

const struct act look_acts[] = {
    { ACTION_WALL, wall },
    { ACTION_RAW, raw_numbers },
    { ACTION_MASS, mass },
    { ACTION_SCALE, scale },
    { ACTION_METHOD, method },
    { ACTION_BARE, bare },
    { ACTION_COMPONENTS, by_components },
    { ACTION_THEME, theme },
    { ACTION_CONCEPTS, concepts },
    { ACTION_HELP, help },
    { ACTION_FIND, find },
    { ACTION_AUTOPLAY, autoplay },
    { ACTION_EXPORT, export },
    { ACTION_COPY, copy },
    { ACTION_CANCEL, cancel },
    { ACTION_QUIT, quit },
    { ACTION_ABORT, quit },
    { ACTION_REDRAW, redraw },
    { ACTION_NONE, NULL },
};
