/* scenes.h - a model and a picture as a scene to be drawn, for tests of what
 * is on the screen.  Include it after cmocka.h. */
#ifndef TEST_SCENES_H
#define TEST_SCENES_H

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "explain/attribution.h"
#include "io/checkpoint.h"
#include "io/image_file.h"
#include "view/screen.h"
#include "view/stage.h"
#include "view/walk.h"

enum { SENTENCE_W = 76, SENTENCE_H = 3 };

struct scenes {
    struct arena keep, scratch, page;
    struct checkpoint checkpoint;
    struct engine engine;
    struct model model;
    struct processor processor;
    struct study study;
    struct attribution parts;
    struct scene scene;
};

/* A model from a folder, nothing computed yet. */
static inline void scenes_open(struct scenes *w, const char *folder)
{
    struct error err = { "" };
    const struct config *config = &w->checkpoint.config;

    memset(w, 0, sizeof *w);
    assert_true(arena_open(&w->keep, (ptrdiff_t)1 << 30));
    assert_true(arena_open(&w->scratch, (ptrdiff_t)1 << 34));
    assert_true(arena_open(&w->page, (ptrdiff_t)1 << 24));
    if (!checkpoint_open(&w->checkpoint, folder, &(struct hub){ 0 }, &w->keep,
                         &err) ||
        !model_build(&w->model, config, &w->checkpoint.tensors, &w->engine,
                     &w->keep, &err) ||
        !processor_make(&w->processor, config,
                        w->checkpoint.processor.count ? &w->checkpoint.processor
                                                      : NULL,
                        w->model.image_h, w->model.image_w, &w->keep, &err))
        fail_msg("%s", err.text);
    w->model.name = folder;
}

static inline void scenes_picture(struct scenes *w, const char *path)
{
    struct run_options options = { .keep = KEEP_DEMAND };
    struct error err = { "" };
    struct image picture;

    if (!image_read(&picture, path, &w->keep, &err) ||
        !study_open(&w->study, &w->model, &w->processor, NULL, &picture, path,
                    &options, NULL, &err))
        fail_msg("%s", err.text);
}

/* Pixels instead of a picture, and no processor: a model made by hand. */
static inline void scenes_feed(struct scenes *w, const float *pixels, int h,
                               int width)
{
    struct run_options options = { .keep = KEEP_DEMAND };
    struct error err = { "" };

    if (!study_open(&w->study, &w->model, NULL, NULL, NULL, "fed", &options,
                    NULL, &err))
        fail_msg("%s", err.text);
    study_feed(&w->study, pixels, h, width);
}

/* `steps` of the work: 0 none, 1 the input, then a layer each, then the
 * outcome; the scene knows what is done. */
static inline void scenes_run(struct scenes *w, int steps)
{
    struct error err = { "" };
    bool more = true;

    for (int i = 0; i < steps && more; i++)
        if (!study_step(&w->study, &more, w->scratch, &err))
            fail_msg("%s", err.text);
    w->scene = (struct scene){
        .study = &w->study, .method = &attention_explainer, .detail = -1,
        .done = w->study.begun ? study_done(&w->study) : -1, .pictures = 1,
        .other_done = -1, .other_detail = -1,
    };
    if (!w->study.begun)
        w->study.trace.shape = model_shape(&w->model, w->model.image_h,
                                           w->model.image_w);
    w->scene.cursor = walk_start(&w->study.trace.shape);
}

static inline void scenes_run_all(struct scenes *w)
{
    struct outcome *o = &w->study.outcome;

    scenes_run(w, w->model.tower.layers + 2);
    attribution_begin(&w->parts, &w->study.trace, o, NULL, &w->keep,
                      w->scratch);
    while (w->parts.done < w->model.tower.layers)
        attribution_step(&w->parts, &w->study.trace, w->scratch);
    if (w->parts.count)
        w->scene.parts = &w->parts;
}

/* The DEMAND tensors of the layer at the cursor. */
static inline void scenes_demand(struct scenes *w)
{
    trace_demand(&w->study.trace, scene_layer(&w->scene), w->scratch);
    w->scene.detail = scene_layer(&w->scene);
}

static inline void scenes_close(struct scenes *w)
{
    study_close(&w->study);
    checkpoint_close(&w->checkpoint);
    arena_close(&w->keep);
    arena_close(&w->scratch);
    arena_close(&w->page);
}

/* --- sentences ------------------------------------------------------------- */

/* The sentence at the cursor: some words, a full stop, no number that is none,
 * three lines of 76 columns. */
static inline const char *scenes_sentence(struct scenes *w)
{
    static char said[1024];
    struct text t;
    struct canvas c;

    arena_reset(&w->page);
    t = text_new(&w->page);
    screen_sentence(&t, &w->scene, w->scratch);
    snprintf(said, sizeof said, "%s", t.data);
    c = canvas_new(&w->page, SENTENCE_W, 12, DEPTH_MONO, false, THEME_DARK);
    if (t.size < 12 || t.data[t.size - 1] != '.' || !isupper(t.data[0]) ||
        strstr(t.data, "  ") || strstr(t.data, "nan") ||
        strstr(t.data, "inf ") || strstr(t.data, ".."))
        fail_msg("no good sentence: \"%s\"", t.data);
    if (canvas_wrap(&c, (struct rect){ 0, 0, SENTENCE_W, 12 }, ROLE_NOTE,
                    t.data) > SENTENCE_H)
        fail_msg("too long: \"%s\"", t.data);
    return said;
}

/* All stages x layers x heads x queries; the chosen token goes along. */
static inline void scenes_try_sentences(struct scenes *w)
{
    const struct shape *s = &w->study.trace.shape;
    struct cursor *c = &w->scene.cursor;

    for (c->layer = 0; c->layer < s->layers; c->layer++) {
        scenes_demand(w);
        for (c->stage = 0; c->stage < stage_count; c->stage++)
            for (c->head = HEAD_MIN; c->head < s->heads; c->head++)
                for (int token = -1; token < s->tokens; token++) {
                    cursor_ask(c, s, token);
                    cursor_choose(c, s, token < 0 ? 0 : s->tokens - 1 - token);
                    scenes_sentence(w);
                }
    }
}

/* --- drawings -------------------------------------------------------------- */

/* The whole screen at a size: nothing of it may be outside of ASCII when only
 * that is allowed. */
static inline struct canvas scenes_draw(struct scenes *w, int width, int height,
                                        enum depth depth, bool ascii)
{
    struct canvas c;

    arena_reset(&w->page);
    c = canvas_new(&w->page, width, height, depth, ascii, THEME_DARK);
    screen_draw(&c, &w->scene, w->scratch);
    for (int i = 0; ascii && i < width * height; i++)
        if (c.cells[i].glyph > 126)
            fail_msg("U+%04X on an ASCII screen", (unsigned)c.cells[i].glyph);
    return c;
}

/* Every stage at several sizes, with every way to look at it. */
static inline void scenes_try_drawings(struct scenes *w)
{
    static const int sizes[][2] = {
        { 80, 24 }, { 100, 30 }, { 160, 50 }, { 250, 70 }
    };
    static const struct settings settings[] = {
        { 0 }, { .raw = true }, { .mass = 0.6, .shared_scale = true }
    };

    for (w->scene.cursor.stage = 0; w->scene.cursor.stage < stage_count;
         w->scene.cursor.stage++)
        for (int i = 0; i < 4; i++)
            for (int j = 0; j < 3; j++) {
                w->scene.settings = settings[j];
                scenes_draw(w, sizes[i][0], sizes[i][1],
                            i % 2 ? DEPTH_16 : DEPTH_24BIT, j == 2);
            }
    w->scene.settings = settings[0];
    w->scene.cursor.stage = 0;
}

#endif
