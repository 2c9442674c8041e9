/* version.c - what this program is made of and what it runs on. */
#include "app/help.h"
#include "app/system.h"
#include "app/world.h"
#include "io/image_file.h"

static void describe_builtin(struct text *out, const struct model *m)
{
    struct shape s = model_shape(m, m->image_h, m->image_w);

    text_addf(out, "built-in model: %s, %d layers x %d heads, %d x %d patches,",
              m->family, s.layers, s.heads, s.grid_h, s.grid_w);
    for (int i = 0; i < m->classes; i++)
        text_addf(out, " %s", outcome_label(m, NULL, i));
    text_add(out, "\n");
}

enum status version_print(const struct options *o, struct error *err)
{
    struct world w;
    struct text page;
    enum status status = world_open_model(&w, o, NULL, err);

    if (status == STATUS_GOOD) {
        page = text_new(&w.keep);
        text_addf(&page, "vitscope %s\n%s\n", VERSION, image_versions());
        text_addf(&page, "instruction set: %s (of %s), %d threads\n",
                  isa_name(w.engine.isa), isa_name(cpu_best_isa()),
                  pool_threads(w.engine.pool));
        describe_builtin(&page, &w.model);
        if (!print_out(page.data, page.size, err))
            status = STATUS_FAILED;
    }
    world_close(&w);
    return status;
}
