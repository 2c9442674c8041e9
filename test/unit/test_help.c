/* test_help.c - the help page says what every key does, and cuts nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tiny.h"
#include "view/action.h"
#include "view/render.h"
#include "view/screen.h"
#include "view/walk.h"

/* All screens of the page, one below the other, each scrolled a line more. */
static const char *all_screens(struct tiny *t, int w, int h)
{
    struct study study = { .model = &t->model, .path = "tiny.png" };
    struct scene s = { .study = &study,
                       .method = &attention_explainer,
                       .done = -1,
                       .detail = -1,
                       .page = PAGE_HELP };
    struct text out = text_new(&t->keep);

    study.trace.shape = model_shape(&t->model, TINY_H, TINY_W);
    s.cursor = walk_start(&study.trace.shape);
    for (s.page_at = 0; s.page_at <= page_last(&s); s.page_at++) {
        struct canvas c =
            canvas_new(&t->keep, w, h, DEPTH_MONO, false, THEME_DARK);

        screen_draw(&c, &s, t->scratch);
        render_text(&out, &c);
    }
    return out.data;
}

static void test_every_action_is_explained_in_full(void **state)
{
    struct tiny *t = tiny_new();
    const char *text = all_screens(t, 80, 24);

    for (int i = 0; i < action_rows; i++)
        if (!strstr(text, action_table[i].help))
            fail_msg("nowhere: %s", action_table[i].help);
    tiny_free(t);
}

static void test_every_key_is_there(void **state)
{
    struct tiny *t = tiny_new();
    const char *text = all_screens(t, 80, 24);

    for (int i = 0; i < action_rows; i++)
        if (action_table[i].action != ACTION_STAGE &&
            !strstr(text, action_table[i].keys))
            fail_msg("nowhere: %s", action_table[i].keys);
    assert_non_null(strstr(text, "1 to 8"));
    tiny_free(t);
}

static void test_all_fits_on_a_large_screen(void **state)
{
    struct tiny *t = tiny_new();
    struct study study = { .model = &t->model, .path = "tiny.png" };
    struct scene s = { .study = &study,
                       .method = &attention_explainer,
                       .done = -1,
                       .detail = -1,
                       .page = PAGE_HELP };
    struct canvas c =
        canvas_new(&t->keep, 160, 50, DEPTH_MONO, false, THEME_DARK);
    struct text out = text_new(&t->keep);

    study.trace.shape = model_shape(&t->model, TINY_H, TINY_W);
    s.cursor = walk_start(&study.trace.shape);
    screen_draw(&c, &s, t->scratch);
    render_text(&out, &c);
    for (int i = 0; i < action_rows; i++)
        assert_non_null(strstr(out.data, action_table[i].help));
    tiny_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_action_is_explained_in_full),
        cmocka_unit_test(test_every_key_is_there),
        cmocka_unit_test(test_all_fits_on_a_large_screen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
