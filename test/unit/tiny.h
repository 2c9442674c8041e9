/* tiny.h - a Vision Transformer small enough to compute by hand: 2 layers, 2
 * heads, 8 wide, patches of 2 pixels, random weights that are always the same.
 *
 * Include it after cmocka.h.  It is built from a config and tensors in memory
 * through model_build(), as a checkpoint is. */
#ifndef TEST_TINY_H
#define TEST_TINY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/forward.h"

enum { TINY_LAYERS = 2, TINY_HEADS = 2, TINY_DIM = 8, TINY_MLP = 12,
       TINY_PATCH = 2, TINY_H = 4, TINY_W = 6, TINY_CLASSES = 3,
       TINY_TOKENS = 7, TINY_TENSORS_MAX = 64 };

struct tiny {
    struct arena keep, scratch;
    struct engine engine;
    struct config config;
    struct tensor items[TINY_TENSORS_MAX];
    struct tensor_list tensors;
    struct model model;
    float pixels[3 * TINY_H * TINY_W];
    unsigned seed;
};

/* Uniform in [-1, 1), the same on every machine. */
static float tiny_random(struct tiny *t)
{
    t->seed = t->seed * 1664525u + 1013904223u;
    return (float)(t->seed >> 8) / 8388608.0f - 1.0f;
}

static void tiny_tensor(struct tiny *t, const char *name, float scale, int rows,
                        int cols)
{
    int count = rows * (cols ? cols : 1);
    float *v = arena_floats(&t->keep, count);
    struct tensor *out = &t->items[t->tensors.count++];

    for (int i = 0; i < count; i++)
        v[i] = scale * tiny_random(t);
    *out = tensor_of_floats(arena_string(&t->keep, name), v, cols ? 2 : 1,
                            (int64_t[]){ rows, cols });
}

static int tiny_compare(const void *a, const void *b)
{
    return strcmp(((const struct tensor *)a)->name,
                  ((const struct tensor *)b)->name);
}

/* <block><name>.weight and .bias */
static void tiny_linear(struct tiny *t, const char *block, const char *name,
                        int out, int in)
{
    char full[128];

    snprintf(full, sizeof full, "%s%s.weight", block, name);
    tiny_tensor(t, full, 0.7f, out, in);
    snprintf(full, sizeof full, "%s%s.bias", block, name);
    tiny_tensor(t, full, 0.2f, out, 0);
}

static void tiny_block(struct tiny *t, int layer)
{
    char block[64];

    snprintf(block, sizeof block, "vit.encoder.layer.%d.", layer);
    tiny_linear(t, block, "layernorm_before", TINY_DIM, 0);
    tiny_linear(t, block, "layernorm_after", TINY_DIM, 0);
    tiny_linear(t, block, "attention.attention.query", TINY_DIM, TINY_DIM);
    tiny_linear(t, block, "attention.attention.key", TINY_DIM, TINY_DIM);
    tiny_linear(t, block, "attention.attention.value", TINY_DIM, TINY_DIM);
    tiny_linear(t, block, "attention.output.dense", TINY_DIM, TINY_DIM);
    tiny_linear(t, block, "intermediate.dense", TINY_MLP, TINY_DIM);
    tiny_linear(t, block, "output.dense", TINY_DIM, TINY_MLP);
}

static void tiny_config(struct tiny *t)
{
    t->config = config_new(&t->keep, "tiny/config.json");
    config_add_string(&t->config, "model_type", "vit");
    config_add_number(&t->config, "hidden_size", TINY_DIM);
    config_add_number(&t->config, "num_hidden_layers", TINY_LAYERS);
    config_add_number(&t->config, "num_attention_heads", TINY_HEADS);
    config_add_number(&t->config, "intermediate_size", TINY_MLP);
    config_add_number(&t->config, "patch_size", TINY_PATCH);
    config_add_list(&t->config, "image_size", 2);
    config_add_number(&t->config, "image_size.0", TINY_H);
    config_add_number(&t->config, "image_size.1", TINY_W);
    config_add_string(&t->config, "id2label.0", "cat");
    config_add_string(&t->config, "id2label.1", "dog");
    config_add_string(&t->config, "id2label.2", "bird");
    config_sort(&t->config);
}

static void tiny_tensors(struct tiny *t)
{
    t->tensors = (struct tensor_list){ .source = "tiny/model.safetensors",
                                       .items = t->items };
    tiny_tensor(t, "vit.embeddings.cls_token", 1, TINY_DIM, 0);
    tiny_tensor(t, "vit.embeddings.position_embeddings", 1, TINY_TOKENS,
                TINY_DIM);
    tiny_linear(t, "vit.embeddings.", "patch_embeddings.projection", TINY_DIM,
                3 * TINY_PATCH * TINY_PATCH);
    for (int l = 0; l < TINY_LAYERS; l++)
        tiny_block(t, l);
    tiny_linear(t, "vit.", "layernorm", TINY_DIM, 0);
    tiny_linear(t, "", "classifier", TINY_CLASSES, TINY_DIM);
    qsort(t->items, (size_t)t->tensors.count, sizeof *t->items, tiny_compare);
}

/* The parts, not built yet: tests may spoil them first. */
static struct tiny *tiny_parts(void)
{
    static struct tiny tiny;
    struct tiny *t = &tiny;

    *t = (struct tiny){ .seed = 1 };
    assert_true(arena_open(&t->keep, (ptrdiff_t)64 << 20));
    assert_true(arena_open(&t->scratch, (ptrdiff_t)1 << 30));
    for (size_t i = 0; i < sizeof t->pixels / sizeof t->pixels[0]; i++)
        t->pixels[i] = tiny_random(t);
    tiny_config(t);
    tiny_tensors(t);
    return t;
}

static bool tiny_build(struct tiny *t, struct error *err)
{
    bool ok = model_build(&t->model, &t->config, &t->tensors, &t->engine,
                          &t->keep, err);

    t->model.name = "tiny";
    return ok;
}

static struct tiny *tiny_new(void)
{
    struct tiny *t = tiny_parts();
    struct error err = { "" };

    if (!tiny_build(t, &err))
        fail_msg("%s", err.text);
    return t;
}

/* A whole run that records everything. */
static inline struct trace tiny_run(struct tiny *t)
{
    struct run_options options = { .keep = KEEP_DEMAND };
    struct trace trace;
    struct error err;

    if (!forward_begin(&trace, &t->model, t->pixels, TINY_H, TINY_W, &options,
                       &t->keep, t->scratch, &err))
        fail_msg("%s", err.text);
    while (trace.done < TINY_LAYERS)
        forward_step(&trace, t->scratch);
    return trace;
}

static inline void tiny_free(struct tiny *t)
{
    arena_close(&t->keep);
    arena_close(&t->scratch);
}

#endif
