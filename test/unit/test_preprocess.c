/* test_preprocess.c - what a processor is read from, how sizes are rounded,
 * what lies in the pixels, and what is said of configs that make no sense. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "io/json_file.h"
#include "nn/preprocess.h"

static struct arena keep;

static int open_arena(void **state)
{
    return arena_open(&keep, 64 << 20) ? 0 : -1;
}

static int close_arena(void **state)
{
    arena_close(&keep);
    return 0;
}

/* A config from JSON with ' for ". */
static struct config parsed(const char *source, const char *json)
{
    char *text = arena_string(&keep, json);
    struct error err = { "" };
    struct config c;
    struct file f;

    for (char *s = text; *s; s++)
        if (*s == '\'')
            *s = '"';
    f = file_of_memory(source, text, (ptrdiff_t)strlen(text));
    if (!config_read(&c, &f, &keep, &err))
        fail_msg("%s", err.text);
    return c;
}

static bool make(struct processor *p, const char *config, const char *pre,
                 struct error *err)
{
    struct config a = parsed("config.json", config ? config : "{}");
    struct config b = parsed("pre.json", pre ? pre : "{}");

    return processor_make(p, &a, &b, 0, 0, &keep, err);
}

static struct processor made(const char *config, const char *pre)
{
    struct error err = { "" };
    struct processor p;

    if (!make(&p, config, pre, &err))
        fail_msg("%s", err.text);
    return p;
}

static void refuses(const char *config, const char *pre, const char *file,
                    const char *key)
{
    struct error err = { "" };
    struct processor p;

    if (make(&p, config, pre, &err))
        fail_msg("took %s %s", config ? config : "", pre ? pre : "");
    if (!strstr(err.text, file) || !strstr(err.text, key))
        fail_msg("\"%s\" does not name %s and %s", err.text, file, key);
}

static void shows(const struct processor *p, const char *sentence)
{
    struct text t = text_new(&keep);

    processor_describe(&t, p);
    assert_string_equal(t.data, sentence);
}

/* Grey stripes: column x has the value 10 x. */
static struct image stripes(int width, int height)
{
    struct image im = image_new(&keep, width, height);

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            memset(image_at(&im, x, y), 10 * x, 3);
    return im;
}

static struct prepared ready(const struct processor *p, const struct image *im)
{
    struct error err = { "" };
    struct arena scratch = arena_carve(&keep, 8 << 20);
    struct prepared out;

    if (!prepare(&out, p, im, &keep, scratch, &err))
        fail_msg("%s", err.text);
    return out;
}

static void
test_a_key_that_is_absent_or_null_has_its_class_default(void **state)
{
    struct processor p;

    p = made(NULL, "{'image_processor_type': 'ViTImageProcessor'}");
    shows(&p, "ViTImageProcessor: resize to 224x224 (bilinear), times "
              "0.00392157, mean 0.5 0.5 0.5, std 0.5 0.5 0.5");
    p = made(NULL, "{'image_processor_type': 'DeiTImageProcessorFast',"
                   " 'size': null, 'resample': null}");
    shows(&p, "DeiTImageProcessorFast: resize to 256x256 (bicubic), crop the "
              "middle 224x224, times 0.00392157, mean 0.5 0.5 0.5, std 0.5 "
              "0.5 0.5");
    p = made(NULL, "{'feature_extractor_type': 'CLIPFeatureExtractor'}");
    shows(&p, "CLIPFeatureExtractor: resize the shorter edge to 224 "
              "(bicubic), crop the middle 224x224, times 0.00392157, mean "
              "0.4815 0.4578 0.4082, std 0.2686 0.2613 0.2758");
    p = made(NULL, "{'image_processor_type': 'DINOv3ViTImageProcessorFast',"
                   " 'do_center_crop': null}");
    shows(&p, "DINOv3ViTImageProcessorFast: resize to 224x224 (bilinear, in "
              "floating point), times 0.00392157, mean 0.485 0.456 0.406, std "
              "0.229 0.224 0.225");
}

static void test_without_a_class_the_kind_of_model_decides(void **state)
{
    struct processor p = made("{'model_type': 'dinov2'}", "{'size': 40}");

    assert_string_equal(p.name, "BitImageProcessor");
    assert_int_equal(p.resize, RESIZE_SHORTEST);
    p = made("{'model_type': 'siglip'}", "{'size': 40}");
    assert_string_equal(p.name, "SiglipImageProcessor");
    assert_int_equal(p.resize, RESIZE_SQUASH);
    p = made(NULL, "{'size': 40}");
    assert_string_equal(p.name, "ViTImageProcessor");
}

static void test_one_number_is_a_square_or_the_shorter_edge(void **state)
{
    struct processor p =
        made(NULL, "{'feature_extractor_type': 'ViTFeatureExtractor',"
                   " 'size': 28}");

    assert_int_equal(p.resize, RESIZE_SQUASH);
    assert_int_equal(p.resize_w, 28);
    p = made(NULL, "{'feature_extractor_type': 'CLIPFeatureExtractor',"
                   " 'size': 30, 'crop_size': 20}");
    assert_int_equal(p.resize, RESIZE_SHORTEST);
    assert_int_equal(p.resize_h, 30);
    assert_int_equal(p.crop_w, 20);
    p = made(NULL, "{'image_processor_type': 'CLIPImageProcessor',"
                   " 'size': {'height': 12, 'width': 16}}");
    assert_int_equal(p.resize, RESIZE_SQUASH);
    assert_int_equal(p.resize_h, 12);
}

static void test_without_any_file_the_size_is_the_models(void **state)
{
    struct config c = parsed("config.json", "{'model_type': 'deit'}");
    struct error err = { "" };
    struct processor p;
    int h, w;

    assert_true(processor_make(&p, &c, NULL, 112, 448, &keep, &err));
    assert_true(processor_size(&p, &h, &w));
    assert_int_equal(h, 112);
    assert_int_equal(w, 448);
    assert_int_equal(p.resize_h, 128);
    assert_int_equal(p.resize_w, 512);
}

static void test_timm_resizes_to_the_floor_of_size_by_crop_pct(void **state)
{
    struct processor p =
        made("{'architecture': 'vit_tiny_patch16_224', 'pretrained_cfg':"
             "{'input_size': [3, 224, 224], 'crop_pct': 0.9,"
             " 'interpolation': 'bicubic', 'mean': [0.5, 0.5, 0.5],"
             " 'std': [0.5, 0.5, 0.5]}}",
             NULL);

    shows(&p, "timm: resize the shorter edge to 248 (bicubic), crop the "
              "middle 224x224, times 0.00392157, mean 0.5 0.5 0.5, std 0.5 "
              "0.5 0.5");
    p = made("{'architecture': 'x', 'input_size': [3, 20, 30],"
             " 'crop_mode': 'border', 'interpolation': 'lanczos',"
             " 'mean': [0.5, 0, 1]}",
             NULL);
    assert_int_equal(p.resize, RESIZE_LONGEST);
    assert_int_equal(p.resize_h, 22); /* of 22.86: 0.875 */
    assert_int_equal(p.resize_w, 34);
    assert_int_equal(p.filter, FILTER_LANCZOS);
    assert_int_equal(p.fill[0], 128); /* 127.5, half to even */
    assert_int_equal(p.fill[2], 255);
}

/* The words of timm and open_clip for Pillow's filters. */
static void test_every_filter_has_a_name(void **state)
{
    static const char *const names[FILTER_COUNT] = {
        [FILTER_NEAREST] = "nearest",   [FILTER_LANCZOS] = "lanczos",
        [FILTER_BILINEAR] = "bilinear", [FILTER_BICUBIC] = "bicubic",
        [FILTER_BOX] = "box",           [FILTER_HAMMING] = "hamming",
    };

    for (int f = 0; f < FILTER_COUNT; f++) {
        char timm[96];

        snprintf(timm, sizeof timm,
                 "{'architecture': 'x', 'interpolation': '%s'}", names[f]);
        assert_int_equal(made(timm, NULL).filter, f);
    }
}

/* Their ResizeKeepRatio is not told the interpolation and has its own. */
static void
test_a_size_that_is_no_square_has_the_filter_of_the_library(void **state)
{
    struct processor p =
        made("{'architecture': 'x', 'interpolation': 'lanczos',"
             " 'input_size': [3, 20, 30]}",
             NULL);

    assert_int_equal(p.filter, FILTER_BILINEAR);
    p = made("{'model_cfg': {'vision_cfg': {'image_size': [20, 30]}},"
             " 'preprocess_cfg': {'interpolation': 'bilinear'}}",
             NULL);
    assert_int_equal(p.filter, FILTER_BICUBIC);
}

static void test_open_clip_takes_the_size_of_its_vision_tower(void **state)
{
    struct processor p =
        made("{'model_cfg': {'vision_cfg': {'image_size': [16, 24]}},"
             " 'preprocess_cfg': {'resize_mode': 'squash',"
             " 'interpolation': 'bilinear'}}",
             NULL);

    assert_int_equal(p.resize, RESIZE_SQUASH);
    assert_int_equal(p.resize_h, 16);
    assert_int_equal(p.resize_w, 24);
    assert_false(p.crop);
    p = made("{'model_cfg': {'embed_dim': 8}}", NULL);
    shows(&p, "open_clip: resize the shorter edge to 224 (bicubic), crop the "
              "middle 224x224, times 0.00392157, mean 0.4815 0.4578 0.4082, "
              "std 0.2686 0.2613 0.2758");
}

static void test_the_longer_edge_is_cut_off(void **state)
{
    struct processor p =
        made(NULL, "{'image_processor_type': 'CLIPImageProcessor',"
                   " 'size': {'shortest_edge': 10}, 'do_center_crop': false}");
    struct image im = stripes(17, 9);
    struct prepared got = ready(&p, &im);
    int h, w;

    assert_int_equal(got.h, 10);
    assert_int_equal(got.w, 18); /* of 18.89 */
    assert_false(processor_size(&p, &h, &w));
}

static void test_a_box_is_covered_or_fitted_into(void **state)
{
    struct processor p = { .resize = RESIZE_SHORTEST,
                           .resize_h = 10,
                           .resize_w = 30,
                           .filter = FILTER_BILINEAR,
                           .name = "" };
    struct image im = stripes(20, 15);
    struct prepared got = ready(&p, &im);

    assert_int_equal(got.h, 22); /* 22.5, half to even */
    assert_int_equal(got.w, 30);
    p.resize = RESIZE_LONGEST;
    got = ready(&p, &im);
    assert_int_equal(got.h, 10);
    assert_int_equal(got.w, 13);
}

/* Four of seven columns: the margin of 1.5 goes down, or to the even 2. */
static void test_an_odd_margin_is_rounded_as_the_library_does(void **state)
{
    struct processor p = { .crop = true, .crop_h = 1, .crop_w = 4, .name = "" };
    struct image im = stripes(7, 1);
    struct prepared got = ready(&p, &im);

    assert_int_equal(got.pixels.pixels[0], 10);
    assert_true(got.x0 == 1 && got.x1 == 5);
    p.crop_even = true;
    got = ready(&p, &im);
    assert_int_equal(got.pixels.pixels[0], 20);
    assert_true(got.x0 == 2 && got.x1 == 6);
}

static void test_a_small_picture_is_padded(void **state)
{
    struct processor p = {
        .crop = true, .crop_h = 1, .crop_w = 5, .fill = { 7, 7, 7 }, .name = ""
    };
    struct image im = stripes(2, 1);
    struct prepared got = ready(&p, &im);
    static const float hf[5] = { 7, 7, 0, 10, 7 }, timm[5] = { 7, 0, 10, 7, 7 },
                       floats[5] = { 0, 0, 10, 0, 0 };

    assert_memory_equal(got.values, hf, sizeof hf);
    assert_true(got.x0 == -2 && got.x1 == 3);
    p.crop_even = true;
    got = ready(&p, &im);
    assert_memory_equal(got.values, timm, sizeof timm);
    p.crop_even = false;
    p.float_resize = true; /* pads as torchvision does, with 0 */
    p.resize = RESIZE_SQUASH;
    p.resize_h = 1;
    p.resize_w = 2;
    p.filter = FILTER_BILINEAR;
    got = ready(&p, &im);
    assert_memory_equal(got.values, floats, sizeof floats);
}

static void test_values_are_planes_rescaled_and_normalised(void **state)
{
    struct processor p = { .rescale = true,
                           .factor = 1 / 255.0,
                           .normalize = true,
                           .mean = { 0, 0.5f, 1 },
                           .std = { 1, 0.5f, 2 },
                           .name = "" };
    struct image im = image_new(&keep, 2, 1);
    struct prepared got;
    static const float want[6] = { 0, 1, -1, 1, -0.5f, 0 };

    memset(image_at(&im, 1, 0), 255, 3);
    got = ready(&p, &im);
    assert_memory_equal(got.values, want, sizeof want);
    p.float_resize = true;
    p.resize = RESIZE_SQUASH;
    p.filter = FILTER_BILINEAR;
    p.resize_w = 2;
    p.resize_h = 1;
    got = ready(&p, &im);
    assert_memory_equal(got.values, want, sizeof want);
    assert_null(got.pixels.pixels);
}

/* 40 x 20 to a shorter edge of 10, of which the middle 8 x 8: a pixel of the
 * model is 2 of the picture. */
static void test_what_the_model_sees_is_told_in_source_pixels(void **state)
{
    struct processor p = { .resize = RESIZE_SHORTEST,
                           .resize_h = 10,
                           .resize_w = 10,
                           .filter = FILTER_BICUBIC,
                           .crop = true,
                           .crop_h = 8,
                           .crop_w = 8,
                           .name = "" };
    struct image im = stripes(40, 20);
    struct prepared got = ready(&p, &im);

    assert_true(got.x0 == 12 && got.x1 == 28);
    assert_true(got.y0 == 2 && got.y1 == 18);
    assert_int_equal(got.resized.width, 20);
}

static void
test_another_resolution_scales_the_resize_with_the_crop(void **state)
{
    struct processor p =
        made(NULL, "{'image_processor_type': 'BitImageProcessor',"
                   " 'size': {'shortest_edge': 256}}");

    processor_resize_to(&p, 448, 448);
    assert_int_equal(p.resize_h, 512);
    assert_int_equal(p.resize, RESIZE_SHORTEST);
    assert_int_equal(p.crop_w, 448);
    p = made(NULL, "{'image_processor_type': 'ViTImageProcessor'}");
    processor_resize_to(&p, 48, 64);
    assert_int_equal(p.resize, RESIZE_SQUASH);
    assert_int_equal(p.resize_w, 64);
    p = made(NULL, "{'image_processor_type': 'ViTImageProcessor',"
                   " 'do_resize': false}");
    processor_resize_to(&p, 48, 64);
    assert_int_equal(p.resize, RESIZE_SQUASH);
}

static void test_nonsense_in_a_preprocessor_config_is_refused(void **state)
{
    static const struct {
        const char *json, *key;
    } cases[] = {
        { "{'image_processor_type': 'DonutImageProcessor'}",
          "DonutImageProcessor" },
        { "{'image_processor_type': 'ViT'}", "image_processor_type" },
        { "{'image_processor_type': 3}", "image_processor_type" },
        { "{'size': 0}", "size" },
        { "{'size': -1}", "size" },
        { "{'size': 16385}", "size" },
        { "{'size': 1e300}", "size" },
        { "{'size': 22.5}", "size" },
        { "{'size': '224'}", "size" },
        { "{'size': true}", "size" },
        { "{'size': {}}", "size" },
        { "{'size': []}", "size" },
        { "{'size': [3, 4, 5]}", "size" },
        { "{'size': [4, 0]}", "size.1" },
        { "{'size': {'height': 4}}", "size" },
        { "{'size': {'height': 4, 'width': -4}}", "size.width" },
        { "{'size': {'shortest_edge': 0}}", "size.shortest_edge" },
        { "{'size': {'longest_edge': 8}}", "longest edge" },
        { "{'resample': 6}", "resample" },
        { "{'resample': -1}", "resample" },
        { "{'resample': 2.5}", "resample" },
        { "{'resample': 'bicubic'}", "resample" },
        { "{'do_resize': 1}", "do_resize" },
        { "{'do_center_crop': 'no'}", "do_center_crop" },
        { "{'do_center_crop': true, 'crop_size': {'height': 3}}", "crop_size" },
        { "{'do_center_crop': true, 'crop_size': 1e9}", "crop_size" },
        { "{'do_pad': true}", "do_pad" },
        { "{'rescale_factor': 0}", "rescale_factor" },
        { "{'rescale_factor': 'x'}", "rescale_factor" },
        { "{'image_std': [0.5, 0, 0.5]}", "image_std" },
        { "{'image_std': [0.5, 1e-300, 0.5]}", "image_std" },
        { "{'image_std': 0}", "image_std" },
        { "{'image_mean': [0.5, 0.5]}", "image_mean" },
        { "{'image_mean': [0.5, null, 0.5]}", "image_mean" },
        { "{'image_mean': [0.5, 'x', 0.5]}", "image_mean" },
        { "{'image_mean': [0.5, 1e300, 0.5]}", "image_mean" },
        { "{'image_mean': {'r': 0.5, 'g': 0.5, 'b': 0.5}}", "image_mean" },
        { "{'image_processor_type': 'DINOv3ViTImageProcessorFast',"
          "'resample': 1}",
          "lanczos" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        refuses(NULL, cases[i].json, "pre.json", cases[i].key);
}

static void test_nonsense_in_timm_and_open_clip_configs_is_refused(void **state)
{
    static const struct {
        const char *json, *key;
    } cases[] = {
        { "{'pretrained_cfg': {'input_size': [1, 28, 28]}}", "input_size.0" },
        { "{'pretrained_cfg': {'input_size': [3, 0, 28]}}", "input_size.1" },
        { "{'pretrained_cfg': {'crop_pct': 0}}", "crop_pct" },
        { "{'pretrained_cfg': {'crop_pct': 1e-9}}", "crop_pct" },
        { "{'pretrained_cfg': {'crop_pct': 1e9}}", "crop_pct" },
        { "{'pretrained_cfg': {'crop_mode': 'middle'}}", "crop_mode" },
        { "{'pretrained_cfg': {'interpolation': 'cubic'}}", "interpolation" },
        { "{'pretrained_cfg': {'std': [1, 1, 0]}}", "std" },
        { "{'model_cfg': {'vision_cfg': {'image_size': 0}}}", "image_size" },
        { "{'model_cfg': {'vision_cfg': {'image_size': [3, 4, 5]}}}",
          "image_size" },
        { "{'model_cfg': {}, 'preprocess_cfg': {'resize_mode': 'tile'}}",
          "resize_mode" },
        { "{'model_cfg': {}, 'preprocess_cfg': {'fill_color': 256}}",
          "fill_color" },
        { "{'model_cfg': {}, 'preprocess_cfg': {'std': 0}}", "std" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        refuses(cases[i].json, NULL, "config.json", cases[i].key);
}

static void test_flags_switch_steps_off_and_their_keys_with_them(void **state)
{
    struct processor p =
        made(NULL, "{'do_resize': false, 'size': -1, 'do_center_crop': false,"
                   " 'crop_size': 0, 'do_normalize': false, 'image_std': 0,"
                   " 'do_rescale': false, 'rescale_factor': 0}");

    shows(&p, "ViTImageProcessor: no resize");
}

static void test_a_result_too_large_is_a_sentence(void **state)
{
    struct processor p = { .resize = RESIZE_SHORTEST,
                           .resize_h = 16384,
                           .resize_w = 16384,
                           .filter = FILTER_LANCZOS,
                           .name = "" };
    struct image wide = image_new(&keep, 65535, 1), one = stripes(1, 1);
    struct error err = { "" };
    struct prepared out;

    assert_false(prepare(&out, &p, &wide, &keep, keep, &err));
    assert_non_null(strstr(err.text, "65535x1"));
    p.resize = RESIZE_SQUASH;
    assert_false(prepare(&out, &p, &one, &keep, keep, &err));
    assert_non_null(strstr(err.text, "16384x16384"));
}

/* Bilinear, 3 to 2: a triangle 1.5 wide around 0.75 weighs column 0 by 5/6
 * and column 1 by 1/2; 10 * (1/2) / (4/3) = 3.75. */
static void test_the_filter_is_widened_when_the_picture_shrinks(void **state)
{
    struct image in = stripes(3, 1), out = image_new(&keep, 1, 1);

    image_resize(&out, &in, FILTER_BOX, keep);
    assert_int_equal(out.pixels[0], 10);
    image_resize(&out, &in, FILTER_NEAREST, keep);
    assert_int_equal(out.pixels[0], 10);
    out = image_new(&keep, 2, 1);
    image_resize(&out, &in, FILTER_BILINEAR, keep);
    assert_int_equal(out.pixels[0], 4);
    assert_int_equal(out.pixels[3], 16);
}

static void test_flat_colour_stays_flat_under_every_filter(void **state)
{
    struct image in = image_new(&keep, 37, 23), out = image_new(&keep, 11, 61);

    memset(in.pixels, 255, 3 * 37 * 23);
    for (int f = 0; f < FILTER_COUNT; f++) {
        memset(out.pixels, 0, 3 * 11 * 61);
        image_resize(&out, &in, (enum filter)f, keep);
        for (int i = 0; i < 3 * 11 * 61; i++)
            assert_int_equal(out.pixels[i], 255);
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)
    const struct CMUnitTest tests[] = {
        T(test_a_key_that_is_absent_or_null_has_its_class_default),
        T(test_without_a_class_the_kind_of_model_decides),
        T(test_one_number_is_a_square_or_the_shorter_edge),
        T(test_without_any_file_the_size_is_the_models),
        T(test_timm_resizes_to_the_floor_of_size_by_crop_pct),
        T(test_every_filter_has_a_name),
        T(test_a_size_that_is_no_square_has_the_filter_of_the_library),
        T(test_open_clip_takes_the_size_of_its_vision_tower),
        T(test_the_longer_edge_is_cut_off),
        T(test_a_box_is_covered_or_fitted_into),
        T(test_an_odd_margin_is_rounded_as_the_library_does),
        T(test_a_small_picture_is_padded),
        T(test_values_are_planes_rescaled_and_normalised),
        T(test_what_the_model_sees_is_told_in_source_pixels),
        T(test_another_resolution_scales_the_resize_with_the_crop),
        T(test_nonsense_in_a_preprocessor_config_is_refused),
        T(test_nonsense_in_timm_and_open_clip_configs_is_refused),
        T(test_flags_switch_steps_off_and_their_keys_with_them),
        T(test_a_result_too_large_is_a_sentence),
        T(test_the_filter_is_widened_when_the_picture_shrinks),
        T(test_flat_colour_stays_flat_under_every_filter),
    };
#undef T

    return cmocka_run_group_tests(tests, NULL, NULL);
}
