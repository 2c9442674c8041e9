/* test_plot.c - bars, vectors, grids, maps and numbers as cells. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "view/colormap.h"
#include "view/plot.h"
#include "view/render.h"

static struct arena arena;

static int open_arena(void **state)
{
    return arena_open(&arena, 1 << 24) ? 0 : -1;
}

static int close_arena(void **state)
{
    arena_close(&arena);
    return 0;
}

static struct canvas make(int w, int h, enum depth depth, bool ascii)
{
    return canvas_new(&arena, w, h, depth, ascii, THEME_DARK);
}

static const char *shown(const struct canvas *c)
{
    struct text out = text_new(&arena);

    render_text(&out, c);
    return out.data;
}

static uint32_t half(const struct canvas *c, int x, int y2)
{
    uint32_t p[2];

    canvas_pixels_at(c, x, y2 / 2, &p[0], &p[1]);
    return p[y2 & 1];
}

/* --- bars ---------------------------------------------------------------- */

static void test_a_bar_is_as_long_as_its_share_in_eighths(void **state)
{
    struct canvas c = make(8, 1, DEPTH_24BIT, false);

    plot_bar(&c, 0, 0, 8, 0.5 + 3 / 64.0, 1, ROLE_BAR);
    assert_string_equal(shown(&c), "████▍\n");
}

static void test_a_bar_shows_what_is_little_and_hides_what_is_none(void **state)
{
    struct canvas c = make(8, 2, DEPTH_24BIT, false);

    plot_bar(&c, 0, 0, 8, 1e-9, 1, ROLE_BAR);
    plot_bar(&c, 0, 1, 8, 0, 1, ROLE_BAR);
    assert_string_equal(shown(&c), "▏\n\n");
}

static void test_a_bar_never_leaves_its_width(void **state)
{
    struct canvas c = make(8, 3, DEPTH_24BIT, false);

    plot_bar(&c, 0, 0, 4, 9, 1, ROLE_BAR);
    plot_bar(&c, 0, 1, 4, INFINITY, 1, ROLE_BAR);
    plot_bar(&c, 0, 2, 4, NAN, 1, ROLE_BAR);
    assert_string_equal(shown(&c), "████\n████\n\n");
}

static void test_an_ascii_bar_counts_halves(void **state)
{
    struct canvas c = make(8, 2, DEPTH_MONO, true);

    plot_bar(&c, 0, 0, 8, 0.5, 1, ROLE_BAR);
    plot_bar(&c, 0, 1, 8, 0.5 + 2 / 64.0, 1, ROLE_BAR);
    assert_string_equal(shown(&c), "####\n####=\n");
}

static void test_a_bar_without_colours_has_no_attributes(void **state)
{
    struct canvas c = make(4, 1, DEPTH_MONO, false);

    plot_bar(&c, 0, 0, 4, 1, 1, ROLE_CHOSEN);
    assert_int_equal(canvas_look(&c, canvas_at(&c, 0, 0)).attrs, 0);
}

static void test_a_signed_bar_grows_from_the_middle(void **state)
{
    struct canvas c = make(9, 2, DEPTH_24BIT, false);

    plot_signed_bar(&c, 0, 0, 9, 0.5, 1);
    plot_signed_bar(&c, 0, 1, 9, -0.5 - 1 / 8.0, 1);
    assert_string_equal(shown(&c), "    │██\n ▐██│\n");
    assert_int_equal(canvas_at(&c, 5, 0)->role, ROLE_PLUS);
    assert_int_equal(canvas_at(&c, 3, 1)->role, ROLE_MINUS);
}

/* One eighth from the right is seven eighths from the left, reversed. */
static void test_eighths_from_the_right_are_reversed(void **state)
{
    struct canvas c = make(9, 1, DEPTH_24BIT, false);

    plot_signed_bar(&c, 0, 0, 9, -1 / 32.0, 1);
    assert_int_equal(canvas_at(&c, 3, 0)->glyph, 0x2589);
    assert_int_equal(canvas_at(&c, 3, 0)->attrs, LOOK_REVERSE);
}

/* --- vectors ------------------------------------------------------------- */

static void test_a_vector_stands_and_hangs_from_its_line(void **state)
{
    struct canvas c = make(4, 2, DEPTH_24BIT, false);
    float v[] = { 1, -1, 0.5f, -0.5f };

    assert_true(plot_vector(&c, (struct rect){ 0, 0, 4, 2 }, v, 4, 0) == 1);
    assert_string_equal(shown(&c), "█▁▄▁\n █ ▀\n");
}

static void test_a_column_shows_the_furthest_of_its_share(void **state)
{
    struct canvas c = make(2, 2, DEPTH_24BIT, false);
    float v[] = { 0, 0.1f, -1, 1, 0, 0.2f };

    plot_vector(&c, (struct rect){ 0, 0, 2, 2 }, v, 6, 1);
    assert_string_equal(shown(&c), "▁█\n█\n");
}

static void test_a_vector_keeps_to_its_rect_whatever_it_holds(void **state)
{
    struct canvas c = make(6, 6, DEPTH_24BIT, false);
    float v[] = { INFINITY, -INFINITY, NAN, 99 };

    plot_vector(&c, (struct rect){ 1, 1, 4, 4 }, v, 4, 1);
    assert_string_equal(shown(&c), "\n █  █\n █▁▁█\n  █\n  █\n\n");
}

static void test_a_spark_has_eight_heights(void **state)
{
    struct canvas c = make(4, 1, DEPTH_24BIT, false);
    struct canvas a = make(4, 1, DEPTH_24BIT, true);
    float v[] = { 0, 0.5f, 1, NAN };

    plot_spark(&c, 0, 0, v, 4, 1, ROLE_BAR);
    assert_string_equal(shown(&c), "▁▄█\n");
    plot_spark(&a, 0, 0, v, 4, 1, ROLE_BAR);
    assert_string_equal(shown(&a), "_=#\n");
}

static void test_a_line_joins_its_points(void **state)
{
    struct canvas c = make(2, 2, DEPTH_24BIT, false);
    double v[] = { 0, 1 };

    plot_line(&c, (struct rect){ 0, 0, 2, 2 }, v, 2, 0, 1, ROLE_BAR);
    assert_string_equal(shown(&c), " ⡜\n⡜\n");
}

static void test_a_line_leaves_gaps_where_there_are_no_numbers(void **state)
{
    struct canvas c = make(5, 3, DEPTH_MONO, true);
    double v[] = { 0, 0, NAN, 1, 1 };

    plot_line(&c, (struct rect){ 0, 0, 5, 3 }, v, 5, 0, 1, ROLE_BAR);
    assert_string_equal(shown(&c), "   **\n\n**\n");
}

/* --- grids --------------------------------------------------------------- */

static void test_patches_are_square_and_of_one_size(void **state)
{
    struct grid_layout g = grid_fit((struct rect){ 2, 1, 34, 12 }, 3, 3);

    assert_true(g.even);
    assert_int_equal(g.area.w, 24);
    assert_int_equal(g.area.h, 12);
    assert_int_equal(g.area.x, 7);
    for (int row = 0; row < 3; row++)
        for (int col = 0; col < 3; col++) {
            struct rect r = grid_cell(&g, row, col);

            assert_int_equal(r.w, 8);
            assert_int_equal(r.h, 4);
        }
}

static void test_a_grid_never_leaves_its_rect(void **state)
{
    for (int w = 0; w < 50; w += 3)
        for (int h = 0; h < 30; h += 2)
            for (int n = 1; n < 40; n += 3) {
                struct grid_layout g =
                    grid_fit((struct rect){ 5, 7, w, h }, n, n + n % 4);

                assert_true(g.area.x >= 5 && g.area.x + g.area.w <= 5 + w);
                assert_true(g.area.y >= 7 && g.area.y + g.area.h <= 7 + h);
                assert_true(!w || !h || (g.area.w > 0 && g.area.h > 0));
            }
}

/* Every patch can be clicked at its own first cell where it has one. */
static void test_a_click_finds_the_patch_that_lies_there(void **state)
{
    struct rect r = { 3, 2, 40, 20 };

    for (int gh = 1; gh <= 16; gh++)
        for (int gw = 1; gw <= 16; gw += 3) {
            struct grid_layout g = grid_fit(r, gh, gw);

            if (g.rows < 2 * gh)
                continue;
            for (int i = 0; i < gh * gw; i++) {
                struct rect cell = grid_cell(&g, i / gw, i % gw);

                assert_int_equal(
                    grid_hit(&g, cell.x + cell.w - 1, cell.y + cell.h / 2), i);
            }
        }
}

static void test_a_click_beside_the_grid_finds_nothing(void **state)
{
    struct grid_layout g = grid_fit((struct rect){ 4, 4, 24, 12 }, 3, 3);

    assert_int_equal(grid_hit(&g, 3, 5), -1);
    assert_int_equal(grid_hit(&g, 4, 3), -1);
    assert_int_equal(grid_hit(&g, 28, 5), -1);
    assert_int_equal(grid_hit(&g, 5, 16), -1);
    assert_int_equal(grid_hit(&g, 4, 4), 0);
}

static void test_half_the_room_is_not_left_empty(void **state)
{
    struct grid_layout g = grid_fit((struct rect){ 0, 0, 28, 13 }, 14, 14);

    assert_int_equal(g.area.h, 13);
    assert_int_equal(g.area.w, 26);
    assert_false(g.even);
}

static void test_patches_that_do_not_fit_share_half_cells_evenly(void **state)
{
    struct grid_layout g = grid_fit((struct rect){ 0, 0, 20, 10 }, 37, 37);

    assert_int_equal(g.per, 2);
    assert_int_equal(g.area.w, 19);
    assert_int_equal(g.area.h, 10);
}

/* --- maps ---------------------------------------------------------------- */

static struct grid_layout draw_map(struct canvas *c, const float *v, int n,
                                   bool diverging)
{
    struct grid_layout g =
        grid_fit((struct rect){ 0, 0, c->width, c->height }, n, n);

    plot_heat(c, &g,
              &(struct heat){ .values = v,
                              .low = 0,
                              .high = 1,
                              .diverging = diverging,
                              .alpha = 1 });
    return g;
}

static void test_a_flat_map_has_the_colours_of_its_numbers(void **state)
{
    struct canvas c = make(4, 2, DEPTH_24BIT, false);
    float v[] = { 0, 0.25f, 0.5f, 1 };

    draw_map(&c, v, 2, false);
    assert_int_equal(half(&c, 0, 0), colormap_heat(THEME_DARK, 0));
    assert_int_equal(half(&c, 2, 1), colormap_heat(THEME_DARK, 0.25));
    assert_int_equal(half(&c, 1, 2), colormap_heat(THEME_DARK, 0.5));
    assert_int_equal(half(&c, 3, 3), colormap_heat(THEME_DARK, 1));
}

static void test_a_missing_number_leaves_what_is_there(void **state)
{
    struct canvas c = make(4, 2, DEPTH_24BIT, false);
    float v[] = { NAN, 0.25f, 0.5f, 1 };

    canvas_pixels(&c, 0, 0, 0x112233, 0x445566);
    canvas_put(&c, 1, 0, 'x', ROLE_TEXT);
    draw_map(&c, v, 2, false);
    assert_int_equal(half(&c, 0, 0), 0x112233);
    assert_int_equal(canvas_at(&c, 1, 0)->glyph, 'x');
}

static void
test_ink_grows_with_the_number_where_there_is_no_colour(void **state)
{
    static const char ramp[] = " .:-=+*#%@";

    for (int depth = DEPTH_MONO; depth <= DEPTH_16; depth++) {
        const char *before = ramp;

        for (int i = 0; i <= 20; i++) {
            struct canvas c = make(2, 1, (enum depth)depth, true);
            float v = (float)i / 20;
            const char *at;

            draw_map(&c, &v, 1, false);
            at = strchr(ramp, (int)canvas_at(&c, 0, 0)->glyph);
            assert_non_null(at);
            assert_true(at >= before);
            before = at;
        }
        assert_int_equal(*before, '@');
    }
}

static void test_signs_differ_without_colour(void **state)
{
    for (int ascii = 0; ascii < 2; ascii++)
        for (int i = 3; i <= 10; i++) {
            struct canvas c = make(2, 1, DEPTH_MONO, ascii);
            float v = (float)i / 10, w = -v;
            uint32_t plus;

            draw_map(&c, &v, 1, true);
            plus = canvas_at(&c, 0, 0)->glyph;
            draw_map(&c, &w, 1, true);
            assert_int_not_equal(canvas_at(&c, 0, 0)->glyph, plus);
        }
}

static void test_the_strongest_of_those_that_share_is_shown(void **state)
{
    struct canvas c = make(10, 5, DEPTH_24BIT, false);
    float v[20 * 20] = { 0 };
    struct grid_layout g;

    v[7 * 20 + 13] = 1;
    g = draw_map(&c, v, 20, false);
    assert_int_equal(g.per, 2);
    assert_int_equal(half(&c, 6, 3), colormap_heat(THEME_DARK, 1));
    assert_int_equal(half(&c, 7, 3), colormap_heat(THEME_DARK, 0));
}

/* Two rows of one patch each: where there are no half cells, the cell shows
 * the stronger, whichever is above. */
static void test_a_cell_without_halves_shows_the_stronger(void **state)
{
    static const float pairs[][2] = { { 1, 0 }, { 0, 1 }, { 1, 0.5f } };

    for (int depth = DEPTH_MONO; depth <= DEPTH_16; depth++)
        for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
            struct canvas c = make(1, 1, (enum depth)depth, true);
            struct grid_layout g = grid_fit((struct rect){ 0, 0, 1, 1 }, 2, 1);

            plot_heat(&c, &g,
                      &(struct heat){
                          .values = pairs[i], .high = 1, .alpha = 1 });
            assert_int_equal(canvas_at(&c, 0, 0)->glyph, '@');
        }
}

static void test_a_map_over_a_picture_shows_both(void **state)
{
    struct canvas c = make(2, 1, DEPTH_24BIT, false);
    struct image im = image_new(&arena, 2, 1);
    struct grid_layout g = grid_fit((struct rect){ 0, 0, 2, 1 }, 1, 1);
    float v = 0.5f;

    memset(image_at(&im, 1, 0), 255, 3);
    plot_heat(
        &c, &g,
        &(struct heat){ .values = &v, .high = 1, .alpha = 0.5, .under = &im });
    assert_true(color_luma(half(&c, 1, 0)) > color_luma(half(&c, 0, 0)) + 20);
}

static void test_what_is_not_kept_is_dimmed(void **state)
{
    struct canvas c = make(4, 2, DEPTH_24BIT, false);
    struct grid_layout g = grid_fit((struct rect){ 0, 0, 4, 2 }, 2, 2);
    float v[] = { 1, 1, 1, 1 };
    unsigned char kept[] = { 1, 0, 1, 1 };

    plot_heat(
        &c, &g,
        &(struct heat){ .values = v, .high = 1, .alpha = 1, .kept = kept });
    assert_true(color_luma(half(&c, 2, 0)) < color_luma(half(&c, 0, 0)) / 2);
}

static void test_a_picture_is_averaged_by_area(void **state)
{
    struct canvas c = make(1, 1, DEPTH_24BIT, false);
    struct image im = image_new(&arena, 3, 2);

    /* upper row: 30, 60, 90; lower row: black */
    for (int x = 0; x < 3; x++)
        memset(image_at(&im, x, 0), 30 * (x + 1), 3);
    plot_picture(&c, (struct rect){ 0, 0, 1, 1 }, &im);
    assert_int_equal(half(&c, 0, 0), 0x3c3c3c);
    assert_int_equal(half(&c, 0, 1), 0);
}

static void test_an_enlarged_picture_keeps_its_pixels(void **state)
{
    struct canvas c = make(4, 2, DEPTH_24BIT, false);
    struct image im = image_new(&arena, 2, 2);

    memset(image_at(&im, 1, 1), 200, 3);
    plot_picture(&c, (struct rect){ 0, 0, 4, 2 }, &im);
    for (int y = 0; y < 4; y++)
        for (int x = 0; x < 4; x++)
            assert_int_equal(half(&c, x, y), x > 1 && y > 1 ? 0xc8c8c8 : 0);
}

/* --- marks and keys ------------------------------------------------------ */

static void test_a_mark_frames_its_patch_alone(void **state)
{
    struct canvas c = make(24, 12, DEPTH_24BIT, false);
    struct grid_layout g = grid_fit((struct rect){ 0, 0, 24, 12 }, 3, 3);
    uint32_t rgb = theme_look(THEME_DARK, ROLE_CHOSEN).fg;
    int framed = 0;

    plot_mark(&c, &g, 1, 1, ROLE_CHOSEN);
    for (int y = 0; y < 24; y++)
        for (int x = 0; x < 24; x++)
            if (half(&c, x, y) == rgb) {
                assert_in_range(x, 8, 15);
                assert_in_range(y, 8, 15);
                framed++;
            }
    assert_int_equal(framed, 28);
}

static void test_marks_differ_without_colour(void **state)
{
    struct canvas c = make(16, 4, DEPTH_MONO, true);
    struct grid_layout g = grid_fit((struct rect){ 0, 0, 16, 4 }, 1, 2);

    plot_mark(&c, &g, 0, 0, ROLE_CHOSEN);
    plot_mark(&c, &g, 0, 1, ROLE_QUERY);
    assert_string_equal(shown(&c), "+------++      +\n"
                                   "|      |\n"
                                   "|      |\n"
                                   "+------++      +\n");
}

static void test_a_small_patch_is_bracketed(void **state)
{
    struct canvas c = make(6, 3, DEPTH_MONO, true);
    struct grid_layout g = grid_fit((struct rect){ 0, 0, 6, 3 }, 3, 3);
    float v[9] = { 0, 0, 0, 0, 1, 0, 0, 0, 0 };

    plot_heat(&c, &g, &(struct heat){ .values = v, .high = 1, .alpha = 1 });
    plot_mark(&c, &g, 1, 1, ROLE_CHOSEN);
    assert_string_equal(shown(&c), "\n [@@]\n\n");
}

static void test_a_key_has_numbers_at_both_ends(void **state)
{
    struct canvas c = make(24, 1, DEPTH_MONO, true);

    plot_key(&c, (struct rect){ 0, 0, 24, 1 }, 0, 0.402, false);
    assert_string_equal(shown(&c), "0  ..:--==++**#%%@ 0.402\n");
}

/* --- numbers ------------------------------------------------------------- */

static void is(double v, double max, const char *text)
{
    char out[24];

    assert_string_equal(digits_text(out, v, max), text);
}

static void test_numbers_of_a_row_have_the_same_decimals(void **state)
{
    is(0.40213, 0.5, "0.402");
    is(0.00213, 0.5, "0.002");
    is(0.5774, 0.0935, "0.5774");
    is(0.0193, 0.0193, "0.0193");
    is(0.00073, 0.005, "0.00073");
    is(-0.0123, 0.09, "-0.0123");
    is(-0.00123, 0.009, "-0.0012");
    is(-12.345, 24.9, "-12.35");
    is(1.23e-05, 5e-05, "1.2e-05");
    is(-1.25e-05, 5e-05, "-1e-05");
    is(0, 0, "0");
    is(0, 0.5, "0.000");
    is(0.3, 0, "0.300");
    is(123456, 200000, "1.2e+05");
    is(NAN, 1, "nan");
    is(-INFINITY, 1, "-inf");
}

static void test_no_number_is_too_wide(void **state)
{
    char out[24];

    for (int e = -40; e <= 37; e++)
        for (int m = -95; m <= 95; m += 19)
            for (int of = -6; of <= 6; of++)
                assert_true(strlen(digits_text(out, m * pow(10, e) / 9.5,
                                               pow(10, of))) <= DIGITS_W);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_bar_is_as_long_as_its_share_in_eighths),
        TEST(test_a_bar_shows_what_is_little_and_hides_what_is_none),
        TEST(test_a_bar_never_leaves_its_width),
        TEST(test_an_ascii_bar_counts_halves),
        TEST(test_a_bar_without_colours_has_no_attributes),
        TEST(test_a_signed_bar_grows_from_the_middle),
        TEST(test_eighths_from_the_right_are_reversed),
        TEST(test_a_vector_stands_and_hangs_from_its_line),
        TEST(test_a_column_shows_the_furthest_of_its_share),
        TEST(test_a_vector_keeps_to_its_rect_whatever_it_holds),
        TEST(test_a_spark_has_eight_heights),
        TEST(test_a_line_joins_its_points),
        TEST(test_a_line_leaves_gaps_where_there_are_no_numbers),
        TEST(test_patches_are_square_and_of_one_size),
        TEST(test_a_grid_never_leaves_its_rect),
        TEST(test_a_click_finds_the_patch_that_lies_there),
        TEST(test_a_click_beside_the_grid_finds_nothing),
        TEST(test_half_the_room_is_not_left_empty),
        TEST(test_patches_that_do_not_fit_share_half_cells_evenly),
        TEST(test_a_flat_map_has_the_colours_of_its_numbers),
        TEST(test_a_missing_number_leaves_what_is_there),
        TEST(test_ink_grows_with_the_number_where_there_is_no_colour),
        TEST(test_signs_differ_without_colour),
        TEST(test_the_strongest_of_those_that_share_is_shown),
        TEST(test_a_cell_without_halves_shows_the_stronger),
        TEST(test_a_map_over_a_picture_shows_both),
        TEST(test_what_is_not_kept_is_dimmed),
        TEST(test_a_picture_is_averaged_by_area),
        TEST(test_an_enlarged_picture_keeps_its_pixels),
        TEST(test_a_mark_frames_its_patch_alone),
        TEST(test_marks_differ_without_colour),
        TEST(test_a_small_patch_is_bracketed),
        TEST(test_a_key_has_numbers_at_both_ends),
        TEST(test_numbers_of_a_row_have_the_same_decimals),
        TEST(test_no_number_is_too_wide),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
