/* test_defaults.c - what a config does not say is what transformers 4.57.6 has
 * as the default of that class. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "golden.h"
#include "io/checkpoint.h"
#include "nn/model.h"

struct defaults {
    const char *folder;     /* of a model of that class */
    const char *section;    /* of its config, with a dot behind it */
    int dim, heads, mlp;
    enum activation act;
    double eps;
    const char *refused;    /* such a model cannot have so many heads; or NULL */
};

static const struct defaults own[] = {
    { OWN_CASES "/01-vit-hf", "", 768, 12, 3072, ACT_GELU, 1e-12, NULL },
    { OWN_CASES "/08-clip", "vision_config.", 768, 12, 3072, ACT_QUICK_GELU,
      1e-5, "into 12 heads" },
    { OWN_CASES "/08-clip", "text_config.", 512, 8, 2048, ACT_QUICK_GELU,
      1e-5, NULL },
    { OWN_CASES "/13a-beit", "", 768, 12, 3072, ACT_GELU, 1e-12,
      "expected 624 values" },   /* 52 for each of 12 heads */
};

/* DINOv2 has no intermediate_size. */
static const struct defaults others[] = {
    { GOLDENS "/cases/03a-deit-distilled-hf", "", 768, 12, 3072, ACT_GELU,
      1e-12, NULL },
    { GOLDENS "/cases/05-dinov2", "", 768, 12, 0, ACT_GELU, 1e-6, NULL },
    { GOLDENS "/cases/07-dinov2-registers", "", 768, 12, 0, ACT_GELU, 1e-6, NULL },
    { GOLDENS "/cases/09a-siglip-hf", "", 768, 12, 3072, ACT_GELU_TANH, 1e-6, NULL },
    { GOLDENS "/cases/12a-dinov3", "", 384, 6, 1536, ACT_GELU, 1e-5, NULL },
    { GOLDENS "/cases/14a-mae", "", 768, 12, 3072, ACT_GELU, 1e-12, NULL },
    { GOLDENS "/cases/14b-ijepa", "", 768, 12, 3072, ACT_GELU, 1e-12, NULL },
    { GOLDENS "/cases/15-siglip2", "vision_config.", 768, 12, 3072,
      ACT_GELU_TANH, 1e-6, NULL },
    { GOLDENS "/cases/15-siglip2", "text_config.", 768, 12, 3072,
      ACT_GELU_TANH, 1e-6, "into 12 heads" },
};

/* A model whose config lacks a key; not `built`: `err` says why. */
struct lacking {
    struct arena keep;
    struct checkpoint checkpoint;
    struct engine engine;
    struct model model;
    struct error err;
    bool built;
};

static void open(struct lacking *l, const struct defaults *d, const char *key)
{
    struct config *c = &l->checkpoint.config;
    char path[64];
    ptrdiff_t at = 0;

    *l = (struct lacking){ .engine.isa = ISA_BASELINE };
    assert_true(arena_open(&l->keep, (ptrdiff_t)1 << 28));
    if (!checkpoint_open(&l->checkpoint, d->folder, &(struct hub){ 0 },
                         &l->keep, &l->err))
        fail_msg("%s", l->err.text);
    snprintf(path, sizeof path, "%s%s", d->section, key);
    while (at < c->count && strcmp(c->entries[at].path, path) != 0)
        at++;
    if (at == c->count)
        fail_msg("%s: %s is not said", d->folder, path);
    c->count--;
    memmove(c->entries + at, c->entries + at + 1,
            (size_t)(c->count - at) * sizeof *c->entries);
    l->built = model_build(&l->model, c, &l->checkpoint.tensors, &l->engine,
                           &l->keep, &l->err);
}

static void leave(struct lacking *l)
{
    checkpoint_close(&l->checkpoint);
    arena_close(&l->keep);
}

static const struct tower *tower_of(const struct lacking *l,
                                    const struct defaults *d)
{
    if (!l->built)
        fail_msg("%s: %s", d->folder, l->err.text);
    return strstr(d->section, "text") ? &l->model.text->tower
                                      : &l->model.tower;
}

static void assert_says(const struct lacking *l, const struct defaults *d,
                        const char *key, const char *words)
{
    if (l->built || !strstr(l->err.text, words))
        fail_msg("%s without %s: %s", d->folder, key, l->err.text);
}

/* A size that the tensors contradict: the sentence names the default. */
static void assert_named(const struct defaults *d, const char *key, int size)
{
    struct lacking l;
    char number[16];

    open(&l, d, key);
    snprintf(number, sizeof number, "%d", size);
    assert_says(&l, d, key, number);
    leave(&l);
}

static void assert_defaults(const struct defaults *d)
{
    struct lacking l;

    open(&l, d, "num_attention_heads");
    if (d->refused)
        assert_says(&l, d, "num_attention_heads", d->refused);
    else
        assert_int_equal(tower_of(&l, d)->heads, d->heads);
    leave(&l);
    open(&l, d, "hidden_act");
    assert_int_equal(tower_of(&l, d)->act, d->act);
    leave(&l);
    open(&l, d, "layer_norm_eps");
    assert_float_equal(tower_of(&l, d)->blocks[0].attn_norm.eps, d->eps,
                       d->eps * 1e-6);
    leave(&l);
    assert_named(d, "hidden_size", d->dim);
    if (d->mlp)
        assert_named(d, "intermediate_size", d->mlp);
}

static void test_what_is_not_said_is_the_default_of_the_class(void **state)
{
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        assert_defaults(&own[i]);
}

static void test_so_it_is_in_every_family(void **state)
{
    if (!golden_here("defaults of every family"))
        skip();
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_defaults(&others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_not_said_is_the_default_of_the_class),
        cmocka_unit_test(test_so_it_is_in_every_family),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
