/* test_families.c - checkpoints that are nearly ones we know: each is told
 * apart by a sentence instead of run as something it is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "golden.h"
#include "io/checkpoint.h"
#include "nn/model.h"

static struct arena keep;
static struct checkpoint checkpoint;

static void open_case(const char *folder)
{
    struct error err = { "" };

    assert_true(arena_open(&keep, (ptrdiff_t)1 << 28));
    if (!checkpoint_open(&checkpoint, folder, &(struct hub){ 0 }, &keep, &err))
        fail_msg("%s", err.text);
}

/* A tensor of the checkpoint that may be changed. */
static struct tensor *tensor(const char *name)
{
    struct tensor_list *l = &checkpoint.tensors;
    struct tensor *items =
        arena_copy(&keep, l->items, l->count * (ptrdiff_t)sizeof *l->items);

    l->items = items;
    for (ptrdiff_t i = 0; i < l->count; i++)
        if (strcmp(items[i].name, name) == 0)
            return &items[i];
    fail_msg("no tensor %s", name);
    return NULL;
}

static void set_string(const char *path, const char *value)
{
    struct config *c = &checkpoint.config;

    for (ptrdiff_t i = 0; i < c->count; i++)
        if (strcmp(c->entries[i].path, path) == 0) {
            c->entries[i].kind = CONFIG_STRING;
            c->entries[i].string = value;
            return;
        }
    fail_msg("no key %s", path);
}

/* The model is refused with a sentence that holds `words`. */
static void refuses(const char *words)
{
    struct error err = { "" };
    struct engine engine = { .isa = ISA_BASELINE };
    struct model m;

    if (model_build(&m, &checkpoint.config, &checkpoint.tensors, &engine, &keep,
                    &err))
        fail_msg("built, but expected \"%s\"", words);
    if (!strstr(err.text, words))
        fail_msg("\"%s\" does not say \"%s\"", err.text, words);
    checkpoint_close(&checkpoint);
    arena_close(&keep);
}

static void
test_prompts_and_pictures_of_different_spaces_are_refused(void **state)
{
    struct tensor *t;

    open_case(OWN_CASES "/08-clip");
    t = tensor("text_projection.weight");
    t->shape[0]--;
    t->count -= t->shape[1];
    refuses("pictures become 40 numbers and prompts 39");
}

static void test_other_kinds_of_timm_models_are_refused(void **state)
{
    open_case(OWN_CASES "/10-vit-gap");
    set_string("model_args.global_pool", "avgmax");
    refuses("global_pool \"avgmax\"");
    open_case(OWN_CASES "/10-vit-gap");
    set_string("architecture", "vit_base_patch16_rope_224");
    refuses("vit_base_patch16_rope_224");
    open_case(OWN_CASES "/10-vit-gap");
    tensor("blocks.0.norm1.bias")->name = "blocks.0.norm1.biased";
    refuses("blocks.0.norm1.bias");
    open_case(OWN_CASES "/10-vit-gap");
    tensor("pos_embed")->name = "pos_embedding";
    refuses("no position embedding");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            test_prompts_and_pictures_of_different_spaces_are_refused),
        cmocka_unit_test(test_other_kinds_of_timm_models_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
