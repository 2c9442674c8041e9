/* ui_walk.c - what the keys that go somewhere do: one small function, one
 * row. */
#include <string.h>

#include "explorer.h"
#include "view/stage.h"

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
        ui_say(ui, "there is no %s here: p1 to p%d, r1c1 to r%dc%d, l1 to l%d, "
                   "h1 to h%d%s%s",
               text, shape_patches(s), s->grid_h, s->grid_w, s->layers,
               s->heads, s->cls ? ", cls" : "", s->registers ? ", reg1" : "");
}

static void go_to(struct ui *ui, int nth)
{
    line_begin(&ui->line, ":", "p5, r2c3, cls, l2, h1, l2h1");
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
    line_begin(&ui->line, "open: ", "a picture or folder; Tab completes");
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
    line_begin(&ui->line, "prompts: ", "| between two");
    line_set(&ui->line, t.data);
    ui->entered = reword;
}

static void seen(struct ui *ui, int nth)
{
    ui_page(ui, PAGE_SEEN);
}

const struct act walk_acts[] = {
    { ACTION_STEP_NEXT, step_next },
    { ACTION_STEP_PREV, step_prev },
    { ACTION_STAGE, stage },
    { ACTION_LAYER_PREV, layer_prev },
    { ACTION_LAYER_NEXT, layer_next },
    { ACTION_LAYER_FIRST, layer_first },
    { ACTION_LAYER_LAST, layer_last },
    { ACTION_HEAD_PREV, head_prev },
    { ACTION_HEAD_NEXT, head_next },
    { ACTION_LEFT, left },
    { ACTION_DOWN, down },
    { ACTION_UP, up },
    { ACTION_RIGHT, right },
    { ACTION_FIRST, first },
    { ACTION_LAST, last },
    { ACTION_GOTO, go_to },
    { ACTION_QUERY, query },
    { ACTION_QUERY_CLS, query_cls },
    { ACTION_PICTURE_NEXT, picture_next },
    { ACTION_PICTURE_PREV, picture_prev },
    { ACTION_OPEN, open_picture },
    { ACTION_BESIDE, beside },
    { ACTION_PROMPTS, prompts },
    { ACTION_SEEN, seen },
    { ACTION_NONE, NULL },
};
