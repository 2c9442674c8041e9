/* ui.c - the loop: take in what work has done, draw what changed, take a key.
 *
 * One thread, no locks: work publishes, the loop reads what is published.  A
 * small model is waited for (a moment), so that a key gives one finished
 * screen; a large one is drawn as its layers come in. */
#include "app/ui.h"

#include <stdarg.h>
#include <string.h>

#include "app/system.h"
#include "explorer.h"
#include "view/screen.h"
#include "view/stage.h"

/* How long a key waits for its work before what is there is drawn, a screen
 * for the keys that were typed ahead, and who leaves for the end of work. */
enum { WAIT_MS = 15, LATE_MS = 50, LEAVE_MS = 500 };

struct shape ui_shape(const struct ui_world *w)
{
    int h = w->model->image_h, wide = w->model->image_w;
    int p_h, p_w;

    if (w->processor && processor_size(w->processor, &p_h, &p_w)) {
        h = p_h;
        wide = p_w;
    }
    return model_shape(w->model, h, wide);
}

const struct shape *ui_now(const struct ui *ui)
{
    return &ui->scene.study->trace.shape;
}

void ui_say(struct ui *ui, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    vsnprintf(ui->message, sizeof(ui->message), fmt, args);
    va_end(args);
    ui->dirty = true;
}

/* --- drawing --------------------------------------------------------------- */

static void compose(struct ui *ui)
{
    struct scene *s = &ui->scene;

    s->message = ui->message[0] ? ui->message : NULL;
    s->prompt = ui->line.label ? ui->line.whole : NULL;
    s->hint = ui->line.hint;
    s->autoplay = ui->pace > 0;
    s->pictures = ui->count;
}

static void draw(struct ui *ui)
{
    struct terminal *t = ui->term;
    struct arena frame = ui->frame;
    int width, height;

    compose(ui);
    t->size(t, &width, &height);
    ui->canvas = canvas_new(&frame, width, height, t->depth, t->ascii,
                            t->theme);
    screen_draw(&ui->canvas, &ui->scene, frame);
    t->show(t, &ui->canvas);
    ui->drawn = clock_ms();
    ui->dirty = false;
}

/* What the next key changes at once need not be drawn before, or a paste takes
 * minutes; now and then it is, so that who holds a key sees what it does.  A
 * click is meant for what is on the screen. */
static bool may_be_late(struct ui *ui)
{
    int key = ui->canvas.cells ? ui->term->next(ui->term) : KEY_NOTHING;

    return key != KEY_NOTHING && key != KEY_CLICK &&
           clock_ms() - ui->drawn < LATE_MS;
}

/* --narrate: the sentence of every step, once; of the same step again when it
 * says something else. */
static void narrate(struct ui *ui)
{
    const struct scene *s = &ui->scene;
    int step = walk_step(&s->cursor, ui_now(ui));
    struct arena scratch = ui->frame;
    struct arena keep = arena_carve(&scratch, 1 << 16);
    struct text t = text_new(&keep);

    if (!ui->world->narrate || s->page != PAGE_NONE || ui->line.label ||
        work_busy(ui->work))
        return;
    stages[s->cursor.stage]->sentence(&t, s, scratch);
    text_make_printable(t.data);
    if (step == ui->said_step && s->picture == ui->said_picture &&
        strncmp(t.data, ui->said, sizeof(ui->said) - 1) == 0)
        return;
    snprintf(ui->said, sizeof(ui->said), "%s", t.data);
    ui->said_step = step;
    ui->said_picture = s->picture;
    fprintf(ui->world->narrate, "%s\n", t.data);
}

/* --- work ------------------------------------------------------------------ */

void ui_serve(struct ui *ui)
{
    const char *path = ui->paths[ui->scene.picture], *why;

    work_serve(ui->work, &ui->scene, path, ui->beside,
               stages[ui->scene.cursor.stage]->needs);
    ui->scene.stopped = work_held(ui->work);
    if ((why = work_failure(ui->work, path))) {
        ui_picture_failed(ui, why);
        ui->dirty = true;
    } else if (ui->scene.done >= 0) {
        ui->good = ui->scene.picture;
        ui->tried = 0;
    }
    if ((why = work_words_failure(ui->work)))
        ui_say(ui, "%s", why);
    if (ui->beside && (why = work_failure(ui->work, ui->beside))) {
        ui_say(ui, "%s", why);
        work_retry(ui->work, ui->beside);
        ui->beside = NULL;
        ui->scene.other = NULL;
    }
}

/* Wait for what the screen needs: headless until nothing is left to do, else
 * a moment at most. */
static void settle(struct ui *ui)
{
    bool headless = ui->term->headless;
    double end = clock_ms() + WAIT_MS;

    ui_serve(ui);
    while (ui->running && work_busy(ui->work)) {
        double left = end - clock_ms();

        if (!headless && (work_satisfied(ui->work) || left <= 0))
            return;
        work_wait(ui->work, headless ? -1 : 1 + (int)left);
        ui->dirty = true;
        ui_serve(ui);
    }
}

/* --- keys ------------------------------------------------------------------ */

static void typed(struct ui *ui, int key)
{
    char text[LINE_MAX_BYTES];

    switch (line_key(&ui->line, key)) {
    case LINE_ENTERED:
        memcpy(text, ui->line.text, sizeof(text));
        line_end(&ui->line);
        if (*text)
            ui->entered(ui, text);
        break;
    case LINE_TAB:
        if (ui->entered == ui_open || ui->entered == ui_open_beside)
            ui_complete(ui);
        break;
    case LINE_LEFT:
        line_end(&ui->line);
        break;
    case LINE_TYPING:
        break;
    }
}

static void click(struct ui *ui, int x, int y)
{
    int patch = ui->canvas.cells && ui->scene.page == PAGE_NONE
                    ? screen_hit(&ui->canvas, &ui->scene, x, y)
                    : -1;

    if (patch >= 0)
        cursor_choose(&ui->scene.cursor, ui_now(ui),
                      shape_prefix(ui_now(ui)) + patch);
}

/* While hits are walked, n and N go from one to the next. */
static bool walks_hits(struct ui *ui, int key)
{
    if (ui->hit_count == 0 || (key != 'n' && key != 'N'))
        return false;
    ui_hit(ui, key == 'n' ? 1 : -1);
    return true;
}

static void press(struct ui *ui, int key)
{
    struct binding b = keymap_find(key);

    ui->message[0] = 0;
    if (ui->line.label)
        typed(ui, key);
    else if (!walks_hits(ui, key) && !ui_page_act(ui, b))
        ui_act(ui, b);
}

static void take(struct ui *ui, struct input in)
{
    if (in.key & KEY_LETTER) {
        if (!ui->line.label)    /* it was meant for something else */
            return;
        in.key -= KEY_LETTER;
    }
    ui->dirty = in.key != KEY_NOTHING;
    switch (in.key) {
    case KEY_NOTHING:
        ui->dirty = ui_play_due(ui);
        break;
    case KEY_END_OF_INPUT:
        ui->running = false;
        break;
    case KEY_CLICK:
        click(ui, in.x, in.y);
        break;
    case KEY_WHEEL_UP:      /* scrolls pages, and moves nothing by accident */
    case KEY_WHEEL_DOWN:
        if (ui->scene.page != PAGE_NONE)
            press(ui, in.key == KEY_WHEEL_UP ? KEY_UP_ : KEY_DOWN_);
        break;
    case KEY_WAKE:
    case KEY_RESIZE_:
        break;
    default:
        press(ui, in.key);
    }
}

static void loop(struct ui *ui)
{
    while (ui->running) {
        struct terminal *t = ui->term;

        settle(ui);
        if (!ui->running)
            break;
        if (ui->dirty && !may_be_late(ui))
            draw(ui);
        narrate(ui);
        take(ui, t->key(t, ui_play_wait(ui),
                        work_busy(ui->work) ? work_fd(ui->work) : -1));
    }
}

static void begin_scene(struct ui *ui, const struct ui_world *w)
{
    ui->scene.method = w->method ? w->method : explainers[0];
    ui->scene.cursor = w->start;
    ui->scene.detail = ui->scene.other_detail = -1;
    ui->good = ui->said_step = -1;
    ui->way = 1;
    ui->running = ui->dirty = true;
}

bool ui_run(struct terminal *t, const struct ui_world *w, bool *stuck,
            struct error *err)
{
    struct arena keep = { 0 };
    struct ui *ui;
    bool ok = false;

    *stuck = false;
    if (!memory_open_little(&keep, err))
        return false;
    ui = arena_new(&keep, struct ui);
    ui->term = t;
    ui->world = w;
    ui->error = err;
    begin_scene(ui, w);
    ui->work = work_new(w, &keep, err);
    if (ui->work && memory_open(&ui->frame, err)) {
        ui->keep = arena_carve(&keep, arena_room(&keep, 1) / 2);
        ui_pictures_begin(ui);
        loop(ui);
        ok = !ui->failed;
    }
    *stuck = ui->work && !work_end(ui->work, t->headless ? -1 : LEAVE_MS);
    if (*stuck)
        return ok;
    if (ui->work)
        work_free(ui->work);
    arena_close(&ui->frame);
    arena_close(&keep);
    return ok;
}
