/* test_preprocess.c - pictures made ready against Pillow and the processors of
 * transformers, timm and open_clip, byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "golden.h"
#include "io/file.h"
#include "io/image_file.h"
#include "nn/preprocess.h"

/* Prepare one picture as `config` and `pre` say and compare what comes out. */
static void compare(struct golden *g, const char *picture,
                    const struct config *config, const struct config *pre,
                    double tolerance)
{
    struct error err = { "" };
    struct processor p;
    struct prepared got;
    struct image in;

    if (!image_read(&in, golden_path(g, picture), &g->keep, &err) ||
        !processor_make(&p, config, pre, 0, 0, &g->keep, &err) ||
        !prepare(&got, &p, &in, &g->keep, g->scratch, &err))
        fail_msg("%s", err.text);
    if (golden_find(g, "resized_u8"))
        golden_pixels(g, "resized_u8", &got.resized);
    if (golden_find(g, "pixels_u8"))
        golden_pixels(g, "pixels_u8", &got.pixels);
    golden_floats(g, "pixel_values", got.values, 3 * (ptrdiff_t)got.h * got.w,
                  tolerance, 0);
}

static void test_every_processor_gives_the_bytes_of_its_library(void **state)
{
    struct golden g;

    golden_open(&g, OWN_CASES "/21-preprocess", "expected.safetensors");
    for (int i = 0; i < 14; i++) {
        char picture[32], name[48], prefix[16];
        struct config pre;

        snprintf(picture, sizeof picture, "in%02d.png", i);
        snprintf(name, sizeof name, "preprocessor_config_%02d.json", i);
        snprintf(prefix, sizeof prefix, "%02d_", i);
        pre = golden_config(&g, name);
        g.prefix = prefix;
        compare(&g, picture, NULL, &pre, 2e-6);
    }
    golden_close(&g);
}

static void model_case(const char *name)
{
    struct config config, pre = { 0 };
    struct golden g;
    char folder[128];

    snprintf(folder, sizeof folder, GOLDENS "/cases/%s", name);
    golden_open(&g, folder, "expected.safetensors");
    config = golden_config(&g, file_exists(golden_path(&g, "config.json"))
                                   ? "config.json"
                                   : "open_clip_config.json");
    if (file_exists(golden_path(&g, "preprocessor_config.json")))
        pre = golden_config(&g, "preprocessor_config.json");
    /* DINOv3 resizes floats: its reference is within 1e-5 itself. */
    compare(&g, "input.png", &config, &pre,
            name[0] == '1' && name[1] == '2' ? 1e-5 : 2e-6);
    golden_close(&g);
}

static void test_every_model_sees_the_pixels_it_was_trained_on(void **state)
{
    static const char *const cases[] = { "01-vit-hf",
                                         "02-vit-timm",
                                         "03a-deit-distilled-hf",
                                         "03b-deit-distilled-timm",
                                         "04a-dino",
                                         "04b-dino-interp",
                                         "05-dinov2",
                                         "06-dinov2-swiglu",
                                         "07-dinov2-registers",
                                         "08-clip",
                                         "09a-siglip-hf",
                                         "09b-siglip-timm",
                                         "10-vit-gap",
                                         "11-vit-registers-timm",
                                         "12a-dinov3",
                                         "12b-dinov3-gated",
                                         "13a-beit",
                                         "13b-beit-shared",
                                         "14a-mae",
                                         "14b-ijepa",
                                         "15-siglip2",
                                         "16-open-clip" };

    if (!golden_here("preprocessing of the model cases"))
        skip();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        model_case(cases[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_processor_gives_the_bytes_of_its_library),
        cmocka_unit_test(test_every_model_sees_the_pixels_it_was_trained_on),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
