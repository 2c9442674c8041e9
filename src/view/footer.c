/* footer.c - the last line: keys that work here, what is said, what is typed. */
#include <stdio.h>
#include <string.h>

#include "chrome.h"
#include "view/action.h"
#include "view/stage.h"

enum { MESSAGE_H = 4 };

/* Where classes are listed the keys of the heads step through them. */
static bool asks_class(const struct scene *s)
{
    return strcmp(stages[s->cursor.stage]->name, "classes") == 0 &&
           scene_class(s) >= 0;
}

/* Does the key do something where we stand? */
static bool works_here(enum action a, const struct scene *s)
{
    bool layered = stages[s->cursor.stage]->layered;

    switch (a) {
    case ACTION_LAYER_NEXT:
    case ACTION_QUERY:
        return layered;
    case ACTION_HEAD_NEXT:
        return layered || asks_class(s);
    case ACTION_PICTURE_NEXT:
        return s->pictures > 1;
    case ACTION_METHOD:
        return stages[s->cursor.stage]->needs & NEED_MAP;
    case ACTION_COPY:
        return stages[s->cursor.stage]->path != NULL;
    case ACTION_PROMPTS:
        return s->study->model->text &&
               strcmp(stages[s->cursor.stage]->name, "classes") == 0;
    default:
        return true;
    }
}

/* Is it named only where all others are? */
static bool is_extra(const struct action_row *row)
{
    return row->footer[0] == '+';
}

/* "key" and "word" of a row: the footer names the keys itself where one key
 * would be too few ("[] layer"), else it is the first key's. */
static void split(const struct action_row *row, const struct scene *s,
                  char key[24], char word[24])
{
    const char *blank = strchr(row->footer, ' ');
    const char *keys = blank ? row->footer : row->keys;

    snprintf(key, 24, "%.*s", (int)strcspn(keys, " "), keys);
    snprintf(word, 24, "%s", blank ? blank + 1 : row->footer + is_extra(row));
    if (row->action == ACTION_HEAD_NEXT && asks_class(s))
        snprintf(word, 24, "class");
}

static int row_width(const struct action_row *row, const struct scene *s)
{
    char key[24], word[24];

    split(row, s, key, word);
    return utf8_width(key) + 1 + utf8_width(word) + 2;
}

static int draw_key(struct canvas *c, int x, int y,
                    const struct action_row *row, const struct scene *s)
{
    char key[24], word[24];
    int start = x;

    split(row, s, key, word);
    x += canvas_text(c, x, y, 24, ROLE_KEY, key) + 1;
    x += canvas_text(c, x, y, 24, ROLE_DIM, word) + 2;
    return x - start;
}

/* Help and leave are always there; the others as far as there is room. */
static bool is_last(enum action a)
{
    return a == ACTION_HELP || a == ACTION_QUIT;
}

/* Mark those of one kind that fit, in the order of the table; returns the room
 * that is left. */
static int choose_keys(bool shown[ACTION_COUNT], const struct scene *s,
                       bool extra, int room)
{
    for (int i = 0; i < action_rows; i++) {
        const struct action_row *row = &action_table[i];
        int w = row_width(row, s);

        if (!row->footer[0] || is_extra(row) != extra || is_last(row->action) ||
            !works_here(row->action, s) || w > room)
            continue;
        shown[i] = true;
        room -= w;
    }
    return room;
}

static void draw_keys(struct canvas *c, struct rect r, const struct scene *s)
{
    bool shown[ACTION_COUNT] = { false };
    int room = r.w + 2, x = r.x;

    for (int i = 0; i < action_rows; i++)
        if (is_last(action_table[i].action)) {
            shown[i] = true;
            room -= row_width(&action_table[i], s);
        }
    room = choose_keys(shown, s, false, room);
    choose_keys(shown, s, true, room);
    for (int i = 0; i < action_rows; i++)
        if (shown[i])
            x += draw_key(c, x, r.y, &action_table[i], s);
}

static void draw_page_keys(struct canvas *c, struct rect r,
                           const struct scene *s)
{
    static const struct action_row wall[] = {
        { .footer = "←↑↓→ layer, head" }, { .footer = "Enter jump in" },
        { .footer = "Esc back" },
    };
    static const struct action_row text[] = {
        { .footer = "↑↓ read on" }, { .footer = "/ find" },
        { .footer = "Esc back" },
    };
    int x = r.x;

    for (int i = s->page == PAGE_SEEN; i < 3; i++)
        x += draw_key(c, x, r.y, s->page == PAGE_WALL ? &wall[i] : &text[i], s);
}

/* The line being typed, of a long one its end, and what it takes. */
static void draw_prompt(struct canvas *c, struct rect r, const struct scene *s)
{
    const char *line = s->prompt;
    int x = r.x, skip = utf8_width(line) + 1 - r.w;

    if (skip > 0)
        x += canvas_text(c, x, r.y, 1, ROLE_DIM, "…");
    for (skip += skip > 0; skip > 0 && *line;)
        skip -= codepoint_width(utf8_next(&line));
    x += canvas_textf(c, x, r.y, r.x + r.w - x, ROLE_STRONG, "%s▏", line);
    if (s->hint && x + 2 + utf8_width(s->hint) <= r.x + r.w)
        canvas_right(c, x, r.y, r.x + r.w - x, ROLE_DIM, s->hint);
}

/* All of what is said, over the lines above where one is too short. */
static void draw_message(struct canvas *c, struct rect r, const struct scene *s)
{
    int lines = canvas_wrap_lines(c, r.w, s->message);

    if (lines <= 1) {
        canvas_text(c, r.x, r.y, r.w, ROLE_WARN, s->message);
        return;
    }
    lines = lines > MESSAGE_H ? MESSAGE_H : lines;
    r.y -= lines - 1;
    r.h = lines;
    canvas_fill(c, r, ' ', ROLE_TEXT);
    canvas_wrap(c, r, ROLE_WARN, s->message);
}

void chrome_footer(struct canvas *c, struct rect r, const struct scene *s)
{
    if (s->prompt)
        draw_prompt(c, r, s);
    else if (s->message)
        draw_message(c, r, s);
    else if (s->page != PAGE_NONE)
        draw_page_keys(c, r, s);
    else
        draw_keys(c, r, s);
}
