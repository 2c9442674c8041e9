/* ui_page.c - pages over the stage: the same keys, another place to move. */
#include "explorer.h"
#include "view/concept.h"
#include "view/screen.h"
#include "view/stage.h"

enum { SCREENFUL = 10 };

static void close_page(struct ui *ui)
{
    ui->scene.page = PAGE_NONE;
    ui->scene.page_at = 0;
}

/* The wall has a cell for every layer and head; a pooling query one layer. */
static int wall_columns(const struct ui *ui)
{
    int cells = page_last(&ui->scene) + 1, layers = ui_now(ui)->layers;

    return cells % layers == 0 && cells / layers == ui_now(ui)->heads
               ? ui_now(ui)->heads
               : cells;
}

static void stand_on_wall(struct ui *ui)
{
    struct cursor *c = &ui->scene.cursor;
    int columns = wall_columns(ui), head = c->head > 0 ? c->head : 0;

    ui->scene.page_at = c->layer * columns + head;
    if (ui->scene.page_at > page_last(&ui->scene))
        ui->scene.page_at = head < columns ? head : 0;
}

void ui_page(struct ui *ui, enum page page)
{
    if (ui->scene.page == page) {
        close_page(ui);
        return;
    }
    ui->scene.page = page;
    ui->scene.page_at = 0;
    if (page == PAGE_WALL)
        stand_on_wall(ui);
    if (page == PAGE_CONCEPTS)
        ui->scene.page_at =
            concept_of_stage(stages[ui->scene.cursor.stage]->name);
}

static void move(struct ui *ui, int by)
{
    int last = page_last(&ui->scene);
    int at = page_shown(&ui->scene, ui->canvas.width, ui->canvas.height) + by;

    ui->scene.page_at = at < 0 ? 0 : at > last ? last : at;
}

/* Enter: to the weights of the layer and head under the wall's cursor. */
static void jump_in(struct ui *ui)
{
    struct cursor *c = &ui->scene.cursor;
    int columns = wall_columns(ui), at = ui->scene.page_at;

    ui_remember(ui);
    c->layer = at / columns;
    c->head = at % columns;
    if (!stages[c->stage]->layered)
        c->stage = stage_parse("weights");
    close_page(ui);
}

/* On the wall: a row is a layer, a column a head; rows hold their ends. */
static void move_on_wall(struct ui *ui, int dx, int dy)
{
    int columns = wall_columns(ui), at = ui->scene.page_at;
    int column = at % columns + dx, to = at + dy * columns;

    if (column >= 0 && column < columns && to >= 0 &&
        to <= page_last(&ui->scene))
        ui->scene.page_at = to + dx;
}

/* To the first or last layer, in the same column. */
static void end_of_wall(struct ui *ui, bool last)
{
    int columns = wall_columns(ui), at = ui->scene.page_at % columns;

    ui->scene.page_at = at + (last ? page_last(&ui->scene) / columns * columns
                                   : 0);
}

static bool wall_act(struct ui *ui, enum action a)
{
    switch (a) {
    case ACTION_LEFT:
    case ACTION_HEAD_PREV:
        move_on_wall(ui, -1, 0);
        return true;
    case ACTION_RIGHT:
    case ACTION_HEAD_NEXT:
        move_on_wall(ui, 1, 0);
        return true;
    case ACTION_UP:
    case ACTION_LAYER_PREV:
        move_on_wall(ui, 0, -1);
        return true;
    case ACTION_DOWN:
    case ACTION_LAYER_NEXT:
        move_on_wall(ui, 0, 1);
        return true;
    case ACTION_LAYER_FIRST:
    case ACTION_LAYER_LAST:
        end_of_wall(ui, a == ACTION_LAYER_LAST);
        return true;
    case ACTION_QUERY:
        jump_in(ui);
        return true;
    default:
        return false;
    }
}

static bool scroll(struct ui *ui, enum action a)
{
    int screenful = ui->scene.page == PAGE_CONCEPTS ? 1 : SCREENFUL;

    switch (a) {
    case ACTION_UP:
    case ACTION_LEFT:
        move(ui, -1);
        return true;
    case ACTION_DOWN:
    case ACTION_RIGHT:
        move(ui, 1);
        return true;
    case ACTION_STEP_NEXT:
        move(ui, screenful);
        return true;
    case ACTION_STEP_PREV:
        move(ui, -screenful);
        return true;
    case ACTION_QUERY:
        close_page(ui);
        return true;
    default:
        return false;
    }
}

/* Digits follow links, Enter goes to the stage a page belongs to; layer and
 * head are those of the figures. */
static bool concepts_act(struct ui *ui, struct binding b)
{
    int at = ui->scene.page_at, to, layers;

    switch (b.action) {
    case ACTION_STAGE:
        if ((to = concept_link(at, b.nth + 1)) >= 0)
            ui->scene.page_at = to;
        return true;
    case ACTION_QUERY:
        ui_remember(ui);
        ui->scene.cursor.stage = stage_parse(concepts[at].stage);
        close_page(ui);
        return true;
    case ACTION_LAYER_PREV:
    case ACTION_LAYER_NEXT:
        walk_layer(&ui->scene.cursor, ui_now(ui),
                   b.action == ACTION_LAYER_NEXT ? 1 : -1);
        return true;
    case ACTION_LAYER_FIRST:
    case ACTION_LAYER_LAST:
        layers = ui_now(ui)->layers;
        walk_layer(&ui->scene.cursor, ui_now(ui),
                   b.action == ACTION_LAYER_LAST ? layers : -layers);
        return true;
    case ACTION_HEAD_PREV:
    case ACTION_HEAD_NEXT:
        walk_head(&ui->scene.cursor, ui_now(ui),
                  b.action == ACTION_HEAD_NEXT ? 1 : -1,
                  ui->scene.method->fused_only);
        return true;
    default:
        return scroll(ui, b.action);
    }
}

static bool page_act(struct ui *ui, struct binding b)
{
    switch (ui->scene.page) {
    case PAGE_WALL:
        return wall_act(ui, b.action);
    case PAGE_CONCEPTS:
        return concepts_act(ui, b);
    default:
        return scroll(ui, b.action);
    }
}

/* Keys that look closer at the same thing leave a page open; what goes
 * elsewhere closes it and is then done. */
static bool keeps_page(enum action a)
{
    switch (a) {
    case ACTION_NONE:
    case ACTION_PICTURE_NEXT:
    case ACTION_PICTURE_PREV:
    case ACTION_SCALE:
    case ACTION_MASS:
    case ACTION_THEME:
    case ACTION_RAW:
    case ACTION_EXPORT:
    case ACTION_COPY:
    case ACTION_REDRAW:
    case ACTION_FIND:
    case ACTION_AUTOPLAY:
    case ACTION_WALL:
    case ACTION_HELP:
    case ACTION_CONCEPTS:
    case ACTION_SEEN:
    case ACTION_ABORT:
        return true;
    default:
        return false;
    }
}

bool ui_page_act(struct ui *ui, struct binding b)
{
    if (ui->scene.page == PAGE_NONE)
        return false;
    if (b.action == ACTION_CANCEL || b.action == ACTION_QUIT) {
        close_page(ui);
        return true;
    }
    if (b.action == ACTION_FIRST || b.action == ACTION_LAST) {
        move(ui, b.action == ACTION_LAST ? page_last(&ui->scene)
                                         : -ui->scene.page_at);
        return true;
    }
    if (page_act(ui, b))
        return true;
    if (!keeps_page(b.action))
        close_page(ui);
    return false;
}
