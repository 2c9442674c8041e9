/* test_canvas.c - cells, text and paragraphs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "view/canvas.h"
#include "view/colormap.h"
#include "view/render.h"

static struct arena arena;

static int open_arena(void **state)
{
    return arena_open(&arena, 1 << 22) ? 0 : -1;
}

static int close_arena(void **state)
{
    arena_close(&arena);
    return 0;
}

static struct canvas make(int w, int h)
{
    return canvas_new(&arena, w, h, DEPTH_24BIT, false, THEME_DARK);
}

static struct canvas make_ascii(int w, int h)
{
    return canvas_new(&arena, w, h, DEPTH_24BIT, true, THEME_DARK);
}

static const char *shown(const struct canvas *c)
{
    struct text out = text_new(&arena);

    render_text(&out, c);
    return out.data;
}

static void test_cuts_text_with_an_ellipsis(void **state)
{
    struct canvas c = make(10, 1);

    assert_int_equal(canvas_text(&c, 0, 0, 6, ROLE_TEXT, "attention"), 6);
    assert_string_equal(shown(&c), "atten…\n");
}

static void test_leaves_fitting_text_whole(void **state)
{
    struct canvas c = make(10, 1);

    assert_int_equal(canvas_text(&c, 1, 0, 9, ROLE_TEXT, "attention"), 9);
    assert_string_equal(shown(&c), " attention\n");
}

static void test_clips_at_every_edge(void **state)
{
    struct canvas c = make(4, 2);

    canvas_text(&c, -2, 0, 20, ROLE_TEXT, "abcdefghij");
    canvas_text(&c, 0, -1, 4, ROLE_TEXT, "no");
    canvas_text(&c, 0, 2, 4, ROLE_TEXT, "no");
    canvas_fill(&c, (struct rect){ 3, 1, 9, 9 }, '#', ROLE_TEXT);
    assert_string_equal(shown(&c), "cdef\n   #\n");
}

static void test_a_wide_glyph_takes_two_cells(void **state)
{
    struct canvas c = make(5, 1);

    assert_int_equal(canvas_text(&c, 0, 0, 5, ROLE_TEXT, "猫a"), 3);
    assert_int_equal(canvas_at(&c, 0, 0)->glyph, 0x732b);
    assert_int_equal(canvas_at(&c, 1, 0)->glyph, 0);
    assert_string_equal(shown(&c), "猫a\n");
}

static void test_half_a_wide_glyph_is_blanked(void **state)
{
    struct canvas c = make(4, 1);

    canvas_text(&c, 0, 0, 4, ROLE_TEXT, "猫犬");
    canvas_put(&c, 1, 0, 'x', ROLE_TEXT);
    assert_int_equal(canvas_at(&c, 0, 0)->glyph, ' ');
    assert_string_equal(shown(&c), " x犬\n");
    canvas_put(&c, 2, 0, 'y', ROLE_TEXT);
    assert_string_equal(shown(&c), " xy\n");
}

static void test_a_wide_glyph_never_hangs_over_the_edge(void **state)
{
    struct canvas c = make(3, 1);

    canvas_put(&c, 2, 0, 0x732b, ROLE_TEXT);
    assert_int_equal(canvas_at(&c, 2, 0)->glyph, ' ');
    canvas_text(&c, 0, 0, 3, ROLE_TEXT, "猫犬");
    assert_string_equal(shown(&c), "猫…\n");
}

static void test_a_combining_mark_joins_the_glyph_before(void **state)
{
    struct canvas c = make(4, 1);

    assert_int_equal(canvas_text(&c, 0, 0, 4, ROLE_TEXT, "e\u0301te"), 3);
    assert_string_equal(shown(&c), "e\u0301te\n");
    canvas_clear(&c);
    assert_int_equal(canvas_text(&c, 0, 0, 4, ROLE_TEXT, "猫\u0301x"), 3);
    assert_string_equal(shown(&c), "猫\u0301x\n");
}

static void test_what_is_not_seen_takes_no_room(void **state)
{
    struct canvas c = make(3, 1);

    assert_int_equal(canvas_text(&c, 0, 0, 3, ROLE_TEXT, "a\u200Bbc"), 3);
    assert_string_equal(shown(&c), "abc\n");
    c.ascii = true;
    canvas_clear(&c);
    assert_int_equal(canvas_text(&c, 0, 0, 3, ROLE_TEXT, "a\u200Bbc"), 3);
    assert_string_equal(shown(&c), "abc\n");
}

static void test_control_characters_never_reach_a_cell(void **state)
{
    struct canvas c = make(20, 1);

    canvas_text(&c, 0, 0, 20, ROLE_TEXT,
                "a\033[2Jb\xc2\x9b"
                "c\u202e"
                "d");
    assert_string_equal(shown(&c), "a?[2Jb?cd\n");
}

static void test_ascii_has_a_stand_in_for_every_glyph_we_use(void **state)
{
    static const char ours[] =
        "─│┌┐└┘├┤┬┴┼━┃┏┓┗┛╭╮╰╯═║╱╲╳▀▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▐░▒▓▔▕▖▗▘▝"
        "←↑→↓↔↕⇒▲▼◀▶▸◂▴▾●○◆■□•·…×√Σ‖∥−–—≈≤≥±²³µσλαβ₁₂∈∘⋅⟨⟩ℓé";
    const char *s = ours;
    struct canvas c = make_ascii(1, 1);
    uint32_t g;

    while ((g = utf8_next(&s))) {
        canvas_put(&c, 0, 0, g, ROLE_TEXT);
        if (canvas_at(&c, 0, 0)->glyph == '?')
            fail_msg("U+%04X has no stand-in", (unsigned)g);
        assert_in_range(canvas_at(&c, 0, 0)->glyph, ' ', '~');
    }
}

static void test_no_glyph_becomes_what_no_terminal_prints(void **state)
{
    struct canvas c = make_ascii(1, 1);

    for (uint32_t g = 0xa0; g < 0x3000; g++) {
        canvas_put(&c, 0, 0, g, ROLE_TEXT);
        assert_in_range(canvas_at(&c, 0, 0)->glyph, ' ', '~');
    }
}

static void test_letters_lose_their_marks_in_ascii(void **state)
{
    struct canvas c = make_ascii(40, 1);

    canvas_text(&c, 0, 0, 40, ROLE_TEXT, "ÀÅÆÇÈËÌÏÐÑÒÖ×ØÙÜÝÞß àçéîñôøüýÿ ⁰⁴⁹ ₀₉");
    assert_string_equal(shown(&c), "AAACEEIIDNOOxOUUYTs aceinoouyy 049 09\n");
}

static void test_ascii_spells_out_the_root(void **state)
{
    struct canvas c = make_ascii(20, 1);

    assert_int_equal(canvas_text(&c, 0, 0, 20, ROLE_TEXT, "q·k/√d"), 10);
    assert_string_equal(shown(&c), "q.k/sqrt d\n");
}

static void test_right_aligns(void **state)
{
    struct canvas c = make(8, 1);

    canvas_right(&c, 0, 0, 8, ROLE_TEXT, "0.402");
    assert_string_equal(shown(&c), "   0.402\n");
    canvas_clear(&c);
    canvas_right(&c, 1, 0, 4, ROLE_TEXT, "0.40217");
    assert_string_equal(shown(&c), " 0.4…\n");
}

static void test_wraps_at_words(void **state)
{
    struct canvas c = make(12, 4);
    const char *s = "the class token reads every patch";

    assert_int_equal(
        canvas_wrap(&c, (struct rect){ 0, 0, 11, 4 }, ROLE_TEXT, s), 3);
    assert_int_equal(canvas_wrap_lines(&c, 11, s), 3);
    assert_string_equal(shown(&c), "the class\ntoken reads\nevery patch\n\n");
}

static void test_wrap_breaks_what_is_wider_than_the_line(void **state)
{
    struct canvas c = make(5, 3);

    assert_int_equal(canvas_wrap(&c, (struct rect){ 0, 0, 5, 3 }, ROLE_TEXT,
                                 "patchembedin x"),
                     3);
    assert_string_equal(shown(&c), "patch\nembed\nin x\n");
}

static void test_wrap_keeps_line_ends_and_says_when_it_cuts(void **state)
{
    struct canvas c = make(6, 2);
    const char *s = "one\ntwo three four";

    assert_int_equal(canvas_wrap(&c, (struct rect){ 0, 0, 6, 2 }, ROLE_TEXT, s),
                     2);
    assert_int_equal(canvas_wrap_lines(&c, 6, s), 4);
    assert_string_equal(shown(&c), "one\ntwo…\n");
}

static void test_stars_make_words_strong_across_lines(void **state)
{
    struct canvas c = make(9, 2);

    canvas_wrap(&c, (struct rect){ 0, 0, 9, 2 }, ROLE_NOTE,
                "a **position zero** b");
    assert_string_equal(shown(&c), "a\nposition…\n");
    canvas_clear(&c);
    canvas_wrap(&c, (struct rect){ 0, 0, 8, 2 }, ROLE_NOTE,
                "**see CLS now** b");
    assert_int_equal(canvas_at(&c, 0, 0)->role, ROLE_STRONG);
    assert_int_equal(canvas_at(&c, 0, 1)->role, ROLE_STRONG);
    assert_int_equal(canvas_at(&c, 4, 1)->role, ROLE_NOTE);
    assert_string_equal(shown(&c), "see CLS\nnow b\n");
}

static void test_a_frame_holds_its_title(void **state)
{
    struct canvas c = make(12, 3);
    struct rect in =
        canvas_frame(&c, (struct rect){ 0, 0, 12, 3 }, "heat", false);

    assert_string_equal(shown(&c),
                        "╭ heat ────╮\n│          │\n╰──────────╯\n");
    assert_int_equal(in.x, 1);
    assert_int_equal(in.y, 1);
    assert_int_equal(in.w, 10);
    assert_int_equal(in.h, 1);
}

static void test_a_long_title_is_cut_inside_its_frame(void **state)
{
    struct canvas c = make(10, 2);

    canvas_frame(&c, (struct rect){ 0, 0, 10, 2 }, "attention weights", false);
    assert_string_equal(shown(&c), "╭ atte… ─╮\n╰────────╯\n");
}

static void test_a_mono_canvas_has_attributes_and_no_colours(void **state)
{
    struct canvas c = canvas_new(&arena, 2, 1, DEPTH_MONO, false, THEME_DARK);
    struct look look;

    canvas_put(&c, 0, 0, 'x', ROLE_CURRENT);
    canvas_paint(&c, 0, 0, 0xff0000, 0x00ff00);
    look = canvas_look(&c, canvas_at(&c, 0, 0));
    assert_int_equal(look.fg, LOOK_DEFAULT);
    assert_int_equal(look.bg, LOOK_DEFAULT);
    assert_true(look.attrs & LOOK_REVERSE);
}

static void test_pixels_come_back_as_they_were_put(void **state)
{
    struct canvas c = make(1, 1);
    uint32_t top, bottom;

    canvas_pixels(&c, 0, 0, 0x123456, 0xabcdef);
    canvas_pixels_at(&c, 0, 0, &top, &bottom);
    assert_int_equal(top, 0x123456);
    assert_int_equal(bottom, 0xabcdef);
}

static void test_an_ascii_cell_has_the_mean_of_its_pixels(void **state)
{
    struct canvas c = make_ascii(2, 1);
    const struct cell *cell = canvas_at(&c, 0, 0);

    canvas_pixels(&c, 0, 0, 0x000000, 0xc0c0c0);
    canvas_pixels(&c, 1, 0, 0xc0c0c0, 0x000000);
    assert_int_equal(cell[0].fg, cell[1].fg);
    assert_int_equal(cell[0].bg, cell[0].fg);
    assert_int_equal(cell[0].glyph, cell[1].glyph);
    assert_in_range(color_luma(cell[0].bg), 0x40, 0x90);
}

static void test_mono_pixels_hold_more_ink_where_they_are_further(void **state)
{
    struct canvas dark = canvas_new(&arena, 1, 1, DEPTH_MONO, true, THEME_DARK);
    struct canvas light =
        canvas_new(&arena, 1, 1, DEPTH_MONO, true, THEME_LIGHT);

    canvas_pixels(&dark, 0, 0, 0xffffff, 0xffffff);
    assert_int_equal(canvas_at(&dark, 0, 0)->glyph, '@');
    canvas_pixels(&light, 0, 0, 0xffffff, 0xffffff);
    assert_int_equal(canvas_at(&light, 0, 0)->glyph, ' ');
}

static void test_sixteen_colours_come_out_as_they_are(void **state)
{
    struct canvas c = canvas_new(&arena, 1, 1, DEPTH_16, false, THEME_DARK);
    uint32_t top, bottom;

    for (int i = 0; i < 16; i++) {
        canvas_pixels(&c, 0, 0, color_of_16(i), color_of_16(15 - i));
        canvas_pixels_at(&c, 0, 0, &top, &bottom);
        assert_int_equal(top, color_of_16(i));
        assert_int_equal(bottom, color_of_16(15 - i));
    }
}

static void test_a_shade_stands_for_a_tone_between_sixteen(void **state)
{
    struct canvas c = canvas_new(&arena, 1, 1, DEPTH_16, false, THEME_DARK);
    uint32_t grey = color_mix(color_of_16(8), color_of_16(7), 0.5);

    canvas_pixels(&c, 0, 0, grey, grey);
    assert_int_equal(canvas_at(&c, 0, 0)->glyph, 0x2592);
}

static void test_every_theme_has_a_look_for_every_role(void **state)
{
    enum theme back;

    for (int t = 0; t < THEME_COUNT; t++) {
        assert_true(theme_parse(&back, theme_name((enum theme)t)));
        assert_int_equal(back, t);
        for (int r = 0; r < ROLE_COUNT; r++) {
            struct look k = theme_look((enum theme)t, (enum role)r);

            assert_true(k.fg == LOOK_DEFAULT || (k.fg && k.fg <= 0xffffff) ||
                        k.bg != LOOK_DEFAULT);
        }
    }
    assert_false(theme_parse(&back, "neon"));
}

/* Roles are told apart on sixteen colours too, and can be read. */
static void test_roles_stay_apart_in_sixteen_colours(void **state)
{
    for (int t = 0; t < THEME_COUNT; t++) {
        enum theme theme = (enum theme)t;
        int chosen = color_to_16(theme_look(theme, ROLE_CHOSEN).fg);
        int query = color_to_16(theme_look(theme, ROLE_QUERY).fg);
        int plus = color_to_16(theme_look(theme, ROLE_PLUS).fg);
        int minus = color_to_16(theme_look(theme, ROLE_MINUS).fg);
        struct look current = theme_look(theme, ROLE_CURRENT);

        assert_int_not_equal(chosen, query);
        assert_int_not_equal(plus, minus);
        assert_int_not_equal(color_to_16(current.fg), color_to_16(current.bg));
        assert_int_equal(color_to_16(theme_look(theme, ROLE_DIM).fg), 8);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_arena, close_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_cuts_text_with_an_ellipsis),
        TEST(test_leaves_fitting_text_whole),
        TEST(test_clips_at_every_edge),
        TEST(test_a_wide_glyph_takes_two_cells),
        TEST(test_half_a_wide_glyph_is_blanked),
        TEST(test_a_wide_glyph_never_hangs_over_the_edge),
        TEST(test_a_combining_mark_joins_the_glyph_before),
        TEST(test_what_is_not_seen_takes_no_room),
        TEST(test_control_characters_never_reach_a_cell),
        TEST(test_ascii_has_a_stand_in_for_every_glyph_we_use),
        TEST(test_no_glyph_becomes_what_no_terminal_prints),
        TEST(test_letters_lose_their_marks_in_ascii),
        TEST(test_ascii_spells_out_the_root),
        TEST(test_right_aligns),
        TEST(test_wraps_at_words),
        TEST(test_wrap_breaks_what_is_wider_than_the_line),
        TEST(test_wrap_keeps_line_ends_and_says_when_it_cuts),
        TEST(test_stars_make_words_strong_across_lines),
        TEST(test_a_frame_holds_its_title),
        TEST(test_a_long_title_is_cut_inside_its_frame),
        TEST(test_a_mono_canvas_has_attributes_and_no_colours),
        TEST(test_pixels_come_back_as_they_were_put),
        TEST(test_an_ascii_cell_has_the_mean_of_its_pixels),
        TEST(test_mono_pixels_hold_more_ink_where_they_are_further),
        TEST(test_sixteen_colours_come_out_as_they_are),
        TEST(test_a_shade_stands_for_a_tone_between_sixteen),
        TEST(test_every_theme_has_a_look_for_every_role),
        TEST(test_roles_stay_apart_in_sixteen_colours),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
