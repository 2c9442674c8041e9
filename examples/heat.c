/* heat.c - what CLS read through all the layers, as a map of characters.
 *
 *     heat MODEL PICTURE              MODEL: a folder with model.safetensors */
#include <stdio.h>

#include "explain/study.h"
#include "io/checkpoint.h"
#include "io/image_file.h"
#include "view/plot.h"
#include "view/render.h"

static void draw(struct study *s, struct arena keep, struct arena scratch)
{
    const struct shape *shape = &s->trace.shape;
    struct question q = { .trace = &s->trace, .layer = shape->layers - 1,
                          .head = HEAD_MEAN, .query = study_query(s) };
    struct canvas c = canvas_new(&keep, 48, 25, DEPTH_MONO, false, THEME_DARK);
    struct grid_layout g = grid_fit((struct rect){ 0, 0, 48, 24 },
                                    shape->grid_h, shape->grid_w);
    float *map = arena_floats(&keep, shape->tokens);
    struct heat heat = { .values = map + shape_prefix(shape), .alpha = 1 };
    struct text text = text_new(&keep);

    explain(map, &rollout_explainer, &q, &keep, scratch);
    for (int i = 0; i < shape_patches(shape); i++)
        heat.high = heat.values[i] > heat.high ? heat.values[i] : heat.high;
    plot_heat(&c, &g, &heat);
    plot_key(&c, (struct rect){ 0, 24, 48, 1 }, heat.low, heat.high, false);
    render_text(&text, &c);
    fputs(text.data, stdout);
}

int main(int argc, char **argv)
{
    static struct checkpoint c;
    struct engine engine = { .isa = cpu_best_isa() };
    struct arena keep, scratch;
    struct error err = { "usage: heat MODEL PICTURE" };
    struct model m;
    struct processor p;
    struct image im;
    struct study s;

    if (argc == 3 && arena_open(&keep, (ptrdiff_t)1 << 36) &&
        arena_open(&scratch, (ptrdiff_t)1 << 36) &&
        checkpoint_open(&c, argv[1], &(struct hub){ 0 }, &keep, &err) &&
        model_build(&m, &c.config, &c.tensors, &engine, &keep, &err) &&
        processor_make(&p, &c.config, &c.processor, m.image_h, m.image_w,
                       &keep, &err) &&
        image_read(&im, argv[2], &keep, &err) &&
        study_open(&s, &m, &p, NULL, &im, argv[2],
                   &(struct run_options){ .keep = KEEP_DEMAND }, NULL, &err) &&
        study_run(&s, scratch, &err)) {
        draw(&s, keep, scratch);
        return 0;
    }
    fprintf(stderr, "%s\n", err.text);
    return 1;
}
