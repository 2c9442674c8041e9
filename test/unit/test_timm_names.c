/* test_timm_names.c - heads and activations that only a name tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../src/nn/timm_names.h"

static void test_heads_are_64_wide_but_in_the_models_named(void **state)
{
    static const struct {
        const char *name;
        int dim, heads;
    } cases[] = {
        { "vit_tiny_patch16_224", 192, 3 },
        { "vit_base_patch16_224", 768, 12 },
        { "vit_base_patch16_gap_224", 768, 16 },
        { "vit_huge_patch14_224", 1280, 16 },
        { "deit3_huge_patch14_224", 1280, 16 },
        { "vit_huge_plus_patch16_dinov3", 1280, 20 },
        { "vit_so400m_patch14_siglip_224", 1152, 16 },
        { "vit_giant_patch14_224", 1408, 16 },
        { "vit_giant_patch14_dinov2", 1536, 24 },
        { "vit_giantopt_patch16_siglip_256", 1536, 16 },
        { "vit_7b_patch16_dinov3", 4096, 32 },
        { "", 384, 6 },
        { "", 48, 1 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(timm_heads(cases[i].name, cases[i].dim),
                         cases[i].heads);
}

static void test_the_form_of_gelu_is_in_the_name(void **state)
{
    assert_string_equal(timm_activation("vit_base_patch16_224"), "gelu");
    assert_string_equal(timm_activation("vit_base_patch16_siglip_256"), "gelu");
    assert_string_equal(timm_activation("vit_so400m_patch14_siglip_384"),
                        "gelu");
    assert_string_equal(timm_activation("vit_so400m_patch16_siglip_384"),
                        "gelu_tanh");
    assert_string_equal(timm_activation("vit_large_patch16_siglip_gap_512"),
                        "gelu_tanh");
    assert_string_equal(timm_activation("vit_base_patch32_clip_quickgelu_224"),
                        "quick_gelu");
}

static void test_models_of_another_kind_are_known_by_name(void **state)
{
    assert_true(timm_known("vit_small_patch14_reg4_dinov2"));
    assert_true(timm_known("eva_giant_patch14_224"));
    assert_true(timm_known(""));
    assert_false(timm_known("eva02_tiny_patch14_224"));
    assert_false(timm_known("vit_base_patch16_rope_224"));
    assert_false(timm_known("vit_base_patch16_rpn_224"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heads_are_64_wide_but_in_the_models_named),
        cmocka_unit_test(test_the_form_of_gelu_is_in_the_name),
        cmocka_unit_test(test_models_of_another_kind_are_known_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
