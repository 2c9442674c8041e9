/* display.c - the screen of a terminal, by way of ncurses.
 *
 * Cells that changed since the last canvas are handed to ncurses, which finds
 * the cheapest way to tell the terminal.  24 bit colours go through an own
 * terminal entry (terminfo.h); a colour pair is found or made by alloc_pair().
 * Curses is not asked for keys (keyboard.h), and nothing else draws with it. */
#undef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700       /* wide characters in curses.h */
#include "display.h"

#include <curses.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "app/terminfo.h"

/* --- size ------------------------------------------------------------------ */

void display_size(int *width, int *height)
{
    *width = COLS;
    *height = LINES;
}

void display_resize(struct display *d, int width, int height)
{
    resizeterm(height < HEIGHT_MOST ? height : HEIGHT_MOST,
               width < WIDTH_MOST ? width : WIDTH_MOST);
    clearok(curscr, TRUE);
    d->last.canvas.width = 0;   /* cells outside of it are lost, seen or not */
}

/* --- opening --------------------------------------------------------------- */

static void set(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

/* newterm() with the own entry; the environment is left as it was. */
static SCREEN *open_own(enum depth depth, FILE *in, struct arena scratch)
{
    const char *old = getenv("TERMINFO");
    struct text entry = text_new(&scratch);
    SCREEN *screen;

    old = old ? arena_string(&scratch, old) : NULL;
    terminfo_variable(&entry, depth);
    set("TERMINFO", entry.data);
    screen = newterm(terminfo_name(depth), stdout, in);
    set("TERMINFO", old);
    return screen;
}

static int depth_colors(enum depth d)
{
    return d == DEPTH_24BIT ? 1 << 24 : d == DEPTH_256 ? 256
                                      : d == DEPTH_16  ? 16
                                                       : 0;
}

static enum depth most_of(int colors)
{
    return colors >= 256 ? DEPTH_256 : colors >= 8 ? DEPTH_16 : DEPTH_MONO;
}

/* newterm() is told a size that is one: it takes memory for any number of
 * cells, and falls over where a side has more than 15 bits.  Where the line
 * knows none the environment may; else that is not heard, for it would be after
 * every stop. */
static void tell_size(const struct tty *tty)
{
    static const char *const names[] = { "COLUMNS", "LINES" };
    static const int most[] = { WIDTH_MOST, HEIGHT_MOST };
    int size[2] = { 0, 0 };
    bool known = tty_size(tty, &size[0], &size[1]);

    for (int i = 0; i < 2; i++) {
        const char *said = getenv(names[i]);
        char number[16];
        long v;

        snprintf(number, sizeof number, "%d",
                 size[i] < most[i] ? size[i] : most[i]);
        if (known)
            set(names[i], number);
        else if (said && !text_to_long(&v, said, 1, most[i]))
            set(names[i], NULL);
    }
}

static void forget_size(const struct tty *tty)
{
    int width, height;

    if (!tty_size(tty, &width, &height))
        return;
    set("COLUMNS", NULL);
    set("LINES", NULL);
}

bool display_open(struct display *d, const struct tty *tty, int asked,
                  bool missing, const struct surroundings *around,
                  struct arena scratch, struct error *err)
{
    FILE *in = tty->in == STDIN_FILENO ? stdin : fdopen(tty->in, "r");
    enum depth depth = guess_depth(asked, around);
    SCREEN *screen = NULL;

    if (!kept_open(&d->last, err))
        return false;
    tell_size(tty);
    if (missing || (depth_colors(depth) > around->colors &&
                    (asked >= 0 || depth == DEPTH_24BIT)))
        screen = open_own(depth == DEPTH_MONO ? DEPTH_16 : depth, in, scratch);
    if (!screen && (screen = newterm(around->term, stdout, in)) &&
        depth > most_of(around->colors))
        depth = most_of(around->colors);
    forget_size(tty);
    d->depth = depth;
    return screen || error_set(err, "a screen cannot be opened for TERM=%s",
                               around->term);
}

/* Between poll() and read() the line may be flushed: then read() must not wait.
 * Curses comes back to these modes after a stop. */
static void read_at_once(const struct tty *t)
{
    struct termios modes;

    if (tcgetattr(t->out, &modes) != 0)
        return;
    modes.c_cc[VMIN] = modes.c_cc[VTIME] = 0;
    if (tcsetattr(t->out, TCSADRAIN, &modes) == 0)
        def_prog_mode();
}

void display_begin(struct display *d, const struct tty *tty)
{
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    typeahead(-1);
    leaveok(stdscr, TRUE);
    curs_set(0);
    read_at_once(tty);
    if (d->depth != DEPTH_MONO) {
        start_color();
        d->defaults = use_default_colors() == OK;
    }
}

/* --- showing --------------------------------------------------------------- */

static int pair_of(struct display *d, int fg, int bg)
{
    int pair;

    if (fg < 0 && bg < 0)
        return 0;
    if (!d->defaults) {
        fg = fg < 0 ? COLOR_WHITE : fg;
        bg = bg < 0 ? COLOR_BLACK : bg;
    }
    pair = alloc_pair(fg, bg);
    d->pairs = pair > d->pairs ? pair : d->pairs;
    return pair > 0 ? pair : 0;
}

/* In 24 bit curses makes pairs until there are 33 million.  When they are more
 * than the screen has cells all are forgotten, and the screen is drawn anew;
 * true then. */
static bool forget_pairs(struct display *d)
{
    enum { LEAST = 1 << 12 };
    int most = LINES * COLS > LEAST ? LINES * COLS : LEAST;

    if (d->pairs < most)
        return false;
    reset_color_pairs();
    d->pairs = 0;
    return true;
}

static attr_t attributes(uint8_t attrs)
{
    return (attrs & LOOK_BOLD ? A_BOLD : 0) |
           (attrs & LOOK_UNDERLINE ? A_UNDERLINE : 0) |
           (attrs & LOOK_REVERSE ? A_REVERSE : 0) |
           (attrs & LOOK_FAINT ? A_DIM : 0);
}

static void put(struct display *d, int x, int y, const struct ink *ink)
{
    int pair = pair_of(d, ink->fg, ink->bg);
    wchar_t text[3] = { (wchar_t)ink->glyph, (wchar_t)ink->mark, 0 };
    cchar_t cc;

    if (ink->glyph != 0 &&
        setcchar(&cc, text, attributes(ink->attrs), 0, &pair) == OK)
        mvadd_wch(y, x, &cc);
}

void display_show(struct display *d, const struct canvas *c)
{
    bool all = forget_pairs(d) || !kept_fits(&d->last, c);

    if (all)
        erase();
    for (int y = 0; y < c->height && y < LINES; y++) {
        if (!all && kept_row(&d->last, c, y))
            continue;
        ink_row(d->row, c, y, COLORS);
        for (int x = 0; x < c->width && x < COLS; x++)
            put(d, x, y, &d->row[x]);
    }
    refresh();
    kept_take(&d->last, c);
}

void display_redraw(void)
{
    clearok(curscr, TRUE);
    refresh();
}

/* --- leaving --------------------------------------------------------------- */

void display_leave(void)
{
    endwin();
}

void display_close(struct display *d)
{
    endwin();
    kept_close(&d->last);
}
