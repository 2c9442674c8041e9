/* page_help.c - all keys, printed from the action table. */
#include <stdio.h>
#include <string.h>

#include "layout.h"
#include "page.h"
#include "view/action.h"

enum { KEYS_W = 13, COLUMN_W = 77, GAP = 2 };

/* A group's heading is its own line, with an empty one before it. */
static bool starts_group(int row)
{
    return row == 0 || strcmp(action_table[row].group,
                              action_table[row - 1].group) != 0;
}

/* The row of line `at`; *heading says that the line is its group's heading,
 * -1 for an empty line.  Returns -1 behind the last line. */
static int row_of(int at, int *heading)
{
    for (int i = 0; i < action_rows; i++) {
        if (starts_group(i)) {
            if (i > 0 && at-- == 0) {
                *heading = -1;
                return i;
            }
            if (at-- == 0) {
                *heading = 1;
                return i;
            }
        }
        if (at-- == 0) {
            *heading = 0;
            return i;
        }
    }
    return -1;
}

static const char *help_text(int at)
{
    int heading, row = row_of(at, &heading);

    if (row < 0)
        return NULL;
    if (heading)
        return heading < 0 ? "" : action_table[row].group;
    return action_table[row].help;
}

static int help_lines(void)
{
    int n = 0;

    while (help_text(n))
        n++;
    return n;
}

static int help_last(const struct scene *s)
{
    return help_lines() - 1;
}

/* The keys of a row; a long list, which is one of digits, by its ends. */
static const char *keys_text(char out[32], const char *keys)
{
    size_t n = strlen(keys);

    if (n <= KEYS_W)
        return keys;
    snprintf(out, 32, "%c to %c", keys[0], keys[n - 1]);
    return out;
}

static void draw_line(struct canvas *c, int x, int y, int w, int at)
{
    int heading, row = row_of(at, &heading);
    char keys[32];

    if (row < 0 || heading < 0)
        return;
    if (heading) {
        canvas_text(c, x, y, w, ROLE_TITLE, action_table[row].group);
        return;
    }
    canvas_text(c, x, y, KEYS_W, ROLE_KEY,
                keys_text(keys, action_table[row].keys));
    canvas_text(c, x + KEYS_W + 1, y, w - KEYS_W - 1, ROLE_TEXT,
                action_table[row].help);
}

static int columns_in(struct rect in)
{
    return in.w / COLUMN_W > 1 ? in.w / COLUMN_W : 1;
}

static int help_shown(const struct scene *s, struct rect r)
{
    struct rect in = rect_inset(r, 1, 1);
    int most = help_lines() - in.h * columns_in(in);

    return most < 0 ? 0 : s->page_at < most ? s->page_at : most;
}

/* Which lines of how many, in the lower edge. */
static void draw_share(struct canvas *c, struct rect r, int first, int room,
                       int total)
{
    char share[48];

    if (total <= room)
        return;
    snprintf(share, sizeof share, " %d to %d of %d ", first + 1, first + room,
             total);
    canvas_right(c, r.x + 2, r.y + r.h - 1, r.w - 4, ROLE_DIM, share);
}

static void help_draw(struct canvas *c, struct rect r, const struct scene *s,
                      struct arena scratch)
{
    struct rect in = canvas_frame(c, r, "keys", true);
    int columns = columns_in(in), total = help_lines();
    int width = columns > 1 ? COLUMN_W - GAP : in.w - 1;
    int room = in.h * columns, first = help_shown(s, r);
    int high = total < room ? (total + columns - 1) / columns : in.h;

    draw_share(c, r, first, room, total);
    for (int i = 0; i < high * columns; i++)
        draw_line(c, in.x + 1 + i / high * COLUMN_W, in.y + i % high, width,
                  first + i);
}

const struct page_row help_page = {
    .page = PAGE_HELP,
    .title = "keys",
    .draw = help_draw,
    .last = help_last,
    .shown = help_shown,
    .text = help_text,
};
