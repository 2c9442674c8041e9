/* test_render.c - a canvas as text, ANSI and SVG. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "view/plot.h"
#include "view/render.h"

static struct arena arena;

static int open_arena(void **state)
{
    return arena_open(&arena, 1 << 26) ? 0 : -1;
}

static int close_arena(void **state)
{
    arena_close(&arena);
    return 0;
}

static struct canvas make(int w, int h, enum depth depth)
{
    return canvas_new(&arena, w, h, depth, false, THEME_DARK);
}

typedef void render_fn(struct text *out, const struct canvas *c);

static const char *rendered(render_fn *render, const struct canvas *c)
{
    struct text out = text_new(&arena);

    render(&out, c);
    return out.data;
}

static int count(const char *s, const char *part)
{
    int n = 0;

    for (; (s = strstr(s, part)); s++)
        n++;
    return n;
}

static void test_text_has_no_trailing_blanks(void **state)
{
    struct canvas c = make(9, 2, DEPTH_24BIT);

    canvas_text(&c, 2, 0, 7, ROLE_TEXT, "CLS");
    assert_string_equal(rendered(render_text, &c), "  CLS\n\n");
}

static void test_pictures_are_shades_in_text(void **state)
{
    struct canvas c = make(3, 1, DEPTH_24BIT);

    canvas_pixels(&c, 0, 0, 0xffffff, 0xffffff);
    canvas_pixels(&c, 1, 0, 0x808080, 0x808080);
    canvas_pixels(&c, 2, 0, 0, 0);
    assert_string_equal(rendered(render_text, &c), "█▒\n");
}

static void test_plain_cells_need_no_sequences(void **state)
{
    struct canvas c = make(5, 1, DEPTH_24BIT);

    canvas_text(&c, 0, 0, 5, ROLE_TEXT, "plain");
    assert_string_equal(rendered(render_ansi, &c), "plain\n");
}

static void test_only_what_changes_is_sent(void **state)
{
    struct canvas c = make(4, 1, DEPTH_24BIT);

    canvas_text(&c, 0, 0, 4, ROLE_TEXT, "abcd");
    canvas_paint(&c, 1, 0, 0x010203, COLOR_ROLE);
    canvas_paint(&c, 2, 0, 0x010203, 0x040506);
    assert_string_equal(rendered(render_ansi, &c),
                        "a\033[38;2;1;2;3mb\033[48;2;4;5;6mc\033[md\n");
}

static void test_depths_speak_their_own_sequences(void **state)
{
    static const struct {
        enum depth depth;
        const char *ansi;
    } cases[] = {
        { DEPTH_24BIT, "\033[38;2;255;0;0mx\033[m\n" },
        { DEPTH_256, "\033[38;5;196mx\033[m\n" },
        { DEPTH_16, "\033[91mx\033[m\n" },
        { DEPTH_MONO, "x\n" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct canvas c = make(1, 1, cases[i].depth);

        canvas_put(&c, 0, 0, 'x', ROLE_TEXT);
        canvas_paint(&c, 0, 0, 0xff0000, COLOR_ROLE);
        assert_string_equal(rendered(render_ansi, &c), cases[i].ansi);
    }
}

static void test_mono_has_attributes(void **state)
{
    struct canvas c = make(2, 1, DEPTH_MONO);

    canvas_put(&c, 0, 0, 'x', ROLE_CURRENT);
    canvas_put(&c, 1, 0, 'y', ROLE_TEXT);
    assert_string_equal(rendered(render_ansi, &c), "\033[1;7mx\033[my\n");
}

static void test_a_lost_attribute_resets_and_keeps_the_colour(void **state)
{
    struct canvas c = make(2, 1, DEPTH_24BIT);

    canvas_put(&c, 0, 0, 'x', ROLE_TEXT);
    canvas_put(&c, 1, 0, 'y', ROLE_TEXT);
    canvas_paint(&c, 0, 0, 0x010203, COLOR_ROLE);
    canvas_paint(&c, 1, 0, 0x010203, COLOR_ROLE);
    canvas_at(&c, 0, 0)->attrs = LOOK_REVERSE;
    assert_string_equal(rendered(render_ansi, &c),
                        "\033[7;38;2;1;2;3mx\033[0;38;2;1;2;3my\033[m\n");
}

/* Every sequence is ended before the line is. */
static void test_no_line_leaks_into_the_next(void **state)
{
    struct canvas c = make(3, 3, DEPTH_256);
    const char *s;

    canvas_fill(&c, (struct rect){ 0, 0, 3, 3 }, 'x', ROLE_CURRENT);
    s = rendered(render_ansi, &c);
    assert_int_equal(count(s, "\033[m\n"), 3);
}

static void test_svg_escapes_its_text(void **state)
{
    struct canvas c = make(20, 1, DEPTH_24BIT);
    const char *s;

    canvas_text(&c, 0, 0, 20, ROLE_TEXT, "<script>&amp;");
    s = rendered(render_svg, &c);
    assert_non_null(strstr(s, ">&lt;script&gt;&amp;amp;</text>"));
    assert_null(strstr(s, "<script"));
}

static void test_svg_text_holds_its_columns(void **state)
{
    struct canvas c = make(12, 1, DEPTH_24BIT);

    canvas_text(&c, 2, 0, 10, ROLE_TEXT, "猫 is");
    assert_non_null(strstr(rendered(render_svg, &c),
                           "<text x=\"27\" y=\"22\" textLength=\"45\">猫 is<"));
}

static void test_marks_go_along_with_their_letters(void **state)
{
    struct canvas c = make(4, 1, DEPTH_24BIT);

    canvas_text(&c, 0, 0, 4, ROLE_TEXT, "e\u0301te");
    assert_non_null(strstr(rendered(render_svg, &c), ">e\u0301te<"));
    assert_non_null(strstr(rendered(render_ansi, &c), "e\u0301te"));
}

static void test_svg_joins_cells_of_one_colour(void **state)
{
    struct canvas c = make(40, 20, DEPTH_24BIT);
    const char *s;

    for (int y = 0; y < 20; y++)
        for (int x = 0; x < 40; x++)
            canvas_pixels(&c, x, y, 0x336699, 0x336699);
    s = rendered(render_svg, &c);
    assert_int_equal(count(s, "<path"), 1);
    assert_non_null(strstr(s, "<path fill=\"#336699\" "
                              "d=\"M0 0h40v40h-40z\"/>"));
}

static void test_svg_halves_a_cell_exactly(void **state)
{
    struct canvas c = make(1, 1, DEPTH_24BIT);
    const char *s;

    canvas_pixels(&c, 0, 0, 0x112233, 0x445566);
    s = rendered(render_svg, &c);
    assert_non_null(strstr(s, "#112233\" d=\"M0 0h1v1h-1z\""));
    assert_non_null(strstr(s, "#445566\" d=\"M0 1h1v1h-1z\""));
}

static void test_svg_carries_reverse_out(void **state)
{
    struct canvas c = make(9, 1, DEPTH_24BIT);
    char bar[64];

    plot_signed_bar(&c, 0, 0, 9, -1 / 32.0, 1); /* one eighth, hanging */
    snprintf(bar, sizeof bar, "#%06x\" d=\"M3 0h1v2h-1z",
             (unsigned)theme_look(THEME_DARK, ROLE_MINUS).fg);
    assert_non_null(strstr(rendered(render_svg, &c), bar));
}

static void test_svg_leaves_no_block_to_a_font(void **state)
{
    struct canvas c = make(40, 2, DEPTH_24BIT);

    canvas_text(&c, 0, 0, 40, ROLE_BAR,
                "▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓─│╭╮╰╯├┤┬┴┼━┃┏┓┗┛⡜");
    assert_null(strstr(rendered(render_svg, &c), "<text"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_text_has_no_trailing_blanks),
        TEST(test_pictures_are_shades_in_text),
        TEST(test_plain_cells_need_no_sequences),
        TEST(test_only_what_changes_is_sent),
        TEST(test_depths_speak_their_own_sequences),
        TEST(test_mono_has_attributes),
        TEST(test_a_lost_attribute_resets_and_keeps_the_colour),
        TEST(test_no_line_leaks_into_the_next),
        TEST(test_svg_escapes_its_text),
        TEST(test_svg_text_holds_its_columns),
        TEST(test_marks_go_along_with_their_letters),
        TEST(test_svg_joins_cells_of_one_colour),
        TEST(test_svg_halves_a_cell_exactly),
        TEST(test_svg_carries_reverse_out),
        TEST(test_svg_leaves_no_block_to_a_font),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
