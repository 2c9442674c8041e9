/* cmd_overlay.c - a heat map over the picture, as PNG. */
#include "app/batch.h"
#include "app/look.h"
#include "io/image_file.h"
#include "view/overlay.h"

static bool draw(struct study *s, const struct world *w, const char *path,
                 const char *out, struct arena *keep, struct error *err)
{
    enum theme theme =
        w->options->theme < 0 ? THEME_DARK : (enum theme)w->options->theme;
    struct image picture;
    struct spot spot;
    float *map;

    if (!s->picture.width)
        return error_set(err,
                         "%s: pixels alone: give the picture they came "
                         "from too, to draw over",
                         path);
    if (!world_run(s, w, err) || !look_spot(&spot, w->options, s, err))
        return false;
    map = look_map(s, &spot, w, keep);
    picture = overlay_make(s, map, theme, keep, w->scratch);
    return image_write_png(&picture, out, w->scratch, err);
}

static bool overlay_one(void *ctx, struct piece *p, struct error *err)
{
    struct world w = batch_world_of(ctx, p);
    struct study s;
    bool good;

    if (!world_study(&s, &w, p->path, KEEP_DEMAND, p->keep, err))
        return false;
    good = draw(&s, &w, p->path, p->out, p->keep, err);
    study_close(&s);
    return good;
}

enum status cmd_overlay(const struct options *o, struct error *err)
{
    static const struct errand errand = {
        .ending = ".png", .one = overlay_one
    };

    return batch_world(o, &errand, NULL, err);
}
