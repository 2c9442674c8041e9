/* test_sizes.c - sizes that tensors tell: the largest that is taken, and one
 * more.  The files have no more than the tensors that tell sizes, so what comes
 * next complains when they are taken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "nn/model.h"

enum { LARGEST_PATCH = 256, LARGEST_DIM = 16384 };

struct shape_of {
    const char *name;
    int rank;
    int64_t shape[4];
};

/* What is said of a file with these tensors. */
static void said(struct error *err, const struct shape_of *shapes, int count)
{
    struct tensor items[8];
    struct tensor_list list = { .source = "m.safetensors", .items = items };
    struct engine engine = { 0 };
    struct config config;
    struct arena keep;
    struct model m;
    const float *zeros;

    assert_true(arena_open(&keep, (ptrdiff_t)1 << 30));
    zeros = arena_raw(&keep, 64 << 20, 1, 64); /* as large as any of them */
    config = config_new(&keep, "config.json");
    for (int i = 0; i < count; i++)
        items[list.count++] = tensor_of_floats(shapes[i].name, zeros,
                                               shapes[i].rank, shapes[i].shape);
    assert_false(model_build(&m, &config, &list, &engine, &keep, err));
    arena_close(&keep);
}

static void tells(const char *what, const struct shape_of *shapes, int count)
{
    struct error err = { "" };

    said(&err, shapes, count);
    if (!strstr(err.text, what))
        fail_msg("\"%s\" does not say \"%s\"", err.text, what);
}

static void timm(const char *what, int dim, int patch)
{
    tells(what,
          (const struct shape_of[]){
              { "blocks.0.attn.qkv.weight", 2, { 3, 1 } },
              { "blocks.0.norm1.bias", 1, { dim } },
              { "blocks.0.norm1.weight", 1, { dim } },
              { "cls_token", 3, { 1, 1, dim } },
              { "patch_embed.proj.weight", 4, { dim, 3, patch, patch } } },
          5);
}

static void test_sizes_of_a_timm_file_have_bounds(void **state)
{
    static const char sizes[] = "do not tell a ViT's sizes";

    timm("no position embedding", 64, 1);
    timm("smaller than a patch of 256", 64, LARGEST_PATCH);
    timm(sizes, 64, LARGEST_PATCH + 1);
    timm("no position embedding", LARGEST_DIM, 1);
    timm(sizes, LARGEST_DIM + 1, 1);
}

static void open_clip(const char *what, int dim, int patch)
{
    tells(what,
          (const struct shape_of[]){
              { "visual.conv1.weight", 4, { dim, 3, patch, patch } },
              { "visual.ln_post.weight", 1, { dim } },
              { "visual.positional_embedding", 2, { 5, dim } },
              { "visual.transformer.resblocks.0.ln_1.weight", 1, { dim } },
              { "visual.transformer.resblocks.0.mlp.c_fc.weight",
                2,
                { 4, dim } } },
          5);
}

static void test_sizes_of_an_open_clip_file_have_bounds(void **state)
{
    static const char patch[] = "does not tell the patch size";
    static const char tower[] = "do not tell a tower's sizes";

    open_clip("is missing", 64, 1);
    open_clip("is missing", 64, LARGEST_PATCH);
    open_clip(patch, 64, LARGEST_PATCH + 1);
    open_clip("is missing", LARGEST_DIM, 1);
    open_clip(tower, LARGEST_DIM + 1, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sizes_of_a_timm_file_have_bounds),
        cmocka_unit_test(test_sizes_of_an_open_clip_file_have_bounds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
