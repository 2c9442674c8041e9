/* terminal.c - a real terminal, by way of ncurses.
 *
 * Cells that changed since the last canvas are handed to ncurses, which finds
 * the cheapest way to tell the terminal.  24 bit colours go through an own
 * terminal entry (terminfo.h); a colour pair is found or made by alloc_pair().
 * Curses is not asked for keys (keyboard.h).  Nothing else in the program knows
 * it. */
#undef _XOPEN_SOURCE
#define _XOPEN_SOURCE 700       /* wide characters in curses.h */
#include "app/terminal.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/guess.h"
#include "app/ink.h"
#include "app/keyboard.h"
#include "app/system.h"
#include "app/terminfo.h"
#include "capabilities.h"
#include "kept.h"
#include "restore.h"
#include "tty.h"

enum { CONTROL_Z = 26 };

/* Wider terminals are used in part. */
enum { WIDTH_MOST = 4096 };

struct curses {
    struct surroundings around;
    struct tty tty;
    int width_most, height_most;    /* --size; 0: none */
    enum depth depth;
    bool own;                   /* the database does not know TERM */
    bool defaults;              /* the terminal's own colours can be had */
    int pairs;                  /* of colours in use, at least */
    struct keyboard keys;
    bool mouse_on;              /* it was asked for reports */
    struct kept last;           /* what is on the screen */
    struct ink row[WIDTH_MOST];
};

/* --- showing --------------------------------------------------------------- */

static int pair_of(struct curses *k, int fg, int bg)
{
    int pair;

    if (fg < 0 && bg < 0)
        return 0;
    if (!k->defaults) {
        fg = fg < 0 ? COLOR_WHITE : fg;
        bg = bg < 0 ? COLOR_BLACK : bg;
    }
    pair = alloc_pair(fg, bg);
    k->pairs = pair > k->pairs ? pair : k->pairs;
    return pair > 0 ? pair : 0;
}

/* In 24 bit curses makes pairs until there are 33 million.  When they are more
 * than the screen has cells all are forgotten, and the screen is drawn anew;
 * true then. */
static bool forget_pairs(struct curses *k)
{
    enum { LEAST = 1 << 12 };
    int most = LINES * COLS > LEAST ? LINES * COLS : LEAST;

    if (k->pairs < most)
        return false;
    reset_color_pairs();
    k->pairs = 0;
    return true;
}

static attr_t attributes(uint8_t attrs)
{
    return (attrs & LOOK_BOLD ? A_BOLD : 0) |
           (attrs & LOOK_UNDERLINE ? A_UNDERLINE : 0) |
           (attrs & LOOK_REVERSE ? A_REVERSE : 0) |
           (attrs & LOOK_FAINT ? A_DIM : 0);
}

static void put(struct curses *k, int x, int y, const struct ink *ink)
{
    int pair = pair_of(k, ink->fg, ink->bg);
    wchar_t text[3] = { (wchar_t)ink->glyph, (wchar_t)ink->mark, 0 };
    cchar_t cc;

    if (ink->glyph != 0 &&
        setcchar(&cc, text, attributes(ink->attrs), 0, &pair) == OK)
        mvadd_wch(y, x, &cc);
}

/* Curses may report the mouse too, but then it would read the reports. */
static void report_mouse(struct curses *k, bool on)
{
    const char *s = on ? MOUSE_ON : MOUSE_OFF;

    if (k->keys.mouse && k->mouse_on != on)
        k->mouse_on = write(k->tty.out, s, strlen(s)) >= 0 && on;
}

static void show(struct terminal *t, const struct canvas *c)
{
    struct curses *k = t->state;
    bool all = forget_pairs(k) || !kept_fits(&k->last, c);

    if (all)
        erase();
    for (int y = 0; y < c->height && y < LINES; y++) {
        if (!all && kept_row(&k->last, c, y))
            continue;
        ink_row(k->row, c, y, COLORS);
        for (int x = 0; x < c->width && x < COLS; x++)
            put(k, x, y, &k->row[x]);
    }
    refresh();
    report_mouse(k, true);
    kept_take(&k->last, c);
}

static void redraw(struct terminal *t)
{
    clearok(curscr, TRUE);
    refresh();
}

static void size(struct terminal *t, int *width, int *height)
{
    struct curses *k = t->state;

    *width = k->width_most && k->width_most < COLS ? k->width_most : COLS;
    *height = k->height_most && k->height_most < LINES ? k->height_most : LINES;
    *width = *width < WIDTH_MOST ? *width : WIDTH_MOST;
}

/* --- keys ------------------------------------------------------------------ */

static double now(struct terminal *t)
{
    return clock_ms();
}

static struct input resize(struct curses *k)
{
    int width, height;

    if (tty_size(&k->tty, &width, &height))
        resizeterm(height, width);
    clearok(curscr, TRUE);  /* it may have been smaller in between */
    return (struct input){ KEY_RESIZE_, COLS, LINES };
}

/* Leave the terminal to the shell; back when it says so, unless C-z was
 * pressed again before the screen is there: then it is the terminal that
 * signals.  What else came meanwhile is answered here. */
static struct input stop(struct terminal *t)
{
    struct curses *k = t->state;

    do {
        report_mouse(k, false);
        endwin();
        signals_stop();
    } while (signals_take().stopped);
    return resize(k);
}

static bool answer_signals(struct terminal *t, struct input *in)
{
    struct signals s = signals_take();

    if (s.stopped)
        *in = stop(t);
    else if (s.continued || s.resized)
        *in = resize(t->state);
    if (s.continued && !s.stopped)      /* who knows what was drawn over us */
        redraw(t);
    return s.stopped || s.continued || s.resized;
}

/* A key that means something, a signal that does, or false. */
static bool pending(struct terminal *t, struct input *in)
{
    struct curses *k = t->state;
    char bytes[KEYBOARD_BYTES];

    if (answer_signals(t, in))
        return true;
    keyboard_feed(&k->keys, bytes,
                  tty_read(&k->tty, bytes, KEYBOARD_BYTES - k->keys.size),
                  clock_ms());
    if (!keyboard_next(&k->keys, clock_ms(), in))
        return false;
    if (in->key == CONTROL_Z)
        *in = stop(t);
    return true;
}

static double sooner(double a, double b)
{
    return a < 0 || (b >= 0 && b < a) ? b : a;
}

static struct input key(struct terminal *t, int ms, int wake)
{
    static const int keys[] = { [TTY_WAKE] = KEY_WAKE,
                                [TTY_GONE] = KEY_END_OF_INPUT };
    struct curses *k = t->state;
    double end = clock_ms() + ms;
    struct input in = { KEY_NOTHING, 0, 0 };

    while (!pending(t, &in)) {
        double clock = clock_ms(), left = ms < 0 ? -1 : end - clock;
        enum tty_event event;

        if (ms >= 0 && left <= 0)
            break;
        event = tty_wait(&k->tty, sooner(left, keyboard_wait(&k->keys, clock)),
                         wake);
        if (event == TTY_WAKE || event == TTY_GONE)
            return (struct input){ keys[event], 0, 0 };
    }
    return in;
}

static void copy(struct terminal *t, const char *text)
{
    struct curses *k = t->state;
    struct arena scratch = { 0 };
    struct text out;

    if (!arena_open(&scratch, 1 << 20))
        return;
    out = text_new(&scratch);
    clipboard_sequence(&out, text, &k->around);
    if (write(k->tty.out, out.data, (size_t)out.size) < 0)
        beep();
    arena_close(&scratch);
}

static bool close_screen(struct terminal *t, struct error *err)
{
    struct curses *k = t->state;

    report_mouse(k, false);
    endwin();
    restore_disarm();
    tty_close(&k->tty);
    kept_close(&k->last);
    return true;
}

/* --- opening --------------------------------------------------------------- */

/* newterm() with the own entry; the environment is left as it was. */
static SCREEN *open_own(enum depth depth, FILE *in, struct arena scratch)
{
    const char *old = getenv("TERMINFO");
    struct text entry = text_new(&scratch);
    SCREEN *screen;

    old = old ? arena_string(&scratch, old) : NULL;
    terminfo_variable(&entry, depth);
    setenv("TERMINFO", entry.data, 1);
    screen = newterm(terminfo_name(depth), stdout, in);
    if (old)
        setenv("TERMINFO", old, 1);
    else
        unsetenv("TERMINFO");
    return screen;
}

static int depth_colors(enum depth d)
{
    return d == DEPTH_24BIT ? 1 << 24 : d == DEPTH_256 ? 256
                                      : d == DEPTH_16  ? 16
                                                       : 0;
}

/* The own entry where TERM's has too few colours, else TERM's. */
static bool open_screen(struct curses *k, int asked, struct arena scratch,
                        struct error *err)
{
    FILE *in = k->tty.in == STDIN_FILENO ? stdin : fdopen(k->tty.in, "r");
    SCREEN *screen = NULL;

    k->depth = guess_depth(asked, &k->around);
    if (k->own || (depth_colors(k->depth) > k->around.colors &&
                        (asked >= 0 || k->depth == DEPTH_24BIT)))
        screen = open_own(k->depth == DEPTH_MONO ? DEPTH_16 : k->depth, in,
                          scratch);
    if (!screen && (screen = newterm(k->around.term, stdout, in))) {
        enum depth most = k->around.colors >= 256 ? DEPTH_256
                          : k->around.colors >= 8 ? DEPTH_16
                                                  : DEPTH_MONO;

        if (k->depth > most)
            k->depth = most;
    }
    return screen || error_set(err, "a screen cannot be opened for TERM=%s",
                               k->around.term);
}

static void arm(const struct curses *k, const struct termios *modes,
                struct arena scratch)
{
    struct text t = text_new(&scratch);

    capabilities_restore(&t);
    restore_arm(k->tty.in, k->tty.out, modes, t.data, (size_t)t.size);
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

static void prepare_screen(struct curses *k)
{
    raw();
    noecho();
    nonl();
    keypad(stdscr, TRUE);
    typeahead(-1);
    leaveok(stdscr, TRUE);
    curs_set(0);
    read_at_once(&k->tty);
    capabilities_keys(&k->keys);
    k->keys.mouse = guess_mouse(&k->around) && capabilities_mouse();
    if (k->depth != DEPTH_MONO) {
        start_color();
        k->defaults = use_default_colors() == OK;
    }
}

bool terminal_open_curses(struct terminal *t, const struct terminal_options *o,
                          struct arena *keep, struct error *err)
{
    struct curses *k = arena_new(keep, struct curses);
    struct termios modes;
    bool utf8;

    k->around = surroundings_now();
    k->width_most = o->width;
    k->height_most = o->height;
    utf8 = tty_speaks_utf8(k->around.locale);
    if (!tty_open(&k->tty, err) ||
        !capabilities_ask(&k->around, &k->own, k->tty.out, err))
        return false;
    if (!kept_open(&k->last, err))
        return false;
    tcgetattr(k->tty.in, &modes);
    signals_catch();
    if (!open_screen(k, o->depth, *keep, err))
        return false;
    arm(k, &modes, *keep);
    prepare_screen(k);
    *t = (struct terminal){ .size = size, .show = show, .key = key,
                            .clock = now, .clear = redraw, .copy = copy,
                            .close = close_screen, .state = k };
    t->depth = k->depth;
    t->ascii = o->ascii || !utf8;
    t->theme = guess_theme(o->theme, &k->around);
    return true;
}
