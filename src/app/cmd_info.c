/* cmd_info.c - what a model is made of, and how that is known. */
#include "app/system.h"
#include "app/world.h"

static const char *activation_name(enum activation act)
{
    static const char *const names[] = {
        [ACT_GELU] = "GELU",
        [ACT_GELU_TANH] = "GELU (tanh)",
        [ACT_QUICK_GELU] = "quick GELU",
        [ACT_SILU] = "SiLU",
        [ACT_RELU] = "ReLU",
    };

    return names[act];
}

static const char *readout_name(const struct model *m)
{
    static const char *const names[] = {
        [READ_NONE] = "none",
        [READ_CLS] = "the class token",
        [READ_BOTH] = "class and distillation token, mean of two classifiers",
        [READ_MEAN] = "the mean of the patch tokens",
        [READ_CLS_MEAN] = "the class token and the mean of the patch tokens",
        [READ_POOL] = "attention pooling with a learned query",
    };

    return names[m->readout];
}

/* Numbers in all tensors of floats. */
static int64_t count_parameters(const struct tensor_list *l)
{
    int64_t n = 0;

    for (ptrdiff_t i = 0; i < l->count; i++)
        n += dtype_is_float(l->items[i].dtype) ? l->items[i].count : 0;
    return n;
}

/* 522723 -> "522,723" */
static void add_grouped(struct text *out, int64_t n)
{
    if (n >= 1000) {
        add_grouped(out, n / 1000);
        text_addf(out, ",%03d", (int)(n % 1000));
    } else {
        text_addf(out, "%d", (int)n);
    }
}

static void add_sizes(struct text *out, const struct world *w)
{
    const struct model *m = &w->model;
    const struct tower *t = &m->tower;

    text_addf(out, "model       %s\nfamily      %s\nfile        %s\n", m->name,
              m->family, w->checkpoint.path);
    text_add(out, "parameters  ");
    add_grouped(out, count_parameters(&w->checkpoint.tensors));
    text_addf(out, " in %td tensors\n", w->checkpoint.tensors.count);
    text_addf(out,
              "blocks      %d layers x %d heads of %d, width %d, "
              "MLP %d%s, %s, epsilon %g\n",
              t->layers, t->heads, t->dim / t->heads, t->dim, t->mlp,
              t->blocks[0].gate.w ? " gated" : "", activation_name(t->act),
              (double)t->blocks[0].attn_norm.eps);
}

static void add_tokens(struct text *out, const struct model *m)
{
    struct shape s = model_shape(m, m->image_h, m->image_w);

    text_addf(out, "tokens      %d:%s%s", s.tokens, s.cls ? " CLS," : "",
              s.dist ? " distillation," : "");
    if (s.registers)
        text_addf(out, " %d registers,", s.registers);
    text_addf(out, " %d x %d patches of %d x %d pixels\n", s.grid_h, s.grid_w,
              m->patch, m->patch);
}

/* A name out of a file, as it may be shown. */
static void add_name(struct text *out, const char *name, struct arena scratch)
{
    char *copy = arena_string(&scratch, name);

    text_make_printable(copy);
    text_add(out, copy);
}

/* At most eight, the rest counted. */
static void add_classes(struct text *out, const struct model *m,
                        struct arena scratch)
{
    enum { SHOWN = 8 };

    text_addf(out, "classes     %d", m->classes);
    for (int i = 0; i < m->classes && i < SHOWN; i++) {
        text_add(out, i ? ", " : ": ");
        add_name(out, outcome_label(m, NULL, i), scratch);
    }
    text_add(out, m->classes > SHOWN ? ", ...\n" : "\n");
    text_addf(out, "readout     %s\n", readout_name(m));
    if (m->text)
        text_addf(out,
                  "text        %d layers x %d heads, %d positions, "
                  "vocabulary %d\n",
                  m->text->tower.layers, m->text->tower.heads, m->text->context,
                  m->text->vocabulary);
}

static void add_tensors(struct text *out, const struct world *w,
                        struct arena scratch)
{
    const struct tensor_list *l = &w->checkpoint.tensors;

    for (ptrdiff_t i = 0; i < l->count; i++) {
        text_addf(out, "  %-4s %-20s ", dtype_name(l->items[i].dtype),
                  tensor_shape_text(&scratch, &l->items[i]));
        add_name(out, l->items[i].name, scratch);
        text_add(out, "\n");
    }
}

static void describe(struct text *out, const struct world *w)
{
    const struct model *m = &w->model;

    add_sizes(out, w);
    add_tokens(out, m);
    add_classes(out, m, w->scratch);
    text_add(out, "picture     ");
    processor_describe(out, &w->processor);
    text_add(out, "\n\ndeduced\n");
    for (int i = 0; i < m->note_count; i++)
        text_addf(out, "  %s\n", m->notes[i]);
    text_add(out, "\ntensors\n");
    add_tensors(out, w, w->scratch);
}

enum status cmd_info(const struct options *o, struct error *err)
{
    const char *model = o->argument_count ? o->arguments[0] : model_asked(o);
    struct world w;
    struct text page;
    enum status status;

    if (o->argument_count > 1 || (o->argument_count && o->model)) {
        error_set(err, "info tells of one model at a time");
        return STATUS_USAGE;
    }
    status = world_open_model(&w, o, model, err);
    if (status == STATUS_GOOD) {
        page = text_new(&w.keep);
        describe(&page, &w);
        text_make_lines_printable(page.data);
        if (!print_out(page.data, page.size, err))
            status = STATUS_FAILED;
    }
    world_close(&w);
    return status;
}
