/* ui_act.c - what each action does: one small function, one row. */
#include <string.h>

#include "explorer.h"
#include "view/stage.h"

typedef void act_fn(struct ui *ui, int nth);

static struct cursor *cursor(struct ui *ui)
{
    return &ui->scene.cursor;
}

void ui_remember(struct ui *ui)
{
    if (ui->back_count == BACK_MAX) {
        memmove(ui->back, ui->back + 1, sizeof(ui->back[0]) * (BACK_MAX - 1));
        ui->back_count--;
    }
    ui->back[ui->back_count++] = *cursor(ui);
}

/* --- walking ---------------------------------------------------------------- */

void ui_step(struct ui *ui, int by)
{
    const struct shape *s = ui_now(ui);

    if (by > 0 ? walk_next(cursor(ui), s) : walk_back(cursor(ui), s))
        return;
    if (ui->pace == 0) {
        ui_say(ui, by > 0 ? "this is the last step; Tab goes on to the next "
                            "picture"
                          : "this is the first step");
        return;
    }
    cursor(ui)->stage = cursor(ui)->layer = 0;
    ui_picture(ui, ui->scene.picture + 1, 1);
}

static void step_next(struct ui *ui, int nth)
{
    ui_step(ui, 1);
}

static void step_prev(struct ui *ui, int nth)
{
    ui_step(ui, -1);
}

static void stage(struct ui *ui, int nth)
{
    if (nth == cursor(ui)->stage || nth >= stage_count)
        return;
    ui_remember(ui);
    cursor(ui)->stage = nth;
}

static void layer_prev(struct ui *ui, int nth)
{
    walk_layer(cursor(ui), ui_now(ui), -1);
}

static void layer_next(struct ui *ui, int nth)
{
    walk_layer(cursor(ui), ui_now(ui), 1);
}

static void layer_first(struct ui *ui, int nth)
{
    walk_layer(cursor(ui), ui_now(ui), -ui_now(ui)->layers);
}

static void layer_last(struct ui *ui, int nth)
{
    walk_layer(cursor(ui), ui_now(ui), ui_now(ui)->layers);
}

/* Where the classes are shown there is no head to choose, but a class. */
static bool choose_class(struct ui *ui, int by)
{
    int label = scene_class_step(&ui->scene, by);

    if (cursor(ui)->stage != stage_parse("classes"))
        return false;
    if (label >= 0)
        cursor(ui)->label = label + 1;
    return true;
}

static void head(struct ui *ui, int by)
{
    const struct explainer *x = ui->scene.method;

    if (!choose_class(ui, by))
        walk_head(cursor(ui), ui_now(ui), by, x->fused_only);
}

static void head_prev(struct ui *ui, int nth)
{
    head(ui, -1);
}

static void head_next(struct ui *ui, int nth)
{
    head(ui, 1);
}

/* --- tokens ----------------------------------------------------------------- */

static void left(struct ui *ui, int nth)
{
    walk_token(cursor(ui), ui_now(ui), -1, 0);
}

static void down(struct ui *ui, int nth)
{
    walk_token(cursor(ui), ui_now(ui), 0, 1);
}

static void up(struct ui *ui, int nth)
{
    walk_token(cursor(ui), ui_now(ui), 0, -1);
}

static void right(struct ui *ui, int nth)
{
    walk_token(cursor(ui), ui_now(ui), 1, 0);
}

static void first(struct ui *ui, int nth)
{
    walk_first(cursor(ui), ui_now(ui));
}

static void last(struct ui *ui, int nth)
{
    walk_last(cursor(ui), ui_now(ui));
}

static void go_there(struct ui *ui, const char *text)
{
    const struct shape *s = ui_now(ui);

    bool fused = ui->scene.method->fused_only;

    if (!walk_goto(cursor(ui), s, text) &&
        !walk_to(cursor(ui), s, text, fused))
        ui_say(ui, "there is no %s here: %d x %d patches; row,column, p5, "
                   "r2c3, l2, h1, l2h1%s%s",
               text, s->grid_h, s->grid_w, s->cls ? ", cls" : "",
               s->registers ? ", reg1" : "");
}

static void go_to(struct ui *ui, int nth)
{
    line_begin(&ui->line, ":");
    ui->entered = go_there;
}

static void query(struct ui *ui, int nth)
{
    char name[TOKEN_NAME_MAX];
    int token = cursor_token(cursor(ui), ui_now(ui));

    if (walk_query(cursor(ui), ui_now(ui)))
        ui_say(ui, "%s asks now; 0 gives the question back",
               shape_token_name(name, ui_now(ui), token));
}

static void query_cls(struct ui *ui, int nth)
{
    walk_query_own(cursor(ui), ui_now(ui));
}

/* --- pictures --------------------------------------------------------------- */

static void another_picture(struct ui *ui, int by)
{
    if (ui->count == 1)
        ui_say(ui, "there is one picture; o opens another");
    else
        ui_picture(ui, ui->scene.picture + by, by);
}

static void picture_next(struct ui *ui, int nth)
{
    another_picture(ui, 1);
}

static void picture_prev(struct ui *ui, int nth)
{
    another_picture(ui, -1);
}

static void open_picture(struct ui *ui, int nth)
{
    line_begin(&ui->line, "open: ");
    ui->entered = ui_open;
}

static void beside(struct ui *ui, int nth)
{
    ui_beside(ui);
}

static void reword(struct ui *ui, const char *typed)
{
    work_reword(ui->work, typed);
    cursor(ui)->label = 0;
}

/* The line begins with the prompts at hand. */
static void prompts(struct ui *ui, int nth)
{
    const struct prompts *now = work_prompts(ui->work);
    struct arena scratch = ui->frame;
    struct text t = text_new(&scratch);

    if (!ui->world->reword) {
        ui_say(ui, "the classes of this model are its own; prompts are for "
                   "CLIP and SigLIP");
        return;
    }
    for (int i = 0; now && i < now->count; i++)
        text_addf(&t, "%s%s", i ? " | " : "", now->labels[i]);
    line_begin(&ui->line, "prompts: ");
    line_set(&ui->line, t.data);
    ui->entered = reword;
}

static void seen(struct ui *ui, int nth)
{
    ui_page(ui, PAGE_SEEN);
}

/* --- looks ------------------------------------------------------------------ */

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
    line_begin(&ui->line, "/");
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

static act_fn *const acts[ACTION_COUNT] = {
    [ACTION_STEP_NEXT] = step_next,
    [ACTION_STEP_PREV] = step_prev,
    [ACTION_STAGE] = stage,
    [ACTION_LAYER_PREV] = layer_prev,
    [ACTION_LAYER_NEXT] = layer_next,
    [ACTION_LAYER_FIRST] = layer_first,
    [ACTION_LAYER_LAST] = layer_last,
    [ACTION_HEAD_PREV] = head_prev,
    [ACTION_HEAD_NEXT] = head_next,
    [ACTION_LEFT] = left,
    [ACTION_DOWN] = down,
    [ACTION_UP] = up,
    [ACTION_RIGHT] = right,
    [ACTION_FIRST] = first,
    [ACTION_LAST] = last,
    [ACTION_GOTO] = go_to,
    [ACTION_QUERY] = query,
    [ACTION_QUERY_CLS] = query_cls,
    [ACTION_PICTURE_NEXT] = picture_next,
    [ACTION_PICTURE_PREV] = picture_prev,
    [ACTION_OPEN] = open_picture,
    [ACTION_BESIDE] = beside,
    [ACTION_PROMPTS] = prompts,
    [ACTION_SEEN] = seen,
    [ACTION_WALL] = wall,
    [ACTION_RAW] = raw_numbers,
    [ACTION_MASS] = mass,
    [ACTION_SCALE] = scale,
    [ACTION_METHOD] = method,
    [ACTION_BARE] = bare,
    [ACTION_COMPONENTS] = by_components,
    [ACTION_THEME] = theme,
    [ACTION_CONCEPTS] = concepts,
    [ACTION_HELP] = help,
    [ACTION_FIND] = find,
    [ACTION_AUTOPLAY] = autoplay,
    [ACTION_EXPORT] = export,
    [ACTION_COPY] = copy,
    [ACTION_CANCEL] = cancel,
    [ACTION_QUIT] = quit,
    [ACTION_ABORT] = quit,
    [ACTION_REDRAW] = redraw,
};

void ui_act(struct ui *ui, struct binding b)
{
    if (acts[b.action])
        acts[b.action](ui, b.nth);
}
