/* cmd_show.c - one stage as text: the explorer's drawing without its keys. */
#include <unistd.h>

#include "app/batch.h"
#include "app/guess.h"
#include "app/look.h"
#include "app/pictures.h"
#include "app/system.h"
#include "tty.h"
#include "view/render.h"
#include "view/screen.h"
#include "view/stage.h"
#include "view/walk.h"

enum { SHOW_WIDTH = 80, SHOW_HEIGHT = 24 };

/* What will be seen by whom. */
struct sheet {
    int width, height;
    enum depth depth;
    enum theme theme;
    bool ascii, color;
    int shown; /* pictures so far */
};

/* A terminal gets its own width and colours; a pipe gets plain text unless
 * the options say otherwise. */
static struct sheet make_sheet(const struct options *o)
{
    struct surroundings around = surroundings_now();
    struct tty tty = { .out = STDOUT_FILENO };
    bool terminal = isatty(STDOUT_FILENO);
    struct sheet s = { .width = SHOW_WIDTH, .height = SHOW_HEIGHT };
    int rows;

    if (terminal)
        tty_size(&tty, &s.width, &rows);
    if (s.width < SCREEN_MIN_W)
        s.width = SHOW_WIDTH;
    if (o->width) {
        s.width = o->width;
        s.height = o->height;
    }
    s.depth = DEPTH_MONO;
    if (terminal || o->depth != DEPTH_AUTO) {
        around.colors = terminal_colors();
        s.depth = guess_depth(o->depth, &around);
    }
    if (o->depth == DEPTH_ALWAYS && s.depth == DEPTH_MONO)
        s.depth = DEPTH_24BIT; /* as a terminal we know nothing of */
    s.color = s.depth != DEPTH_MONO;
    s.theme = guess_theme(o->theme, &around);
    s.ascii = o->ascii || !tty_speaks_utf8(around.locale);
    return s;
}

static void take_apart(struct scene *sc, struct study *s, const struct world *w,
                       struct arena *keep)
{
    struct attribution *parts = arena_new(keep, struct attribution);

    if (!attribution_possible(s->model, &s->outcome))
        return;
    attribution_begin(parts, &s->trace, &s->outcome, s->prompts, keep,
                      w->scratch);
    while (parts->done < s->trace.shape.layers)
        attribution_step(parts, &s->trace, w->scratch);
    sc->parts = parts;
}

/* All that the stage needs, computed.  Layers are recomputed on the way, so
 * that the one at the cursor comes last. */
static void fill_scene(struct scene *sc, struct study *s,
                       const struct spot *spot, const struct world *w,
                       struct arena *keep)
{
    unsigned needs = stages[sc->cursor.stage]->needs;

    if (needs & NEED_MAP)
        sc->map = look_map(s, spot, w, keep);
    if (needs & NEED_PARTS)
        take_apart(sc, s, w, keep);
    if (needs & NEED_FULL ||
        (needs & NEED_DETAIL && !study_has_row(s, spot->layer, spot->query)))
        trace_demand(&s->trace, spot->layer, w->scratch);
    sc->done = study_done(s);
    sc->detail = s->trace.demand;
}

static bool make_scene(struct scene *sc, struct study *s, const struct world *w,
                       struct arena *keep, struct error *err)
{
    const struct options *o = w->options;
    const struct shape *shape = &s->trace.shape;
    struct spot spot;

    if (!world_run(s, w, err) || !look_spot(&spot, o, s, err))
        return false;
    *sc = (struct scene){
        .study = s,
        .method = look_method(o),
        .cursor = walk_start(shape),
        .detail = -1,
        .other_done = -1,
        .other_detail = -1,
        .pictures = 1,
    };
    sc->cursor.stage =
        o->place.stage < 0 ? stage_parse("weights") : o->place.stage;
    sc->cursor.layer = spot.layer;
    sc->cursor.head = spot.head;
    if (o->place.token)
        cursor_ask(&sc->cursor, shape, spot.query);
    fill_scene(sc, s, &spot, w, keep);
    return true;
}

static void draw(struct text *out, const struct scene *sc,
                 const struct sheet *sheet, struct arena *keep,
                 struct arena scratch)
{
    struct canvas c = canvas_new(keep, sheet->width, sheet->height,
                                 sheet->depth, sheet->ascii, sheet->theme);

    screen_show(&c, sc, scratch);
    (sheet->color ? render_ansi : render_text)(out, &c);
}

static bool show_one(void *ctx, struct piece *p, struct error *err)
{
    struct world *w = ctx;
    struct sheet *sheet = w->own;
    struct text *page = &p->printed;
    struct scene sc;
    struct study s;
    bool good;

    if (!world_study(&s, w, p->path, KEEP_DEMAND, p->keep, err))
        return false;
    good = make_scene(&sc, &s, w, p->keep, err);
    if (good && w->options->narrate) {
        if (!pictures_single(w->options))
            text_addf(page, "%s: ", p->path);
        stages[sc.cursor.stage]->sentence(page, &sc, w->scratch);
        text_make_printable(page->data);
        text_add(page, "\n");
    } else if (good) {
        text_add(page, sheet->shown++ ? "\n" : "");
        draw(page, &sc, sheet, p->keep, w->scratch);
    }
    study_close(&s);
    return good;
}

enum status cmd_show(const struct options *o, struct error *err)
{
    static const struct errand errand = { .one = show_one, .one_by_one = true };
    struct sheet sheet = make_sheet(o);

    return batch_world(o, &errand, &sheet, err);
}
